#pragma once
#include <stdint.h>

// Sixteen lanes at a time: one register of AVX-512, two of AVX2, four of SSE or NEON. The compiler
// splits them; the arithmetic of a lane is the same in each case.

typedef float f16 __attribute__((vector_size(64)));
typedef int32_t i16 __attribute__((vector_size(64)));
typedef uint32_t u16 __attribute__((vector_size(64)));
typedef uint64_t w8 __attribute__((vector_size(64)));
typedef double d8 __attribute__((vector_size(64)));
typedef int64_t q8 __attribute__((vector_size(64)));
typedef float f8 __attribute__((vector_size(32)));

// The same without a demand on alignment, for loads and stores.
typedef float f16_any __attribute__((vector_size(64), aligned(4)));
typedef uint32_t u16_any __attribute__((vector_size(64), aligned(4)));
typedef float f8_any __attribute__((vector_size(32), aligned(4)));

enum { CK_QUARTERS = CK_LANES / 16 };  // registers that hold a row of a tile

#define CK_INLINE static inline __attribute__((always_inline))
#define CK_LOAD(p) ((f16) * (const f16_any *)(p))
#define CK_STORE(p, v) (*(f16_any *)(p) = (v))
#define CK_FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
