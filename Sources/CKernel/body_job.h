// The lattice job, for one instruction set: CK_VARIANT, CK_PART and CK_WIDTH are set by job.c.
//
// CK_WIDTH lanes at a time walk all steps, so that their prices, maxima and falls stay in the
// first-level cache and each draw is used where it is made. Lanes never meet before the tallies.

typedef float CK_PART(f) __attribute__((vector_size(4 * CK_WIDTH)));
typedef int32_t CK_PART(i) __attribute__((vector_size(4 * CK_WIDTH)));
typedef uint32_t CK_PART(u) __attribute__((vector_size(4 * CK_WIDTH)));
typedef uint64_t CK_PART(w) __attribute__((vector_size(4 * CK_WIDTH)));
typedef float CK_PART(f_any) __attribute__((vector_size(4 * CK_WIDTH), aligned(4)));
typedef uint32_t CK_PART(u_any) __attribute__((vector_size(4 * CK_WIDTH), aligned(4)));
#define V(name) CK_PART(name)
#define LOADF(p) ((V(f)) * (const V(f_any) *)(p))
#define LOADU(p) ((V(u)) * (const V(u_any) *)(p))
#define STOREF(p, v) (*(V(f_any) *)(p) = (v))
#define STOREU(p, v) (*(V(u_any) *)(p) = (v))
#define WIDE(x) ((V(w)){} + (uint64_t)(x))

CK_INLINE V(f) V(all)(float x) {
#if CK_VARIANT == 4
  return (V(f))_mm512_set1_ps(x);
#elif CK_VARIANT == 3
  return (V(f))_mm256_set1_ps(x);
#else
  return (V(f)){x, x, x, x};
#endif
}

// The larger of two lanes; the second where they are equal or one is no number.
CK_INLINE V(f) V(larger)(V(f) a, V(f) b) {
#if CK_VARIANT == 4
  return (V(f))_mm512_max_ps((__m512)a, (__m512)b);
#elif CK_VARIANT == 3
  return (V(f))_mm256_max_ps((__m256)a, (__m256)b);
#else
  for (int lane = 0; lane < CK_WIDTH; lane++) a[lane] = a[lane] > b[lane] ? a[lane] : b[lane];
  return a;
#endif
}

// --- draws ---------------------------------------------------------------------------------------

// One word of as many blocks as there are lanes: blocks of even and of odd lanes apart, each in the
// lower half of 64 bits. What lies in the upper halves is ignored by the products.
typedef struct {
  V(w) even, odd;
} V(halves);

typedef struct {
  V(halves) word[4];
} V(blocks);

CK_INLINE V(w) V(times)(V(w) x, uint64_t m) {
#if CK_VARIANT == 4
  return (V(w))_mm512_mul_epu32((__m512i)x, (__m512i)WIDE(m));
#elif CK_VARIANT == 3
  return (V(w))_mm256_mul_epu32((__m256i)x, (__m256i)WIDE(m));
#else
  return (x & 0xffffffffu) * m;
#endif
}

CK_INLINE V(u) V(joined)(V(halves) x) {
#if CK_VARIANT == 4
  return (V(u))_mm512_mask_moveldup_ps((__m512)x.even, 0xAAAA, (__m512)x.odd);
#elif CK_VARIANT == 3
  return (V(u))_mm256_blend_ps((__m256)x.even, _mm256_moveldup_ps((__m256)x.odd), 0xAA);
#else
  return (V(u))((x.even & 0xffffffffu) | (x.odd << 32));
#endif
}

CK_INLINE void V(round)(V(blocks) *x, uint64_t key0, uint64_t key1) {
  V(halves) a = {V(times)(x->word[0].even, 0xD2511F53u), V(times)(x->word[0].odd, 0xD2511F53u)};
  V(halves) b = {V(times)(x->word[2].even, 0xCD9E8D57u), V(times)(x->word[2].odd, 0xCD9E8D57u)};
  x->word[0].even = (b.even >> 32) ^ x->word[1].even ^ key0;
  x->word[0].odd = (b.odd >> 32) ^ x->word[1].odd ^ key0;
  x->word[2].even = (a.even >> 32) ^ x->word[3].even ^ key1;
  x->word[2].odd = (a.odd >> 32) ^ x->word[3].odd ^ key1;
  x->word[1] = b;
  x->word[3] = a;
}

// What the first two rounds of Philox leave of stream s, the same for all lanes and steps.
typedef struct {
  uint64_t first[CK_JOB_STREAMS], third[CK_JOB_STREAMS], fourth[CK_JOB_STREAMS];
  uint64_t key0[10], key1[10];
} V(streams);

static void V(prepare)(uint64_t seed, uint64_t path, int32_t streams, V(streams) *out) {
  uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    out->key0[round] = key0;
    out->key1[round] = key1;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  for (int32_t s = 0; s < streams; s++) {
    uint64_t second = 0xCD9E8D57u * (uint64_t)(uint32_t)s;
    uint32_t word0 = (uint32_t)(second >> 32) ^ (uint32_t)(path >> 32) ^ (uint32_t)out->key0[0];
    uint64_t first = 0xD2511F53u * (uint64_t)word0;
    out->first[s] = (uint32_t)second ^ out->key0[1];
    out->third[s] = (first >> 32) ^ out->key1[1];
    out->fourth[s] = (uint32_t)first;
  }
}

// The products of the second round that all streams of a step share.
CK_INLINE V(halves) V(second_round)(
    const V(streams) *streams, const V(halves) *path, uint32_t step) {
  uint64_t mix = step ^ streams->key1[0];
  return (V(halves)){V(times)((path->even >> 32) ^ mix, 0xCD9E8D57u),
                     V(times)((path->odd >> 32) ^ mix, 0xCD9E8D57u)};
}

// The blocks of one stream after the two rounds: `path` is the product of the counters, `step` that
// of the second round, both the same for all streams.
CK_INLINE V(blocks) V(begun)(
    const V(streams) *streams, int32_t s, const V(halves) *path, const V(halves) *step) {
  V(blocks) x;
  x.word[0].even = (step->even >> 32) ^ streams->first[s];
  x.word[0].odd = (step->odd >> 32) ^ streams->first[s];
  x.word[1] = *step;
  x.word[2].even = path->even ^ streams->third[s];
  x.word[2].odd = path->odd ^ streams->third[s];
  x.word[3].even = WIDE(streams->fourth[s]);
  x.word[3].odd = x.word[3].even;
  return x;
}

// --- quantiles -----------------------------------------------------------------------------------

// The entries of a row of 32 at each lane's index, of which the lowest five bits count.
CK_INLINE V(f) V(at)(const float *row, V(i) index) {
#if CK_VARIANT == 4
  return (V(f))_mm512_permutex2var_ps(
      (__m512)LOADF(row), (__m512i)index, (__m512)LOADF(row + 16));
#elif CK_VARIANT == 3
  __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32((__m256i)index, 28));
  __m256 bit4 = _mm256_castsi256_ps(_mm256_slli_epi32((__m256i)index, 27));
  __m256 a = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row), (__m256i)index);
  __m256 b = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 8), (__m256i)index);
  __m256 c = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 16), (__m256i)index);
  __m256 d = _mm256_permutevar8x32_ps(_mm256_loadu_ps(row + 24), (__m256i)index);
  return (V(f))_mm256_blendv_ps(
      _mm256_blendv_ps(a, b, bit3), _mm256_blendv_ps(c, d, bit3), bit4);
#else
  V(f) out;
  for (int lane = 0; lane < CK_WIDTH; lane++) out[lane] = row[index[lane] & 31];
  return out;
#endif
}

// The entries of a row of 16 at each lane's index, 0...7.
CK_INLINE V(f) V(choice)(const float *row, V(i) index) {
#if CK_VARIANT == 4
  return (V(f))_mm512_permutexvar_ps((__m512i)index, (__m512)LOADF(row));
#elif CK_VARIANT == 3
  return (V(f))_mm256_permutevar8x32_ps(_mm256_loadu_ps(row), (__m256i)index);
#else
  V(f) out;
  for (int lane = 0; lane < CK_WIDTH; lane++) out[lane] = row[index[lane] & 7];
  return out;
#endif
}

CK_INLINE V(f) V(quantile)(const ck_job_table *table, V(u) word) {
  V(i) m = (V(i))((word & 0x7fffffffu) | 1u);
  V(i) bits = (V(i))__builtin_convertvector(m, V(f));
  V(i) index = bits >> 23;
  V(f) x = (V(f))((bits & 0x007fffff) | 0x3f800000) - 1.5f;
  V(f) y = V(at)(table->c[CK_COEFFICIENTS - 1], index);
#pragma clang loop unroll(full)
  for (int k = CK_COEFFICIENTS - 2; k >= 0; k--) y = CK_FMA(y, x, V(at)(table->c[k], index));
  return (V(f))((V(u))y ^ (word & 0x80000000u));
}

static void V(job_quantiles)(
    const ck_job_table *table, const uint32_t *words, int32_t n, float *out) {
  for (int32_t i = 0; i + CK_WIDTH <= n; i += CK_WIDTH) {
    STOREF(out + i, V(quantile)(table, LOADU(words + i)));
  }
}

// --- the walk ------------------------------------------------------------------------------------

// Streams whose rounds are taken side by side: as many as registers hold.
#if CK_VARIANT == 4
#define BESIDE 3
#else
#define BESIDE 1
#endif

// The words of `count` streams from s, at most BESIDE: a round waits for the one before it, and that
// of another stream does not.
CK_INLINE void V(words_of)(
    const V(streams) *streams, int32_t s, const int count, const V(halves) *path,
    const V(halves) *second, V(u) *words) {
  V(blocks) x[BESIDE];
  for (int b = 0; b < count; b++) x[b] = V(begun)(streams, s + b, path, second);
#pragma clang loop unroll(full)
  for (int r = 2; r < 10; r++) {
    for (int b = 0; b < count; b++) V(round)(&x[b], streams->key0[r], streams->key1[r]);
  }
  for (int b = 0; b < count; b++) {
    for (int w = 0; w < 4; w++) words[4 * b + w] = V(joined)(x[b].word[w]);
  }
}

typedef struct {
  V(f) normal[CK_JOB_FACTORS];
  V(i) outcome;
} V(common);

// What all assets share in a step: the outcome, the regime and the factors.
CK_INLINE void V(draw_common)(
    const ck_job *job, const V(streams) *streams, int32_t step, const V(halves) *path,
    const V(halves) *second, V(i) *regime, V(common) *out) {
  V(u) words[CK_JOB_FACTORS + 6];
  int32_t blocks = (job->factors + 5) / 4;
  int32_t done = 0;
  for (; done + BESIDE <= blocks; done += BESIDE) {
    V(words_of)(streams, done, BESIDE, path, second, words + 4 * done);
  }
  for (; done < blocks; done++) V(words_of)(streams, done, 1, path, second, words + 4 * done);
  V(i) first = (V(i))(words[0] < job->first[step]);
  V(i) last = (V(i))(words[0] >= job->second[step]);
  out->outcome = (first & 1) | (last & 2);
  V(u) limit = ((V(u))~*regime & job->turbulent[0]) | ((V(u))*regime & job->turbulent[1]);
  *regime = (V(i))(words[1] < limit);
  V(f) calm = V(all)(job->volatility[0]), turbulent = V(all)(job->volatility[1]);
  V(f) size = (V(f))((~*regime & (V(i))calm) | (*regime & (V(i))turbulent));
  for (int32_t k = 0; k < job->factors; k++) {
    out->normal[k] = size * V(quantile)(&job->normal, words[2 + k]);
  }
}

// Moves four assets of some lanes by a step, whose words are in x, and meanwhile makes the words of
// stream `next`: neither waits for the other.
CK_INLINE V(blocks) V(move)(
    const ck_job *job, const V(streams) *streams, int32_t next, const V(halves) *path,
    const V(halves) *second, int32_t asset, V(blocks) x, const V(common) *common, float *price,
    float *peak, float *fall) {
  V(blocks) y = V(begun)(streams, next, path, second);
  V(f) move[4];
#pragma clang loop unroll(full)
  for (int w = 0; w < 4; w++) {
    V(f) own = V(quantile)(&job->residual, V(joined)(x.word[w]));
    V(round)(&y, streams->key0[2 + 2 * w], streams->key1[2 + 2 * w]);
    V(round)(&y, streams->key0[3 + 2 * w], streams->key1[3 + 2 * w]);
    V(f) drift = V(choice)(job->drift + 16 * (asset + w), common->outcome);
    move[w] = CK_FMA(V(all)(job->scale[asset + w]), own, drift);
  }
  const float *loading = job->loading + asset;
  for (int32_t k = 0; k < job->factors; k++) {
    V(f) z = common->normal[k];
#pragma clang loop unroll(full)
    for (int w = 0; w < 4; w++) move[w] = CK_FMA(V(all)(loading[w]), z, move[w]);
    loading += job->rows;
  }
#pragma clang loop unroll(full)
  for (int w = 0; w < 4; w++) {
    int64_t at = (int64_t)(asset + w) * CK_LANES;
    V(f) end = LOADF(price + at) + move[w];
    V(f) top = V(larger)(end, LOADF(peak + (asset + w) * CK_WIDTH));
    STOREF(price + at, end);
    STOREF(peak + (asset + w) * CK_WIDTH, top);
    STOREF(fall + at, V(larger)(top - end, LOADF(fall + at)));
  }
  return y;
}

CK_INLINE V(blocks) V(drawn)(
    const V(streams) *streams, int32_t s, const V(halves) *path, const V(halves) *second) {
  V(blocks) x = V(begun)(streams, s, path, second);
#pragma clang loop unroll(full)
  for (int r = 2; r < 10; r++) V(round)(&x, streams->key0[r], streams->key1[r]);
  return x;
}

static void V(walk_lanes)(
    const ck_job *job, const V(streams) *streams, uint64_t path, float *price, float *fall) {
  float peak[CK_JOB_ASSETS * CK_WIDTH];
  V(i) regime = {};
  V(common) common;
  for (int32_t a = 0; a < job->rows; a++) {
    STOREF(price + (int64_t)a * CK_LANES, (V(f)){});
    STOREF(fall + (int64_t)a * CK_LANES, (V(f)){});
    STOREF(peak + a * CK_WIDTH, (V(f)){});
  }
  // The paths' numbers never carry into the upper word within a tile.
  V(halves) number;
  for (int lane = 0; lane < CK_WIDTH / 2; lane++) {
    number.even[lane] = (uint32_t)path + 2 * (uint32_t)lane;
    number.odd[lane] = number.even[lane] + 1;
  }
  V(halves) product = {V(times)(number.even, 0xD2511F53u), V(times)(number.odd, 0xD2511F53u)};
  const int32_t own = (job->factors + 5) / 4, last = job->rows - 4;
  V(halves) second = V(second_round)(streams, &product, 0);
  V(blocks) x = V(drawn)(streams, own, &product, &second);
  for (int32_t step = 0; step < job->steps; step++) {
    V(halves) following = V(second_round)(streams, &product, (uint32_t)step + 1);
    V(draw_common)(job, streams, step, &product, &second, &regime, &common);
    for (int32_t a = 0; a < last; a += 4) {
      x = V(move)(
          job, streams, own + a / 4 + 1, &product, &second, a, x, &common, price, peak, fall);
    }
    // The step's last assets move while the next step's first draws are made.
    x = V(move)(
        job, streams, own, &product, &following, last, x, &common, price, peak, fall);
    second = following;
  }
}

static void V(job_walk)(
    const ck_job *job, uint64_t seed, uint64_t tile, float *price, float *fall) {
  V(streams) streams;
  V(prepare)(seed, tile * CK_LANES, (job->factors + 5) / 4 + job->rows / 4, &streams);
  for (int lane = 0; lane < CK_LANES; lane += CK_WIDTH) {
    V(walk_lanes)(job, &streams, tile * CK_LANES + (uint64_t)lane, price + lane, fall + lane);
  }
}

// --- tallies -------------------------------------------------------------------------------------

CK_INLINE void V(bins_of)(
    const float *x, float low, float inverse, int32_t bins, int32_t paths, uint32_t *counts) {
  int32_t bin[CK_LANES];
  for (int lane = 0; lane < CK_LANES; lane += CK_WIDTH) {
    V(f) place = (LOADF(x + lane) - low) * inverse;
    // The outer bins take what lies beyond; the second of `larger` wins where there is no number.
    place = V(larger)(place, V(all)(0.0f));
    place = -V(larger)(-place, V(all)((float)(1 - bins)));
    STOREU(bin + lane, (V(u))__builtin_convertvector(place, V(i)));
  }
  for (int lane = 0; lane < paths; lane++) counts[bin[lane]] += 1;
}

CK_INLINE int64_t V(fixed)(double x) {
  // Sums of 64 numbers below 2^16 fit; what is larger is held, so that the conversion is defined.
  double scaled = x * 0x1p24;
  scaled = scaled < 0x1p62 ? scaled : 0x1p62;
  return (int64_t)(scaled > -0x1p62 ? scaled : -0x1p62);
}

CK_INLINE void V(sums_of)(const float *price, const float *fall, int32_t paths, int64_t *sums) {
  d8 sum = {}, square = {}, falls = {};
  for (int32_t i = 0; i < paths; i += 8) {
    f8 x = *(const f8_any *)(price + i), y = *(const f8_any *)(fall + i);
    for (int32_t lane = paths - i; lane < 8; lane++) x[lane] = y[lane] = 0;
    d8 v = __builtin_convertvector(x, d8);
    sum += v;
    square += v * v;
    falls += __builtin_convertvector(y, d8);
  }
#define TREE(x) (((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7])))
  sums[0] += V(fixed)(TREE(sum));
  sums[1] += V(fixed)(TREE(square));
  sums[2] += V(fixed)(TREE(falls));
#undef TREE
}

// The number of paths of a whole tile with x > y.
CK_INLINE uint64_t V(wins_of)(const float *x, const float *y) {
#if CK_VARIANT == 4
  __mmask16 m[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < 4; v++) {
    m[v] = _mm512_cmp_ps_mask(
        (__m512)LOADF(x + 16 * v), (__m512)LOADF(y + 16 * v), _CMP_GT_OQ);
  }
  __mmask32 low = _mm512_kunpackw(m[1], m[0]), high = _mm512_kunpackw(m[3], m[2]);
  return (uint64_t)__builtin_popcountll(_mm512_kunpackd(high, low));
#elif CK_VARIANT == 3
  __m256i m[8];
#pragma clang loop unroll(full)
  for (int v = 0; v < 8; v++) m[v] = (__m256i)(LOADF(x + 8 * v) > LOADF(y + 8 * v));
  __m256i low = _mm256_packs_epi16(_mm256_packs_epi32(m[0], m[1]), _mm256_packs_epi32(m[2], m[3]));
  __m256i high =
      _mm256_packs_epi16(_mm256_packs_epi32(m[4], m[5]), _mm256_packs_epi32(m[6], m[7]));
  uint64_t bits = (uint32_t)_mm256_movemask_epi8(low)
      | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
  return (uint64_t)__builtin_popcountll(bits);
#else
  uint32_t count = 0;
  for (int lane = 0; lane < CK_LANES; lane++) count += x[lane] > y[lane];
  return count;
#endif
}

static void V(job_count)(
    const ck_job *job, const float *price, const float *fall, int32_t paths, ck_job_tally *tally) {
  for (int32_t a = 0; a < job->assets; a++) {
    const float *x = price + (int64_t)a * CK_LANES, *down = fall + (int64_t)a * CK_LANES;
    V(bins_of)(
        x, tally->price_low[a], tally->price_inverse[a], tally->price_bins, paths,
        tally->price_counts + (int64_t)a * tally->price_bins);
    V(bins_of)(
        down, 0.0f, tally->fall_inverse[a], tally->fall_bins, paths,
        tally->fall_counts + (int64_t)a * tally->fall_bins);
    V(sums_of)(x, down, paths, tally->sums + 3 * a);
  }
  uint64_t *wins = tally->wins;
  for (int32_t a = 1; a < job->assets; a++) {
    const float *x = price + (int64_t)a * CK_LANES;
    for (int32_t b = 0; b < a; b++) {
      const float *y = price + (int64_t)b * CK_LANES;
      if (paths == CK_LANES) {
        *wins++ += V(wins_of)(x, y);
      } else {
        uint64_t count = 0;
        for (int lane = 0; lane < paths; lane++) count += x[lane] > y[lane];
        *wins++ += count;
      }
    }
  }
}

#undef BESIDE
#undef V
#undef LOADF
#undef LOADU
#undef STOREF
#undef STOREU
#undef WIDE
