import Numerics
import Simulation

/// The values that one question reads off some tiles, in the order of the tiles.
struct HeadlineSample: Sendable {
  private(set) var tiles: [[Float]] = []

  mutating func add(_ values: [Float]) { tiles.append(values) }

  /// The first so many tiles.
  func prefix(_ count: Int) -> HeadlineSample { HeadlineSample(tiles: Array(tiles.prefix(count))) }

  /// The answer in the measure's own unit.
  func answer(_ measure: QuestionReading.Measure) -> Double { Self.answer(measure, tiles[...]) }

  /// The answer less another's on the same tiles, with the error that groups of tiles give.
  ///
  /// 16 groups of tiles are 16 answers; their spread over 4 is the error of the whole.
  func difference(
    from base: HeadlineSample,
    _ measure: QuestionReading.Measure
  ) -> (value: Double, error: Double) {
    let whole = answer(measure) - base.answer(measure)
    let groups = 16
    guard tiles.count >= 2 * groups, tiles.count == base.tiles.count else { return (whole, .nan) }
    let parts = (0..<groups).map { group -> Double in
      let range = group * tiles.count / groups..<(group + 1) * tiles.count / groups
      return Self.answer(measure, tiles[range]) - Self.answer(measure, base.tiles[range])
    }
    let mean = parts.reduce(0, +) / Double(groups)
    let squares = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (whole, (squares / Double(groups * (groups - 1))).squareRoot())
  }

  private static func answer(
    _ measure: QuestionReading.Measure,
    _ tiles: ArraySlice<[Float]>
  ) -> Double {
    let count = tiles.reduce(0) { $0 + $1.count }
    guard count > 0 else { return .nan }
    func mean(_ of: (Double) -> Double) -> Double {
      tiles.reduce(0.0) { $1.reduce($0) { $0 + of(Double($1)) } } / Double(count)
    }
    func sorted() -> SortedSample { SortedSample(tiles.flatMap { $0.map { Double($0) } }) }
    switch measure {
    case .mean, .rank: return mean { $0 }
    case .deviation:
      let centre = mean { $0 }
      return (mean { ($0 - centre) * ($0 - centre) } * Double(count) / Double(max(count - 1, 1)))
        .squareRoot()
    case .quantile(let p): return sorted().quantile(p)
    case .valueAtRisk(let p): return -sorted().quantile(p)
    case .expectedShortfall(let share): return -sorted().lowerTailMean(share: share)
    case .share(let bounds):
      return mean { $0 >= Double(bounds.low) && $0 <= Double(bounds.high) ? 1 : 0 }
    }
  }

  /// How a single value moves the answer, smoothed; what screening takes the mean of by tile.
  func influence(on measure: QuestionReading.Measure) -> Influence {
    let sorted = SortedSample(tiles.flatMap { $0.map { Double($0) } })
    let reach = (sorted.quantile(0.75) - sorted.quantile(0.25)) / 4
    switch measure {
    case .mean, .rank: return .linear
    case .deviation:
      return .squares(centre: Self.answer(.mean, tiles[...]))
    case .quantile(let p), .valueAtRisk(let p):
      return .steps([sorted.quantile(p)], reach: reach)
    case .expectedShortfall(let share): return .below(sorted.quantile(share))
    case .share(let bounds):
      // The two ends of a range count against each other.
      let ends = [bounds.low, bounds.high].filter(\.isFinite).map { Double($0) }
      return .steps(ends, reach: reach)
    }
  }

  /// The influence of one value on an answer, up to scale and constant.
  enum Influence: Sendable {
    case linear
    case squares(centre: Double)
    /// A ramp about each of one or two limits, so that few paths tell enough; the second counts
    /// against the first.
    case steps([Double], reach: Double)
    case below(Double)

    func mean(over values: [Float]) -> Double {
      guard !values.isEmpty else { return 0 }
      return values.reduce(0.0) { $0 + self(Double($1)) } / Double(values.count)
    }

    private func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .linear: return x
      case .squares(let centre): return (x - centre) * (x - centre)
      case .below(let limit): return min(x - limit, 0)
      case .steps(let limits, let reach):
        var (sum, sign) = (0.0, 1.0)
        for limit in limits {
          sum += sign * min(max((x - limit) / max(reach, 1e-9), -1), 1)
          sign = -sign
        }
        return sum
      }
    }
  }
}
