import Foundation
import Testing

/// The engine against an independent simulation in NumPy (Tests/Oracles/README.md).
@Suite("An independent oracle")
struct OracleTests {
  /// A Python that has NumPy; nil where there is none.
  private static let python: String? = {
    ["/usr/bin/python3", "/usr/local/bin/python3"].first { hasNumPy($0, []) }
      ?? (hasNumPy("/usr/bin/env", ["python3"]) ? "/usr/bin/env" : nil)
  }()

  private static func hasNumPy(_ program: String, _ arguments: [String]) -> Bool {
    (try? BuiltProgram.run(program, arguments + ["-c", "import numpy"]).status) == 0
  }

  /// Every statistic that both programs report is compared.
  ///
  /// False alarms: each statistic at 4.5 combined standard errors; see the oracle's README for the
  /// family's rate and the smallest error noticed. Seeds are fixed.
  @Test(
    "NumPy finds the same distributions and paired differences from the plan",
    .enabled(if: python != nil, "Python 3 with NumPy is not installed")
  )
  func agreement() throws {
    let program = try #require(BuiltProgram.path)
    let python = try #require(Self.python)
    let script = ["Tests/Oracles/compare_with_oracle.py", program]
    let outcome = try BuiltProgram.run(
      python,
      python.hasSuffix("env") ? ["python3"] + script : script
    )
    #expect(
      outcome.status == 0,
      "\(String(decoding: outcome.output.suffix(4_000), as: UTF8.self)) \(outcome.error)"
    )
  }
}
