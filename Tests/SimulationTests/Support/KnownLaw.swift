import Foundation
import Numerics

/// Laws that samples are held against.
enum KnownLaw {
  static func normal(_ p: Double) -> Double { NormalLaw.quantile(p) }

  static func studentT(_ freedom: Double) -> (Double) -> Double {
    let law = StudentT(degreesOfFreedom: freedom, unitVariance: true)
    return { law.quantile($0) }
  }

  /// Whether shares below a law's quantiles are what they should be.
  ///
  /// The bound of Dvoretzky, Kiefer and Wolfowitz (Massart 1990) is exceeded once in 10⁹ runs by a
  /// sample of the law; with 100,000 values a distance of 1 point is seen. Farther quantiles are
  /// held to their own binomial errors.
  static func fits(_ sample: Sample, quantile: (Double) -> Double) -> Bool {
    let sorted = sample.values.sorted()
    let n = sample.count
    let bound = (log(2e9) / (2 * n)).squareRoot()
    func share(below x: Double) -> Double {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] <= x { low = middle + 1 } else { high = middle }
      }
      return Double(low) / n
    }
    let body = stride(from: 0.01, to: 0.995, by: 0.01).allSatisfy {
      abs(share(below: quantile($0)) - $0) < bound
    }
    let tails = [0.001, 0.005, 0.995, 0.999].allSatisfy {
      abs(share(below: quantile($0)) - $0) < 6.2 * ($0 * (1 - $0) / n).squareRoot()
    }
    return body && tails
  }
}
