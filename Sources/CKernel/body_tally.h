// Tallies and small helpers; one of the parts of the kernel's body (see variants.c).
//
// Sums run in eight lanes of double, element i in lane i mod 8, and are added up as a fixed tree,
// so that the order of additions does not depend on the width of the registers. Products of two
// floats are exact in double.

CK_INLINE double CK_PART(tree)(d8 x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

// Eight values from index i, zeros beyond n.
CK_INLINE f8 CK_PART(eight)(const float *x, int32_t i, int32_t n) {
  if (i + 8 <= n) return *(const f8_any *)(x + i);
  f8 rest = {};
  for (int32_t lane = 0; i + lane < n; lane++) rest[lane] = x[i + lane];
  return rest;
}

static void CK_PART(sums)(const float *x, int32_t n, double *sums) {
  d8 sum = {}, square = {};
  for (int32_t i = 0; i < n; i += 8) {
    d8 v = __builtin_convertvector(CK_PART(eight)(x, i, n), d8);
    sum += v;
    square += v * v;
  }
  sums[0] = CK_PART(tree)(sum);
  sums[1] = CK_PART(tree)(square);
}

static void CK_PART(split)(
    const float *whole, const float *first, const float *second, int32_t n, double *sums) {
  d8 sum[6] = {};
  for (int32_t i = 0; i < n; i += 8) {
    d8 x = __builtin_convertvector(CK_PART(eight)(whole, i, n), d8);
    d8 a = __builtin_convertvector(CK_PART(eight)(first, i, n), d8);
    d8 b = __builtin_convertvector(CK_PART(eight)(second, i, n), d8);
    sum[0] += x;
    sum[1] += x * x;
    sum[2] += a;
    sum[3] += b;
    sum[4] += a * x;
    sum[5] += b * x;
  }
  for (int32_t s = 0; s < 6; s++) sums[s] = CK_PART(tree)(sum[s]);
}

static double CK_PART(tail_sum)(const float *x, int32_t n, float threshold) {
  d8 sum = {};
  for (int32_t i = 0; i < n; i += 8) {
    f8 v = CK_PART(eight)(x, i, n);
    d8 below = (double)threshold - __builtin_convertvector(v, d8);
    q8 in_tail = __builtin_convertvector(v, d8) <= (double)threshold;
    // The zeros beyond n must not count, wherever the threshold is.
    for (int32_t lane = 0; i + 8 > n && lane < 8; lane++) in_tail[lane] &= -(i + lane < n);
    sum += (d8)((q8)below & in_tail);
  }
  return CK_PART(tree)(sum);
}

static int32_t CK_PART(count_below)(const float *x, int32_t n, float threshold) {
  int32_t count = 0;
  for (int32_t i = 0; i < n; i++) count += x[i] <= threshold;
  return count;
}

static int32_t CK_PART(count_between)(const float *x, int32_t n, float low, float high) {
  int32_t count = 0;
  for (int32_t i = 0; i < n; i++) count += (x[i] >= low) & (x[i] <= high);
  return count;
}

static int32_t CK_PART(count_worse)(
    const float *a, const float *b, int32_t n, float margin) {
  int32_t count = 0;
  for (int32_t i = 0; i < n; i++) count += a[i] - b[i] < margin;
  return count;
}

static void CK_PART(fall)(const float *x, float *peak, float *fall, int32_t n) {
  for (int32_t i = 0; i < n; i++) {
    float top = x[i] > peak[i] ? x[i] : peak[i];
    float down = x[i] - top;
    peak[i] = top;
    fall[i] = down < fall[i] ? down : fall[i];
  }
}

static void CK_PART(difference)(const float *a, const float *b, float *out) {
  for (int32_t i = 0; i < CK_LANES; i += 16) CK_STORE(out + i, CK_LOAD(a + i) - CK_LOAD(b + i));
}

static void CK_PART(jump)(
    const float *coefficient, const float *compensation, const float *driver, const float *mask,
    int32_t lines, int32_t drivers, float *jump, float *sum_of_jumps, float *price) {
  for (int32_t i = 0; i < lines; i++) {
    CK_PART(row) sum;
    for (int q = 0; q < CK_QUARTERS; q++) sum.part[q] = compensation[i] * CK_LOAD(mask + 16 * q);
    for (int32_t d = 0; d < drivers; d++) {
      CK_PART(row) x = CK_PART(load_row)(driver + (int64_t)d * CK_LANES);
      CK_PART(add_row)(coefficient[(int64_t)i * drivers + d], &x, &sum);
    }
    int64_t at = (int64_t)i * CK_LANES;
    if (jump) CK_PART(store_row)(jump + at, &sum);
    for (int q = 0; sum_of_jumps && q < CK_QUARTERS; q++) {
      float *total = sum_of_jumps + at + 16 * q;
      CK_STORE(total, CK_LOAD(total) + sum.part[q]);
    }
    for (int q = 0; price && q < CK_QUARTERS; q++) {
      float *moved = price + at + 16 * q;
      CK_STORE(moved, CK_LOAD(moved) + sum.part[q]);
    }
  }
}

static void CK_PART(regimes_next)(
    const uint32_t *words, uint32_t enter, uint32_t stay, float *stress) {
  const u16 one = (u16)CK_PART(splat)(1.0f);
  for (int32_t i = 0; i < CK_LANES; i += 16) {
    i16 stressed = CK_LOAD(stress + i) > 0.0f;
    u16 limit = ((u16)stressed & stay) | (~(u16)stressed & enter);
    CK_STORE(stress + i, (f16)((u16)(*(const u16_any *)(words + i) < limit) & one));
  }
}

// Normals to prints: mean + deviation x on the grid's nearest point, an exact half upward, less the
// offset.
static void CK_PART(prints)(float mean, float deviation, float grid, float offset, float *x) {
  for (int32_t i = 0; i < CK_LANES; i += 16) {
    f16 value = mean + deviation * CK_LOAD(x + i);
    f16 point = __builtin_elementwise_floor(value / grid + 0.5f) * grid;
    CK_STORE(x + i, point - offset);
  }
}

static void CK_PART(add)(const float *x, float *y, int32_t n) {
  for (int32_t i = 0; i < n; i++) y[i] += x[i];
}

static void CK_PART(lead)(
    float noise, float rho, const float *score, const float *variance, float *y) {
  for (int i = 0; i < CK_LANES; i += 16) {
    f16 led = CK_LOAD(score + i) / __builtin_elementwise_sqrt(CK_LOAD(variance + i));
    CK_STORE(y + i, CK_FMA(CK_PART(splat)(rho), led, CK_PART(splat)(noise) * CK_LOAD(y + i)));
  }
}

static void CK_PART(axpy)(float a, const float *x, float *y) {
  for (int32_t i = 0; i < CK_LANES; i += 16) {
    CK_STORE(y + i, CK_FMA(CK_PART(splat)(a), CK_LOAD(x + i), CK_LOAD(y + i)));
  }
}

// Sixteen bins, and which values are no numbers.
CK_INLINE i16 CK_PART(bins16)(f16 x, float low, float inverse_width, int32_t bins, i16 *empty) {
  f16 place = (x - low) * inverse_width;
  place = CK_PART(clamp)(place, 0.0f, (float)(bins - 1));
  *empty = place != place;
  return __builtin_convertvector(CK_PART(pick)(*empty, (f16){}, place), i16);
}

static int32_t CK_PART(gather)(
    const float *x, int32_t n, float low, float inverse_width, int32_t bins, uint16_t *out,
    double *sums) {
  typedef uint16_t h16 __attribute__((vector_size(32), aligned(2)));
  d8 sum = {}, square = {};
  int32_t kept = 0;
  for (int32_t i = 0; i < n; i += 16) {
    f8 half[2] = {CK_PART(eight)(x, i, n), CK_PART(eight)(x, i + 8, n)};
    for (int32_t h = 0; h < 2; h++) {
      d8 v = __builtin_convertvector(half[h], d8);
      sum += v;
      square += v * v;
    }
    f16 values = __builtin_shufflevector(
        half[0], half[1], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    i16 empty, bin = CK_PART(bins16)(values, low, inverse_width, bins, &empty);
    if (i + 16 <= n && __builtin_reduce_or(empty) == 0) {
      *(h16 *)(out + kept) = __builtin_convertvector(bin, h16);
      kept += 16;
      continue;
    }
    for (int32_t lane = 0; lane < 16 && i + lane < n; lane++) {
      if (empty[lane] == 0) out[kept++] = (uint16_t)bin[lane];
    }
  }
  sums[0] = CK_PART(tree)(sum);
  sums[1] = CK_PART(tree)(square);
  // Where the next values of the same channel will be written, long after these.
  __builtin_prefetch((const char *)(out + kept) + 64, 1);
  __builtin_prefetch((const char *)(out + kept) + 128, 1);
  return kept;
}

static void CK_PART(count_bins)(const uint16_t *bins, int32_t n, uint32_t *counts) {
  // Far enough ahead for memory to answer, near enough for the first-level cache to keep it.
  const int32_t ahead = 96;
  int32_t i = 0;
  for (; i + 4 <= n; i += 4) {
    uint64_t four;
    if (i + ahead + 4 <= n) {
      __builtin_memcpy(&four, bins + i + ahead, sizeof four);
      __builtin_prefetch(counts + (four & 0xffff), 1);
      __builtin_prefetch(counts + (four >> 16 & 0xffff), 1);
      __builtin_prefetch(counts + (four >> 32 & 0xffff), 1);
      __builtin_prefetch(counts + (four >> 48), 1);
    }
    __builtin_memcpy(&four, bins + i, sizeof four);
    counts[four & 0xffff]++;
    counts[four >> 16 & 0xffff]++;
    counts[four >> 32 & 0xffff]++;
    counts[four >> 48]++;
  }
  for (; i < n; i++) counts[bins[i]]++;
}
