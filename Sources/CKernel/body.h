// The whole body, for one instruction set: CK_VARIANT and CK_PART are set by variants.c.
#include "body_draws.h"
#include "body_elementary.h"
#include "body_double.h"
#include "body_advance.h"
#include "body_tally.h"

static const struct functions CK_PART(functions) = {
    .level = CK_VARIANT,
    .words = CK_PART(words),
    .philox_block = CK_PART(philox_block),
    .quantiles = CK_PART(quantiles),
    .symmetric_quantiles = CK_PART(symmetric_quantiles),
    .normal_rows = CK_PART(normal_rows),
    .combine = CK_PART(combine),
    .exposures = CK_PART(exposures),
    .advance = CK_PART(advance),
    .axpy = CK_PART(axpy),
    .lead = CK_PART(lead),
    .regimes = CK_PART(regimes_next),
    .prints = CK_PART(prints),
    .add = CK_PART(add),
    .difference = CK_PART(difference),
    .fall = CK_PART(fall),
    .jump = CK_PART(jump),
    .count_between = CK_PART(count_between),
    .parts = CK_PART(parts),
    .index = CK_PART(index),
    .extremes = CK_PART(extremes),
    .follow = CK_PART(follow),
    .exp_d = CK_PART(exp_d),
    .log_d = CK_PART(log_d),
    .log_mean_exp = CK_PART(log_mean_exp),
    .exp = CK_PART(exp),
    .expm1 = CK_PART(expm1),
    .log = CK_PART(log),
    .log1p = CK_PART(log1p),
    .gather = CK_PART(gather),
    .count_bins = CK_PART(count_bins),
    .sums = CK_PART(sums),
    .split = CK_PART(split),
    .count_below = CK_PART(count_below),
    .tail_sum = CK_PART(tail_sum),
    .count_worse = CK_PART(count_worse),
};
