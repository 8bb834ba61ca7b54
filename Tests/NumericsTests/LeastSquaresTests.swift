import Numerics
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  private static let target = [-5.0, 2, 0, 8, -3, 1, 4, -7]
  private static let yearAhead = [-6.0, 5, 3, 7, -8, -2, 6, -4]
  private static let equity = [0.3, -0.25, 0.05, -0.45, 0.2, 0.1, -0.3, 0.35]

  private static func design(_ columns: [Double]...) -> Matrix {
    Matrix(columns[0].indices.map { i in [1] + columns.map { $0[i] } })
  }

  @Test("target and path responses with both standard errors of case TP01")
  func targetAndPath() throws {
    let first = try LeastSquares(
      design: Self.design(Self.target),
      response: Self.yearAhead,
      covariance: .classical
    )
    expectAgreement(first.coefficients, [0.125, 1.0119047619047619])
    let path = [
      -1.0654761904761905, 2.8511904761904763, 2.875, -1.2202380952380953, -5.089285714285714,
      -3.136904761904762, 1.8273809523809523, 2.9583333333333335,
    ]
    expectAgreement(first.residuals, path)
    let design = Self.design(Self.target, first.residuals)
    let classical = try LeastSquares(
      design: design,
      response: Self.equity,
      covariance: .classical
    )
    expectAgreement(classical.coefficients, [0, -0.05803571428571429, -0.01770991007034102])
    expectAgreement(
      classical.standardErrors,
      [0.02880300209378286, 0.006285330349368168, 0.009963872847585894]
    )
    expectAgreement(classical.rSquared, 0.9464765851861638)
    let robust = try LeastSquares(design: design, response: Self.equity, covariance: .hc1)
    expectAgreement(
      robust.standardErrors,
      [0.02880300209378286, 0.002402915687904979, 0.011281656951979665]
    )
  }

  /// Source: NIST Statistical Reference Datasets, Norris, certified values.
  @Test("the certified values of NIST's Norris data")
  func norris() throws {
    let y = [
      0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1,
      668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0,
      998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ]
    let x = [
      0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5,
      666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2,
      999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
    ]
    let fit = try LeastSquares(design: Self.design(x), response: y, covariance: .classical)
    expectAgreement(fit.coefficients, [-0.262323073774029, 1.00211681802045], absolute: 1e-12)
    expectAgreement(
      fit.standardErrors,
      [0.232818234301152, 0.429796848199937e-3],
      absolute: 1e-12
    )
    expectAgreement(fit.residualVariance.squareRoot(), 0.884796396144373)
    expectAgreement(fit.rSquared, 0.999993745883712)
  }

  @Test("the robust variances of a mean have their closed forms")
  func mean() throws {
    let y = [1.0, 4, -2, 3, 0.5, 7, -1]
    let ones = Matrix(rows: 7, columns: 1, repeating: 1)
    let centre = y.reduce(0, +) / 7
    let e = y.map { $0 - centre }
    func product(_ lag: Int) -> Double { (lag..<7).reduce(0) { $0 + e[$1] * e[$1 - lag] } }
    let hc3 = try LeastSquares(design: ones, response: y, covariance: .hc3)
    expectAgreement(hc3.covariance[0, 0], product(0) / 36)
    let hac = try LeastSquares(design: ones, response: y, covariance: .neweyWest(lags: 2))
    let sum = product(0) + 2 * (2.0 / 3 * product(1) + 1.0 / 3 * product(2))
    expectAgreement(hac.covariance[0, 0], sum / 49)
    let none = try LeastSquares(design: ones, response: y, covariance: .neweyWest(lags: 0))
    expectAgreement(none.covariance[0, 0], product(0) / 49)
  }

  /// The definition applied observation by observation: each left-out fit has the HC3 residual.
  @Test("an HC3 residual is the error of predicting an observation from the others")
  func leaveOneOut() throws {
    let design = Self.design(Self.target, Self.yearAhead)
    let fit = try LeastSquares(design: design, response: Self.equity, covariance: .hc3)
    var scores = Matrix(rows: 8, columns: 3)
    for i in 0..<8 {
      let rest = (0..<8).filter { $0 != i }
      let others = try LeastSquares(
        design: design.part(rows: rest, columns: [0, 1, 2]),
        response: rest.map { Self.equity[$0] },
        covariance: .classical
      )
      let row = design.row(i)
      let predicted = zip(row, others.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
      for k in 0..<3 { scores[i, k] = row[k] * (Self.equity[i] - predicted) }
    }
    let bread = try CholeskyFactor(design.transposed * design).inverse
    let expected = bread * (scores.transposed * scores) * bread
    expectAgreement(fit.covariance.elements, expected.elements)
  }

  @Test("a weight of two counts an observation twice")
  func weights() throws {
    let design = Self.design(Self.target)
    let weighted = try LeastSquares(
      design: design,
      response: Self.equity,
      weights: [1, 2, 1, 1, 2, 1, 1, 1]
    )
    let doubled = try LeastSquares(
      design: Self.design(Self.target + [2, -3]),
      response: Self.equity + [-0.25, 0.2]
    )
    expectAgreement(weighted.coefficients, doubled.coefficients)
    expectAgreement(weighted.rSquared, doubled.rSquared)
    // Residuals stand in the response's unit, whatever an observation weighs.
    expectAgreement(weighted.residuals, Array(doubled.residuals.prefix(8)))
  }

  @Test("Huber's fit is hardly moved by one wild observation")
  func huber() throws {
    let x = (0..<40).map { Double($0) }
    var y = x.map { 2 + 0.5 * $0 + 0.1 * Double((Int($0) * 7) % 5 - 2) }
    let clean = try LeastSquares(huber: Self.design(x), response: y)
    let ordinary = try LeastSquares(design: Self.design(x), response: y)
    expectAgreement(clean.coefficients, ordinary.coefficients, absolute: 1e-2)
    y[39] += 30
    let dirty = try LeastSquares(huber: Self.design(x), response: y)
    let pulled = try LeastSquares(design: Self.design(x), response: y)
    #expect(abs(dirty.coefficients[1] - 0.5) < 0.01)
    #expect(abs(pulled.coefficients[1] - 0.5) > 0.05)
  }

  @Test("what cannot be fitted is refused")
  func refusals() {
    let collinear = Self.design(Self.target, Self.target.map { 3 * $0 + 1 })
    #expect(throws: LeastSquares.Failure.collinear) {
      try LeastSquares(design: collinear, response: Self.equity)
    }
    #expect(throws: LeastSquares.Failure.tooFewObservations(count: 1, coefficients: 1)) {
      try LeastSquares(design: Matrix([[1]]), response: [1])
    }
    #expect(throws: LeastSquares.Failure.unusableNumber) {
      try LeastSquares(design: Matrix([[1], [.nan]]), response: [1, 2])
    }
    #expect(throws: LeastSquares.Failure.unusableNumber) {
      try LeastSquares(design: Matrix([[1], [1]]), response: [1, 2], weights: [1, 0])
    }
  }
}
