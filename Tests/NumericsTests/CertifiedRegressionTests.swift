import Numerics
import Testing

/// The regression code against exact rational arithmetic, on NIST's reference data sets.
@Suite("Certified regressions")
struct CertifiedRegressionTests {
  /// One data set with its design.
  struct Case: Sendable, CustomTestStringConvertible {
    let regression: CertifiedRegression
    let design: Matrix

    var testDescription: String { regression.name }

    /// A polynomial of the degree, each power multiplied up from the left.
    init(_ regression: CertifiedRegression, degree: Int) {
      self.regression = regression
      design = Matrix(
        regression.x.map { x in
          (0...degree).map { k in (0..<k).reduce(1.0) { power, _ in power * x } }
        }
      )
    }

    /// Rows of so many regressors, with or without a column of ones.
    init(_ regression: CertifiedRegression, regressors: Int, intercept: Bool) {
      self.regression = regression
      design = Matrix(
        stride(from: 0, to: regression.x.count, by: regressors).map { start in
          (intercept ? [1] : []) + regression.x[start..<(start + regressors)]
        }
      )
    }

    func fit() throws -> LeastSquares {
      try LeastSquares(design: design, response: regression.response, covariance: .classical)
    }
  }

  static let sets = [
    Case(.norris, degree: 1),
    Case(.pontius, degree: 2),
    Case(.noInt1, regressors: 1, intercept: false),
    Case(.noInt2, regressors: 1, intercept: false),
    Case(.longley, regressors: 6, intercept: true),
    Case(.wampler1, degree: 5),
    Case(.wampler2, degree: 5),
    Case(.wampler3, degree: 5),
    Case(.wampler4, degree: 5),
    Case(.wampler5, degree: 5),
    Case(.filipRounded, degree: 10),
  ]

  /// NIST asks how many digits agree; twelve do, where 1e-9 would be nine.
  @Test("coefficients and their standard deviations agree to twelve digits", arguments: sets)
  func certified(_ certified: Case) throws {
    let fit = try certified.fit()
    expectAgreement(
      fit.coefficients,
      certified.regression.coefficients,
      absolute: 0,
      relative: 1e-12
    )
    // Where the fit is exact the deviation is 0, up to the decimals that doubles cannot hold.
    expectAgreement(
      fit.standardErrors,
      certified.regression.standardErrors,
      absolute: certified.regression.standardErrors.contains(0) ? 1e-14 : 0,
      relative: 1e-12
    )
  }

  /// Powers up to the tenth, of condition 5e9 however they are scaled: rounding them to doubles
  /// alone moves the exact answer by 1.3e-8, which is what remains here.
  @Test("Filip's own values are reached as far as its powers fit into doubles")
  func filip() throws {
    let fit = try Case(.filip, degree: 10).fit()
    expectAgreement(
      fit.coefficients,
      CertifiedRegression.filip.coefficients,
      absolute: 0,
      relative: 2e-8
    )
    expectAgreement(
      fit.standardErrors,
      CertifiedRegression.filip.standardErrors,
      absolute: 0,
      relative: 3e-9
    )
  }

  /// Scaling must not show: each column's coefficient only changes its unit.
  @Test("units of regressors change nothing but the units of coefficients")
  func units() throws {
    let longley = Case(.longley, regressors: 6, intercept: true)
    let units = [1e-90, 1e7, 3, 1e-12, 0.1, 1e40, 7e-30]
    let design = Matrix(
      rows: longley.design.rows,
      columns: units.count,
      elements: longley.design.elements.indices.map {
        longley.design.elements[$0] * units[$0 % units.count]
      }
    )
    let fit = try LeastSquares(design: design, response: longley.regression.response)
    let plain = try LeastSquares(design: longley.design, response: longley.regression.response)
    for (k, unit) in units.enumerated() {
      expectAgreement(fit.coefficients[k] * unit, plain.coefficients[k], absolute: 0)
      // HC3 errors are not refined and lose the digits of Longley's condition, 4e4, twice.
      expectAgreement(
        fit.standardErrors[k] * unit,
        plain.standardErrors[k],
        absolute: 0,
        relative: 2e-8
      )
    }
  }
}
