import Foundation
import Testing

/// Case E2E01: a whole miniature scenario whose distribution is known exactly.
///
/// Two assets diffuse for 63 days with one decision, 92 % priced at −25 bp; the log return is a
/// mixture of two normals. With 1,000,000 paths the standard error of a median is 0.01 points.
@Suite("A whole scenario in closed form")
struct EndToEndTests {
  private static let expected: [String: [String: Double]] = [
    "large": [
      "mean": 1.8370366469924796, "q05": -11.011822088486045, "median": 1.511469662313307,
      "q95": 15.796154874354776, "p_loss": 42.56688496807981,
    ],
    "small": [
      "mean": 2.0004389557643068, "q05": -15.404715027027677, "median": 1.3847207219303485,
      "q95": 21.504864600826015, "p_loss": 45.02823136871983,
    ],
  ]

  /// Each statistic is compared with its own standard error.
  ///
  /// False alarms: 12 comparisons at 4 standard errors, 8e-4 under a fresh seed; the seed is fixed.
  /// Noticed: a drift off by 0.1 points a quarter, a spread off by 0.4 %.
  @Test("the built program agrees with case E2E01 within 4 standard errors")
  func closedForm() throws {
    let program = try #require(BuiltProgram.path, "the program is built beside the tests")
    let outcome = try BuiltProgram.run(
      program,
      ["run", "Tests/AcceptanceTests/Fixtures/e2e01.yaml", "--json", "--quiet"]
    )
    #expect(outcome.status == 0, "\(outcome.error)")
    let result = try #require(
      JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    )
    let rows = try #require(result["results"] as? [[String: Any]])
    #expect(rows.count == 2)
    for row in rows {
      let asset = try #require(row["asset"] as? String)
      let total = try #require(row["total_return"] as? [String: [String: Double]])
      for (statistic, expected) in try #require(Self.expected[asset]) {
        let value = try #require(total[statistic]?["value"])
        let error = try #require(total[statistic]?["se"])
        #expect(error > 0 && error < 0.1)
        #expect(
          abs(value - expected) <= 4 * error,
          "\(asset) \(statistic): \(value), not \(expected)"
        )
      }
    }
    let ask = try #require((result["ask"] as? [[String: Any]])?.first)
    let order = try #require(ask["value"] as? Double)
    let orderError = try #require(ask["se"] as? Double)
    #expect(abs(order - 49.218371787511844) <= 4 * orderError)
  }

  /// A share p of the variance has a standard error of about √(p(1 − p)/n), here 3.4e-5.
  @Test("the decision's share of the variance is that of case E2E01")
  func eventShare() throws {
    let program = try #require(BuiltProgram.path)
    let outcome = try BuiltProgram.run(
      program,
      ["run", "Tests/AcceptanceTests/Fixtures/e2e01.yaml", "--json", "--quiet"]
    )
    let result = try #require(
      JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
    )
    let variance = try #require(
      result["variance"] as? [String: [String: [String: Double]]]
    )
    for asset in ["large", "small"] {
      let share = try #require(variance[asset]?["63bd"]?["events"])
      let expected = 0.0011486790191280029
      let error = (expected * (1 - expected) / 1e6).squareRoot()
      #expect(abs(share - expected) <= 4 * error)
      let parts = try #require(variance[asset]?["63bd"])
      #expect(abs(parts.values.reduce(0, +) - 1) < 1e-9)
    }
  }
}
