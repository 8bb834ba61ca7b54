import Domain
import Numerics
import Results

extension Summary {
  /// The answer to a question, and whether its limit holds.
  func answer(
    _ question: Question,
    _ reading: ReadingLowering,
    at keyPath: String
  ) throws(SimulationError) -> Answer {
    let value = try value(of: question, reading, at: keyPath)
    return Answer(
      question: question,
      value: value,
      verdict: question.limit.map { Self.verdict(value, $0) }
    )
  }

  func value(
    of question: Question,
    _ reading: ReadingLowering,
    at keyPath: String
  ) throws(SimulationError) -> Estimate {
    guard case .statistic(let statistic, let subject) = question.measure else {
      return share(try reading.shareSource(of: question, at: keyPath))
    }
    let source = try reading.source(subject, question.horizon, at: keyPath)
    switch statistic {
    case .mean: return mean(source)
    case .sd: return deviation(source)
    case .median: return quantile(source, 0.5)
    case .quantile(let p): return quantile(source, p)
    case .valueAtRisk(let confidence):
      let q = quantile(source, 1 - confidence)
      return Estimate(-q.value, standardError: q.standardError)
    case .expectedShortfall(let confidence):
      return expectedShortfall(source, tail: 1 - confidence)
    case .drawdown: return mean(try reading.drawdown(source, at: keyPath))
    case .rank:
      let moments = tally.ranks[rankPlace(try reading.rank(source, at: keyPath))]
      return Estimate(moments.mean, standardError: moments.meanError)
    }
  }

  func rankPlace(_ rank: RankChannel) -> Int {
    guard
      let place = plan.readings.ranks.firstIndex(where: {
        $0.asset == rank.asset && $0.horizon == rank.horizon
      })
    else { preconditionFailure("no rank of asset \(rank.asset)") }
    return place
  }

  /// Within 3 standard errors of its limit an answer is inconclusive; so is one whose error is
  /// not known.
  static func verdict(_ value: Estimate, _ limit: Limit) -> Answer.Verdict {
    let distance: Double =
      switch limit {
      case .below(let x, _): x - value.value
      case .above(let x, _): value.value - x
      case .within(let low, let high): min(value.value - low, high - value.value)
      }
    guard abs(distance) > 3 * value.standardError else { return .inconclusive }
    return distance > 0 ? .pass : .fail
  }
}
