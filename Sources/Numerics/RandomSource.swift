internal import CGSL
internal import CKernel

/// All the random numbers of a study: equal sources give equal draws.
package struct RandomSource: Hashable, Sendable {
  package let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }
}

/// A generator owned by one task; it cannot be copied, so it cannot be shared.
///
/// Draw number k after `seek` is the draw at step k of the address (seed, path, stream, step), the
/// same one the kernel takes for that path's lane.
package struct RandomStream: ~Copyable {
  private let handle: UnsafeMutablePointer<gsl_rng>
  private let source: RandomSource

  package init(_ source: RandomSource) throws(GSLError) {
    self.source = source
    handle = try GSL.allocate("gsl_rng_alloc") { gsl_rng_alloc(ck_philox_type()) }
    ck_philox_seek(handle, source.seed, 0, 0)
  }

  deinit { gsl_rng_free(handle) }

  /// Moves to the first draw of one stream of one path.
  package mutating func seek(path: Int, stream: UInt32) {
    ck_philox_seek(handle, source.seed, UInt64(path), stream)
  }

  /// A word of 32 random bits.
  package mutating func word() -> UInt32 { UInt32(truncatingIfNeeded: gsl_rng_get(handle)) }

  /// A uniform draw, never 0 or 1.
  package mutating func uniform() -> Double { gsl_rng_uniform(handle) }

  /// A standard normal draw, by inversion: exactly one uniform for each normal.
  package mutating func normal() -> Double { gsl_cdf_ugaussian_Pinv(gsl_rng_uniform(handle)) }
}
