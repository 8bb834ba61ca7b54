import Foundation
import Testing

/// Whole runs of the built program, byte for byte.
@Suite("The same bytes everywhere")
struct SameBitsTests {
  private static let run = [
    "run", "scenarios/december-cut.yaml", "--paths", "3000", "--json", "--quiet",
    "--drawdown", "continuous", "--tail", "russell-2000 < -5 % at 1w",
  ]

  private static func output(_ program: String, _ more: [String]) throws -> Data? {
    let outcome = try BuiltProgram.run(program, run + more)
    // A processor that lacks the instructions is told so.
    if outcome.status == 64, outcome.error.contains("does not have") { return nil }
    #expect(outcome.status == 0 || outcome.status == 1 || outcome.status == 3, "\(outcome.error)")
    return outcome.output
  }

  @Test("instruction sets, threads and schemes that share them change no byte")
  func instructionSets() throws {
    let program = try #require(BuiltProgram.path, "the program is built beside the tests")
    for scheme in ["independent", "antithetic", "sobol"] {
      let sampling = ["--sampling", scheme]
      let expected = try #require(
        try Self.output(program, sampling + ["--instructions", "portable", "--threads", "1"])
      )
      #expect(expected.count > 10_000)
      for set in ["avx2", "avx512"] {
        let found = try Self.output(program, sampling + ["--instructions", set, "--threads", "3"])
        if let found { #expect(found == expected, "\(scheme) with \(set)") }
      }
    }
  }

  /// Without these features the C library takes other variants of exp, log and fma.
  @Test("the C library's own choice of instructions changes no byte")
  func library() throws {
    let program = try #require(BuiltProgram.path, "the program is built beside the tests")
    let expected = try Self.output(program, [])
    let outcome = try BuiltProgram.run(
      "/usr/bin/env",
      ["GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F", program] + Self.run
    )
    #expect(outcome.output == expected)
  }

  @Test("from 1 to 16 threads no byte changes")
  func threads() throws {
    let program = try #require(BuiltProgram.path, "the program is built beside the tests")
    let expected = try Self.output(program, ["--threads", "1"])
    for threads in [2, 3, 5, 8, 16] {
      #expect(try Self.output(program, ["--threads", "\(threads)"]) == expected, "\(threads)")
    }
  }
}
