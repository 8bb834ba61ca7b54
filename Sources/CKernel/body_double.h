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

// ln of the mean of exp(a v) over n pairs of a point v and its probability.
static double CK_PART(log_mean_exp)(double a, const float *pairs, int32_t n) {
  double mean = 0;
  for (int32_t i = 0; i < n; i++) {
    double point = pairs[2 * i], probability = pairs[2 * i + 1];
    mean = __builtin_fma(probability, CK_PART(exp_d)(a * point), mean);
  }
  return CK_PART(log_d)(mean);
}
