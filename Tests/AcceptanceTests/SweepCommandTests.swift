import Commands
import Foundation
import Testing

@Suite("sweep")
struct SweepCommandTests {
  private static let file = "scenarios/december-cut.yaml"

  init() throws { try #require(Project.isWorkingDirectory) }

  private func json(_ arguments: [String]) async throws -> [String: Any] {
    let run = try await CommandLineRun(arguments + ["--paths", "4096", "--json", "--quiet"])
    #expect(run.code == .done || run.code == .inconclusive, "\(run.error)")
    let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func points(_ varied: String...) async throws -> [NSDictionary] {
    let arguments = ["sweep", Self.file] + varied.flatMap { ["--vary", $0] }
    return try #require(try await json(arguments)["points"] as? [NSDictionary])
  }

  /// A copy of the file with another text for a line of it.
  private func edited(_ old: String, _ new: String) throws -> String {
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    #expect(text.contains(old))
    let path = NSTemporaryDirectory() + "sweep-\(UUID().uuidString).yaml"
    try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(
    "a point is what compare says of a file that says the same",
    arguments: [
      ("state.vix=30", "  vix: 15.4", "  vix: 30"),
      ("events.december.path=-20bp ± 3bp", "    path: +6bp ± 4bp", "    path: -20bp ± 3bp"),
    ]
  )
  func files(varied: String, old: String, new: String) async throws {
    let point = try #require(try await points(varied).first)
    let path = try edited(old, new)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let compared = try await json(["compare", Self.file, path])
    let comparison = try #require((compared["comparisons"] as? [[String: Any]])?.first)
    let asked = try #require(comparison["asked"] as? [NSDictionary])
    let swept = try #require(point["asked"] as? [NSDictionary])
    // The median of the benchmark comes before the questions.
    #expect(swept.count == asked.count + 1)
    #expect(Array(swept.dropFirst()) == asked)
  }

  @Test("a point has the same numbers in whatever company it is simulated")
  func company() async throws {
    let many = try await points("state.vix=12 to 32 by 1")
    #expect(many.count == 21)
    for (number, vix) in [(0, "12"), (16, "28"), (20, "32")] {
      #expect(try await points("state.vix=\(vix)") == [many[number]])
    }
  }

  @Test("several keys make a grid, the last moving fastest")
  func grid() async throws {
    let found = try await points("state.vix=15,25", "events.december.outcome=-25bp,hold,+25bp")
    let values = found.compactMap { $0["values"] as? [String] }
    #expect(values.first == ["15", "-25bp"] && values.dropFirst(3).first == ["25", "-25bp"])
    #expect(values.count == 6 && Set(values).count == 6)
    #expect(found[4] == (try await points("state.vix=25", "events.december.outcome=hold"))[0])
  }

  @Test("what the scenario says itself makes no difference")
  func written() async throws {
    let found = try await json(["sweep", Self.file, "--vary", "events.december.path=+6bp ± 4bp"])
    let keys = try #require(found["keys"] as? [[String: String]])
    #expect(keys == [["path": "events.december.path", "written": "+6bp ± 4bp"]])
    let point = try #require((found["points"] as? [[String: Any]])?.first)
    for answer in try #require(point["asked"] as? [[String: Any]]) {
      #expect(answer["difference"] as? NSDictionary == ["value": 0.0, "se": 0.0])
      #expect(answer["baseline"] as? NSDictionary == answer["scenario"] as? NSDictionary)
    }
  }

  @Test("the page and CSV have every point, and standard input is read once")
  func forms() async throws {
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    let arguments = ["--vary", "state.vix=15,25,35", "--asset", "IWM", "--paths", "1024"]
    let page = try await CommandLineRun(["sweep", "-"] + arguments, input: text)
    #expect(page.code == .done && page.error.isEmpty)
    for word in ["median(russell-2000 at 6mo)", "state.vix", "as written 15.4", "35"] {
      #expect(page.output.contains(word), "\(word)")
    }
    let csv = try await CommandLineRun(["sweep", Self.file, "--csv"] + arguments)
    let rows = csv.output.split(separator: "\n")
    #expect(rows.count == 1 + 3 * 5)
    #expect(rows[0] == "\"state.vix\",question,horizon,value,se,difference,difference_se,unit")
    #expect(rows[1].hasPrefix("\"15\",\"median(sp-500 at 6mo)\",6mo,"))
  }

  @Test(
    "what cannot be swept is said at its place",
    arguments: [
      (["--vary", "events.decmber.path=0bp"], ExitCode.usage, "did you mean `december`?"),
      (["--vary", "events.december.pat=0bp"], .data, "did you mean"),
      (["--vary", "events.december.path=6"], .data, "--vary events.december.path:1:24"),
      (["--vary", "state.vix=1000"], .data, "is outside what is possible"),
      (["--vary", "state.vix=[", "--quiet"], .usage, "E101"),
      (["--vary", "asof=2025-12-04"], .usage, "no key that a sweep varies"),
      (["--vary", "state.vix=20", "--vary", "state.vix=30"], .usage, "vary the same"),
      (
        ["--vary", "state.vix=10 to 50 by 1", "--vary", "state.two-year=3.0 % to 4.0 % by 0.04 %"],
        .usage, "at most 1000 points, not 1066"
      ),
      ([], .usage, "say what to vary"),
      (["--vary", "state.vix=20", "--precision", "0.1pp"], .usage, "use --paths"),
      (["--vary", "state.vix=20", "--asset", "sp-501"], .usage, "sp-500"),
    ] as [([String], ExitCode, String)]
  )
  func mistakes(options: [String], code: ExitCode, words: String) async throws {
    let run = try await CommandLineRun(["sweep", Self.file, "--paths", "64"] + options)
    #expect(run.code == code && run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }
}
