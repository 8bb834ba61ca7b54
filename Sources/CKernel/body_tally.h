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

static double CK_PART(dot)(const float *x, const float *y, int32_t n) {
  d8 sum = {};
  for (int32_t i = 0; i < n; i += 8) {
    sum += __builtin_convertvector(CK_PART(eight)(x, i, n), d8)
        * __builtin_convertvector(CK_PART(eight)(y, i, n), d8);
  }
  return CK_PART(tree)(sum);
}

static double CK_PART(tail_sum)(const float *x, int32_t n, float threshold) {
  typedef int64_t q8 __attribute__((vector_size(64)));
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

static int32_t CK_PART(count_greater)(const float *a, const float *b, int32_t n) {
  int32_t count = 0;
  for (int32_t i = 0; i < n; i++) count += a[i] > b[i];
  return count;
}

static void CK_PART(max)(const float *x, float *running, int32_t n) {
  for (int32_t i = 0; i < n; i++) running[i] = x[i] > running[i] ? x[i] : running[i];
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
    int32_t lines, int32_t drivers, float *jump, float *price) {
  for (int32_t i = 0; i < lines; i++) {
    for (int32_t lane = 0; lane < CK_LANES; lane += 16) {
      f16 sum = CK_PART(splat)(compensation[i]) * CK_LOAD(mask + lane);
      for (int32_t d = 0; d < drivers; d++) {
        sum = CK_FMA(
            CK_PART(splat)(coefficient[i * drivers + d]), CK_LOAD(driver + d * CK_LANES + lane),
            sum);
      }
      CK_STORE(jump + i * CK_LANES + lane, sum);
      CK_STORE(price + i * CK_LANES + lane, CK_LOAD(price + i * CK_LANES + lane) + sum);
    }
  }
}

static void CK_PART(axpy)(float a, const float *x, float *y) {
  for (int32_t i = 0; i < CK_LANES; i += 16) {
    CK_STORE(y + i, CK_FMA(CK_PART(splat)(a), CK_LOAD(x + i), CK_LOAD(y + i)));
  }
}

CK_INLINE int32_t CK_PART(count16)(
    f16 x, int32_t lanes, float low, float inverse_width, int32_t bins, uint32_t *counts) {
  f16 place = (x - low) * inverse_width;
  place = CK_PART(clamp)(place, 0.0f, (float)(bins - 1));
  i16 empty = place != place;
  // A value that is no number has no integer either: it is moved aside before the conversion.
  i16 bin = __builtin_convertvector(CK_PART(pick)(empty, (f16){}, place), i16);
  int32_t bins_of[16];
  __builtin_memcpy(bins_of, &bin, sizeof bin);
  if (lanes == 16) {
#pragma clang loop unroll(full)
    for (int32_t lane = 0; lane < 16; lane++) counts[bins_of[lane]]++;
  } else {
    for (int32_t lane = 0; lane < lanes; lane++) counts[bins_of[lane]]++;
  }
  if (__builtin_reduce_or(empty) == 0) return 0;
  // What was counted aside is taken off again.
  int32_t lost = 0;
  for (int32_t lane = 0; lane < lanes; lane++) lost -= empty[lane];
  counts[0] -= (uint32_t)lost;
  return lost;
}

static int32_t CK_PART(histogram)(
    const float *x, int32_t n, float low, float inverse_width, int32_t bins, uint32_t *counts) {
  int32_t lost = 0, i = 0;
  for (; i + 16 <= n; i += 16) {
    lost += CK_PART(count16)(CK_LOAD(x + i), 16, low, inverse_width, bins, counts);
  }
  if (i == n) return lost;
  f16 rest = {};
  for (int32_t lane = 0; i + lane < n; lane++) rest[lane] = x[i + lane];
  return lost + CK_PART(count16)(rest, n - i, low, inverse_width, bins, counts);
}
