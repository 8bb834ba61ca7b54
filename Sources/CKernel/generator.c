// The addressed draws behind GSL's generator interface, for everything that is not hot.
#include "CKernel.h"

struct state {
  uint64_t seed, path;
  uint32_t stream, step;
};

static void set(void *state, unsigned long seed) {
  *(struct state *)state = (struct state){.seed = seed};
}

static unsigned long get(void *state) {
  struct state *s = state;
  uint64_t block = s->path / CK_LANES * 16 + s->path % 16;
  uint32_t counter[4] = {(uint32_t)block, (uint32_t)(block >> 32), s->stream, s->step};
  uint32_t key[2] = {(uint32_t)s->seed, (uint32_t)(s->seed >> 32)};
  uint32_t word[4];
  ck_philox_block(counter, key, word);
  s->step++;
  return word[s->path % CK_LANES / 16];
}

// Centred, so that it is never 0 or 1 and 1 - u is exact.
static double get_double(void *state) { return ((double)get(state) + 0.5) * 0x1p-32; }

static const gsl_rng_type philox = {
    .name = "philox4x32-10",
    .max = 0xffffffffu,
    .min = 0,
    .size = sizeof(struct state),
    .set = set,
    .get = get,
    .get_double = get_double,
};

const gsl_rng_type *ck_philox_type(void) { return &philox; }

void ck_philox_seek(gsl_rng *generator, uint64_t seed, uint64_t path, uint32_t stream) {
  *(struct state *)generator->state =
      (struct state){.seed = seed, .path = path, .stream = stream};
}
