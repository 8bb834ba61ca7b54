// The move of a tile over an interval; one of the parts of the kernel's body (see variants.c).
//
// A lane takes the coefficients of its own regime. Where a tile has both they are chosen by a mask,
// which costs less than to multiply with those of either regime: products are what is scarce.

typedef struct {
  f16 part[CK_QUARTERS];
} CK_PART(row);

CK_INLINE CK_PART(row) CK_PART(load_row)(const float *x) {
  CK_PART(row) row;
  for (int q = 0; q < CK_QUARTERS; q++) row.part[q] = CK_LOAD(x + 16 * q);
  return row;
}

CK_INLINE void CK_PART(store_row)(float *out, const CK_PART(row) *row) {
  for (int q = 0; q < CK_QUARTERS; q++) CK_STORE(out + 16 * q, row->part[q]);
}

// y += c * x
CK_INLINE void CK_PART(add_row)(float c, const CK_PART(row) *x, CK_PART(row) *y) {
  f16 factor = CK_PART(splat)(c);
  for (int q = 0; q < CK_QUARTERS; q++) y->part[q] = CK_FMA(factor, x->part[q], y->part[q]);
}

CK_INLINE CK_PART(row) CK_PART(scale_row)(const CK_PART(row) *x, const CK_PART(row) *y) {
  CK_PART(row) row;
  for (int q = 0; q < CK_QUARTERS; q++) row.part[q] = x->part[q] * y->part[q];
  return row;
}

// `count` times sixteen lines from i, at most three, side by side: each sum waits for itself.
CK_INLINE void CK_PART(exposures_of)(
    const float *beta, int32_t factors, int32_t stride, const float *cholesky, float rho,
    int32_t i, const int count, float *total, float *lead) {
  f16 sum[3] = {}, led[3] = {};
  for (int32_t j = 0; j < factors; j++) {
    f16 move[3] = {};
    for (int32_t k = j; k < factors; k++) {
      f16 lower = CK_PART(splat)(cholesky[(int64_t)k * factors + j]);
      const float *row = beta + (int64_t)k * stride + i;
      for (int v = 0; v < count; v++) move[v] = CK_FMA(lower, CK_LOAD(row + 16 * v), move[v]);
    }
    for (int v = 0; v < count; v++) {
      if (j == 0) led[v] = (rho * move[v]) * (rho * move[v]);
      sum[v] = CK_FMA(move[v], move[v], sum[v]);
    }
  }
  for (int v = 0; v < count; v++) {
    CK_STORE(total + i + 16 * v, sum[v]);
    CK_STORE(lead + i + 16 * v, led[v]);
  }
}

static void CK_PART(exposures)(
    const float *beta, int32_t factors, int32_t stride, const float *cholesky, float rho,
    float *total, float *lead) {
  int32_t i = 0;
  for (; i + 48 <= stride; i += 48) {
    CK_PART(exposures_of)(beta, factors, stride, cholesky, rho, i, 3, total, lead);
  }
  for (; i < stride; i += 16) {
    CK_PART(exposures_of)(beta, factors, stride, cholesky, rho, i, 1, total, lead);
  }
}

// The regimes of a tile: all its paths in `first`, or, where `mixed`, those of the mask in stress.
typedef struct {
  int mixed, first;
  i16 stressed[CK_QUARTERS];
} CK_PART(regimes);

// Each lane's own of a coefficient of calm and one of stress.
CK_INLINE f16 CK_PART(by_regime)(const CK_PART(regimes) *regimes, int q, float calm, float stress) {
  if (!regimes->mixed) return CK_PART(splat)(regimes->first == 0 ? calm : stress);
  return CK_PART(pick)(regimes->stressed[q], CK_PART(splat)(stress), CK_PART(splat)(calm));
}

// y += c * x, c the lane's own of two coefficients
CK_INLINE void CK_PART(add_by_regime)(
    const CK_PART(regimes) *regimes, float calm, float stress, const CK_PART(row) *x,
    CK_PART(row) *y) {
  for (int q = 0; q < CK_QUARTERS; q++) {
    f16 c = CK_PART(by_regime)(regimes, q, calm, stress);
    y->part[q] = CK_FMA(c, x->part[q], y->part[q]);
  }
}

// Moves the level of factor k by its innovation.
CK_INLINE void CK_PART(move_level)(
    const ck_interval *interval, int32_t k, const CK_PART(regimes) *regimes,
    const CK_PART(row) *df, float *at) {
  CK_PART(row) level = CK_PART(load_row)(at);
  // A level that does not revert must not be rounded through its distance from home.
  if (interval->decay[k] != 1.0f) {
    f16 decay = CK_PART(splat)(interval->decay[k]);
    for (int q = 0; q < CK_QUARTERS; q++) {
      f16 home = CK_PART(by_regime)(
          regimes, q, interval->long_run[0][k], interval->long_run[1][k]);
      level.part[q] = CK_FMA(level.part[q] - home, decay, home);
    }
  }
  CK_PART(add_row)(interval->innovation_scale[k], df, &level);
  CK_PART(store_row)(at, &level);
}

// Lines whose residuals are summed side by side, as many as registers hold.
#if CK_VARIANT == 4
#define CK_BLOCK 3
#else
#define CK_BLOCK 1
#endif

// The residuals of `count` lines from i, at most CK_BLOCK, before the identity.
CK_INLINE void CK_PART(residuals)(
    const ck_model *model, const ck_interval *interval, const CK_PART(regimes) *regimes,
    const float *we, const CK_PART(row) *root, const CK_PART(row) *wy, int32_t i, const int count,
    CK_PART(row) *out) {
  const int32_t ranks = model->ranks;
  CK_PART(row) sum[CK_BLOCK] = {};
  for (int b = 0; b < count; b++) {
    CK_PART(row) w = CK_PART(load_row)(we + (int64_t)(i + b) * CK_LANES);
    CK_PART(row) e = CK_PART(scale_row)(&w, root);
    CK_PART(add_by_regime)(regimes, model->own[0][i + b], model->own[1][i + b], &e, &sum[b]);
  }
  for (int32_t r = 0; r < ranks; r++) {
    for (int b = 0; b < count; b++) {
      int64_t at = (int64_t)(i + b) * ranks + r;
      CK_PART(add_by_regime)(
          regimes, model->residual[0][at], model->residual[1][at], &wy[r], &sum[b]);
    }
  }
  for (int b = 0; b < count; b++) {
    for (int q = 0; q < CK_QUARTERS; q++) out[b].part[q] = sum[b].part[q] * interval->root_g[i + b];
  }
}

// Lines whose terms are at hand together.
enum { CK_PART(chunk) = 64 };

// What moves some lines besides their residuals: by regime and line the drift, what -V/2 is taken
// of, and what of the members' sum is added; and what all lines share. One place holds all, so that
// one register finds it.
typedef struct {
  float drift[2][CK_PART(chunk)], variance[2][CK_PART(chunk)], common_part[2][CK_PART(chunk)];
  const CK_PART(row) *half, *common, *df;
} CK_PART(terms);

// The terms of `count` lines from `first`.
CK_INLINE void CK_PART(set_terms)(
    const ck_model *model, const ck_interval *interval, int32_t first, int32_t count,
    CK_PART(terms) *terms) {
  for (int s = 0; s < 2; s++) {
    const float *lead_variance = interval->lead_variance[s] + first;
    const float *factor = interval->factor_variance[s] + first;
    const float *residual = interval->residual_variance[s] + first;
    const float *drift = model->drift + first;
    const float days = interval->days, lead_days = interval->lead_days;
    for (int32_t i = 0; i < count; i++) {
      float lead = lead_variance[i] * lead_days;
      terms->drift[s][i] = drift[i] * days - 0.5f * lead;
      terms->variance[s][i] = (factor[i] + residual[i]) - lead / days;
    }
    if (model->members == 0) continue;
    const float *projection = interval->projection[s] + first;
    for (int32_t i = 0; i < count; i++) terms->common_part[s][i] = -projection[i];
  }
}

// Moves `count` lines, at most CK_BLOCK, the first of which has its terms at i.
CK_INLINE void CK_PART(move_lines)(
    const CK_PART(regimes) *regimes, const CK_PART(terms) *terms, int32_t i, const int count,
    const int has_members, int32_t factors, const float *beta, const CK_PART(row) *residual,
    float *price, float *kept) {
  CK_PART(row) move[CK_BLOCK], own[CK_BLOCK];
  for (int b = 0; b < count; b++) {
    for (int q = 0; q < CK_QUARTERS; q++) {
      move[b].part[q] = CK_PART(by_regime)(
          regimes, q, terms->drift[0][i + b], terms->drift[1][i + b]);
    }
    CK_PART(add_by_regime)(
        regimes, terms->variance[0][i + b], terms->variance[1][i + b], terms->half, &move[b]);
    own[b] = residual[b];
    if (has_members) {
      CK_PART(add_by_regime)(
          regimes, terms->common_part[0][i + b], terms->common_part[1][i + b], terms->common,
          &own[b]);
    }
  }
  for (int32_t k = 0; k < factors; k++) {
    for (int b = 0; b < count; b++) {
      CK_PART(add_row)(beta[(int64_t)b * factors + k], &terms->df[k], &move[b]);
    }
  }
  for (int b = 0; b < count; b++) {
    float *at = price + (int64_t)b * CK_LANES;
    for (int q = 0; q < CK_QUARTERS; q++) {
      move[b].part[q] += own[b].part[q];
      CK_STORE(at + 16 * q, CK_LOAD(at + 16 * q) + move[b].part[q]);
    }
    if (kept) CK_PART(store_row)(kept + (int64_t)b * CK_LANES, &move[b]);
  }
}

// Moves the lines of a chunk, CK_BLOCK at a time.
CK_INLINE void CK_PART(move_chunk)(
    const CK_PART(regimes) *regimes, const CK_PART(terms) *terms, int32_t lines,
    const int has_members, int32_t factors, const float *beta, const CK_PART(row) *residual,
    float *price, float *kept) {
  int32_t i = 0;
  for (; i + CK_BLOCK <= lines; i += CK_BLOCK) {
    int64_t at = (int64_t)i * CK_LANES;
    CK_PART(move_lines)(
        regimes, terms, i, CK_BLOCK, has_members, factors, beta + (int64_t)i * factors,
        residual + i, price + at, kept ? kept + at : NULL);
  }
  for (; i < lines; i++) {
    int64_t at = (int64_t)i * CK_LANES;
    CK_PART(move_lines)(
        regimes, terms, i, 1, has_members, factors, beta + (int64_t)i * factors, residual + i,
        price + at, kept ? kept + at : NULL);
  }
}

CK_INLINE void CK_PART(advance_regimes)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile,
    const CK_PART(regimes) *regimes) {
  const int32_t lines = model->lines, factors = model->factors, ranks = model->ranks;
  CK_PART(row) df[factors > 0 ? factors : 1], residual[lines > 0 ? lines : 1];
  CK_PART(row) wf[factors > 0 ? factors : 1], wy[ranks > 0 ? ranks : 1];
  CK_PART(row) half = CK_PART(load_row)(tile->variance), root;
  for (int q = 0; q < CK_QUARTERS; q++) {
    root.part[q] = __builtin_elementwise_sqrt(half.part[q]) * tile->scale;
    half.part[q] *= -0.5f * interval->days;
  }

  for (int32_t k = 0; k < factors; k++) {
    CK_PART(row) w = CK_PART(load_row)(tile->wf + (int64_t)k * CK_LANES);
    wf[k] = CK_PART(scale_row)(&w, &root);
  }
  for (int32_t k = 0; k < factors; k++) {
    CK_PART(row) sum = {};
    for (int32_t j = 0; j <= k; j++) {
      int64_t at = (int64_t)k * factors + j;
      CK_PART(add_by_regime)(
          regimes, interval->cholesky[0][at], interval->cholesky[1][at], &wf[j], &sum);
    }
    df[k] = sum;
    int64_t at = (int64_t)k * CK_LANES;
    if (tile->factor_moves) CK_PART(store_row)(tile->factor_moves + at, &sum);
    CK_PART(move_level)(interval, k, regimes, &df[k], tile->level + at);
  }

  for (int32_t r = 0; r < ranks; r++) {
    CK_PART(row) w = CK_PART(load_row)(tile->wy + (int64_t)r * CK_LANES);
    wy[r] = CK_PART(scale_row)(&w, &root);
  }
  int32_t done = 0;
  for (; done + CK_BLOCK <= lines; done += CK_BLOCK) {
    CK_PART(residuals)(
        model, interval, regimes, tile->we, &root, wy, done, CK_BLOCK, &residual[done]);
  }
  for (; done < lines; done++) {
    CK_PART(residuals)(model, interval, regimes, tile->we, &root, wy, done, 1, &residual[done]);
  }

  CK_PART(row) common = {};
  for (int32_t m = 0; m < model->members; m++) {
    CK_PART(add_row)(model->member_weight[m], &residual[model->member[m]], &common);
  }

  CK_PART(terms) terms;
  terms.half = &half;
  terms.common = &common;
  terms.df = df;
  for (int32_t first = 0; first < lines; first += CK_PART(chunk)) {
    int32_t rest = lines - first, count = rest < CK_PART(chunk) ? rest : CK_PART(chunk);
    int64_t at = (int64_t)first * CK_LANES;
    const float *beta = model->beta + (int64_t)first * factors;
    float *kept = tile->price_moves ? tile->price_moves + at : NULL;
    CK_PART(set_terms)(model, interval, first, count, &terms);
    if (model->members > 0) {
      CK_PART(move_chunk)(
          regimes, &terms, count, 1, factors, beta, residual + first, tile->price + at, kept);
    } else {
      CK_PART(move_chunk)(
          regimes, &terms, count, 0, factors, beta, residual + first, tile->price + at, kept);
    }
  }
}

#undef CK_BLOCK

CK_INLINE CK_PART(regimes) CK_PART(regimes_of)(const float *stress) {
  CK_PART(regimes) regimes = {.mixed = 1};
  for (int q = 0; q < CK_QUARTERS; q++) {
    regimes.stressed[q] = CK_LOAD(stress + 16 * q) != 0.0f;
  }
  return regimes;
}

static void CK_PART(follow)(
    const ck_model *model, const ck_interval *interval, const float *price_moves,
    const float *factor_moves, const float *stress, float *price, float *level) {
  CK_PART(regimes) regimes = CK_PART(regimes_of)(stress);
  for (int32_t k = 0; k < model->factors; k++) {
    int64_t at = (int64_t)k * CK_LANES;
    CK_PART(row) df = CK_PART(load_row)(factor_moves + at);
    CK_PART(move_level)(interval, k, &regimes, &df, level + at);
  }
  for (int64_t i = 0; i < (int64_t)model->lines * CK_LANES; i += 16) {
    CK_STORE(price + i, CK_LOAD(price + i) + CK_LOAD(price_moves + i));
  }
}

static void CK_PART(advance)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile) {
  CK_PART(regimes) regimes = CK_PART(regimes_of)(tile->stress);
  int32_t stressed = 0;
  for (int32_t lane = 0; lane < CK_LANES; lane++) stressed += tile->stress[lane] != 0.0f;
  if (stressed == 0 || stressed == CK_LANES) {
    const CK_PART(regimes) one = {.mixed = 0, .first = stressed != 0};
    CK_PART(advance_regimes)(model, interval, tile, &one);
  } else {
    CK_PART(advance_regimes)(model, interval, tile, &regimes);
  }
}

// --- extremes inside an interval -----------------------------------------------------------------

// The larger or smaller of two, b where they are equal or either is no number: one instruction each,
// which the functions of IEEE 754 are not.
CK_INLINE f16 CK_PART(larger)(f16 a, f16 b) { return CK_PART(pick)(a > b, a, b); }

CK_INLINE f16 CK_PART(smaller)(f16 a, f16 b) { return CK_PART(pick)(a < b, a, b); }

// The inverses of the middles of sixteen parts of 1...2, rounded to float, and their logarithms.
static const float CK_PART(inverses)[16] = {
    0x1.f07c2p-1f, 0x1.d41d42p-1f, 0x1.bacf92p-1f, 0x1.a41a42p-1f,
    0x1.8f9c18p-1f, 0x1.7d05f4p-1f, 0x1.6c16c2p-1f, 0x1.5c9882p-1f,
    0x1.4e5e0ap-1f, 0x1.414142p-1f, 0x1.3521dp-1f, 0x1.29e412p-1f,
    0x1.1f7048p-1f, 0x1.15b1e6p-1f, 0x1.0c9714p-1f, 0x1.041042p-1f,
};
static const float CK_PART(inverse_logs)[16] = {
    -0x1.f8299p-6f, -0x1.6f0d28p-4f, -0x1.29552cp-3f, -0x1.9525a8p-3f,
    -0x1.fb918cp-3f, -0x1.2e8e2cp-2f, -0x1.5d1bdap-2f, -0x1.89a33ap-2f,
    -0x1.b44f7ap-2f, -0x1.dd469ep-2f, -0x1.02552ap-1f, -0x1.154c3ep-1f,
    -0x1.2795ep-1f, -0x1.393e0ep-1f, -0x1.4a4f88p-1f, -0x1.5ad402p-1f,
};

// The whole part of the logarithm of base 2, of numbers that are normal and above zero.
CK_INLINE f16 CK_PART(exponent)(f16 x) {
#if CK_VARIANT == 4
  return (f16)_mm512_getexp_ps((__m512)x);
#else
  return __builtin_convertvector(((i16)x >> 23) - 127, f16);
#endif
}

// The middle of one of 2^16 parts of 0...1: the number of the part makes a mantissa of 128, and so
// counts parts above it.
CK_INLINE f16 CK_PART(middle)(u16 part) {
  return (f16)(part | 0x43000000) - (128.0f - 0x1p-17f);
}

// -ln u of four times sixteen numbers u below 1, within 7e-7. With the mantissa m in the part whose
// middle has the inverse c, ln m = ln(1 + r) - ln c and r = m c - 1 is small. Step by step, as none
// of the four waits for another.
CK_INLINE void CK_PART(exponentials)(const f16 *u, f16 *out) {
  f16 r[4], y[4];
  for (int w = 0; w < 4; w++) {
    i16 part = (i16)u[w] >> 19;
    f16 mantissa = (f16)(((i16)u[w] & 0x007fffff) | 0x3f800000);
    f16 inverse = CK_PART(entries16)(CK_PART(inverses), part);
    r[w] = CK_FMA(mantissa, inverse, CK_PART(splat)(-1.0f));
    y[w] = CK_PART(entries16)(CK_PART(inverse_logs), part);
  }
  for (int w = 0; w < 4; w++) {
    f16 p = CK_FMA(r[w], CK_PART(splat)(0.25f), CK_PART(splat)(-0x1.555556p-2f));
    p = CK_FMA(p, r[w], CK_PART(splat)(0.5f));
    p = CK_FMA(p, r[w], CK_PART(splat)(-1.0f));
    y[w] = CK_FMA(CK_PART(exponent)(u[w]), CK_PART(splat)(-0x1.62e43p-1f), y[w]);
    out[w] = CK_FMA(p, r[w], y[w]);
  }
}

// Takes the extremes of sixteen paths on their way from `from` to `to` into peak and fall, given
// the exponentials that they are drawn from. A new peak of a falling leg is taken to come before
// its low, of a rising leg after it.
CK_INLINE void CK_PART(observe)(
    f16 spread, f16 up, f16 down, const float *from, const float *to, float *peak, float *fall) {
  f16 a = CK_LOAD(from), b = CK_LOAD(to), top = CK_LOAD(peak);
  f16 square = (b - a) * (b - a), sum = a + b;
  f16 high = 0.5f * (sum + __builtin_elementwise_sqrt(CK_FMA(spread, up, square)));
  f16 low = 0.5f * (sum - __builtin_elementwise_sqrt(CK_FMA(spread, down, square)));
  f16 highest = CK_PART(larger)(high, top);
  f16 start = CK_PART(pick)(b <= a, highest, top);
  f16 deepest = CK_PART(smaller)(low - start, b - highest);
  CK_STORE(peak, highest);
  CK_STORE(fall, CK_PART(smaller)(CK_LOAD(fall), deepest));
}

// The exponentials of a group of assets, each half a word.
CK_INLINE void CK_PART(exponential_rows)(
    const CK_PART(block) *words, int32_t count, CK_PART(row) *up, CK_PART(row) *down) {
  for (int32_t g = 0; g < count; g++) {
    for (int q = 0; q < CK_QUARTERS; q += 2) {
      const u16 *word = words[g].word + q;
      const f16 halves[4] = {
          CK_PART(middle)(word[0] >> 16), CK_PART(middle)(word[0] & 0xffff),
          CK_PART(middle)(word[1] >> 16), CK_PART(middle)(word[1] & 0xffff),
      };
      f16 drawn[4];
      CK_PART(exponentials)(halves, drawn);
      for (int k = 0; k < 2; k++) {
        up[g].part[q + k] = drawn[2 * k];
        down[g].part[q + k] = drawn[2 * k + 1];
      }
    }
  }
}

static void CK_PART(extremes)(
    const ck_bridge *bridge, uint64_t seed, uint64_t tile, uint32_t step, float *from,
    const float *to, float *peak, float *fall) {
  CK_PART(row) v = CK_PART(load_row)(bridge->variance);
  for (int q = 0; q < CK_QUARTERS; q++) v.part[q] *= 2.0f * bridge->days;
  CK_PART(regimes) regimes = CK_PART(regimes_of)(bridge->stress);
  CK_PART(address) address = CK_PART(at_step)(seed, tile, step, bridge->pairs);
  // Words of some assets first, their exponentials next and their extremes then: each of these
  // fills all registers, and none waits for what is before it in the same loop.
  enum { group = 16 };
  CK_PART(block) words[group];
  CK_PART(row) up[group], down[group];
  for (int32_t first = 0; first < bridge->assets; first += group) {
    int32_t rest = bridge->assets - first, count = rest < group ? rest : group;
    const uint32_t *streams = bridge->streams + first;
    int32_t done = 0;
    for (; done + CK_STREAMS <= count; done += CK_STREAMS) {
      CK_PART(words_of_some)(&address, streams + done, CK_STREAMS, words + done);
    }
    for (; done < count; done++) CK_PART(words_of_some)(&address, streams + done, 1, words + done);
    CK_PART(exponential_rows)(words, count, up, down);
    for (int32_t g = 0; g < count; g++) {
      int32_t row = bridge->rows[first + g];
      for (int q = 0; q < CK_QUARTERS; q++) {
        int64_t at = (int64_t)row * CK_LANES + 16 * q;
        f16 spread = CK_PART(by_regime)(
            &regimes, q, bridge->per_day[0][row], bridge->per_day[1][row]);
        CK_PART(observe)(
            spread * v.part[q], up[g].part[q], down[g].part[q], from + at, to + at, peak + at,
            fall + at);
        CK_STORE(from + at, CK_LOAD(to + at));
      }
    }
  }
}

#undef CK_STREAMS
#undef CK_WORDS
