import CKernel
import Numerics
import ReferenceJob

/// One path of a lattice in plain double precision: Philox by its definition, GSL's quantile
/// functions, loadings that are not folded, and sums in the order of the definition.
struct ReferencePath {
  let price, fall: [Double]

  init(_ parameters: LatticeParameters, seed: UInt64, path: Int) throws {
    let lower = try CholeskyFactor(parameters.correlation).lower
    let count = parameters.factorCount
    let residuals = StudentT(degreesOfFreedom: parameters.degreesOfFreedom, unitVariance: true)
    var price = [Double](repeating: 0, count: parameters.assets.count)
    var (peak, fall) = (price, price)
    var regime = 0
    for step in 0..<parameters.stepCount {
      let words = Self.words(seed, path, step, (count + 5) / 4 + (price.count + 3) / 4)
      func probability(_ at: Int) -> Double { (Double(words[at]) + 0.5) / 0x1p32 }
      let isCut = probability(0) < parameters.cut[step]
      let isHike = probability(0) >= 1 - parameters.hike[step]
      regime = probability(1) < parameters.turbulent[regime] ? 1 : 0
      let normals = (0..<count).map { k in Self.symmetric(words[2 + k]) { NormalLaw.quantile($0) } }
      let factors = (0..<count).map { k in
        parameters.volatility[regime] * (0...k).reduce(0) { $0 + lower[k, $1] * normals[$1] }
      }
      for (a, asset) in parameters.assets.enumerated() {
        let own = Self.symmetric(words[(count + 5) / 4 * 4 + a]) { residuals.quantile($0) }
        var move = asset.drift + asset.residual * own
        if isCut { move += asset.cut }
        if isHike { move += asset.hike }
        for k in 0..<count { move += asset.loadings[k] * factors[k] }
        price[a] += move
        peak[a] = max(peak[a], price[a])
        fall[a] = max(fall[a], peak[a] - price[a])
      }
    }
    (self.price, self.fall) = (price, fall)
  }

  /// The words of the streams of one step: counter (path, stream, step), key (seed).
  static func words(_ seed: UInt64, _ path: Int, _ step: Int, _ streams: Int) -> [UInt32] {
    let key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
    return (0..<streams).flatMap { stream in
      let counter = [
        UInt32(truncatingIfNeeded: path), UInt32(truncatingIfNeeded: path >> 32), UInt32(stream),
        UInt32(step),
      ]
      var block = [UInt32](repeating: 0, count: 4)
      ck_philox_block(counter, key, &block)
      return block
    }
  }

  /// The quantile at a word: 30 bits of tail probability and a sign.
  static func symmetric(_ word: UInt32, _ lower: (Double) -> Double) -> Double {
    let quantile = lower(Double(word & 0x7fff_ffff | 1) / 0x1p32)
    return word >> 31 == 0 ? quantile : -quantile
  }
}
