import Commands
import Foundation
import Testing

@Suite("run --tail")
struct TailCommandTests {
  private static let file = "scenarios/december-cut.yaml"

  init() throws { try #require(Project.isWorkingDirectory) }

  private func json(_ more: String...) async throws -> [String: Any] {
    let run = try await CommandLineRun(
      ["run", Self.file, "--paths", "8192", "--json", "--quiet"] + more
    )
    #expect(run.code == .done || run.code == .inconclusive || run.code == .negative, "\(run.error)")
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test("a tail changes no other number, and is told with its errors")
  func besides() async throws {
    let plain = try await json()
    var tailed = try await json("--tail", "P(IWM < -12 % at 3mo)", "--tail-level", "0.5 %")
    let tail = try #require(tailed.removeValue(forKey: "tail") as? [String: Any])
    #expect((tailed as NSDictionary).isEqual(to: plain))
    #expect(plain["tail"] == nil)
    #expect(tail["subject"] as? String == "russell-2000")
    #expect(tail["horizon"] as? String == "3mo")
    #expect(tail["level"] as? Double == 0.5)
    #expect(tail["paths"] as? Int == 16_384)
    for key in ["quantile", "es", "probability"] {
      let finding = try #require(tail[key] as? [String: Any])
      let (value, error) = (finding["value"] as? Double ?? 0, finding["se"] as? Double ?? 0)
      #expect(error > 0 && error < abs(value) / 5, "\(key)")
      #expect(finding["gain"] as? Double ?? 0 > 0.5, "\(key)")
    }
  }

  @Test("rows of a tail follow those of the table")
  func rows() async throws {
    let arguments = ["run", Self.file, "--paths", "8192", "--csv", "--quiet"]
    let plain = try await CommandLineRun(arguments)
    let tailed = try await CommandLineRun(arguments + ["--tail", "sp-500 > 8 % at 1mo"])
    #expect(tailed.output.hasPrefix(plain.output))
    let rest = tailed.output.dropFirst(plain.output.count)
    for name in ["tail_quantile", "tail_es", "tail_probability"] { #expect(rest.contains(name)) }
  }

  @Test(
    "what names no tail is a mistake of the command line, and says what would",
    arguments: [
      (["--tail", "sp-501 at 6mo"], "there is no asset `sp-501`"),
      (["--tail", "sp-500 at 7mo"], "`7mo` is no horizon of"),
      (["--tail", "sp-500"], "--tail \"sp-500 at 6mo\""),
      (["--tail", "sp-500 < -20 at 6mo"], "-20"),
      (["--tail", "sp-500 within -1 % .. 1 % at 6mo"], "--tail \"sp-500 at 6mo\""),
      (["--tail", "banks - energy at 6mo"], "add it to `report: {spreads: [...]}`"),
      (["--tail", "sp-500 < -101 % at 6mo"], "no return of `sp-500` lies there"),
      (["--tail", "IWM <= -100 % at 1w"], "no return of `russell-2000` lies there"),
      (["--tail", "sp-500 > -100 % at 6mo"], "every return of `sp-500` lies there"),
      (["--tail", "sp-500 at 6mo", "--tail-level", "0.1"], "--tail-level"),
      (["--tail", "sp-500 at 6mo", "--tail-level", "20%"], "--tail-level"),
      (["--tail-level", "1%"], "--tail-level needs --tail"),
      (["scenarios/base.yaml", "--tail", "sp-500 at 6mo"], "--tail is for one file"),
      (["--tail", "sp-500 at 6mo", "--precision", "0.1pp"], "exclude each other"),
      (["--tail", "sp-500 at 6mo", "--shard", "1/2", "--part", "x.part"], "--shard"),
      (["--tail", "sp-500 at 6mo", "--max-time", "1min"], "--max-time"),
    ]
  )
  func mistakes(options: [String], words: String) async throws {
    let run = try await CommandLineRun(["run", Self.file, "--paths", "64"] + options)
    #expect(run.code == .usage, "\(run.error)")
    #expect(run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test("a tail from too few paths is an error with the number that would do, not a number")
  func tooFew() async throws {
    let run = try await CommandLineRun(
      "run",
      Self.file,
      "--paths",
      "128",
      "--tail",
      "airlines at 6mo",
      "--tail-level",
      "0.001%"
    )
    #expect(run.code == .usage)
    #expect(run.error.contains("effective paths of 128") && run.error.contains("--paths"))
    #expect(run.output.isEmpty)
  }
}
