import Domain
import Numerics
import Results

/// Estimates of a tail from weighted sums, with errors from the spread of tiles in each stratum.
///
/// Every path has the weight 2p/(p + q), p its plain and q its tilted density (the balance heuristic
/// of Veach and Guibas 1995 for two halves), so that the mean of weight times anything over all paths
/// is free of bias, and no weight is above 2.
struct TailSummary {
  let sums: TailSums
  let level: Double
  /// Paths of both strata.
  let paths: Double
  private let edges: [Totals]

  /// What the cumulative sums take, in bytes; they are appended to.
  static var byteCount: Int { 2 * (TailRange.bins + 1) * MemoryLayout<Totals>.stride }

  /// Sums of one stratum over all values up to a place.
  private struct Stratum {
    var mass = 0.0, first = 0.0
    var massSquare = 0.0, product = 0.0, firstSquare = 0.0, second = 0.0

    mutating func add(_ rise: TailStratum.Rise, share: Double = 1) {
      mass += share * rise.mass.value
      first += share * rise.first.value
      massSquare += share * rise.massSquare.value
      product += share * rise.product.value
      firstSquare += share * rise.firstSquare.value
      second += share * rise.second.value
    }
  }

  /// Both strata up to a place.
  private struct Totals {
    var plain = Stratum(), tilted = Stratum()
    var mass: Double { plain.mass + tilted.mass }
  }

  init(_ sums: TailSums, level: Double) {
    self.sums = sums
    self.level = level
    paths = Double((sums.plain.tiles + sums.tilted.tiles) * CK.lanes)
    var totals = Totals()
    var edges = [totals]
    for (plain, tilted) in zip(sums.plain.bins, sums.tilted.bins) {
      totals.plain.add(plain)
      totals.tilted.add(tilted)
      edges.append(totals)
    }
    self.edges = edges
  }

  /// The place where the cumulative weight is a share of all paths; nil outside the range.
  ///
  /// Values are spread evenly over their bin.
  private func place(of share: Double) -> (bin: Int, part: Double)? {
    let wanted = share * paths
    var (low, high) = (0, TailRange.bins - 1)
    guard wanted < edges[TailRange.bins].mass, wanted > edges[1].mass else { return nil }
    while low < high {
      let middle = (low + high) / 2
      if edges[middle + 1].mass > wanted { high = middle } else { low = middle + 1 }
    }
    let inside = edges[low + 1].mass - edges[low].mass
    return (low, inside > 0 ? (wanted - edges[low].mass) / inside : 0.5)
  }

  private func value(at place: (bin: Int, part: Double)) -> Double {
    sums.range.low + sums.range.width * (Double(place.bin) + place.part)
  }

  private func totals(at place: (bin: Int, part: Double)) -> Totals {
    var totals = edges[place.bin]
    totals.plain.add(sums.plain.bins[place.bin], share: place.part)
    totals.tilted.add(sums.tilted.bins[place.bin], share: place.part)
    return totals
  }

  /// Standard error of a mean over all paths from each stratum's sum and its tiles' squares.
  private func error(plain: (sum: Double, square: Double), tilted: (sum: Double, square: Double))
    -> Double
  {
    func variance(_ total: (sum: Double, square: Double), _ tiles: Int) -> Double {
      let spread = total.square - total.sum * total.sum / Double(max(tiles, 1))
      let error = BatchError.ofTotal(spread: spread, tiles: tiles)
      return error * error
    }
    let whole = variance(plain, sums.plain.tiles) + variance(tilted, sums.tilted.tiles)
    return whole.squareRoot() / paths
  }

  struct Found {
    /// Of the return itself, in fractions.
    let quantile, quantileError: Double
    /// Mean loss beyond it, or mean return beyond it in the upper tail.
    let shortfall, shortfallError: Double
    /// Standard error of the probability of the quantile found.
    let levelError: Double
    /// Variance of as many independent paths over the variance found.
    let quantileGain, shortfallGain: Double
  }

  /// Nil where the tail lies outside what was counted.
  func tail() -> Found? {
    guard let place = place(of: level) else { return nil }
    let q = value(at: place)
    let (plain, tilted) = (totals(at: place).plain, totals(at: place).tilted)
    let levelError = error(
      plain: (plain.mass, plain.massSquare),
      tilted: (tilted.mass, tilted.massSquare)
    )
    func below(_ stratum: Stratum) -> (sum: Double, square: Double) {
      (
        q * stratum.mass - stratum.first,
        q * q * stratum.massSquare - 2 * q * stratum.product + stratum.firstSquare
      )
    }
    let mean = (plain.first + tilted.first) / (level * paths)
    let shortfallError = error(plain: below(plain), tilted: below(tilted)) / level
    let spread = (plain.second + tilted.second) / (level * paths) - mean * mean
    let count = Int(paths)
    let plainShortfall = IndependentError.expectedShortfall(
      tail: level,
      tailVariance: max(spread, 0),
      excess: q - mean,
      count: count
    )
    let plainLevel = IndependentError.probability(level, count: count)
    return Found(
      quantile: sums.sign * q,
      quantileError: levelError / density(levelError),
      shortfall: -mean,
      shortfallError: shortfallError,
      levelError: levelError,
      quantileGain: Self.gain(plainLevel, levelError),
      shortfallGain: Self.gain(plainShortfall, shortfallError)
    )
  }

  private static func gain(_ plain: Double, _ found: Double) -> Double {
    found > 0 ? (plain / found) * (plain / found) : .nan
  }

  /// The density at the quantile, from its spacing within two standard errors of its probability.
  private func density(_ error: Double) -> Double {
    let (low, high) = (max(level - 2 * error, level / 4), level + 2 * error)
    guard let from = place(of: low), let to = place(of: high) else { return .nan }
    let spacing = value(at: to) - value(at: from)
    return spacing > 0 ? (high - low) / spacing : .nan
  }

  /// The probability of the limit, its standard error and gain, in fractions.
  func probability() -> (value: Double, error: Double, gain: Double) {
    let (plain, tilted) = (sums.plain, sums.tilted)
    let value = (plain.within.value + tilted.within.value) / paths
    let error = error(
      plain: (plain.within.value, plain.withinSquare.value),
      tilted: (tilted.within.value, tilted.withinSquare.value)
    )
    let independent = IndependentError.probability(min(value, 1), count: Int(paths))
    return (value, error, Self.gain(independent, error))
  }

  /// The mean weight over all paths.
  func meanWeight() -> Estimate {
    let (plain, tilted) = (sums.plain, sums.tilted)
    return Estimate(
      (plain.whole.value + tilted.whole.value) / paths,
      standardError: error(
        plain: (plain.whole.value, plain.wholeSquare.value),
        tilted: (tilted.whole.value, tilted.wholeSquare.value)
      )
    )
  }
}
