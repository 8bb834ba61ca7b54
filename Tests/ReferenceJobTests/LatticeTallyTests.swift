import Numerics
import ReferenceJob
import Testing

@Suite("Lattice of paths: tallies")
struct LatticeTallyTests {
  /// Final prices and falls of the first paths, by asset.
  private static func values(paths: Int, assets: [Int]) throws -> [(price: [Float], fall: [Float])]
  {
    let kernel = try LatticeKernel(.jobJ, level: .best)
    var values = assets.map { _ in (price: [Float](), fall: [Float]()) }
    for tile in 0..<(paths + 63) / 64 {
      let size = min(64, paths - tile * 64)
      let (price, fall) = kernel.walk(tile: tile, seed: 3)
      for (place, asset) in assets.enumerated() {
        values[place].price += price[asset * 64..<asset * 64 + size]
        values[place].fall += fall[asset * 64..<asset * 64 + size]
      }
    }
    return values
  }

  private static func tally(
    _ paths: Int,
    _ level: InstructionSet,
    threads: Int
  ) async throws -> LatticeTally {
    try await LatticeRun(.jobJ, level: level, paths: paths, seed: 3).tally(threads: threads)
  }

  @Test("instruction sets and threads change no bit of a tally", arguments: [1, 64, 1_000, 20_011])
  func sameBits(paths: Int) async throws {
    let expected = try await Self.tally(paths, .portable, threads: 1)
    #expect(expected.paths == paths)
    for level in LatticeWalkTests.levels {
      for threads in 1...4 {
        #expect(try await Self.tally(paths, level, threads: threads) == expected)
      }
    }
  }

  @Test("a tally counts each path once: in its bins, its sums and its pairs")
  func everyPathOnce() async throws {
    let paths = 9_999
    let values = try Self.values(paths: paths, assets: Array(0..<30))
    for level in LatticeWalkTests.levels {
      let tally = try await Self.tally(paths, level, threads: 2)
      for asset in 0..<30 {
        let (price, fall) = values[asset]
        let range = tally.range
        #expect(
          Array(tally.prices[asset * 16_384..<(asset + 1) * 16_384])
            == Self.bins(price, range.priceLow[asset], range.priceWidth[asset], 16_384)
        )
        #expect(
          Array(tally.falls[asset * 4_096..<(asset + 1) * 4_096])
            == Self.bins(fall, 0, range.fallWidth[asset], 4_096)
        )
        let exact = [
          price.reduce(0) { $0 + Double($1) }, price.reduce(0) { $0 + Double($1) * Double($1) },
          fall.reduce(0) { $0 + Double($1) },
        ]
        for (sum, exact) in zip(tally.sums[3 * asset..<3 * asset + 3], exact) {
          // Each tile's sum is rounded to 2^-24.
          #expect(abs(Double(sum) * 0x1p-24 - exact) < 157 * 0x1p-24)
        }
        for other in 0..<asset {
          let wins = zip(price, values[other].price).count { $0 > $1 }
          #expect(tally.wins[asset * (asset - 1) / 2 + other] == UInt64(wins))
        }
      }
    }
  }

  private static func bins(_ values: [Float], _ low: Float, _ width: Float, _ count: Int)
    -> [UInt32]
  {
    var bins = [UInt32](repeating: 0, count: count)
    for value in values {
      bins[Int(min(max((value - low) * (1 / width), 0), Float(count - 1)))] += 1
    }
    return bins
  }

  /// Means are held at 6.2 standard errors.
  ///
  /// That is a false alarm in 5·10⁷ fresh seeds for 30 assets. An error of 2e-3 standard deviations of a path would be found with near certainty at
  /// 6.2 + 4 standard errors of 2^18 paths (a drift of one step off by 2 bp). Variances are held to
  /// 2 %, since squares of t residuals have no useful error.
  @Test("means and variances are those of the closed form")
  func closedForm() async throws {
    let paths = 1 << 18
    let parameters = LatticeParameters.jobJ
    let summary = LatticeSummary(try await Self.tally(paths, .best, threads: 2))
    for (number, asset) in summary.assets.enumerated() {
      let variance = try parameters.variance(of: number)
      let error = (variance / Double(paths)).squareRoot()
      #expect(abs(asset.mean - parameters.mean(of: number)) < 6.2 * error)
      #expect(abs(asset.deviation * asset.deviation / variance - 1) < 0.02)
    }
  }

  /// A difference of two assets is nearly normal: mixing regimes and t residuals move P(A > B) by
  /// less than a percent here, and a wrong pair or sign moves it by more.
  @Test("the probability that one asset beats another is near the normal law's")
  func pairs() async throws {
    let parameters = LatticeParameters.jobJ
    let summary = LatticeSummary(try await Self.tally(1 << 18, .best, threads: 2))
    for asset in 1..<30 {
      for other in 0..<asset {
        let mean = parameters.mean(of: asset) - parameters.mean(of: other)
        let deviation = try parameters.variance(of: asset, less: other).squareRoot()
        let expected = NormalLaw.probability(below: mean / deviation)
        #expect(abs(summary.probability(of: asset, above: other) - expected) < 0.015)
      }
    }
  }

  /// Quantiles and shortfalls by bins are held against those of the sorted sample itself.
  ///
  /// Distances are in standard errors of the estimate, a root mean square over assets. Each has a standard deviation of
  /// √(f h / 6p(1 − p)) standard errors for a bin of width h: 1 to 4 %, whatever the paths.
  @Test("bins cost less than 5 % of the Monte Carlo error")
  func histogramError() async throws {
    let paths = 1 << 18
    let tally = try await Self.tally(paths, .best, threads: 2)
    let picked = Array(0..<30)
    let values = try Self.values(paths: paths, assets: picked)
    var distances: [String: [Double]] = [:]
    for (asset, value) in zip(picked, values) {
      let prices = SortedSample(value.price.map(Double.init))
      for p in LatticeSummary.probabilities {
        let distance = tally.prices(of: asset).quantile(p) - prices.quantile(p)
        distances["q\(p)", default: []].append(distance / Self.error(of: prices, p))
      }
      for p in [0.01, 0.05] {
        let distance =
          tally.prices(of: asset).lowerTailMean(share: p) - prices.lowerTailMean(share: p)
        // A shortfall's error is more than that of the quantile at its edge.
        distances["es\(p)", default: []].append(distance / Self.error(of: prices, p))
      }
      let falls = SortedSample(value.fall.map(Double.init))
      let distance = tally.falls(of: asset).quantile(0.95) - falls.quantile(0.95)
      distances["fall", default: []].append(distance / Self.error(of: falls, 0.95))
    }
    for (name, distances) in distances {
      let squares = distances.reduce(0) { $0 + $1 * $1 }
      #expect((squares / Double(distances.count)).squareRoot() < 0.05, "\(name)")
    }
  }

  /// The standard error of a quantile, its density from the spacing of quantiles around it.
  private static func error(of sample: SortedSample, _ p: Double) -> Double {
    let step = 0.2 * min(p, 1 - p)
    let spacing = (sample.quantile(p + step) - sample.quantile(p - step)) / (2 * step)
    return (p * (1 - p) / Double(sample.count)).squareRoot() * spacing
  }
}
