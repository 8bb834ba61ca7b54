#pragma once
#include <stddef.h>

/// The text of the built-in model `us-equities`, UTF-8, not terminated by zero.
const unsigned char *builtin_us_equities(void);
/// Its length in bytes.
size_t builtin_us_equities_length(void);
