// The lattice job of the benchmarks, compiled for each instruction set like the rest of the kernel.
#include "CKernelJob.h"
#include "lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF
// Helpers that take vectors are always inlined within their own variant: no call has such an ABI.
#pragma clang diagnostic ignored "-Wpsabi"

// Streams of a step: those of the outcome, the regime and the factors, then those of the assets.
enum { CK_JOB_STREAMS = (CK_JOB_FACTORS + 5) / 4 + CK_JOB_ASSETS / 4 };

#define CK_VARIANT 1
#define CK_WIDTH 4
#define CK_PART(name) plain_##name
#include "body_job.h"
#undef CK_VARIANT
#undef CK_WIDTH
#undef CK_PART

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define CK_VARIANT 3
#define CK_WIDTH 8
#define CK_PART(name) v3_##name
#include "body_job.h"
#undef CK_VARIANT
#undef CK_WIDTH
#undef CK_PART
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define CK_VARIANT 4
#define CK_WIDTH 16
#define CK_PART(name) v4_##name
#include "body_job.h"
#undef CK_VARIANT
#undef CK_WIDTH
#undef CK_PART
#pragma clang attribute pop

int32_t ck_job_level(int32_t level) {
  __builtin_cpu_init();
  if (level >= 4 && __builtin_cpu_supports("x86-64-v4")) return 4;
  return level >= 3 && __builtin_cpu_supports("x86-64-v3") ? 3 : 1;
}

#define CK_CHOSEN(level, name, ...)                  \
  ((level) == 4       ? v4_job_##name(__VA_ARGS__)   \
       : (level) == 3 ? v3_job_##name(__VA_ARGS__)   \
                      : plain_job_##name(__VA_ARGS__))
#else

int32_t ck_job_level(int32_t level) {
  (void)level;
  return 1;
}

#define CK_CHOSEN(level, name, ...) ((void)(level), plain_job_##name(__VA_ARGS__))
#endif

void ck_job_prepare(const ck_symmetric_table *table, ck_job_table *out) {
  for (int k = 0; k < CK_COEFFICIENTS; k++) {
    for (int exponent = 0; exponent < 31; exponent++) {
      // A float's exponent is biased by 127; 2^e is in octave e + 1 of the table.
      out->c[k][(exponent + 127) % CK_OCTAVES] = table->c[k][exponent + 1];
    }
    // m | 1 may be rounded up to 2^31, a probability of one half: the median, zero.
    out->c[k][(31 + 127) % CK_OCTAVES] = 0;
  }
}

void ck_job_quantiles(
    int32_t level, const ck_job_table *table, const uint32_t *words, int32_t n, float *out) {
  CK_CHOSEN(level, quantiles, table, words, n, out);
}

void ck_job_walk(const ck_job *job, uint64_t seed, uint64_t tile, float *price, float *fall) {
  CK_CHOSEN(job->level, walk, job, seed, tile, price, fall);
}

void ck_job_count(
    const ck_job *job, const float *price, const float *fall, int32_t paths, ck_job_tally *tally) {
  CK_CHOSEN(job->level, count, job, price, fall, paths, tally);
}
