// exp and log in double from +, -, *, / and fma alone, so that their bits are the same everywhere;
// one of the parts of the kernel's body (see variants.c). The reductions are those of
// body_elementary.h, with longer series.

CK_INLINE double CK_PART(from_bits)(uint64_t bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

CK_INLINE uint64_t CK_PART(to_bits)(double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}

CK_INLINE double CK_PART(power_of_two)(int64_t n) {
  return CK_PART(from_bits)((uint64_t)(n + 1023) << 52);
}

static double CK_PART(exp_d)(double x) {
  if (x != x) return x;
  if (x > 709.8) return __builtin_inf();
  if (x < -746.0) return 0.0;
  const double shift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  double whole = (x * 0x1.71547652b82fep+0 + shift) - shift;
  double r = __builtin_fma(whole, -ln2_high, x);
  r = __builtin_fma(whole, -ln2_low, r);
  double q = 1.0 / 87178291200.0;  // 1 / 14!
  double factorial = 6227020800.0;
  for (int k = 13; k >= 2; k--) {
    q = __builtin_fma(q, r, 1.0 / factorial);
    factorial /= k;
  }
  double y = 1.0 + __builtin_fma(r * r, q, r);
  int64_t n = (int64_t)whole, half = n / 2;
  return (y * CK_PART(power_of_two)(half)) * CK_PART(power_of_two)(n - half);
}

static double CK_PART(log_d)(double x) {
  if (x != x || x == __builtin_inf()) return x;
  if (x < 0) return __builtin_nan("");
  if (x == 0) return -__builtin_inf();
  int64_t shifted = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p+54;
    shifted = 54;
  }
  int64_t k = ((int64_t)CK_PART(to_bits)(x) - (int64_t)0x3fe6a09e667f3bcdu) >> 52;
  double f = CK_PART(from_bits)(CK_PART(to_bits)(x) - ((uint64_t)k << 52)) - 1.0;
  double e = (double)(k - shifted);
  double s = f / (2.0 + f);
  double z = s * s;
  double r = 2.0 / 25.0;
  for (int n = 23; n >= 3; n -= 2) r = __builtin_fma(r, z, 2.0 / n);
  double square = 0.5 * f * f;
  double small = __builtin_fma(s, __builtin_fma(z, r, square), e * ln2_low);
  return __builtin_fma(e, ln2_high, f - (square - small));
}

// exp of eight numbers between -700 and 700, by the steps of exp_d.
CK_INLINE d8 CK_PART(exp8)(d8 x) {
  const double shift = 6755399441055744.0;
  d8 whole = (x * 0x1.71547652b82fep+0 + shift) - shift;
  d8 r = CK_FMA(whole, (d8){} - ln2_high, x);
  r = CK_FMA(whole, (d8){} - ln2_low, r);
  d8 q = (d8){} + 1.0 / 87178291200.0;
  double factorial = 6227020800.0;
#pragma clang loop unroll(full)
  for (int k = 13; k >= 2; k--) {
    q = CK_FMA(q, r, (d8){} + 1.0 / factorial);
    factorial /= k;
  }
  d8 y = 1.0 + CK_FMA(r * r, q, r);
  q8 n = __builtin_convertvector(whole, q8);
  return y * (d8)((n + 1023) << 52);
}

// log of eight positive normal numbers, by the steps of log_d.
CK_INLINE d8 CK_PART(log8)(d8 x) {
  q8 k = ((q8)x - (int64_t)0x3fe6a09e667f3bcd) >> 52;
  d8 f = (d8)((q8)x - (k << 52)) - 1.0;
  d8 e = __builtin_convertvector(k, d8);
  d8 s = f / (2.0 + f);
  d8 z = s * s;
  d8 r = (d8){} + 2.0 / 25.0;
#pragma clang loop unroll(full)
  for (int n = 23; n >= 3; n -= 2) r = CK_FMA(r, z, (d8){} + 2.0 / n);
  d8 square = 0.5 * f * f;
  d8 small = CK_FMA(s, CK_FMA(z, r, square), e * ln2_low);
  return CK_FMA(e, (d8){} + ln2_high, f - (square - small));
}

// ln of the mean of exp(a v) over n pairs of a point v and its probability, for `count` numbers a.
static void CK_PART(log_mean_exp)(
    const double *a, int32_t count, const float *pairs, int32_t n, double *out) {
  for (int32_t first = 0; first < count; first += 8) {
    int32_t lanes = count - first < 8 ? count - first : 8;
    d8 slope = {}, mean = {};
    for (int32_t lane = 0; lane < lanes; lane++) slope[lane] = a[first + lane];
    q8 plain = slope == slope;
    for (int32_t i = 0; i < n; i++) {
      double point = pairs[2 * i], probability = pairs[2 * i + 1];
      d8 x = slope * point;
      plain &= (x > -700.0) & (x < 700.0);
      mean = CK_FMA((d8){} + probability, CK_PART(exp8)(x), mean);
    }
    q8 normal = (mean >= 0x1p-1022) & (mean < __builtin_inf());
    // Lanes that nothing stands in have the mean of the others' points at a slope of zero.
    if (__builtin_reduce_and(plain & normal) != 0) {
      d8 logs = CK_PART(log8)(mean);
      for (int32_t lane = 0; lane < lanes; lane++) out[first + lane] = logs[lane];
      continue;
    }
    // A term is too large or small for eight at a time, or not a number.
    for (int32_t lane = 0; lane < lanes; lane++) {
      double sum = 0.0;
      for (int32_t i = 0; i < n; i++) {
        double term = CK_PART(exp_d)(slope[lane] * (double)pairs[2 * i]);
        sum = __builtin_fma(pairs[2 * i + 1], term, sum);
      }
      out[first + lane] = CK_PART(log_d)(sum);
    }
  }
}
