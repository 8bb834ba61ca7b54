"""Random numbers by address, and the laws that are drawn from them."""

import math
import zlib

import numpy as np

BATCH = 64


class Draws:
    """Random numbers by address: seed, chunk of paths and the name of what they are for."""

    def __init__(self, seed, chunk, batches, real):
        self.seed, self.chunk, self.batches, self.real = seed, chunk, batches, real

    def generator(self, name):
        key = [self.seed & 0xFFFFFFFF, self.seed >> 32, self.chunk, zlib.crc32(name.encode()),
               zlib.adler32(name.encode())]
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(key)))

    def uniforms(self, name):
        return self.generator(name).random((self.batches, BATCH))

    def normals(self, name, rows=None):
        shape = (self.batches, BATCH) if rows is None else (self.batches, rows, BATCH)
        return self.generator(name).standard_normal(shape, dtype=self.real)

    def parameter(self, count):
        """One row of standard normals for each batch."""
        return self.generator("parameters").standard_normal((self.batches, count))

    def chi_square(self, name, freedom):
        return 2 * self.generator(name).standard_gamma(freedom / 2, (self.batches, BATCH))

def sample(law, name, draws):
    """A driver's value on each path, monotone in one draw, so that arms share their worlds."""
    if "constant" in law:
        return np.full((draws.batches, BATCH), law["constant"])
    if "branches" in law:
        limits = np.array(law["word_limits"]) / 2.0**32
        return np.array(law["branches"])[np.searchsorted(limits, draws.uniforms(name), "right")]
    if "normal" in law:
        mean, deviation = law["normal"]
        return mean + deviation * draws.normals(name)
    if "rounded" in law:
        mean, deviation = law["rounded"]
        grid = law["grid"]
        value = mean + deviation * draws.normals(name)
        return np.floor(value / grid + 0.5) * grid - law["offset"]
    if "student_t" in law:
        (mean, deviation), nu = law["student_t"], law["freedom"]
        t = draws.normals(name) / np.sqrt(draws.chi_square(name + "/chi", nu) / nu)
        return mean + deviation * math.sqrt((nu - 2) / nu) * t
    low, high = law["uniform"]
    return low + (high - low) * draws.uniforms(name)
