#include "BuiltInModels.h"

// SwiftPM compiles C in an older dialect, in which clang has #embed as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char text[] = {
#embed "us-equities.yaml"
};

const unsigned char *builtin_us_equities(void) { return text; }
size_t builtin_us_equities_length(void) { return sizeof text; }
