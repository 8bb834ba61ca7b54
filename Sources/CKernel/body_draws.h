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

// One word of sixteen blocks, those of even and of odd lanes apart, each in the lower half of 64
// bits: one product then gives both the high and the low word of Philox. What lies in the upper
// halves is never looked at.
typedef struct {
  w8 even, odd;
} CK_PART(halves);

typedef struct {
  CK_PART(halves) word[4];
} CK_PART(wide);

CK_INLINE w8 CK_PART(times)(w8 x, uint64_t factor) {
  return (x & 0xffffffffu) * ((w8){} + factor);
}

CK_INLINE CK_PART(halves) CK_PART(product)(CK_PART(halves) x, uint64_t factor) {
  return (CK_PART(halves)){CK_PART(times)(x.even, factor), CK_PART(times)(x.odd, factor)};
}

// high(x) ^ y ^ z
CK_INLINE CK_PART(halves) CK_PART(mix)(CK_PART(halves) x, CK_PART(halves) y, uint64_t z) {
  return (CK_PART(halves)){(x.even >> 32) ^ y.even ^ z, (x.odd >> 32) ^ y.odd ^ z};
}

CK_INLINE CK_PART(halves) CK_PART(apart)(u16 x) {
  return (CK_PART(halves)){(w8)x & 0xffffffffu, (w8)x >> 32};
}

CK_INLINE u16 CK_PART(joined)(CK_PART(halves) x) {
#if CK_VARIANT == 4
  return (u16)_mm512_mask_moveldup_ps((__m512)x.even, 0xAAAA, (__m512)x.odd);
#else
  return (u16)((x.even & 0xffffffffu) | (x.odd << 32));
#endif
}

// The high words of what `joined` gives the low words of.
CK_INLINE u16 CK_PART(joined_high)(CK_PART(halves) x) {
#if CK_VARIANT == 4
  return (u16)_mm512_mask_movehdup_ps((__m512)x.odd, 0x5555, (__m512)x.even);
#else
  return (u16)((x.even >> 32) | (x.odd & 0xffffffff00000000u));
#endif
}

static const uint64_t CK_PART(multiplier)[2] = {0xD2511F53u, 0xCD9E8D57u};

typedef struct {
  uint64_t first[10], second[10];
} CK_PART(keys);

CK_INLINE CK_PART(keys) CK_PART(schedule)(uint32_t key0, uint32_t key1) {
  CK_PART(keys) keys;
  for (int round = 0; round < 10; round++) {
    keys.first[round] = key0;
    keys.second[round] = key1;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return keys;
}

// The words of a block after its last round: joined first, they take one operation for all lanes.
CK_INLINE CK_PART(block) CK_PART(last_round)(const CK_PART(wide) *x, const CK_PART(keys) *keys) {
  CK_PART(halves) a = CK_PART(product)(x->word[0], CK_PART(multiplier)[0]);
  CK_PART(halves) b = CK_PART(product)(x->word[2], CK_PART(multiplier)[1]);
  CK_PART(block) out;
  out.word[0] =
      CK_PART(joined_high)(b) ^ CK_PART(joined)(x->word[1]) ^ (uint32_t)keys->first[9];
  out.word[1] = CK_PART(joined)(b);
  out.word[2] =
      CK_PART(joined_high)(a) ^ CK_PART(joined)(x->word[3]) ^ (uint32_t)keys->second[9];
  out.word[3] = CK_PART(joined)(a);
  return out;
}

// The rounds from `first` on, of `count` blocks of one key side by side.
CK_INLINE void CK_PART(rounds)(
    CK_PART(wide) *x, const int count, const CK_PART(keys) *keys, int first,
    CK_PART(block) *out) {
#pragma clang loop unroll(full)
  for (int round = first; round < 9; round++) {
    CK_PART(halves) a[4], b[4];
    for (int s = 0; s < count; s++) {
      a[s] = CK_PART(product)(x[s].word[0], CK_PART(multiplier)[0]);
      b[s] = CK_PART(product)(x[s].word[2], CK_PART(multiplier)[1]);
    }
    for (int s = 0; s < count; s++) {
      x[s].word[0] = CK_PART(mix)(b[s], x[s].word[1], keys->first[round]);
      x[s].word[2] = CK_PART(mix)(a[s], x[s].word[3], keys->second[round]);
      x[s].word[1] = b[s];
      x[s].word[3] = a[s];
    }
  }
  for (int s = 0; s < count; s++) out[s] = CK_PART(last_round)(&x[s], keys);
}

CK_INLINE CK_PART(block) CK_PART(philox)(CK_PART(block) x, uint32_t key0, uint32_t key1) {
  CK_PART(keys) keys = CK_PART(schedule)(key0, key1);
  CK_PART(wide) wide;
  for (int w = 0; w < 4; w++) wide.word[w] = CK_PART(apart)(x.word[w]);
  CK_PART(block) out;
  CK_PART(rounds)(&wide, 1, &keys, 0, &out);
  return out;
}

// A tile's draws at one step. Path, stream and step of a counter meet only in the second round: the
// product of the path there and that of both with the step are the same for all streams.
typedef struct {
  CK_PART(keys) keys;
  CK_PART(halves) path, step;
  uint32_t high;
  int32_t pairs;
} CK_PART(address);

CK_INLINE CK_PART(address) CK_PART(at_step)(
    uint64_t seed, uint64_t tile, uint32_t step, int32_t pairs) {
  const u16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  // A tile's first block is a multiple of 16, so adding the lane never carries.
  uint64_t first = tile * 16;
  CK_PART(address) out;
  out.keys = CK_PART(schedule)((uint32_t)seed, (uint32_t)(seed >> 32));
  out.high = (uint32_t)(first >> 32);
  out.pairs = pairs;
  out.path = CK_PART(product)(
      CK_PART(apart)(lane + (uint32_t)first), CK_PART(multiplier)[0]);
  uint64_t mixed = step ^ out.keys.second[0];
  CK_PART(halves) third = {(out.path.even >> 32) ^ mixed, (out.path.odd >> 32) ^ mixed};
  out.step = CK_PART(product)(third, CK_PART(multiplier)[1]);
  return out;
}

// What goes into the third round of one stream.
CK_INLINE CK_PART(wide) CK_PART(of_stream)(const CK_PART(address) *at, uint32_t stream) {
  uint64_t second = CK_PART(multiplier)[1] * stream;
  uint32_t word0 = (uint32_t)(second >> 32) ^ at->high ^ (uint32_t)at->keys.first[0];
  uint64_t first = CK_PART(multiplier)[0] * word0;
  uint64_t third = (first >> 32) ^ at->keys.second[1];
  w8 fourth = (w8){} + (uint64_t)(uint32_t)first;
  CK_PART(wide) x;
  x.word[0] = CK_PART(mix)(at->step, (CK_PART(halves)){}, (uint32_t)second ^ at->keys.first[1]);
  x.word[1] = at->step;
  x.word[2] = (CK_PART(halves)){at->path.even ^ third, at->path.odd ^ third};
  x.word[3] = (CK_PART(halves)){fourth, fourth};
  return x;
}

// Antithetic pairs: each odd path takes the complement of the word before it.
CK_INLINE u16 CK_PART(paired)(u16 word) {
  const u16 odd = {0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u, 0, ~0u};
  return odd
         ^ __builtin_shufflevector(
             word, word, 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14);
}

// Streams whose rounds are taken side by side, since the next round of one waits for its products,
// and words whose quantiles are: as many as registers hold.
#if CK_VARIANT == 4
#define CK_STREAMS 3
#define CK_WORDS 4
#else
#define CK_STREAMS 1
#define CK_WORDS 2
#endif

// The words of `count` streams, at most CK_STREAMS, or their antithetic pairs.
CK_INLINE void CK_PART(words_of_some)(
    const CK_PART(address) *at, const uint32_t *streams, const int count, CK_PART(block) *out) {
  CK_PART(wide) x[CK_STREAMS];
  for (int s = 0; s < count; s++) x[s] = CK_PART(of_stream)(at, streams[s]);
  CK_PART(rounds)(x, count, &at->keys, 2, out);
  for (int s = 0; at->pairs && s < count; s++) {
    for (int w = 0; w < 4; w++) out[s].word[w] = CK_PART(paired)(out[s].word[w]);
  }
}

CK_INLINE CK_PART(block) CK_PART(words_of)(const CK_PART(address) *at, uint32_t stream) {
  CK_PART(block) words;
  CK_PART(words_of_some)(at, &stream, 1, &words);
  return words;
}

CK_INLINE CK_PART(block) CK_PART(draw_in)(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, int32_t pairs) {
  CK_PART(address) at = CK_PART(at_step)(seed, tile, step, pairs);
  return CK_PART(words_of)(&at, stream);
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

#if CK_VARIANT == 3
CK_INLINE __m256i CK_PART(half_of)(i16 index, int half) {
  return half == 0
             ? (__m256i)__builtin_shufflevector(index, index, 0, 1, 2, 3, 4, 5, 6, 7)
             : (__m256i)__builtin_shufflevector(index, index, 8, 9, 10, 11, 12, 13, 14, 15);
}
#endif

// The entries of a row of 32 at sixteen indices.
CK_INLINE f16 CK_PART(entries)(const float *row, i16 index) {
#if CK_VARIANT == 4
  return (f16)_mm512_permutex2var_ps(
      (__m512)CK_LOAD(row), (__m512i)index, (__m512)CK_LOAD(row + 16));
#elif CK_VARIANT == 3
  f16 out;
  for (int half = 0; half < 2; half++) {
    __m256i at = CK_PART(half_of)(index, half);
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
  for (int lane = 0; lane < 16; lane++) out[lane] = row[index[lane] & 31];
  return out;
#endif
}

// The entries of a row of 16 at sixteen indices, of which the lower four bits count.
CK_INLINE f16 CK_PART(entries16)(const float *row, i16 index) {
#if CK_VARIANT == 4
  return (f16)_mm512_permutexvar_ps((__m512i)index, (__m512)CK_LOAD(row));
#elif CK_VARIANT == 3
  f16 out;
  for (int half = 0; half < 2; half++) {
    __m256i at = CK_PART(half_of)(index, half);
    __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(at, 28));
    __m256 a = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row), at);
    __m256 b = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 8), at);
    _mm256_storeu_ps((float *)&out + 8 * half, _mm256_blendv_ps(a, b, bit3));
  }
  return out;
#else
  f16 out;
  for (int lane = 0; lane < 16; lane++) out[lane] = row[index[lane] & 15];
  return out;
#endif
}

// A word as a number: 4 (m + 0.5) of the word m folded to the lower half, below zero in the upper.
CK_INLINE f16 CK_PART(folded)(u16 word) {
  i16 upper = (i16)word >> 31;
  f16 m = __builtin_convertvector((i16)word ^ upper, f16);
  f16 x = CK_FMA(m, CK_PART(splat)(4.0f), CK_PART(splat)(2.0f));
  // The last words of the half round up to 2^33, which is the next octave.
  x = __builtin_elementwise_min(x, CK_PART(splat)(4 * 2147483520.0f));
  return (f16)((i16)x | (upper & (int32_t)0x80000000));
}

// The centred mantissa (-0.5..<0.5) of a folded word.
CK_INLINE f16 CK_PART(centred)(f16 folded) {
  return (f16)(((i16)folded & 0x007fffff) | 0x3f800000) - 1.5f;
}

// What the octave (0...31) of a folded word is the lower five bits of.
CK_INLINE i16 CK_PART(octave)(f16 folded) { return (i16)folded >> 23; }

CK_INLINE f16 CK_PART(polynomial)(const float (*c)[CK_OCTAVES], i16 octave, f16 mantissa) {
  f16 y = CK_PART(entries)(c[CK_COEFFICIENTS - 1], octave);
  for (int k = CK_COEFFICIENTS - 2; k >= 0; k--) {
    y = CK_FMA(y, mantissa, CK_PART(entries)(c[k], octave));
  }
  return y;
}

// Of up to four folded words at once, step by step: none waits for another, and an entry of the
// table serves all. Unless one is rare, their octaves are in the upper half of the table.
CK_INLINE void CK_PART(symmetric_some)(
    const ck_symmetric_table *table, const f16 *folded, const int count, const int rare,
    f16 *out) {
  i16 octave[4];
  f16 mantissa[4], y[4] = {};
  for (int w = 0; w < count; w++) {
    octave[w] = CK_PART(octave)(folded[w]);
    mantissa[w] = CK_PART(centred)(folded[w]);
  }
  for (int k = CK_COEFFICIENTS - 1; k >= 0; k--) {
    const float *row = table->c[k];
    for (int w = 0; w < count; w++) {
      f16 entry = rare ? CK_PART(entries)(row, octave[w])
                       : CK_PART(entries16)(row + CK_OCTAVES / 2, octave[w]);
      y[w] = k == CK_COEFFICIENTS - 1 ? entry : CK_FMA(y[w], mantissa[w], entry);
    }
  }
  for (int w = 0; w < count; w++) {
    out[w] = (f16)((i16)y[w] ^ ((i16)folded[w] & (int32_t)0x80000000));
  }
}

CK_INLINE f16 CK_PART(symmetric)(const ck_symmetric_table *table, u16 word) {
  f16 folded = CK_PART(folded)(word), y;
  CK_PART(symmetric_some)(table, &folded, 1, 1, &y);
  return y;
}

CK_INLINE f16 CK_PART(quantile)(const ck_table *table, u16 word) {
  f16 folded = CK_PART(folded)(word), mantissa = CK_PART(centred)(folded);
  i16 octave = CK_PART(octave)(folded);
  f16 lower = CK_PART(polynomial)(table->lower, octave, mantissa);
  f16 upper = CK_PART(polynomial)(table->upper, octave, mantissa);
  return CK_PART(pick)((i16)folded >> 31, upper, lower);
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

// The folded words of `count` streams as rows.
CK_INLINE void CK_PART(folded_rows)(
    const CK_PART(address) *at, const uint32_t *streams, const int count, float *out) {
  CK_PART(block) x[CK_STREAMS];
  CK_PART(words_of_some)(at, streams, count, x);
  for (int s = 0; s < count; s++) {
    for (int w = 0; w < 4; w++) {
      CK_STORE(out + CK_LANES * s + 16 * w, CK_PART(folded)(x[s].word[w]));
    }
  }
}

// Whether any word of a folded row lies in the lower half of the octaves: in one row of a thousand.
CK_INLINE int CK_PART(has_rare)(const f16 *folded) {
  i16 all = (i16)folded[0] & (i16)folded[1] & (i16)folded[2] & (i16)folded[3];
  return __builtin_reduce_or((CK_PART(octave)((f16)all) & CK_OCTAVES / 2) == 0) != 0;
}

// The quantiles of a folded row of which some words are rare.
static __attribute__((noinline)) void CK_PART(rare_row)(
    const ck_symmetric_table *table, float *row) {
  for (int w = 0; w < 4; w++) {
    f16 folded = CK_LOAD(row + 16 * w), y;
    CK_PART(symmetric_some)(table, &folded, 1, 1, &y);
    CK_STORE(row + 16 * w, y);
  }
}

// The folded words of some rows first and their quantiles then, in their place: the table stays in
// registers, for which the generator has no room, and what a row waits for is shared by both.
static void CK_PART(normal_rows)(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, const uint32_t *streams,
    int32_t n, uint32_t step, int32_t pairs, float *out) {
  CK_PART(address) at = CK_PART(at_step)(seed, tile, step, pairs);
  enum { group = 12 };
  for (int32_t first = 0; first < n; first += group) {
    int32_t end = n - first < group ? n : first + group, done = first;
    for (; done + CK_STREAMS <= end; done += CK_STREAMS) {
      CK_PART(folded_rows)(&at, streams + done, CK_STREAMS, out + CK_LANES * done);
    }
    for (; done < end; done++) CK_PART(folded_rows)(&at, streams + done, 1, out + CK_LANES * done);
    for (float *row = out + CK_LANES * first; row < out + CK_LANES * end; row += CK_LANES) {
      f16 folded[4], y[4];
      for (int w = 0; w < 4; w++) folded[w] = CK_LOAD(row + 16 * w);
      if (CK_PART(has_rare)(folded)) {
        CK_PART(rare_row)(table, row);
        continue;
      }
      for (int w = 0; w < 4; w += CK_WORDS) {
        CK_PART(symmetric_some)(table, folded + w, CK_WORDS, 0, y + w);
      }
      for (int w = 0; w < 4; w++) CK_STORE(row + 16 * w, y[w]);
    }
  }
}

static void CK_PART(combine)(
    const float *z, const float *a, int32_t nodes, int32_t dims, float *out) {
  int32_t n = dims * CK_LANES;
  for (int32_t i = 0; i < n; i += CK_LANES) {
    f16 sum[CK_QUARTERS] = {};
    for (int32_t m = 0; m < nodes; m++) {
      if (a[m] == 0.0f) continue;
      f16 factor = CK_PART(splat)(a[m]);
      const float *row = z + (int64_t)m * n + i;
      for (int q = 0; q < CK_QUARTERS; q++) sum[q] = CK_FMA(factor, CK_LOAD(row + 16 * q), sum[q]);
    }
    for (int q = 0; q < CK_QUARTERS; q++) CK_STORE(out + i + 16 * q, sum[q]);
  }
}
