#pragma once
#include <gsl/gsl_rng.h>
#include <stdint.h>

// The hot loops: addressed draws, quantile tables, the move of one tile over one interval, and
// tallies. Every function gives the same bits on every machine: float operations stand in a fixed
// order, products and sums are fused only where fma is written, and of libm only sqrt and fma are
// used. Arrays need no alignment and may not overlap unless said so.

enum {
  CK_LANES = 64,        // paths of a tile
  CK_OCTAVES = 32,      // octaves of a quantile table
  CK_COEFFICIENTS = 6,  // coefficients of each octave's polynomial, constant term first
};

// --- draws ---------------------------------------------------------------------------------------

// The 64 words at (seed, tile, stream, step), one for each path of the tile.
//
// Philox4x32-10 with key (seed low, seed high) and counter (block low, block high, stream, step),
// block = tile * 16 + lane; word w of lane l belongs to path l + 16 w of the tile. With `pairs` each
// odd path has the complement of the word of the path before it, which is 1 - u of its u.
void ck_words(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, int32_t pairs, uint32_t *out);

// The words at an address with their first six bits exchanged: those of path p become net[p], which
// is below 64, scrambled by Owen's nested permutations of bits, drawn at (seed, tile, scramble,
// step). A net of 64 different numbers so becomes one point in each 64th, uniform within it.
void ck_net_words(
    uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step, uint32_t scramble,
    const uint8_t *net, uint32_t *out);

// One Philox4x32-10 block, for known answers: counter and out have 4 words, key has 2.
void ck_philox_block(const uint32_t *counter, const uint32_t *key, uint32_t *out);

// A quantile function in pieces. A word m of the lower half stands for u = (m + 0.5) / 2^32, a word
// of the upper half for 1 - u = (~word + 0.5) / 2^32, so that the word ~w is exactly 1 - u. The
// exponent of m + 0.5 is the octave, its mantissa less 1.5 the variable of the polynomial.
typedef struct {
  float lower[CK_COEFFICIENTS][CK_OCTAVES];
  float upper[CK_COEFFICIENTS][CK_OCTAVES];
} ck_table;

// The same for a law symmetric about zero: the lower half, whose sign is changed in the upper half.
typedef struct {
  float c[CK_COEFFICIENTS][CK_OCTAVES];
} ck_symmetric_table;

// The quantiles at n words.
void ck_quantiles(const ck_table *table, const uint32_t *words, int32_t n, float *out);
void ck_symmetric_quantiles(
    const ck_symmetric_table *table, const uint32_t *words, int32_t n, float *out);

// The 64 normals at (seed, tile, stream, step).
void ck_normals(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, uint32_t stream, uint32_t step,
    int32_t pairs, float *out);

// The normals of n streams at one step: out is n x 64.
void ck_normal_rows(
    const ck_symmetric_table *table, uint64_t seed, uint64_t tile, const uint32_t *streams,
    int32_t n, uint32_t step, int32_t pairs, float *out);

// out[d] = sum over m of a[m] * z[m][d]; z is nodes x dims x 64, out is dims x 64.
void ck_combine(const float *z, const float *a, int32_t nodes, int32_t dims, float *out);

// --- one interval of one tile --------------------------------------------------------------------

// total = |b L|^2 and lead = (rho b L e_1)^2 of `stride` rows of K loadings b, L lower K x K;
// stride is a multiple of 16, and beta is K x stride.
void ck_exposures(
    const float *beta, int32_t factors, int32_t stride, const float *cholesky, float rho,
    float *total, float *lead);

// Two regimes, 0 calm and 1 stress; N lines, K factors, R residual ranks; matrices row-major.
typedef struct {
  int32_t lines, factors, ranks;
  const float *residual[2];         // N x R loadings, log return per sqrt(day)
  const float *own[2];              // N, log return per sqrt(day)
  const float *beta;                // N x K, log return per factor unit
  const float *drift;               // N, log per day
  int32_t members;                  // number of identity members (0: no projection)
  const int32_t *member;            // their lines
  const float *member_weight;       // their weights
} ck_model;

typedef struct {
  float days;                         // length in trading days
  const float *cholesky[2];           // K x K lower, factor units per sqrt(day), L_s
  const float *factor_variance[2];    // N, |b L_s|^2 per day
  const float *lead_variance[2];      // N, (rho b L_s e_1)^2 per day
  float lead_days;                    // times lead_variance: what scores lead, and noise lacks
  const float *root_g;                // N, square root of the residual start scale
  const float *residual_variance[2];  // N, per day, after projection and start scale
  const float *projection[2];         // N: res_i -= projection_i * (sum_m w_m res_m)
  const float *decay;                 // K: e^{-k days}, 1 where the level does not revert
  const float *innovation_scale;      // K: sqrt((1 - e^{-2 k days}) / (2 k days)), 1 likewise
  const float *long_run[2];           // K
} ck_interval;

typedef struct {
  float *price;              // N x 64 log prices, moved
  float *level;              // K x 64 reported factor levels, moved
  const float *variance;     // 64, weekly multiplier V
  const float *stress;       // 64, 1 in stress, 0 in calm
  const float *wf, *wy, *we; // K x 64, R x 64, N x 64: times `scale` they are Brownian increments
  float scale;               // of variance `days`
  float *price_moves;        // N x 64, what prices moved by; NULL: not kept
  float *factor_moves;       // K x 64, df below; NULL: not kept
} ck_tile;

// Moves a tile over an interval:
//   df = sqrt(V) L_s wf scale;  level = long_run + (level - long_run) decay + df innovation_scale
//   res_i = sqrt(V) root_g_i (sum_r residual_s[i][r] wy_r + own_s[i] we_i) scale, then projected
//   price_i += drift_i days + sum_k beta_ik df_k + res_i
//              - V (factor_variance_s,i + residual_variance_s,i) days / 2
//              - (1 - V) lead_variance_s,i lead_days / 2
void ck_advance(const ck_model *model, const ck_interval *interval, ck_tile *tile);

// What the extremes of A assets between two dates follow from.
typedef struct {
  int32_t assets;
  int32_t pairs;              // whether paths are antithetic pairs
  const int32_t *rows;        // A, where they are among rows of 64 paths
  const uint32_t *streams;    // A
  const float *per_day[2];    // by row and regime, variance of the log price a day
  float days;
  const float *variance;      // 64, weekly multiplier V
  const float *stress;        // 64, 1 in stress, 0 in calm
} ck_bridge;

// Draws the highest and the lowest point of each Brownian bridge between the log prices `from` and
// `to` in the assets' rows, and takes them into a running maximum and the largest fall from it (at
// most 0).
//
// Given the ends a and b and the variance s2 of the leg, the maximum is
// (a + b + sqrt((b - a)^2 - 2 s2 ln U)) / 2 in law, the minimum likewise (Glasserman 2004, Monte
// Carlo Methods in Financial Engineering, section 6.4); each takes half the word at (seed, tile,
// stream, step). Given both, a new maximum is taken to come before the minimum on a leg that falls
// and after it on one that rises. The next leg begins at `to`, which is left in `from`.
void ck_extremes(
    const ck_bridge *bridge, uint64_t seed, uint64_t tile, uint32_t step, float *from,
    const float *to, float *peak, float *fall);

// Moves another tile of the same draws, regimes and model by what was kept of an interval: prices
// and levels are then those that ck_advance would have given it, bit for bit.
void ck_follow(
    const ck_model *model, const ck_interval *interval, const float *price_moves,
    const float *factor_moves, const float *stress, float *price, float *level);

// --- small helpers over lanes --------------------------------------------------------------------

// y = noise * y + rho * score / sqrt(variance), 64 lanes.
void ck_lead(float noise, float rho, const float *score, const float *variance, float *y);
// The next regimes of 64 lanes: stress where the word is below `stay`, or `enter` after calm.
void ck_regimes(const uint32_t *words, uint32_t enter, uint32_t stay, float *stress);
// Figures as they are published: mean + deviation * x rounded to the grid, a half upward, less the
// offset; 64 lanes, in place.
void ck_prints(float mean, float deviation, float grid, float offset, float *x);
void ck_axpy(float a, const float *x, float *y);  // y += a * x, 64 lanes
void ck_add(const float *x, float *y, int32_t n);  // y += x
void ck_fill(float value, float *out, int32_t n);
void ck_difference(const float *a, const float *b, float *out);  // a - b, 64 lanes

// Takes the values x on a date into a running maximum and the largest fall from it, which is at most
// zero: peak = max(peak, x), fall = min(fall, x - peak).
void ck_fall(const float *x, float *peak, float *fall, int32_t n);

// Keeps jumps, and adds them to a sum of jumps and to N x 64 prices, each unless it is NULL:
// jump_i = compensation_i * mask + sum_d coefficient_id * driver_d.
void ck_jump(
    const float *coefficient, const float *compensation, const float *driver, const float *mask,
    int32_t lines, int32_t drivers, float *jump, float *sum_of_jumps, float *price);

// simple = sum_m weight_m (exp(price[member_m]) - 1) and log = log(1 + simple), 64 lanes, price
// N x 64. Near a price of zero both are exact. A sum of weights within 1e-6 of 1 counts as 1.
void ck_index(
    const float *price, const int32_t *member, const float *weight, int32_t members, float *simple,
    float *log);

// Parts of an index by how they differ from the rest: row_p of log prices is
// log(1 + max(index + share_p (exp(row spread_p) - 1), -0.999)), index simple returns, 64 lanes.
void ck_parts(
    float *price, const int32_t *spread, const int32_t *row, const float *share, int32_t count,
    const float *index);

// Elementary functions, below 2 ulp; out may be x.
void ck_exp(const float *x, float *out, int32_t n);
void ck_expm1(const float *x, float *out, int32_t n);
void ck_log(const float *x, float *out, int32_t n);
void ck_log1p(const float *x, float *out, int32_t n);
double ck_exp_d(double x);
double ck_log_d(double x);

// out_j = ln of the mean of exp(a_j v) over n pairs of a point v and its probability.
void ck_log_mean_exp(
    const double *a, int32_t count, const float *pairs, int32_t n, double *out);

// --- tallies -------------------------------------------------------------------------------------

// The bins of x, floor((x - low) * inverse_width) clamped into 0..bins-1, with at most 2^16 of them,
// and the sums of x as ck_sums gives them. A NaN has no bin: gives the number of bins written.
int32_t ck_gather(
    const float *x, int32_t n, float low, float inverse_width, int32_t bins, uint16_t *out,
    double *sums);

// counts[b]++ for each of n bins.
void ck_count_bins(const uint16_t *bins, int32_t n, uint32_t *counts);

// sums[0] = sum of x, sums[1] = sum of x^2, in a fixed order.
void ck_sums(const float *x, int32_t n, double *sums);
// The sums of x, x^2, a, b, a x and b x, where x is `whole` and a and b are its parts.
void ck_split(
    const float *whole, const float *first, const float *second, int32_t n, double *sums);

int32_t ck_count_below(const float *x, int32_t n, float threshold);  // x <= threshold
int32_t ck_count_between(const float *x, int32_t n, float low, float high);  // low <= x <= high
// The sum of threshold - x over x <= threshold.
double ck_tail_sum(const float *x, int32_t n, float threshold);
int32_t ck_count_worse(const float *a, const float *b, int32_t n, float margin);  // a - b < margin

// --- the same draws as a GSL generator -----------------------------------------------------------

const gsl_rng_type *ck_philox_type(void);

// Moves to step 0 of one stream of one path; draw number k is the word at step k.
void ck_philox_seek(gsl_rng *generator, uint64_t seed, uint64_t path, uint32_t stream);

// --- instruction sets ----------------------------------------------------------------------------

// The variant in use: 4 and 3 for x86-64-v4 and -v3, 1 for the plain one.
int32_t ck_level(void);

// Takes the best variant that is not above `level`, and returns it; for tests of equal bits.
int32_t ck_choose_level(int32_t level);

#include "CKernelJob.h"
