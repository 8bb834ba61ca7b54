// Draws; one of the parts of the kernel's body (see variants.c).

CK_INLINE f16 CK_PART(splat)(float x) {
  return (f16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}

CK_INLINE f16 CK_PART(pick)(i16 mask, f16 yes, f16 no) {
  return (f16)((mask & (i16)yes) | (~mask & (i16)no));
}

typedef struct {
  u16 word[4];
} CK_PART(block);

// The lower halves of sixteen numbers.
CK_INLINE u16 CK_PART(lower_halves)(w8 a, w8 b) {
  return __builtin_shufflevector(
      (u16)a, (u16)b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

// The words of x are 64 bits wide while they are mixed: one product then gives both the high and
// the low word of Philox, and what is left above the low word is never looked at.
CK_INLINE CK_PART(block) CK_PART(philox)(CK_PART(block) x, uint32_t key0, uint32_t key1) {
  const w8 lower = (w8){} + 0xffffffffu;
  typedef uint32_t u8 __attribute__((vector_size(32)));
  w8 c[2][4];
  for (int w = 0; w < 4; w++) {
    u8 first = __builtin_shufflevector(x.word[w], x.word[w], 0, 1, 2, 3, 4, 5, 6, 7);
    u8 second = __builtin_shufflevector(x.word[w], x.word[w], 8, 9, 10, 11, 12, 13, 14, 15);
    c[0][w] = __builtin_convertvector(first, w8);
    c[1][w] = __builtin_convertvector(second, w8);
  }
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
#pragma clang loop unroll(full)
    for (int half = 0; half < 2; half++) {
      w8 first = (c[half][0] & lower) * (uint64_t)0xD2511F53u;
      w8 second = (c[half][2] & lower) * (uint64_t)0xCD9E8D57u;
      c[half][0] = (second >> 32) ^ c[half][1] ^ (uint64_t)key0;
      c[half][1] = second;
      c[half][2] = (first >> 32) ^ c[half][3] ^ (uint64_t)key1;
      c[half][3] = first;
    }
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  for (int w = 0; w < 4; w++) x.word[w] = CK_PART(lower_halves)(c[0][w], c[1][w]);
  return x;
}

CK_INLINE CK_PART(block) CK_PART(draw)(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step) {
  const u16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  // A tile's first block is a multiple of 16, so adding the lane never carries.
  uint64_t first = tile * 16;
  CK_PART(block) x;
  x.word[0] = lane + (uint32_t)first;
  x.word[1] = (u16){} + (uint32_t)(first >> 32);
  x.word[2] = (u16){} + stream;
  x.word[3] = (u16){} + step;
  return CK_PART(philox)(x, (uint32_t)seed, (uint32_t)(seed >> 32));
}

// The same, or antithetic pairs: each odd path takes the complement of the word before it.
CK_INLINE CK_PART(block) CK_PART(draw_in)(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, int32_t pairs) {
  const u16 odd = {0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u};
  CK_PART(block) x = CK_PART(draw)(seed, tile, stream, step);
  for (int w = 0; pairs && w < 4; w++) {
    u16 even = __builtin_shufflevector(
        x.word[w], x.word[w], 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
    x.word[w] = even ^ odd;
  }
  return x;
}

static void CK_PART(words)(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, int32_t pairs, uint32_t *out) {
  CK_PART(block) x = CK_PART(draw_in)(seed, tile, stream, step, pairs);
  for (int w = 0; w < 4; w++) *(u16_any *)(out + 16 * w) = x.word[w];
}

static void CK_PART(philox_block)(const uint32_t *counter, const uint32_t *key, uint32_t *out) {
  CK_PART(block) x;
  for (int w = 0; w < 4; w++) x.word[w] = (u16){} + counter[w];
  x = CK_PART(philox)(x, key[0], key[1]);
  for (int w = 0; w < 4; w++) out[w] = x.word[w][0];
}

// The entries of a row of 32 at sixteen indices.
CK_INLINE f16 CK_PART(entries)(const float *row, i16 index) {
#if CK_VARIANT == 4
  return (f16)_mm512_permutex2var_ps(
      (__m512)CK_LOAD(row), (__m512i)index, (__m512)CK_LOAD(row + 16));
#elif CK_VARIANT == 3
  f16 out;
  for (int half = 0; half < 2; half++) {
    __m256i at = half == 0 ? (__m256i)__builtin_shufflevector(index, index, 0, 1, 2, 3, 4, 5, 6, 7)
                           : (__m256i)__builtin_shufflevector(
                                 index, index, 8, 9, 10, 11, 12, 13, 14, 15);
    __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(at, 28));
    __m256 bit4 = _mm256_castsi256_ps(_mm256_slli_epi32(at, 27));
    __m256 a = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row), at);
    __m256 b = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 8), at);
    __m256 c = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 16), at);
    __m256 d = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 24), at);
    __m256 e = _mm256_blendv_ps(
        _mm256_blendv_ps(a, b, bit3), _mm256_blendv_ps(c, d, bit3), bit4);
    _mm256_storeu_ps((float *)&out + 8 * half, e);
  }
  return out;
#else
  f16 out;
  for (int lane = 0; lane < 16; lane++) out[lane] = row[index[lane]];
  return out;
#endif
}

// The octave (0...31) and the centred mantissa (-0.5..<0.5) of a word folded to its own half.
CK_INLINE void CK_PART(place)(u16 word, i16 *sign, i16 *octave, f16 *mantissa) {
  *sign = (i16)word >> 31;
  i16 m = ((i16)word ^ *sign) & 0x7fffffff;
  f16 x = __builtin_convertvector(m, f16) + 0.5f;
  // The last words of the half round up to 2^31, which is the next octave.
  x = __builtin_elementwise_min(x, CK_PART(splat)(2147483520.0f));
  i16 bits = (i16)x;
  *octave = (bits >> 23) - 126;
  *mantissa = (f16)((bits & 0x007fffff) | 0x3f800000) - 1.5f;
}

CK_INLINE f16 CK_PART(polynomial)(const float (*c)[CK_OCTAVES], i16 octave, f16 mantissa) {
  f16 y = CK_PART(entries)(c[CK_COEFFICIENTS - 1], octave);
  for (int k = CK_COEFFICIENTS - 2; k >= 0; k--) {
    y = CK_FMA(y, mantissa, CK_PART(entries)(c[k], octave));
  }
  return y;
}

CK_INLINE f16 CK_PART(symmetric)(const ck_symmetric_table *table, u16 word) {
  i16 sign, octave;
  f16 mantissa;
  CK_PART(place)(word, &sign, &octave, &mantissa);
  f16 y = CK_PART(polynomial)(table->c, octave, mantissa);
  return (f16)((i16)y ^ (sign & (int32_t)0x80000000));
}

CK_INLINE f16 CK_PART(quantile)(const ck_table *table, u16 word) {
  i16 sign, octave;
  f16 mantissa;
  CK_PART(place)(word, &sign, &octave, &mantissa);
  f16 lower = CK_PART(polynomial)(table->lower, octave, mantissa);
  f16 upper = CK_PART(polynomial)(table->upper, octave, mantissa);
  return CK_PART(pick)(sign, upper, lower);
}

static void CK_PART(quantiles)(
    const ck_table *table, const uint32_t *words, int32_t n, float *out) {
  int32_t i = 0;
  for (; i + 16 <= n; i += 16) {
    CK_STORE(out + i, CK_PART(quantile)(table, *(const u16_any *)(words + i)));
  }
  if (i == n) return;
  u16 rest = {};
  for (int32_t lane = 0; i + lane < n; lane++) rest[lane] = words[i + lane];
  f16 y = CK_PART(quantile)(table, rest);
  for (int32_t lane = 0; i + lane < n; lane++) out[i + lane] = y[lane];
}

static void CK_PART(symmetric_quantiles)(
    const ck_symmetric_table *table, const uint32_t *words, int32_t n, float *out) {
  int32_t i = 0;
  for (; i + 16 <= n; i += 16) {
    CK_STORE(out + i, CK_PART(symmetric)(table, *(const u16_any *)(words + i)));
  }
  if (i == n) return;
  u16 rest = {};
  for (int32_t lane = 0; i + lane < n; lane++) rest[lane] = words[i + lane];
  f16 y = CK_PART(symmetric)(table, rest);
  for (int32_t lane = 0; i + lane < n; lane++) out[i + lane] = y[lane];
}

static void CK_PART(normal_rows)(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, const uint32_t *streams,
    int32_t n, uint32_t step, int32_t pairs, float *out) {
  for (int32_t row = 0; row < n; row++) {
    CK_PART(block) x = CK_PART(draw_in)(seed, tile, streams[row], step, pairs);
    for (int w = 0; w < 4; w++) {
      CK_STORE(out + CK_LANES * row + 16 * w, CK_PART(symmetric)(table, x.word[w]));
    }
  }
}

static void CK_PART(combine)(
    const float *z, const float *a, int32_t nodes, int32_t dims, float *out) {
  int32_t n = dims * CK_LANES;
  for (int32_t i = 0; i < n; i += 16) {
    f16 sum = {};
    for (int32_t m = 0; m < nodes; m++) {
      sum = CK_FMA(CK_PART(splat)(a[m]), CK_LOAD(z + (int64_t)m * n + i), sum);
    }
    CK_STORE(out + i, sum);
  }
}
