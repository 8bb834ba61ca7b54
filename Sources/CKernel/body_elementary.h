// Elementary functions; one of the parts of the kernel's body (see variants.c).
//
// exp by x = n ln 2 + r, |r| <= ln 2 / 2, and the Taylor series of e^r - 1; log by x = 2^k (1 + f)
// with 1 + f in sqrt(1/2)...sqrt(2), and the series of 2 artanh(f / (2 + f)). Both series are cut
// where the next term is below a tenth of an ulp.

// n and e^r - 1 of the reduction above; n stays within -160...130 for the clamped x.
CK_INLINE f16 CK_PART(reduced_expm1)(f16 x, i16 *n) {
  const f16 shift = CK_PART(splat)(12582912.0f);
  f16 shifted = CK_FMA(x, CK_PART(splat)(0x1.715476p+0f), shift);
  *n = (i16)shifted - 0x4B400000;
  f16 whole = shifted - shift;
  f16 r = CK_FMA(whole, CK_PART(splat)(-0x1.62e4p-1f), x);
  r = CK_FMA(whole, CK_PART(splat)(-0x1.7f7d1cp-20f), r);
  f16 q = CK_PART(splat)(1.0f / 5040.0f);
  q = CK_FMA(q, r, CK_PART(splat)(1.0f / 720.0f));
  q = CK_FMA(q, r, CK_PART(splat)(1.0f / 120.0f));
  q = CK_FMA(q, r, CK_PART(splat)(1.0f / 24.0f));
  q = CK_FMA(q, r, CK_PART(splat)(1.0f / 6.0f));
  q = CK_FMA(q, r, CK_PART(splat)(0.5f));
  return CK_FMA(r * r, q, r);
}

CK_INLINE f16 CK_PART(clamp)(f16 x, float low, float high) {
  // Comparisons with NaN are false, so NaN passes.
  x = CK_PART(pick)(x < low, CK_PART(splat)(low), x);
  return CK_PART(pick)(x > high, CK_PART(splat)(high), x);
}

CK_INLINE f16 CK_PART(exp16)(f16 x) {
  i16 n;
  f16 p = CK_PART(reduced_expm1)(CK_PART(clamp)(x, -110.0f, 90.0f), &n);
  // Two factors, because 2^n itself may be subnormal or infinite.
  i16 half = n >> 1;
  f16 first = (f16)((half + 127) << 23);
  f16 second = (f16)((n - half + 127) << 23);
  return ((1.0f + p) * first) * second;
}

CK_INLINE f16 CK_PART(expm116)(f16 x) {
  i16 n;
  f16 p = CK_PART(reduced_expm1)(CK_PART(clamp)(x, -110.0f, 89.0f), &n);
  // 2^n (1 + p) - 1, halved so that 2^128 is not needed; below 2^-30 the power no longer matters.
  i16 low = n < -30;
  n = (low & -30) | (~low & n);
  f16 half = (f16)((n + 126) << 23);
  f16 y = 2.0f * CK_FMA(half, p, half - 0.5f);
  f16 size = (f16)((i16)x & 0x7fffffff);
  return CK_PART(pick)(size < 0x1p-60f, x, y);
}

// log(1 + f) * 1 + k ln 2 for a mantissa reduced by `reduce`.
CK_INLINE f16 CK_PART(log16)(f16 x) {
  i16 subnormal = x < 0x1p-126f;
  f16 scaled = CK_PART(pick)(subnormal, x * 0x1p+24f, x);
  i16 bits = (i16)scaled;
  i16 k = (bits - 0x3f3504f3) >> 23;
  f16 f = (f16)(bits - (k << 23)) - 1.0f;
  f16 e = __builtin_convertvector(k - (subnormal & 24), f16);
  f16 s = f / (f + 2.0f);
  f16 z = s * s;
  f16 r = CK_PART(splat)(2.0f / 11.0f);
  r = CK_FMA(r, z, CK_PART(splat)(2.0f / 9.0f));
  r = CK_FMA(r, z, CK_PART(splat)(2.0f / 7.0f));
  r = CK_FMA(r, z, CK_PART(splat)(2.0f / 5.0f));
  r = CK_FMA(r, z, CK_PART(splat)(2.0f / 3.0f));
  // 2 artanh s = f - (f^2/2 - s (f^2/2 + z r)): the large part f stays exact.
  f16 square = 0.5f * f * f;
  f16 small = CK_FMA(s, CK_FMA(z, r, square), e * 0x1.7f7d1cp-20f);
  f16 y = CK_FMA(e, CK_PART(splat)(0x1.62e4p-1f), f - (square - small));
  const f16 infinity = CK_PART(splat)(__builtin_inff());
  y = CK_PART(pick)(x == 0.0f, -infinity, y);
  y = CK_PART(pick)(x < 0.0f, CK_PART(splat)(__builtin_nanf("")), y);
  return CK_PART(pick)((x == infinity) | (x != x), x, y);
}

CK_INLINE f16 CK_PART(log1p16)(f16 x) {
  f16 u = 1.0f + x;
  // What the sum lost; exact where it matters, for x below 2^24.
  f16 lost = x - (u - 1.0f);
  f16 y = CK_PART(log16)(u) + lost / u;
  f16 size = (f16)((i16)x & 0x7fffffff);
  y = CK_PART(pick)(size < 0x1p-30f, x, y);
  i16 plain = (x == -1.0f) | (x == __builtin_inff());
  return CK_PART(pick)(plain, CK_PART(log16)(u), y);
}

#define CK_MAP(name, function)                                                        \
  static void CK_PART(name)(const float *x, float *out, int32_t n) {                  \
    int32_t i = 0;                                                                    \
    for (; i + 16 <= n; i += 16) CK_STORE(out + i, CK_PART(function)(CK_LOAD(x + i))); \
    if (i == n) return;                                                               \
    f16 rest = {};                                                                    \
    for (int32_t lane = 0; i + lane < n; lane++) rest[lane] = x[i + lane];            \
    f16 y = CK_PART(function)(rest);                                                  \
    for (int32_t lane = 0; i + lane < n; lane++) out[i + lane] = y[lane];             \
  }

CK_MAP(exp, exp16)
CK_MAP(expm1, expm116)
CK_MAP(log, log16)
CK_MAP(log1p, log1p16)
#undef CK_MAP

// Some parts, at most two, side by side: a logarithm of one does not wait for that of the other.
CK_INLINE void CK_PART(some_parts)(
    float *price, const int32_t *spread, const int32_t *row, const float *share, const int count,
    const float *index) {
  // A price cannot fall below a thousandth: far beyond any draw, and keeps the logarithm finite.
  const f16 least = CK_PART(splat)(-0.999f);
  f16 simple[2][CK_QUARTERS];
  for (int p = 0; p < count; p++) {
    const float *x = price + (int64_t)spread[p] * CK_LANES;
    for (int q = 0; q < CK_QUARTERS; q++) {
      f16 other = CK_PART(expm116)(CK_LOAD(x + 16 * q));
      f16 sum = CK_LOAD(index + 16 * q) + share[p] * other;
      simple[p][q] = CK_PART(pick)(sum < least, least, sum);
    }
  }
  for (int p = 0; p < count; p++) {
    float *out = price + (int64_t)row[p] * CK_LANES;
    for (int q = 0; q < CK_QUARTERS; q++) CK_STORE(out + 16 * q, CK_PART(log1p16)(simple[p][q]));
  }
}

static void CK_PART(parts)(
    float *price, const int32_t *spread, const int32_t *row, const float *share, int32_t count,
    const float *index) {
  int32_t p = 0;
  for (; p + 2 <= count; p += 2) {
    CK_PART(some_parts)(price, spread + p, row + p, share + p, 2, index);
  }
  if (p < count) CK_PART(some_parts)(price, spread + p, row + p, share + p, 1, index);
}

static void CK_PART(index)(
    const float *price, const int32_t *member, const float *weight, int32_t members, float *simple,
    float *log) {
  // log1p of sum w expm1(p) + (sum w - 1): weights that sum to 1 give exactly 0 at zero prices.
  double total = -1.0;
  for (int32_t m = 0; m < members; m++) total += (double)weight[m];
  // A sum of weights rounded to float differs from 1 by rounding alone.
  float excess = total > -1e-6 && total < 1e-6 ? 0.0f : (float)total;
  f16 sum[CK_QUARTERS];
  for (int q = 0; q < CK_QUARTERS; q++) sum[q] = CK_PART(splat)(excess);
  for (int32_t m = 0; m < members; m++) {
    const float *row = price + (int64_t)member[m] * CK_LANES;
    for (int q = 0; q < CK_QUARTERS; q++) {
      f16 growth = CK_PART(expm116)(CK_LOAD(row + 16 * q));
      sum[q] = CK_FMA(CK_PART(splat)(weight[m]), growth, sum[q]);
    }
  }
  for (int q = 0; q < CK_QUARTERS; q++) {
    CK_STORE(simple + 16 * q, sum[q]);
    CK_STORE(log + 16 * q, CK_PART(log1p16)(sum[q]));
  }
}
