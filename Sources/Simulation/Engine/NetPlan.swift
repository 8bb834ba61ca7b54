import Domain
import Numerics

/// Which draws take the coordinates of a scrambled Sobol net, by purpose: the same in every arm.
///
/// The market's weeks and the first regime have fixed dimensions; drivers of events share what is
/// left, those of listed events first.
struct NetPlan: Sendable {
  private let net: SobolNet
  private let drivers: [String: Int]

  /// Weeks whose total market move has a dimension.
  static let weekLimit = 26
  static let regimeDimension = weekLimit
  private static let firstDriver = weekLimit + 1

  /// None unless a plan asks for it.
  init?(plans: [SimulationPlan]) throws(GSLError) {
    guard plans.contains(where: { $0.sampling == .sobol }) else { return nil }
    net = try SobolNet(dimensions: SobolNet.dimensionLimit)
    var drivers: [String: Int] = [:]
    for isListed in [true, false] {
      for event in plans.flatMap(\.events) where event.event.isListed == isListed {
        for driver in event.drivers where drivers[driver.stream] == nil {
          let next = Self.firstDriver + drivers.count
          guard next < SobolNet.dimensionLimit else { break }
          if case .constant = driver.sampler { continue }
          drivers[driver.stream] = next
        }
      }
    }
    self.drivers = drivers
  }

  /// The 64 coordinates of a dimension.
  func coordinates(_ dimension: Int) -> [UInt8] {
    Array(net.coordinates[dimension * SobolNet.size..<(dimension + 1) * SobolNet.size])
  }

  func dimension(ofDriver stream: String) -> Int? { drivers[stream] }
}
