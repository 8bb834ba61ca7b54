// The move of a tile over an interval; one of the parts of the kernel's body (see variants.c).
//
// A lane takes the coefficients of its own regime: what is multiplied by those of the other is
// zero there, and fma(c, 0, sum) is sum. So coefficients are broadcast and not chosen by lane, but
// for the constant that a line's sum begins with.

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

// The parts of a tile in each regime: x where it is in regime s, 0 elsewhere.
CK_INLINE void CK_PART(by_regime)(
    const CK_PART(row) *x, const float *stress, CK_PART(row) *calm, CK_PART(row) *stressed) {
  for (int q = 0; q < CK_QUARTERS; q++) {
    i16 mask = CK_LOAD(stress + 16 * q) != 0.0f;
    calm->part[q] = (f16)(~mask & (i16)x->part[q]);
    stressed->part[q] = (f16)(mask & (i16)x->part[q]);
  }
}

// Moves the level of factor k by its innovation; where[s] is 1 in regime s and 0 elsewhere.
CK_INLINE void CK_PART(move_level)(
    const ck_interval *interval, int32_t k, const CK_PART(row) *where, int first, int last,
    const CK_PART(row) *df, float *at) {
  CK_PART(row) level = CK_PART(load_row)(at);
  // A level that does not revert must not be rounded through its distance from home.
  if (interval->decay[k] != 1.0f) {
    CK_PART(row) home = {};
    for (int s = first; s <= last; s++) {
      CK_PART(add_row)(interval->long_run[s][k], &where[s], &home);
    }
    f16 decay = CK_PART(splat)(interval->decay[k]);
    for (int q = 0; q < CK_QUARTERS; q++) {
      level.part[q] = CK_FMA(level.part[q] - home.part[q], decay, home.part[q]);
    }
  }
  CK_PART(add_row)(interval->innovation_scale[k], df, &level);
  CK_PART(store_row)(at, &level);
}

static void CK_PART(exposures)(
    const float *beta, int32_t factors, int32_t stride, const float *cholesky, float rho,
    float *total, float *lead) {
  for (int32_t i = 0; i < stride; i += 16) {
    f16 sum = {}, led = {};
    for (int32_t j = 0; j < factors; j++) {
      f16 move = {};
      for (int32_t k = j; k < factors; k++) {
        f16 lower = CK_PART(splat)(cholesky[(int64_t)k * factors + j]);
        move = CK_FMA(lower, CK_LOAD(beta + (int64_t)k * stride + i), move);
      }
      if (j == 0) led = (rho * move) * (rho * move);
      sum = CK_FMA(move, move, sum);
    }
    CK_STORE(total + i, sum);
    CK_STORE(lead + i, led);
  }
}

// `first`...`last` are the regimes that occur in the tile.
CK_INLINE void CK_PART(advance_regimes)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile, int first, int last) {
  const int32_t lines = model->lines, factors = model->factors, ranks = model->ranks;
  CK_PART(row) df[factors > 0 ? factors : 1], residual[lines > 0 ? lines : 1];
  CK_PART(row) wf[2][factors > 0 ? factors : 1], wy[2][ranks > 0 ? ranks : 1];
  CK_PART(row) v = CK_PART(load_row)(tile->variance), root, one, in[2], half[2], where[2];
  for (int q = 0; q < CK_QUARTERS; q++) {
    root.part[q] = __builtin_elementwise_sqrt(v.part[q]) * tile->scale;
    one.part[q] = CK_PART(splat)(1.0f);
    v.part[q] *= -0.5f * interval->days;
  }
  CK_PART(by_regime)(&root, tile->stress, &in[0], &in[1]);
  CK_PART(by_regime)(&v, tile->stress, &half[0], &half[1]);
  CK_PART(by_regime)(&one, tile->stress, &where[0], &where[1]);

  for (int32_t k = 0; k < factors; k++) {
    CK_PART(row) w = CK_PART(load_row)(tile->wf + (int64_t)k * CK_LANES);
    for (int s = first; s <= last; s++) wf[s][k] = CK_PART(scale_row)(&w, &in[s]);
  }
  for (int32_t k = 0; k < factors; k++) {
    CK_PART(row) sum = {};
    for (int s = first; s <= last; s++) {
      for (int32_t j = 0; j <= k; j++) {
        CK_PART(add_row)(interval->cholesky[s][(int64_t)k * factors + j], &wf[s][j], &sum);
      }
    }
    df[k] = sum;
    int64_t at = (int64_t)k * CK_LANES;
    if (tile->factor_moves) CK_PART(store_row)(tile->factor_moves + at, &sum);
    CK_PART(move_level)(interval, k, where, first, last, &df[k], tile->level + at);
  }

  for (int32_t r = 0; r < ranks; r++) {
    CK_PART(row) w = CK_PART(load_row)(tile->wy + (int64_t)r * CK_LANES);
    for (int s = first; s <= last; s++) wy[s][r] = CK_PART(scale_row)(&w, &in[s]);
  }
  for (int32_t i = 0; i < lines; i++) {
    CK_PART(row) w = CK_PART(load_row)(tile->we + (int64_t)i * CK_LANES), sum = {};
    for (int s = first; s <= last; s++) {
      CK_PART(row) e = CK_PART(scale_row)(&w, &in[s]);
      CK_PART(add_row)(model->own[s][i], &e, &sum);
      for (int32_t r = 0; r < ranks; r++) {
        CK_PART(add_row)(model->residual[s][(int64_t)i * ranks + r], &wy[s][r], &sum);
      }
    }
    for (int q = 0; q < CK_QUARTERS; q++) sum.part[q] *= interval->root_g[i];
    residual[i] = sum;
  }

  CK_PART(row) common = {}, shared[2];
  for (int32_t m = 0; m < model->members; m++) {
    CK_PART(add_row)(model->member_weight[m], &residual[model->member[m]], &common);
  }
  CK_PART(by_regime)(&common, tile->stress, &shared[0], &shared[1]);

  for (int32_t i = 0; i < lines; i++) {
    CK_PART(row) move;
    f16 drift[2];
    float lead[2];
    for (int s = first; s <= last; s++) {
      lead[s] = interval->lead_variance[s][i] * interval->lead_days;
      drift[s] = CK_PART(splat)(model->drift[i] * interval->days - 0.5f * lead[s]);
    }
    for (int q = 0; q < CK_QUARTERS; q++) {
      move.part[q] = first == last
          ? drift[first]
          : CK_PART(pick)(where[1].part[q] != 0.0f, drift[1], drift[0]);
    }
    for (int s = first; s <= last; s++) {
      float variance = interval->factor_variance[s][i] + interval->residual_variance[s][i];
      variance -= lead[s] / interval->days;
      CK_PART(add_row)(variance, &half[s], &move);
      if (model->members > 0) {
        CK_PART(add_row)(-interval->projection[s][i], &shared[s], &residual[i]);
      }
    }
    for (int32_t k = 0; k < factors; k++) {
      CK_PART(add_row)(model->beta[(int64_t)i * factors + k], &df[k], &move);
    }
    float *at = tile->price + (int64_t)i * CK_LANES;
    for (int q = 0; q < CK_QUARTERS; q++) {
      move.part[q] += residual[i].part[q];
      CK_STORE(at + 16 * q, CK_LOAD(at + 16 * q) + move.part[q]);
    }
    if (tile->price_moves) {
      CK_PART(store_row)(tile->price_moves + (int64_t)i * CK_LANES, &move);
    }
  }
}

static void CK_PART(follow)(
    const ck_model *model, const ck_interval *interval, const float *price_moves,
    const float *factor_moves, const float *stress, float *price, float *level) {
  CK_PART(row) one, where[2];
  for (int q = 0; q < CK_QUARTERS; q++) one.part[q] = CK_PART(splat)(1.0f);
  CK_PART(by_regime)(&one, stress, &where[0], &where[1]);
  for (int32_t k = 0; k < model->factors; k++) {
    int64_t at = (int64_t)k * CK_LANES;
    CK_PART(row) df = CK_PART(load_row)(factor_moves + at);
    CK_PART(move_level)(interval, k, where, 0, 1, &df, level + at);
  }
  for (int64_t i = 0; i < (int64_t)model->lines * CK_LANES; i += 16) {
    CK_STORE(price + i, CK_LOAD(price + i) + CK_LOAD(price_moves + i));
  }
}

static void CK_PART(advance)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile) {
  int32_t stressed = 0;
  for (int32_t lane = 0; lane < CK_LANES; lane++) stressed += tile->stress[lane] != 0.0f;
  if (stressed == 0) {
    CK_PART(advance_regimes)(model, interval, tile, 0, 0);
  } else if (stressed == CK_LANES) {
    CK_PART(advance_regimes)(model, interval, tile, 1, 1);
  } else {
    CK_PART(advance_regimes)(model, interval, tile, 0, 1);
  }
}

// --- extremes inside an interval -----------------------------------------------------------------

// -ln((k + 0.5) / 65536) of sixteen numbers k below 65536, within 3e-7: the exponent, and a
// polynomial in the mantissa less 1 on sqrt(1/2)...sqrt(2).
CK_INLINE f16 CK_PART(exponential)(u16 k) {
  f16 x = __builtin_convertvector((i16)k, f16) + 0.5f;
  i16 bits = (i16)x;
  i16 e = (bits - 0x3f3504f3) >> 23;
  f16 f = (f16)(bits - (e << 23)) - 1.0f;
  f16 p = CK_PART(splat)(-0x1.9afc34p-4f);
  p = CK_FMA(p, f, CK_PART(splat)(0x1.4e8d2ep-3f));
  p = CK_FMA(p, f, CK_PART(splat)(-0x1.62d720p-3f));
  p = CK_FMA(p, f, CK_PART(splat)(0x1.974feep-3f));
  p = CK_FMA(p, f, CK_PART(splat)(-0x1.ff35e4p-3f));
  p = CK_FMA(p, f, CK_PART(splat)(0x1.555a64p-2f));
  p = CK_FMA(p, f, CK_PART(splat)(-0x1.0000c4p-1f));
  p = CK_FMA(p, f, CK_PART(splat)(1.0f));
  f16 whole = __builtin_convertvector(16 - e, f16);
  f16 y = CK_FMA(whole, CK_PART(splat)(0x1.62e43p-1f), -(p * f));
  return __builtin_elementwise_max(y, (f16){});
}

static void CK_PART(extremes)(
    const ck_bridge *bridge, uint64_t seed, uint64_t tile, uint32_t step, const float *from,
    const float *to, float *peak, float *fall) {
  CK_PART(row) v = CK_PART(load_row)(bridge->variance), scale[2];
  for (int q = 0; q < CK_QUARTERS; q++) v.part[q] *= 2.0f * bridge->days;
  CK_PART(by_regime)(&v, bridge->stress, &scale[0], &scale[1]);
  CK_PART(address) address = CK_PART(at_step)(seed, tile, step, bridge->pairs);
  for (int32_t i = 0; i < bridge->assets; i++) {
    CK_PART(block) words = CK_PART(words_of)(&address, bridge->streams[i]);
    CK_PART(row) spread = {};
    for (int s = 0; s < 2; s++) CK_PART(add_row)(bridge->per_day[s][i], &scale[s], &spread);
    for (int q = 0; q < CK_QUARTERS; q++) {
      int64_t at = (int64_t)i * CK_LANES + 16 * q;
      f16 a = CK_LOAD(from + at), b = CK_LOAD(to + at), top = CK_LOAD(peak + at);
      f16 square = (b - a) * (b - a), sum = a + b;
      f16 up = CK_PART(exponential)(words.word[q] >> 16);
      f16 down = CK_PART(exponential)(words.word[q] & 0xffffu);
      f16 high = 0.5f
          * (sum + __builtin_elementwise_sqrt(CK_FMA(spread.part[q], up, square)));
      f16 low = 0.5f
          * (sum - __builtin_elementwise_sqrt(CK_FMA(spread.part[q], down, square)));
      // A new peak of a falling leg is taken to come before its low, of a rising leg after it.
      i16 after = (high > top) & (b <= a);
      f16 start = CK_PART(pick)(after, high, top);
      f16 highest = __builtin_elementwise_max(high, top);
      f16 deepest = __builtin_elementwise_min(low - start, b - highest);
      CK_STORE(peak + at, highest);
      CK_STORE(fall + at, __builtin_elementwise_min(CK_LOAD(fall + at), deepest));
    }
  }
}
