import Commands
import Testing

@Suite("validate")
struct ValidateCommandTests {
  private static let recipe = "scenarios/models/us-equities-2018.recipe.yaml"
  private static let data = "../shared/data"

  init() throws { try #require(Project.isWorkingDirectory) }

  private static func run(_ words: String...) async throws -> CommandLineRun {
    try await CommandLineRun(["validate", "--recipe", recipe, "--data", data] + words)
  }

  @Test(
    "a model frozen at 2018 covers 2019 to 2025 about as it says",
    .enabled(if: Project.hasData)
  )
  func frozen() async throws {
    let run = try await Self.run("--paths", "128", "--json", "-q")
    #expect([.done, .negative].contains(run.code))
    #expect((run.code == .negative) == run.output.contains("\"rejected\": true"))
    for kind in ["fomc", "cpi", "jobs", "week-given-factors", "1w", "1mo", "3mo"] {
      #expect(Self.coverage(of: kind, in: run.output)?.count == 3, "\(kind)")
    }
    // Two to four points are standard errors of these shares; bounds are three of them wide.
    for (kind, bounds) in [
      ("fomc", [40...65, 70...92, 89...100]), ("week-given-factors", [45...57, 75...86, 92...98]),
      ("1w", [42...56, 75...86, 93...98]), ("1mo", [42...56, 75...89, 93...99]),
    ] as [(String, [ClosedRange<Double>])] {
      let shares = try #require(Self.coverage(of: kind, in: run.output))
      for (share, bound) in zip(shares, bounds) { #expect(bound.contains(100 * share), "\(kind)") }
    }
  }

  /// The three shares of a kind in the summary.
  private static func coverage(of kind: String, in json: String) -> [Double]? {
    let pattern = #/"forecast": "([a-z0-9-]+)",[^\]]*?"coverage": \[([0-9., ]+)\]/#
    let match = json.matches(of: pattern).first { $0.1 == kind }
    return match.map { $0.2.split(separator: ",").compactMap { Double($0.trimmingSpaces) } }
  }

  @Test(
    "the page names the tests that reject, and what every mark means",
    .enabled(if: Project.hasData)
  )
  func page() async throws {
    let run = try await Self.run(
      "--paths",
      "64",
      "--level",
      "99.9",
      "--by-asset",
      "--through",
      "2020-12-31"
    )
    #expect(run.code == .negative)
    #expect(run.error.contains("rejected by"))
    #expect(run.output.contains("VERDICT"))
    #expect(run.output.contains("Semiconductors"))
  }

  @Test("a market without a volatility index is tested, and its model keeps the result")
  func kept() async throws {
    let place = try TemporaryFolder()
    _ = try await CommandLineRun("calibrate", "--example", place.path, "--force")
    let source = ["--recipe", "\(place.path)/recipe.yaml", "--data", place.path]
    let test = try await CommandLineRun(
      ["validate"] + source + ["--frozen", "2022-12-31", "--paths", "64", "--json", "-q"]
    )
    #expect([.done, .negative].contains(test.code))
    #expect(Self.coverage(of: "1w", in: test.output)?.count == 3)
    let result = try place.write(test.output, to: "test.json")
    let plain = try await CommandLineRun(["calibrate"] + source)
    let tested = try await CommandLineRun(["calibrate"] + source + ["--validation", result])
    #expect(tested.code == .done)
    // The record stands at the end and changes nothing before it.
    #expect(tested.output.hasPrefix(plain.output))
    #expect(tested.output.dropFirst(plain.output.count).hasPrefix("validation:"))
    let model = try place.write(tested.output, to: "my-model.yaml")
    let card = try await CommandLineRun("models", "show", model)
    #expect(card.output.contains("OUTCOMES INSIDE THE INTERVALS"))
    let json = try await CommandLineRun("models", "show", model, "--json")
    #expect(Self.coverage(of: "1w", in: json.output) == Self.coverage(of: "1w", in: test.output))
    let wrong = try place.write("{}", to: "test.json")
    let refused = try await CommandLineRun(["calibrate"] + source + ["--validation", wrong])
    #expect(refused.code == .data && refused.output.isEmpty)
    #expect(refused.error.contains("error[E600]"))
  }

  @Test("a model and a date exclude each other, and spans that are not known are refused")
  func commandLine() async throws {
    for words in [
      ["--model", "us-equities", "--frozen", "2018-12-31"], ["--rolling", "2y"],
      ["--frozen", "2018-02-30"], ["--level", "0"], ["--paths", "1"], ["--json", "--markdown"],
    ] {
      let run = try await CommandLineRun(
        ["validate", "--recipe", Self.recipe, "--data", Self.data] + words
      )
      #expect(run.code == .usage, "\(words)")
    }
  }

  @Test("a recipe that is not there is 66, data that are not there 65 with the place")
  func missing() async throws {
    let recipe = try await CommandLineRun("validate", "--recipe", "none.yaml", "--data", ".")
    #expect(recipe.code == .noInput)
    let data = try await CommandLineRun("validate", "--recipe", Self.recipe, "--data", "/none")
    #expect(data.code == .data)
    #expect(data.error.contains("files.prices"))
  }

  @Test("nothing to test after the model's date is said", .enabled(if: Project.hasData))
  func nothingLeft() async throws {
    let run = try await Self.run("--through", "2019-01-10")
    #expect(run.code == .data)
    #expect(run.error.contains("2018-12-31"))
    #expect(run.output.isEmpty)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring { drop { $0 == " " } }
}
