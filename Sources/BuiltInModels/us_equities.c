#include "BuiltInModels.h"

static const unsigned char text[] = {
#embed "us-equities.yaml"
};

const unsigned char *builtin_us_equities(void) { return text; }
size_t builtin_us_equities_length(void) { return sizeof text; }
