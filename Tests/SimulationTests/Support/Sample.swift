import Domain
import Foundation
import Simulation

/// The seeds of a statistical test, and how many standard errors it allows.
///
/// With the fixed seed a test allows 4 standard errors, the bound of the method; a fresh seed
/// (`DOVETAIL_FRESH_SEEDS=1`) is allowed 6.2, a false alarm in 2·10⁹ for a normal estimate.
enum Chance {
  static let isFresh = ProcessInfo.processInfo.environment["DOVETAIL_FRESH_SEEDS"] == "1"

  /// Shifts every seed of a run with fresh ones; printed, so that a failure can be repeated.
  private static let shift: UInt64 = {
    let asked = ProcessInfo.processInfo.environment["DOVETAIL_SEED_SHIFT"].flatMap { UInt64($0) }
    let shift = asked ?? UInt64.random(in: 0 ... .max)
    print("Seeds are fresh: repeat with DOVETAIL_SEED_SHIFT=\(shift)")
    return shift
  }()

  /// The seed of a test: the same whenever it is asked for in one run.
  static func seed(_ fixed: UInt64) -> UInt64 { isFresh ? fixed &+ shift : fixed }

  static var standardErrors: Double { isFresh ? 6.2 : 4 }
}

/// Plain statistics in double precision, independent of the engine's own.
struct Sample {
  private(set) var values: [Double]

  init(_ values: [Double] = []) { self.values = values }

  mutating func append(_ value: Double) { values.append(value) }
  mutating func append(contentsOf other: [Float]) { values += other.map { Double($0) } }

  var count: Double { Double(values.count) }
  var mean: Double { values.reduce(0, +) / count }
  var variance: Double {
    let m = mean
    return values.reduce(0) { $0 + ($1 - m) * ($1 - m) } / (count - 1)
  }
  var deviation: Double { variance.squareRoot() }
  var meanError: Double { (variance / count).squareRoot() }

  /// Standard error of the variance, from the fourth moment.
  var varianceError: Double {
    let m = mean
    let v = variance
    let fourth = values.reduce(0) { $0 + pow($1 - m, 4) } / count
    return (max(0, fourth - v * v) / count).squareRoot()
  }

  /// Fourth central moment over the squared variance: 3 for a normal law.
  var kurtosis: Double {
    let m = mean
    let v = values.reduce(0) { $0 + ($1 - m) * ($1 - m) } / count
    return values.reduce(0) { $0 + pow($1 - m, 4) } / count / (v * v)
  }

  /// Definition 7 of the quantile.
  func quantile(_ p: Double) -> Double {
    let sorted = values.sorted()
    let position = Double(sorted.count - 1) * p
    let k = Int(position)
    guard k + 1 < sorted.count else { return sorted[k] }
    return sorted[k] + (position - Double(k)) * (sorted[k + 1] - sorted[k])
  }

  func map(_ change: (Double) -> Double) -> Sample { Sample(values.map(change)) }
}

extension SimulationPlan {
  func channel(_ source: Channel.Source) throws -> Int {
    guard let place = readings.channel(source) else { throw NoSuchReading(source: source) }
    return place
  }

  struct NoSuchReading: Error { let source: Channel.Source }

  func asset(_ name: String) throws -> Int {
    guard let place = assets.firstIndex(where: { $0.asset.name == name }) else {
      throw NoSuchAsset(name: name)
    }
    return place
  }

  struct NoSuchAsset: Error { let name: String }

  /// Values of channels over all paths.
  func samples(_ channels: [Int]) -> [Sample] {
    var samples = channels.map { _ in Sample() }
    PathProbe(self).visit(0..<tileCount) { tile in
      for (place, channel) in channels.enumerated() {
        samples[place].append(contentsOf: tile.values[channel])
      }
    }
    return samples
  }

  /// Simple returns of an asset at a horizon over all paths.
  func returns(_ asset: String, horizon: Int = 0) throws -> Sample {
    samples([try channel(.total(asset: try self.asset(asset), horizon: horizon))])[0]
  }

  func logReturns(_ asset: String, horizon: Int = 0) throws -> Sample {
    try returns(asset, horizon: horizon).map { log1p($0) }
  }

  /// An event's own effect on an asset, simple return, over all paths.
  func effects(of event: String, on asset: String) throws -> Sample {
    guard let number = events.firstIndex(where: { $0.event.id == event }) else {
      throw NoSuchAsset(name: event)
    }
    return samples([try channel(.effect(event: number, asset: try self.asset(asset)))])[0]
  }
}
