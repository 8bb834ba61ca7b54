#pragma once
#include "CKernel.h"

// A lattice of paths for benchmarks: in every step correlated normal factors, an independent
// residual for each asset, an outcome of three that shifts every drift, and two regimes of factor
// volatility. All bits are the same on every machine, as for the rest of the kernel.

enum {
  CK_JOB_FACTORS = 64,  // at most
  CK_JOB_ASSETS = 256,  // at most
};

// A symmetric quantile function by the exponent of m | 1, m the lower 31 bits of a word, which
// stands for the probability (m | 1) / 2^32; the word's highest bit is the sign of the quantile.
// That is 30 bits and a sign: no addition of a half, no folding, and no last word to keep apart.
typedef struct {
  float c[CK_COEFFICIENTS][CK_OCTAVES];
} ck_job_table;

// F factors and A assets. Words 0 and 1 of a step are the outcome's and the regime's, the next F
// the factors'; the assets' begin at a multiple of four. Word d comes from stream d / 4.
typedef struct {
  int32_t level;             // variant of the kernel, from ck_job_level
  int32_t steps, factors, assets;
  int32_t rows;              // A rounded up to a multiple of 4: rows of all arrays over assets
  const float *loading;      // F x rows, log return per standard normal
  const float *drift;        // rows x 16; entries 0, 1, 2 by outcome, log return
  const float *scale;        // rows, log return per unit of the residual's law
  const uint32_t *first;     // steps: words below give outcome 1
  const uint32_t *second;    // steps: words at or above give outcome 2
  uint32_t turbulent[2];     // words below lead to regime 1, from regimes 0 and 1
  float volatility[2];       // factor of the normals by regime
  ck_job_table normal, residual;
} ck_job;

// The best variant of this machine that is not above `level`: 4, 3 or 1.
int32_t ck_job_level(int32_t level);

// Prepares a table from one of the kernel's own.
void ck_job_prepare(const ck_symmetric_table *table, ck_job_table *out);

// The quantiles at n words, n a multiple of 16, from one variant.
void ck_job_quantiles(
    int32_t level, const ck_job_table *table, const uint32_t *words, int32_t n, float *out);

// Walks the 64 paths of a tile through all steps from zero: price (rows x 64) is the final log
// price, fall (rows x 64) the largest fall from the running maximum, which includes the start.
void ck_job_walk(const ck_job *job, uint64_t seed, uint64_t tile, float *price, float *fall);

// Integer tallies of A assets; they add up in any order.
typedef struct {
  int32_t price_bins, fall_bins;
  const float *price_low, *price_inverse;  // A: lower edge, bins per unit
  const float *fall_inverse;               // A: bins per unit from zero
  uint32_t *price_counts, *fall_counts;    // A x bins; outermost bins take what is beyond
  uint64_t *wins;  // A (A - 1) / 2: paths with x_i > x_j, at i (i - 1) / 2 + j for j < i
  int64_t *sums;   // A x 3: sum, sum of squares, sum of falls, each tile's rounded to 2^-24
} ck_job_tally;

// Adds the first `paths` of a walked tile to a tally.
void ck_job_count(
    const ck_job *job, const float *price, const float *fall, int32_t paths, ck_job_tally *tally);
