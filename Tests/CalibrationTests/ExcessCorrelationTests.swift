import Domain
import Foundation
import Numerics
import Testing
import Texts

@testable import Calibration

/// What it costs that responses beyond β are drawn one by one, though their estimates share days.
///
/// docs/model.md, section 8, states these numbers.
@Suite("Errors of responses that share days", .enabled(if: ShippedModelTests.hasData))
struct ExcessCorrelationTests {
  /// Estimates of one cause over all lines, with the covariance that common days give them.
  private struct Estimates {
    let values: [Double]
    let covariance: Matrix

    /// Σ over common days of both lines' influences: c_it e_it/(1 − h_it), c the row of
    /// (XᵀX)⁻¹Xᵀ; the diagonal is HC3.
    init(_ event: EventDays, slope: Int, series: [[TradingDate: Double]]) throws {
      var influences: [[TradingDate: Double]] = []
      var values: [Double] = []
      for line in series {
        let kept = event.dates.indices.filter { line[event.dates[$0]]?.isFinite == true }
        let y = kept.map { line[event.dates[$0]] ?? .nan }
        let columns = [kept.map { _ in 1.0 }] + event.surprises.map { s in kept.map { s[$0] } }
        let design = Matrix(columns).transposed
        let fit = try LeastSquares(design: design, response: y, covariance: .hc3)
        let inverse = try CholeskyFactor(design.transposed * design).inverse
        var influence: [TradingDate: Double] = [:]
        for (row, t) in kept.enumerated() {
          let x = design.row(row)
          let c = inverse * x
          let leverage = zip(x, c).reduce(0) { $0 + $1.0 * $1.1 }
          influence[event.dates[t]] = c[slope + 1] * fit.residuals[row] / (1 - leverage)
        }
        values.append(fit.coefficients[slope + 1])
        influences.append(influence)
      }
      self.values = values
      covariance = Matrix(
        influences.map { a in
          influences.map { b in
            a.keys.sorted().reduce(0) { $0 + (a[$1] ?? 0) * (b[$1] ?? 0) }
          }
        }
      )
    }

    var errors: [Double] { covariance.diagonal.map { $0.squareRoot() } }

    var correlations: [Double] {
      let size = values.count
      return (1..<size).flatMap { i in
        (0..<i).map { covariance[i, $0] / (errors[i] * errors[$0]) }
      }
    }

    /// The covariance of the true excesses given the estimates: as the program draws them, each
    /// with its own error, and with all that the estimates share.
    func posteriors() throws -> (apart: Matrix, together: Matrix) {
      let between = EmpiricalBayes(
        estimates: values,
        standardErrors: errors,
        toward: values.map { _ in 0 }
      ).betweenVariance
      let apart = covariance.diagonal.map { between * $0 / (between + $0) }
      let prior = Matrix(diagonal: values.map { _ in between })
      // τ² − τ² (τ² + S)⁻¹ τ², which needs no inverse of S.
      let inner = try CholeskyFactor(prior + covariance).inverse
      return (Matrix(diagonal: apart), prior - (between * between) * inner)
    }
  }

  private struct Found {
    let meanCorrelation, correlationSize: Double
    /// Standard deviation as drawn over that with shared days: a line against the index, the
    /// median pair of sectors, the sectors' weighted sum before it is reconciled.
    let small, pair, sum: Double
    /// The same of the estimates themselves, before they are shrunk.
    let rawPair, rawSum: Double
  }

  private static func found(_ estimates: Estimates, small: Int, weights: [Double]) throws -> Found {
    let shrunk = try estimates.posteriors()
    let raw = (
      apart: Matrix(diagonal: estimates.covariance.diagonal), together: estimates.covariance
    )
    /// Ratio of the deviations of a weighted sum of reconciled excesses x − (wᵀx).
    func ratio(
      _ form: [Double],
      _ pair: (apart: Matrix, together: Matrix),
      isReconciled: Bool = true
    ) -> Double {
      let total = form.reduce(0, +)
      let v = isReconciled ? zip(form, weights).map { $0 - total * $1 } : form
      func variance(_ m: Matrix) -> Double { zip(v, m * v).reduce(0) { $0 + $1.0 * $1.1 } }
      return (variance(pair.apart) / variance(pair.together)).squareRoot()
    }
    let members = weights.indices.filter { weights[$0] > 0 }
    func unit(_ plus: Int, _ minus: Int? = nil) -> [Double] {
      weights.indices.map { $0 == plus ? 1 : $0 == minus ? -1 : 0 }
    }
    func median(_ estimates: (apart: Matrix, together: Matrix)) -> Double {
      let pairs = members.flatMap { i in
        members.filter { $0 < i }.map { ratio(unit(i, $0), estimates) }
      }.sorted()
      return pairs[pairs.count / 2]
    }
    let all = estimates.correlations
    return Found(
      meanCorrelation: all.reduce(0, +) / Double(all.count),
      correlationSize: (all.reduce(0) { $0 + $1 * $1 } / Double(all.count)).squareRoot(),
      small: ratio(unit(small), shrunk, isReconciled: false),
      pair: median(shrunk),
      sum: ratio(weights, shrunk, isReconciled: false),
      rawPair: median(raw),
      rawSum: ratio(weights, raw, isReconciled: false)
    )
  }

  @Test("what is drawn is near what shared days would give, for differences between assets")
  func measured() throws {
    let root = ShippedModelTests.models.appendingPathComponent("us-equities.recipe.yaml")
    let text = SourceFile(path: "recipe", bytes: Array(try Data(contentsOf: root)))
    let recipe = try #require(RecipeReader.read(text).recipe).completed()
    let read = try RecipeTables.read(recipe) { file in
      let url = ShippedModelTests.data.appendingPathComponent(file.path)
      return SourceFile(path: file.path, bytes: Array(try Data(contentsOf: url)))
    }
    let data = CalibrationData(
      tables: try #require(read.tables)
        .compactMapValues { DatedTable(dates: $0.dates, columns: $0.columns) }
    )
    let panel = try WeeklyPanel(data: data, recipe: recipe, findingRegimes: false)
    let betas = try LoadingFit.loadings(
      panel,
      on: [0],
      scales: [1],
      recent: recipe.weekly.recent
    ).map { $0[0].value }
    let study = try EventStudy(data: data, recipe: recipe)
    let series = betas.indices.map { study.excess($0, beta: betas[$0]) }
    let weights = try #require(
      recipe.assets.compactMap { asset -> [Weight]? in
        if case .index(let weights) = asset.origin { weights } else { nil }
      }.first
    )
    let byLine = study.lineNames.map { name in weights.first { $0.name == name }?.value ?? 0 }
    let small = try #require(study.lineNames.firstIndex(of: "russell-2000"))
    let (fomc, cpi) = (try #require(recipe.events.fomc), try #require(recipe.events.cpi))
    let jobs = try #require(recipe.events.jobs)
    let core = try #require(cpi.core)
    let events = [
      try FOMCFit(study: study, data: data, recipe: recipe, fomc: fomc).days,
      try CPIFit(study: study, data: data, recipe: recipe, cpi: cpi, core: core).days,
      try JobsFit(study: study, data: data, recipe: recipe, jobs: jobs).days,
    ]
    // Size of correlations, and the ratios for small caps, pairs of sectors and their sum.
    let stated: [SensitivityCause: [Double]] = [
      .policy: [0.37, 1.81, 1.28, 1.55], .inflationLow: [0.31, 1.42, 1.24, 1.42],
      .inflationHigh: [0.51, 1.99, 1.31, 2.50], .labor: [0.29, 1.30, 1.13, 1.55],
    ]
    for event in events {
      for (slope, cause) in event.causes.enumerated() {
        let estimates = try Estimates(event, slope: slope, series: series)
        let found = try Self.found(estimates, small: small, weights: byLine)
        print("EXCESS \(cause) \(found)")
        let values = [found.correlationSize, found.small, found.pair, found.sum]
        for (value, expected) in zip(values, try #require(stated[cause])) {
          #expect(abs(value - expected) < 0.01, "\(cause)")
        }
      }
    }
  }
}
