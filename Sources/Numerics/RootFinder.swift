internal import CGSL

/// The root of a function between two points where its sign differs, by Brent's method.
enum RootFinder {
  private struct Context { let function: (Double) -> Double }

  /// Narrows the bracket until it is below the tolerance, absolute plus relative.
  static func root(
    between low: Double,
    and high: Double,
    tolerance: Double = 1e-14,
    of function: @escaping (Double) -> Double
  ) throws(GSLError) -> Double {
    let solver = try GSL.allocate("gsl_root_fsolver_alloc") {
      gsl_root_fsolver_alloc(cgsl_brent())
    }
    defer { gsl_root_fsolver_free(solver) }
    var context = Context(function: function)
    var status = Int32(GSL_CONTINUE)
    withUnsafeMutablePointer(to: &context) { pointer in
      var target = gsl_function(
        function: { x, parameters in
          parameters?.assumingMemoryBound(to: Context.self).pointee.function(x) ?? .nan
        },
        params: UnsafeMutableRawPointer(pointer)
      )
      status = withUnsafeMutablePointer(to: &target) { target in
        search(solver, target, low, high, tolerance)
      }
    }
    let result = status
    try GSL.call("gsl_root_fsolver_iterate") { result }
    return gsl_root_fsolver_root(solver)
  }

  private static func search(
    _ solver: UnsafeMutablePointer<gsl_root_fsolver>,
    _ target: UnsafeMutablePointer<gsl_function>,
    _ low: Double,
    _ high: Double,
    _ tolerance: Double
  ) -> Int32 {
    var status = gsl_root_fsolver_set(solver, target, low, high)
    guard status == GSL_SUCCESS else { return status }
    for _ in 0..<200 {
      status = gsl_root_fsolver_iterate(solver)
      guard status == GSL_SUCCESS else { return status }
      let (lower, upper) = (gsl_root_fsolver_x_lower(solver), gsl_root_fsolver_x_upper(solver))
      status = gsl_root_test_interval(lower, upper, tolerance, tolerance)
      guard status != GSL_SUCCESS else { return status }
    }
    return Int32(GSL_EMAXITER)
  }
}
