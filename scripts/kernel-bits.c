// Prints a hash of the bits of everything the kernel computes, one line for each function, so that
// two machines can be compared. Usage: kernel-bits LEVEL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernel.h"

#pragma STDC FP_CONTRACT OFF

enum { N = 4096, LINES = 41, FACTORS = 7, RANKS = 3 };

static uint64_t hash_of(const void *bytes, size_t n) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < n; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
  return hash;
}

static void line(const char *name, const void *bytes, size_t n) {
  printf("%-20s %016llx\n", name, (unsigned long long)hash_of(bytes, n));
}

// Floats by bits, each NaN as the same one.
static void floats(const char *name, float *x, int n) {
  for (int i = 0; i < n; i++) {
    if (x[i] != x[i]) memset(x + i, 0xff, sizeof *x);
  }
  line(name, x, sizeof *x * (size_t)n);
}

// Inputs between low and high, from the generator itself.
static void fill(float *x, int n, float low, float high, uint32_t stream) {
  for (int i = 0; i < n; i++) {
    uint32_t counter[4] = {(uint32_t)i, 0, stream, 99}, key[2] = {1, 2}, word[4];
    ck_philox_block(counter, key, word);
    x[i] = low + (high - low) * ((float)(word[0] >> 8) * 0x1p-24f);
  }
}

static float a[N], b[N], out[N], z[64 * LINES], price[64 * LINES], level[64 * FACTORS];
static float peak[64 * LINES], fall[64 * LINES], from[64 * LINES];

static void draws(void) {
  static ck_symmetric_table symmetric;
  static ck_table table;
  static uint32_t words[N];
  fill(symmetric.c[0], 192, -2, 2, 1);
  fill(table.lower[0], 384, -2, 2, 2);
  const uint32_t ones[4] = {~0u, ~0u, ~0u, ~0u};
  uint32_t block[4];
  ck_philox_block(ones, ones, block);
  line("philox_block", block, sizeof block);
  for (int i = 0; i < N / 64; i++) {
    ck_words(7, (1ull << 40) + i, 3 + i, i, i % 2, words + 64 * i);
  }
  line("words", words, sizeof words);
  uint8_t net[64];
  uint32_t scrambled[64];
  for (int i = 0; i < 64; i++) net[i] = (uint8_t)(i * 37 % 64);
  ck_net_words(7, 11, 5, 3, 8, net, scrambled);
  line("net_words", scrambled, sizeof scrambled);
  for (int i = 0; i < 64; i++) words[i] = i < 32 ? (uint32_t)i : ~(uint32_t)i;
  ck_quantiles(&table, words, N - 5, out);
  floats("quantiles", out, N - 5);
  ck_symmetric_quantiles(&symmetric, words, N - 5, out);
  floats("symmetric_quantiles", out, N - 5);
  ck_normal_rows(&symmetric, 9, 4, words + 100, LINES, 6, 1, z);
  floats("normal_rows", z, 64 * LINES);
  ck_combine(z, a, 4, 10, out);
  floats("combine", out, 640);
}

static void elementary(void) {
  fill(a, N, -100, 90, 5);
  ck_exp(a, out, N);
  floats("exp", out, N);
  ck_expm1(a, out, N);
  floats("expm1", out, N);
  fill(b, N, -0.1f, 4, 6);
  b[0] = __builtin_inff(), b[1] = 0, b[2] = 1e-42f;
  ck_log(b, out, N);
  floats("log", out, N);
  ck_log1p(b, out, N);
  floats("log1p", out, N);
  double d[2 * 64];
  for (int i = 0; i < 64; i++) d[i] = ck_exp_d(a[i]), d[64 + i] = ck_log_d(2.0 + b[i + 9]);
  line("exp_d, log_d", d, sizeof d);
  const double points[3] = {-0.3, 0.01, 0.7};
  ck_log_mean_exp(points, 3, b + 8, 50, d);
  line("log_mean_exp", d, 3 * sizeof *d);
  // A second group of eight, with a slope whose terms do not fit.
  double slopes[11];
  for (int i = 0; i < 11; i++) slopes[i] = i == 9 ? 900 : 0.37 * (i - 5);
  ck_log_mean_exp(slopes, 11, b + 8, 50, d);
  line("log_mean_exp, far", d, 11 * sizeof *d);
  const int32_t member[3] = {4, 9, 2};
  const float weight[3] = {0.2f, 0.5f, 0.3f};
  fill(price, 64 * LINES, -1, 1, 7);
  ck_index(price, member, weight, 3, out, out + 64);
  floats("index", out, 128);
}

static void advance(void) {
  static float m[16][LINES * FACTORS], variance[64], score[64], stress[64], rows[64 * LINES];
  for (int i = 0; i < 16; i++) fill(m[i], LINES * FACTORS, 0.001f, 0.02f, 20 + (uint32_t)i);
  fill(variance, 64, 0.5f, 2, 40);
  fill(score, 64, -2, 2, 43);
  fill(rows, 64 * LINES, -2, 2, 41);
  fill(level, 64 * FACTORS, -1, 1, 42);
  for (int i = 0; i < 64; i++) stress[i] = (float)(i % 3 == 0);
  const int32_t member[3] = {0, 5, 7};
  ck_model model = {
      .lines = LINES, .factors = FACTORS, .ranks = RANKS,
      .residual = {m[2], m[3]}, .own = {m[4], m[5]}, .beta = m[6],
      .drift = m[9], .members = 3, .member = member, .member_weight = m[10]};
  ck_interval interval = {
      .days = 5, .cholesky = {m[0], m[1]}, .factor_variance = {m[7], m[8]},
      .lead_variance = {m[8], m[7]}, .lead_days = 2, .root_g = m[11],
      .residual_variance = {m[12], m[13]},
      .projection = {m[14], m[15]}, .decay = m[0], .innovation_scale = m[1],
      .long_run = {m[2], m[3]}};
  ck_tile tile = {
      .price = price, .level = level, .variance = variance, .stress = stress, .wf = rows,
      .wy = rows + 640, .we = rows, .scale = 1.25f};
  ck_lead(0.8f, -0.6f, score, variance, rows);
  ck_advance(&model, &interval, &tile);
  floats("advance, price", price, 64 * LINES);
  floats("advance, level", level, 64 * FACTORS);

  uint32_t streams[LINES];
  int32_t places[LINES];
  for (int i = 0; i < LINES; i++) streams[i] = 1000u + (uint32_t)i, places[i] = LINES - 1 - i;
  ck_bridge bridge = {
      .assets = LINES, .pairs = 1, .rows = places, .streams = streams,
      .per_day = {m[7], m[8]}, .days = 5, .variance = variance, .stress = stress};
  ck_extremes(&bridge, 9, 5, 2, from, price, peak, fall);
  floats("extremes, peak", peak, 64 * LINES);
  floats("extremes, fall", fall, 64 * LINES);
  floats("extremes, from", from, 64 * LINES);

  // The same moves kept, and another tile that follows them.
  static float moves[64 * LINES], shifts[64 * FACTORS];
  tile.price_moves = moves, tile.factor_moves = shifts;
  ck_advance(&model, &interval, &tile);
  floats("advance, moves", moves, 64 * LINES);
  ck_follow(&model, &interval, moves, shifts, stress, price, level);
  floats("follow, price", price, 64 * LINES);
  floats("follow, level", level, 64 * FACTORS);

  static float total[64], lead[64];
  ck_exposures(rows, FACTORS, 64, m[0], -0.6f, total, lead);
  floats("exposures, total", total, 64);
  floats("exposures, lead", lead, 64);
}

static void events(void) {
  static uint32_t words[64];
  static float stress[64], x[64], mask[64], jump[64 * LINES], sum[64 * LINES];
  for (int i = 0; i < 64; i++) words[i] = 67108864u * (uint32_t)i, stress[i] = (float)(i % 3 == 0);
  ck_regimes(words, 1u << 30, 3u << 30, stress);
  floats("regimes", stress, 64);
  fill(x, 64, -3, 3, 70), fill(z, 192, -2, 2, 71);
  ck_prints(0.31f, 0.12f, 0.1f, 0.3f, x);
  floats("prints", x, 64);
  for (int i = 0; i < 64; i++) mask[i] = (float)(i % 2);
  ck_jump(a, b, z, mask, LINES, 3, jump, sum, price);
  floats("jump", jump, 64 * LINES);
  floats("jump, sum", sum, 64 * LINES);
  floats("jump, price", price, 64 * LINES);
  const int32_t spread[3] = {2, 0, 2}, row[3] = {1, 3, 5};
  const float share[3] = {-0.4f, 0.6f, 0.1f};
  ck_parts(z, spread, row, share, 3, x);
  floats("parts", z, 64 * 6);
}

static void tallies(void) {
  double d[15];
  static uint32_t counts[512];
  static uint16_t bins[N];
  ck_sums(a, N - 3, d);
  d[2] = ck_tail_sum(a, N - 3, -20), d[3] = ck_count_below(a, N, 3);
  d[4] = ck_count_worse(a, b, N, 1), d[5] = ck_count_between(a, N, 0, 9);
  ck_split(a, b, a + 3, N - 3, d + 6);
  d[12] = ck_gather(b, N - 3, 0, 100, 512, bins, d + 13);
  line("sums", d, sizeof d);
  line("bins", bins, sizeof bins);
  ck_count_bins(bins, N - 3, counts);
  line("counts", counts, sizeof counts);
  fill(peak, 64 * LINES, 0, 1, 60), fill(fall, 64 * LINES, -1, 0, 61);
  ck_fall(price, peak, fall, 64 * LINES);
  floats("fall, peak", peak, 64 * LINES);
  floats("fall, fall", fall, 64 * LINES);
}

static void job(int32_t job_level) {
  static float loading[10 * 32], drift[32 * 16], scale[32], fall[64 * 32], low[30], inverse[30];
  static uint32_t first[12], second[12], counts[2][30 * 256];
  static uint64_t wins[435];
  static int64_t sums[90];
  fill(loading, 320, -0.02f, 0.02f, 50);
  fill(drift, 512, -0.005f, 0.005f, 51);
  fill(scale, 32, 0.01f, 0.03f, 52);
  for (int t = 0; t < 12; t++) first[t] = 1200000000u + (uint32_t)t, second[t] = 3900000000u;
  ck_job j = {
      .level = job_level, .steps = 12, .factors = 10, .assets = 30, .rows = 32,
      .loading = loading, .drift = drift, .scale = scale, .first = first, .second = second,
      .turbulent = {400000000u, 3000000000u}, .volatility = {0.8f, 1.6f}};
  static ck_symmetric_table table;
  fill(table.c[0], 192, -1, 1, 53);
  ck_job_prepare(&table, &j.normal);
  ck_job_prepare(&table, &j.residual);
  for (int i = 0; i < 30; i++) low[i] = -1, inverse[i] = 128;
  ck_job_tally tally = {256, 256, low, inverse, inverse, counts[0], counts[1], wins, sums};
  for (uint64_t tile = 0; tile < 8; tile++) {
    ck_job_walk(&j, 5, tile, price, fall);
    ck_job_count(&j, price, fall, tile == 7 ? 23 : 64, &tally);
  }
  floats("job, price", price, 64 * 30);
  floats("job, fall", fall, 64 * 30);
  line("job, counts", counts, sizeof counts);
  line("job, wins", wins, sizeof wins);
  line("job, sums", sums, sizeof sums);
}

int main(int argc, char **argv) {
  int32_t asked = argc > 1 ? (int32_t)strtol(argv[1], NULL, 10) : 4;
  if (ck_choose_level(asked) != asked) return 3;
  fill(a, N, -1, 1, 8);
  draws();
  elementary();
  advance();
  events();
  tallies();
  job(asked);
  return 0;
}
