internal import CKernel

/// Elementary functions whose bits are the same on every machine.
package enum Elementary {
  /// The exponential, below 2 ulp.
  package static func exp(_ x: Double) -> Double { ck_exp_d(x) }

  /// The natural logarithm, below 2 ulp.
  package static func log(_ x: Double) -> Double { ck_log_d(x) }
}
