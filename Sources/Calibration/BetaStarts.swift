import Domain
import Numerics

/// Where each line's market beta stands beside its loading, by what its last weeks say.
///
/// The residuals e of the model's loadings are regressed on the market's moves m with weights w
/// that halve in h weeks, towards zero with the weight of h average weeks:
/// δ = Σ w m e/(Σ w m² + h E[m²]). The same law moves the loading on the market and the total beta.
struct BetaStarts: Sendable {
  /// By line, and by week; zero before anything is known.
  private var estimates: [[Estimate]]

  /// Follows the lines through all weeks.
  ///
  /// Loadings in percent per unit of a factor, half-life in weeks; the market's mean square is that
  /// of the weeks before `known`. The weighted sum over the index's members is zero.
  init(
    lines: [[Double]],
    factors: [[Double]],
    loadings: Matrix,
    halfLife: Double,
    known: Int,
    members: [(line: Int, weight: Double)]
  ) {
    let market = factors.first ?? []
    let squares = market.prefix(known).filter(\.isFinite).map { $0 * $0 }
    let average = squares.isEmpty ? 0 : Moments.mean(squares)
    let decay = Elementary.exp(-Elementary.log(2) / halfLife)
    estimates = lines.enumerated().map { i, returns in
      var follower = Follower(decay: decay, prior: halfLife * average)
      return returns.indices.map { week in
        let explained = factors.indices.reduce(0.0) { $0 + loadings[i, $1] * factors[$1][week] }
        follower.see(returns[week] - explained, market: market[week])
        return follower.estimate
      }
    }
    for week in market.indices where !members.isEmpty {
      let sum = members.reduce(0.0) { $0 + $1.weight * estimates[$1.line][week].value }
      for (line, _) in members {
        let found = estimates[line][week]
        estimates[line][week] = Estimate(found.value - sum, standardError: found.standardError)
      }
    }
  }

  /// What the weeks through a given one say of a line, with the error that its residuals give it.
  func estimate(line: Int, week: Int) -> Estimate { estimates[line][week] }
}

/// The weighted sums behind one line's beta.
private struct Follower {
  let decay, prior: Double
  private var (squares, products, errors, weight) = (0.0, 0.0, 0.0, 0.0)

  init(decay: Double, prior: Double) {
    self.decay = decay
    self.prior = prior
  }

  /// A week in which the line or a factor is unknown leaves everything as it is.
  mutating func see(_ residual: Double, market: Double) {
    guard residual.isFinite else { return }
    squares = decay * squares + market * market
    products = decay * products + market * residual
    errors = decay * errors + residual * residual
    weight = decay * weight + 1
  }

  var estimate: Estimate {
    let information = squares + prior
    guard weight > 0, information > 0 else { return Estimate(0, standardError: 0) }
    return Estimate(
      products / information,
      standardError: (errors / weight / information).squareRoot()
    )
  }
}

extension WeeklyPanel {
  /// Where the lines' betas stand after the last week, each with its own weeks behind it.
  func betaStarts(
    _ loadings: Matrix,
    halfLife: Double,
    members: [(line: Int, weight: Double)]
  ) -> [Parameter] {
    let starts = BetaStarts(
      lines: lines,
      factors: factors,
      loadings: loadings,
      halfLife: halfLife,
      known: ends.count,
      members: members
    )
    return lines.indices.map { line in
      let weeks = completeWeeks.filter { lines[line][$0].isFinite }
      return Sample(dates: weeks.map { ends[$0] }).parameter(
        starts.estimate(line: line, week: ends.count - 1),
        source: BetaStarts.source
      )
    }
  }
}

extension BetaStarts {
  static let source = "weekly residuals on the market, recent weeks first, towards zero"
}
