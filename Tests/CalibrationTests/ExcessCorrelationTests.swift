import Domain
import Foundation
import Numerics
import Testing
import Texts

@testable import Calibration

/// What is drawn of responses beyond β against what shared days say.
///
/// docs/model.md, section 8, states these numbers.
@Suite("Errors of responses that share days", .enabled(if: ShippedModelTests.hasData))
struct ExcessCorrelationTests {
  /// The data behind the shipped model, as far as excess responses need them.
  private struct Events {
    let model: MarketModel
    let estimates: [(cause: SensitivityCause, estimates: ExcessEstimates)]
    /// By line; 0 for what is no sector.
    let weights: [Double]
    let small: Int

    init() throws {
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
      model = try ShippedModelTests.shipped().model
      #expect(model.lines.map(\.name) == study.lineNames)
      let members = try #require(
        recipe.assets.compactMap { asset -> [Weight]? in
          if case .index(let weights) = asset.origin { weights } else { nil }
        }.first
      )
      weights = study.lineNames.map { name in members.first { $0.name == name }?.value ?? 0 }
      small = try #require(study.lineNames.firstIndex(of: "russell-2000"))
      let series = betas.indices.map { study.excess($0, beta: betas[$0]) }
      let (fomc, cpi) = (try #require(recipe.events.fomc), try #require(recipe.events.cpi))
      let jobs = try #require(recipe.events.jobs)
      let core = try #require(cpi.core)
      let events = [
        try FOMCFit(study: study, data: data, recipe: recipe, fomc: fomc).days,
        try CPIFit(study: study, data: data, recipe: recipe, cpi: cpi, core: core).days,
        try JobsFit(study: study, data: data, recipe: recipe, jobs: jobs).days,
      ]
      estimates = try events.flatMap { event in
        try event.causes.enumerated().map { slope, cause in
          (cause, try ExcessEstimates(event, slope: slope, series: series))
        }
      }
    }

    /// Correlations of what the market leaves of weekly returns in calm weeks: residuals, and
    /// loadings on the other factors given the market.
    var beyondMarket: Matrix {
      let (factors, covariance) = (model.factors.indices, Matrix(model.covariance.calm))
      let loadings = Matrix(
        model.lines.map { line in
          factors.map {
            line.loadings[$0].value * (model.factors[$0].unit == .percent ? 1 : 1.0 / 25)
          }
        }
      )
      let given = Matrix(
        factors.map { i in
          factors.map {
            covariance[i, $0] - covariance[i, 0] * covariance[0, $0] / covariance[0, 0]
          }
        }
      )
      let shared = Matrix(model.residuals.loadings.calm)
      let own = Matrix(diagonal: model.residuals.own.calm.map { $0 * $0 })
      let whole = loadings * given * loadings.transposed + shared * shared.transposed + own
      return correlations(of: whole)
    }

    /// What is drawn: the residuals' own.
    var drawn: Matrix { Matrix(model.residuals.calmCorrelations) }
  }

  private static func pairs(_ matrix: Matrix) -> [Double] {
    (1..<matrix.rows).flatMap { i in (0..<i).map { matrix[i, $0] } }
  }

  private static func size(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  /// Measured correlations against those drawn, over all pairs of lines.
  private struct Agreement {
    /// Root mean squares: of what was measured, of its distance to what is drawn and to the
    /// correlations of all that the market leaves, and of its own sampling error.
    let none, residuals, beyondMarket, sampling: Double
    /// Slope of what was measured on what is drawn, through 0, and its error.
    ///
    /// Above ½ the distance is smaller than from none.
    let slope, slopeError: Double
  }

  private static func agreement(_ estimates: ExcessEstimates, _ events: Events) -> Agreement {
    let (measured, drawn) = (pairs(estimates.correlation), pairs(events.drawn))
    func distance(_ other: [Double]) -> Double { size(zip(measured, other).map { $0 - $1 }) }
    func slope(_ matrix: Matrix) -> Double {
      zip(pairs(matrix), drawn).reduce(0) { $0 + $1.0 * $1.1 }
        / drawn.reduce(0) { $0 + $1 * $1 }
    }
    // Each half has twice the variance of the whole, their difference four times.
    let halves = (0..<2).map { pairs(estimates.correlation(part: $0, of: 2)) }
    // Leaving out one day in ten (Quenouille's jackknife).
    let slopes = (0..<10).map { slope(estimates.correlation(part: $0, of: 10, isLeftOut: true)) }
    let mean = slopes.reduce(0, +) / 10
    return Agreement(
      none: size(measured),
      residuals: distance(drawn),
      beyondMarket: distance(pairs(events.beyondMarket)),
      sampling: size(zip(halves[0], halves[1]).map { $0 - $1 }) / 2,
      slope: slope(estimates.correlation),
      slopeError: (0.9 * slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
    )
  }

  /// Stated by cause: the agreement's numbers in their order.
  private static let agreements: [SensitivityCause: [Double]] = [
    .policy: [0.37, 0.31, 0.32, 0.20, 0.72, 0.08],
    .inflationLow: [0.31, 0.28, 0.29, 0.16, 0.61, 0.08],
    .inflationHigh: [0.51, 0.32, 0.32, 0.21, 1.35, 0.13],
    .labor: [0.29, 0.18, 0.20, 0.12, 0.78, 0.07],
  ]

  @Test("what was measured on event days is nearer to residuals' correlations than to none")
  func agreement() throws {
    let events = try Events()
    for (cause, estimates) in events.estimates {
      let found = Self.agreement(estimates, events)
      let values = [
        found.none, found.residuals, found.beyondMarket, found.sampling, found.slope,
        found.slopeError,
      ]
      for (value, stated) in zip(values, try #require(Self.agreements[cause])) {
        #expect(abs(value - stated) < 0.006, "\(cause)")
      }
      #expect(found.residuals < found.none)
    }
  }

  /// Deviations as drawn over those with shared days, by itself and together.
  private struct Widths {
    /// The median over pairs of lines that are drawn with a correlation above ½.
    var rawPair = Both(), pair = Both()
    /// The same where prior excesses are independent of each other.
    var pairIfPriorApart = Both()
    /// The weighted sum of the sectors before it is reconciled, from estimates before shrinkage.
    var sum = Both()

    struct Both {
      var apart = 0.0, together = 0.0
    }

    var numbers: [Double] {
      [rawPair, pair, pairIfPriorApart, sum].flatMap { [$0.apart, $0.together] }
    }
  }

  private static func widths(_ estimates: ExcessEstimates, _ events: Events) throws -> Widths {
    let (drawn, apart) = (events.drawn, Matrix.identity(events.drawn.rows))
    let similar = (1..<drawn.rows).flatMap { i in
      (0..<i).filter { drawn[i, $0] > 0.5 }.map { [i, $0] }
    }
    #expect(similar.count == 46)
    /// Both ways of drawing over what is right, for a median over pairs.
    func medians(_ errors: [Double], over variance: ([Int]) throws -> Double) throws -> Widths.Both
    {
      func median(_ correlation: Matrix) throws -> Double {
        let whole = covariance(errors, correlation)
        let ratios = try similar.map { pair in
          let (i, j) = (pair[0], pair[1])
          let shown = whole[i, i] + whole[j, j] - 2 * whole[i, j]
          return try (shown / variance(pair)).squareRoot()
        }
        return ratios.sorted()[ratios.count / 2]
      }
      return Widths.Both(apart: try median(apart), together: try median(drawn))
    }
    func sum(_ correlation: Matrix) -> Double {
      let (w, whole) = (events.weights, covariance(estimates.errors, correlation))
      let (a, b) = (whole * w, estimates.covariance * w)
      return (dot(w, a) / dot(w, b)).squareRoot()
    }
    let raw = estimates.covariance
    let published = estimates.published.errors
    return Widths(
      rawPair: try medians(estimates.errors) { pair in
        let (i, j) = (pair[0], pair[1])
        return raw[i, i] + raw[j, j] - 2 * raw[i, j]
      },
      pair: try medians(published) { try estimates.variance(ofPair: $0, prior: drawn) },
      pairIfPriorApart: try medians(published) {
        try estimates.variance(ofPair: $0, prior: apart)
      },
      sum: Widths.Both(apart: sum(apart), together: sum(drawn))
    )
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Stated by cause, each number drawn apart and together.
  private static let widths: [SensitivityCause: [Double]] = [
    .policy: [1.19, 0.90, 1.52, 0.97, 1.05, 0.71, 1.16, 0.88],
    .inflationLow: [1.19, 0.88, 1.43, 0.95, 1.14, 0.71, 1.53, 0.90],
    .inflationHigh: [1.97, 1.27, 1.93, 1.22, 1.81, 1.19, 1.98, 1.19],
    .labor: [1.33, 0.94, 1.38, 0.95, 1.29, 0.90, 1.38, 0.86],
  ]

  @Test("differences between similar assets are drawn about as wide as shared days would have it")
  func widths() throws {
    let events = try Events()
    for (cause, estimates) in events.estimates {
      let found = try Self.widths(estimates, events).numbers
      for (value, stated) in zip(found, try #require(Self.widths[cause])) {
        #expect(abs(value - stated) < 0.006, "\(cause)")
      }
    }
  }

  /// With the estimates' covariance as it was measured.
  @Test("excesses that are correlated as residuals are make the estimates likelier than others")
  func prior() throws {
    let events = try Events()
    let stated: [SensitivityCause: Double] = [
      .policy: -2.7, .inflationLow: 5.8, .inflationHigh: 12.1, .labor: 10.3,
    ]
    for (cause, estimates) in events.estimates {
      let gain =
        try estimates.logLikelihood(prior: events.drawn)
        - estimates.logLikelihood(prior: .identity(events.drawn.rows))
      #expect(abs(gain - (try #require(stated[cause]))) < 0.06, "\(cause): \(gain)")
    }
  }

  /// Stated by cause: root mean square and largest distance of means, in errors; the largest error
  /// over that of all lines together; the same for the small caps with the measured covariance.
  private static let distances: [SensitivityCause: [Double]] = [
    .policy: [0.83, 1.96, 1.61, 1.56], .inflationLow: [0.82, 2.43, 1.50, 1.40],
    .inflationHigh: [0.26, 0.55, 1.48, 1.67], .labor: [0.76, 1.95, 1.43, 1.19],
  ]

  @Test("with equal errors what is published is what all lines say together; it is no narrower")
  func published() throws {
    let events = try Events()
    let drawn = events.drawn
    for (cause, estimates) in events.estimates {
      let own = estimates.published
      let errors = covariance(estimates.errors, drawn)
      let whole = try estimates.posterior(prior: drawn, errors: errors)
      let lines = own.means.indices
      let moves = lines.map { (whole.means[$0] - own.means[$0]) / own.errors[$0] }
      let ratios = lines.map { own.errors[$0] / whole.covariance[$0, $0].squareRoot() }
      #expect(ratios.allSatisfy { $0 >= 1 })
      let measured = try estimates.posterior(prior: drawn, errors: estimates.covariance).covariance
      let small = own.errors[events.small] / measured[events.small, events.small].squareRoot()
      let found = [
        Self.size(moves), moves.map { abs($0) }.max() ?? 0, ratios.max() ?? 0, small,
      ]
      for (value, stated) in zip(found, try #require(Self.distances[cause])) {
        #expect(abs(value - stated) < 0.006, "\(cause)")
      }
      let same = covariance(lines.map { _ in 0.4 }, drawn)
      let equal = try estimates.posterior(prior: drawn, errors: same)
      let between = estimates.betweenVariance
      let share = between / (between + 0.16)
      for line in lines {
        #expect(abs(equal.means[line] - share * estimates.values[line]) < 1e-9)
        #expect(abs(equal.covariance[line, line] / (share * 0.16) - 1) < 1e-9)
      }
    }
  }
}
