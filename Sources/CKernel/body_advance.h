// The move of a tile over an interval; one of the parts of the kernel's body (see variants.c).

// A coefficient of each lane's regime: chosen, never interpolated, so that it is exact.
CK_INLINE f16 CK_PART(regime)(const float *const c[2], int64_t at, int which, i16 stress) {
  if (which >= 0) return CK_PART(splat)(c[which][at]);
  return CK_PART(pick)(stress, CK_PART(splat)(c[1][at]), CK_PART(splat)(c[0][at]));
}

CK_INLINE void CK_PART(advance_lanes)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile, int32_t lane, int which) {
  const int32_t lines = model->lines, factors = model->factors, ranks = model->ranks;
  f16 df[factors > 0 ? factors : 1], wy[ranks > 0 ? ranks : 1], residual[lines > 0 ? lines : 1];
  f16 v = CK_LOAD(tile->variance + lane);
  f16 root = __builtin_elementwise_sqrt(v);
  i16 stress = CK_LOAD(tile->stress + lane) != 0.0f;

  for (int32_t k = 0; k < factors; k++) {
    f16 sum = {};
    for (int32_t j = 0; j <= k; j++) {
      f16 c = CK_PART(regime)(model->cholesky, (int64_t)k * factors + j, which, stress);
      sum = CK_FMA(c, CK_LOAD(tile->wf + (int64_t)j * CK_LANES + lane), sum);
    }
    df[k] = root * sum;
    float *at = tile->level + (int64_t)k * CK_LANES + lane;
    f16 home = CK_PART(regime)(interval->long_run, k, which, stress);
    f16 level = CK_LOAD(at);
    // A level that does not revert must not be rounded through its distance from home.
    f16 reverted = interval->decay[k] == 1.0f
        ? level
        : CK_FMA(level - home, CK_PART(splat)(interval->decay[k]), home);
    CK_STORE(at, CK_FMA(df[k], CK_PART(splat)(interval->innovation_scale[k]), reverted));
  }

  for (int32_t r = 0; r < ranks; r++) wy[r] = CK_LOAD(tile->wy + (int64_t)r * CK_LANES + lane);
  for (int32_t i = 0; i < lines; i++) {
    f16 sum = CK_PART(regime)(model->own, i, which, stress)
        * CK_LOAD(tile->we + (int64_t)i * CK_LANES + lane);
    for (int32_t r = 0; r < ranks; r++) {
      f16 c = CK_PART(regime)(model->residual, (int64_t)i * ranks + r, which, stress);
      sum = CK_FMA(c, wy[r], sum);
    }
    residual[i] = (root * interval->root_g[i]) * sum;
  }

  f16 common = {};
  for (int32_t m = 0; m < model->members; m++) {
    common = CK_FMA(CK_PART(splat)(model->member_weight[m]), residual[model->member[m]], common);
  }

  f16 half = v * (-0.5f * interval->days);
  for (int32_t i = 0; i < lines; i++) {
    f16 variance = CK_PART(regime)(model->factor_variance, i, which, stress)
        + CK_PART(regime)(interval->residual_variance, i, which, stress);
    f16 move = CK_FMA(half, variance, CK_PART(splat)(model->drift[i] * interval->days));
    for (int32_t k = 0; k < factors; k++) {
      move = CK_FMA(CK_PART(splat)(model->beta[(int64_t)i * factors + k]), df[k], move);
    }
    f16 own = residual[i];
    if (model->members > 0) {
      own = CK_FMA(-CK_PART(regime)(interval->projection, i, which, stress), common, own);
    }
    float *at = tile->price + (int64_t)i * CK_LANES + lane;
    CK_STORE(at, CK_LOAD(at) + (move + own));
  }
}

static void CK_PART(advance)(
    const ck_model *model, const ck_interval *interval, ck_tile *tile) {
  int32_t stressed = 0;
  for (int32_t lane = 0; lane < CK_LANES; lane++) stressed += tile->stress[lane] != 0.0f;
  for (int32_t lane = 0; lane < CK_LANES; lane += 16) {
    if (stressed == 0) {
      CK_PART(advance_lanes)(model, interval, tile, lane, 0);
    } else if (stressed == CK_LANES) {
      CK_PART(advance_lanes)(model, interval, tile, lane, 1);
    } else {
      CK_PART(advance_lanes)(model, interval, tile, lane, -1);
    }
  }
}
