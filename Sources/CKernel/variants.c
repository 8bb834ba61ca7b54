// One body, compiled for each instruction set and chosen when the program starts.
//
// The helpers pass vectors by value, so all of a variant must be compiled for the same target: the
// body is included once for each, under a pragma that sets the target of all its functions.
#include "CKernel.h"
#include "lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF
// Helpers that take vectors are always inlined within their own variant: no call has such an ABI.
#pragma clang diagnostic ignored "-Wpsabi"

// ln 2 in two parts; the first has 21 trailing zero bits, so that its multiples by n are exact.
static const double ln2_high = 0x1.62e42fee00000p-1;
static const double ln2_low = 0x1.a39ef35793c76p-33;

struct functions {
  int32_t level;
  void (*words)(uint64_t, uint64_t, uint32_t, uint32_t, int32_t, uint32_t *);
  void (*philox_block)(const uint32_t *, const uint32_t *, uint32_t *);
  void (*quantiles)(const ck_table *, const uint32_t *, int32_t, float *);
  void (*symmetric_quantiles)(const ck_symmetric_table *, const uint32_t *, int32_t, float *);
  void (*normal_rows)(
      const ck_symmetric_table *, uint64_t, uint64_t, const uint32_t *, int32_t, uint32_t, int32_t,
      float *);
  void (*combine)(const float *, const float *, int32_t, int32_t, float *);
  void (*exposures)(
      const float *, int32_t, int32_t, const float *, float, float *, float *);
  void (*advance)(const ck_model *, const ck_interval *, ck_tile *);
  void (*axpy)(float, const float *, float *);
  void (*lead)(float, float, const float *, const float *, float *);
  void (*regimes)(const uint32_t *, uint32_t, uint32_t, float *);
  void (*prints)(float, float, float, float, float *);
  void (*add)(const float *, float *, int32_t);
  void (*difference)(const float *, const float *, float *);
  void (*fall)(const float *, float *, float *, int32_t);
  void (*jump)(
      const float *, const float *, const float *, const float *, int32_t, int32_t, float *,
      float *, float *);
  int32_t (*count_between)(const float *, int32_t, float, float);
  void (*parts)(
      float *, const int32_t *, const int32_t *, const float *, int32_t, const float *);
  void (*index)(const float *, const int32_t *, const float *, int32_t, float *, float *);
  void (*follow)(
      const ck_model *, const ck_interval *, const float *, const float *, const float *, float *,
      float *);
  void (*extremes)(
      const ck_bridge *, uint64_t, uint64_t, uint32_t, float *, const float *, float *,
      float *);
  double (*exp_d)(double);
  double (*log_d)(double);
  void (*log_mean_exp)(const double *, int32_t, const float *, int32_t, double *);
  void (*exp)(const float *, float *, int32_t);
  void (*expm1)(const float *, float *, int32_t);
  void (*log)(const float *, float *, int32_t);
  void (*log1p)(const float *, float *, int32_t);
  int32_t (*gather)(
      const float *, int32_t, float, float, int32_t, uint16_t *, double *);
  void (*count_bins)(const uint16_t *, int32_t, uint32_t *);
  void (*sums)(const float *, int32_t, double *);
  void (*split)(const float *, const float *, const float *, int32_t, double *);
  int32_t (*count_below)(const float *, int32_t, float);
  double (*tail_sum)(const float *, int32_t, float);
  int32_t (*count_worse)(const float *, const float *, int32_t, float);
};

#define CK_VARIANT 1
#define CK_PART(name) plain_##name
#include "body.h"
#undef CK_VARIANT
#undef CK_PART

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define CK_VARIANT 3
#define CK_PART(name) v3_##name
#include "body.h"
#undef CK_VARIANT
#undef CK_PART
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define CK_VARIANT 4
#define CK_PART(name) v4_##name
#include "body.h"
#undef CK_VARIANT
#undef CK_PART
#pragma clang attribute pop

static const struct functions *best(int32_t level) {
  __builtin_cpu_init();
  if (level >= 4 && __builtin_cpu_supports("x86-64-v4")) return &v4_functions;
  if (level >= 3 && __builtin_cpu_supports("x86-64-v3")) return &v3_functions;
  return &plain_functions;
}

#else

static const struct functions *best(int32_t level) {
  (void)level;
  return &plain_functions;
}

#endif

static const struct functions *_Atomic chosen = &plain_functions;

__attribute__((constructor)) static void choose(void) { chosen = best(4); }

static inline const struct functions *active(void) {
  return __c11_atomic_load(&chosen, __ATOMIC_RELAXED);
}

int32_t ck_level(void) { return active()->level; }

int32_t ck_choose_level(int32_t level) {
  chosen = best(level);
  return ck_level();
}

void ck_words(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, int32_t pairs, uint32_t *out) {
  active()->words(seed, tile, stream, step, pairs, out);
}

void ck_net_words(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, uint32_t scramble,
    const uint8_t *net, uint32_t *out) {
  uint32_t flips[CK_LANES];
  active()->words(seed, tile, stream, step, 0, out);
  active()->words(seed, tile, scramble, step, 0, flips);
  for (int32_t path = 0; path < CK_LANES; path++) {
    uint32_t scrambled = 0, node = 1;
    for (int32_t bit = 5; bit >= 0; bit--) {
      uint32_t digit = (uint32_t)net[path] >> bit & 1;
      scrambled = scrambled << 1 | (digit ^ (flips[node] >> 31));
      node = node << 1 | digit;
    }
    out[path] = scrambled << 26 | out[path] >> 6;
  }
}

void ck_philox_block(const uint32_t *counter, const uint32_t *key, uint32_t *out) {
  active()->philox_block(counter, key, out);
}

void ck_quantiles(const ck_table *table, const uint32_t *words, int32_t n, float *out) {
  active()->quantiles(table, words, n, out);
}

void ck_symmetric_quantiles(
    const ck_symmetric_table *table, const uint32_t *words, int32_t n, float *out) {
  active()->symmetric_quantiles(table, words, n, out);
}

void ck_normals(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step,
    int32_t pairs, float *out) {
  active()->normal_rows(table, seed, tile, &stream, 1, step, pairs, out);
}

void ck_normal_rows(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, const uint32_t *streams,
    int32_t n, uint32_t step, int32_t pairs, float *out) {
  active()->normal_rows(table, seed, tile, streams, n, step, pairs, out);
}

void ck_combine(const float *z, const float *a, int32_t nodes, int32_t dims, float *out) {
  active()->combine(z, a, nodes, dims, out);
}

void ck_exposures(
    const float *beta, int32_t factors, int32_t stride, const float *cholesky, float rho,
    float *total, float *lead) {
  active()->exposures(beta, factors, stride, cholesky, rho, total, lead);
}

void ck_advance(const ck_model *model, const ck_interval *interval, ck_tile *tile) {
  active()->advance(model, interval, tile);
}

void ck_axpy(float a, const float *x, float *y) { active()->axpy(a, x, y); }
void ck_lead(float noise, float rho, const float *score, const float *variance, float *y) {
  active()->lead(noise, rho, score, variance, y);
}

void ck_regimes(const uint32_t *words, uint32_t enter, uint32_t stay, float *stress) {
  active()->regimes(words, enter, stay, stress);
}

void ck_prints(float mean, float deviation, float grid, float offset, float *x) {
  active()->prints(mean, deviation, grid, offset, x);
}

void ck_add(const float *x, float *y, int32_t n) { active()->add(x, y, n); }

void ck_difference(const float *a, const float *b, float *out) {
  active()->difference(a, b, out);
}

void ck_fall(const float *x, float *peak, float *fall, int32_t n) {
  active()->fall(x, peak, fall, n);
}

void ck_jump(
    const float *coefficient, const float *compensation, const float *driver, const float *mask,
    int32_t lines, int32_t drivers, float *jump, float *sum_of_jumps, float *price) {
  active()->jump(
      coefficient, compensation, driver, mask, lines, drivers, jump, sum_of_jumps, price);
}

int32_t ck_count_between(const float *x, int32_t n, float low, float high) {
  return active()->count_between(x, n, low, high);
}

void ck_fill(float value, float *out, int32_t n) {
  for (int32_t i = 0; i < n; i++) out[i] = value;
}


void ck_parts(
    float *price, const int32_t *spread, const int32_t *row, const float *share, int32_t count,
    const float *index) {
  active()->parts(price, spread, row, share, count, index);
}

void ck_index(
    const float *price, const int32_t *member, const float *weight, int32_t members, float *simple,
    float *log) {
  active()->index(price, member, weight, members, simple, log);
}

void ck_follow(
    const ck_model *model, const ck_interval *interval, const float *price_moves,
    const float *factor_moves, const float *stress, float *price, float *level) {
  active()->follow(model, interval, price_moves, factor_moves, stress, price, level);
}

void ck_extremes(
    const ck_bridge *bridge, uint64_t seed, uint64_t tile, uint32_t step, float *from,
    const float *to, float *peak, float *fall) {
  active()->extremes(bridge, seed, tile, step, from, to, peak, fall);
}

double ck_exp_d(double x) { return active()->exp_d(x); }
double ck_log_d(double x) { return active()->log_d(x); }

void ck_log_mean_exp(
    const double *a, int32_t count, const float *pairs, int32_t n, double *out) {
  active()->log_mean_exp(a, count, pairs, n, out);
}

void ck_exp(const float *x, float *out, int32_t n) { active()->exp(x, out, n); }
void ck_expm1(const float *x, float *out, int32_t n) { active()->expm1(x, out, n); }
void ck_log(const float *x, float *out, int32_t n) { active()->log(x, out, n); }
void ck_log1p(const float *x, float *out, int32_t n) { active()->log1p(x, out, n); }

int32_t ck_gather(
    const float *x, int32_t n, float low, float inverse_width, int32_t bins, uint16_t *out,
    double *sums) {
  return active()->gather(x, n, low, inverse_width, bins, out, sums);
}

void ck_count_bins(const uint16_t *bins, int32_t n, uint32_t *counts) {
  active()->count_bins(bins, n, counts);
}

void ck_sums(const float *x, int32_t n, double *sums) { active()->sums(x, n, sums); }

void ck_split(
    const float *whole, const float *first, const float *second, int32_t n, double *sums) {
  active()->split(whole, first, second, n, sums);
}


int32_t ck_count_below(const float *x, int32_t n, float threshold) {
  return active()->count_below(x, n, threshold);
}

double ck_tail_sum(const float *x, int32_t n, float threshold) {
  return active()->tail_sum(x, n, threshold);
}

int32_t ck_count_worse(const float *a, const float *b, int32_t n, float margin) {
  return active()->count_worse(a, b, n, margin);
}
