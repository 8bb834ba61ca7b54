import Commands
import Foundation
import Testing

/// `models diff`, `models show --asset` and `explain` of a scenario, as whole commands.
@Suite("What models say, and what moves an answer")
struct ModelVerbTests {
  typealias Object = [String: Any]

  private static let scenario = """
    dovetail: 1
    asof: 2025-12-05
    horizons: [1w, 1mo]
    run: {paths: 6400}
    events:
      - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}, outcome: hold}
    ask: [median(russell-2000 at 1w)]

    """

  private static func object(_ text: String) throws -> Object {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
  }

  /// The built-in model with a wider premium and another response to the target.
  private static func changed(_ folder: TemporaryFolder) async throws -> String {
    let text = try await CommandLineRun("models", "show", "us-equities", "--yaml").output
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("equity-premium: ") ? "equity-premium: 6 ± 2 (a1)" : String(line)
    }
    return try folder.write(lines.joined(separator: "\n"), to: "model.yaml")
  }

  @Test("a model against itself has no differences, and what it does is exactly nothing")
  func same() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.scenario, to: "hold.yaml")
    let run = try await CommandLineRun(
      ["models", "diff", "us-equities", "us-equities", "--scenario", file, "--json"]
    )
    #expect(run.code == .done, "\(run.error)")
    let difference = try Self.object(run.output)
    #expect(difference["same"] as? Bool == true)
    let effect = try #require(difference["scenario"] as? Object)
    let medians = try #require(effect["medians"] as? [Object])
    #expect(!medians.isEmpty)
    for row in medians {
      let change = try #require(row["difference"] as? Object)
      #expect(change["value"] as? Double == 0 && change["se"] as? Double == 0)
    }
  }

  @Test("a larger premium is the only move, and lifts every median in the same worlds")
  func premium() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.scenario, to: "hold.yaml")
    let model = try await Self.changed(folder)
    let run = try await CommandLineRun(
      ["models", "diff", "us-equities", model, "--scenario", file, "--json"]
    )
    #expect(run.code == .done, "\(run.error)")
    let difference = try Self.object(run.output)
    let groups = try #require(difference["groups"] as? [Object])
    let moves = groups.flatMap { ($0["moves"] as? [Object]) ?? [] }
    #expect(moves.map { $0["name"] as? String } == ["equity-premium"])
    #expect((moves.first?["in_old_se"] as? Double).map { abs($0 - 1.25) < 1e-9 } == true)
    let medians = try #require((difference["scenario"] as? Object)?["medians"] as? [Object])
    let index = try #require(
      medians.last { $0["asset"] as? String == "sp-500" && $0["horizon"] as? String == "1mo" }
    )
    let change = try #require(index["difference"] as? Object)
    // 2.5 points a year over 20 trading days, β one.
    #expect(abs(try #require(change["value"] as? Double) - 0.2) < 0.03)
    #expect(try #require(change["se"] as? Double) < 0.01)
    let page = try await CommandLineRun("models", "diff", "us-equities", model)
    #expect(page.code == .done)
    #expect(page.output.contains("REGIMES, PREMIUM AND TAILS"))
    #expect(page.output.contains("NOT MOVED"))
  }

  @Test("a file that is no model, or not there, ends a comparison with its own code")
  func wrong() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.scenario, to: "hold.yaml")
    #expect(try await CommandLineRun("models", "diff", "us-equities", file).code == .data)
    let none = try await CommandLineRun("models", "diff", "nowhere.yaml", "us-equities")
    #expect(none.code == .noInput)
    let twice = try await CommandLineRun("models", "diff", "-", "-")
    #expect(twice.code == .usage)
  }

  @Test("an explanation splits the variance and lists three coefficients with both ends")
  func explanation() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.scenario, to: "hold.yaml")
    let run = try await CommandLineRun("explain", file, "--json")
    #expect(run.code == .done, "\(run.error)")
    let explanation = try Self.object(run.output)
    let headlines = try #require(explanation["headlines"] as? [Object])
    #expect(
      headlines.map { $0["text"] as? String } == [
        "median(sp-500 at 1mo)", "median(russell-2000 at 1w)",
      ]
    )
    for headline in headlines {
      let coefficients = try #require(headline["coefficients"] as? [Object])
      // Fewer where fewer move it by more than its error.
      #expect((1...3).contains(coefficients.count))
      for coefficient in coefficients {
        let (value, error) = (
          try #require(coefficient["value"] as? Double), try #require(coefficient["se"] as? Double)
        )
        let low = try #require(coefficient["low"] as? Object)
        #expect(abs(try #require(low["coefficient"] as? Double) - (value - 1.64485 * error)) < 1e-4)
        #expect((coefficient["path"] as? String)?.isEmpty == false)
      }
    }
    let variance = try #require((explanation["variance"] as? Object)?["sp-500"] as? Object)
    let shares = try #require(variance["1mo"] as? [String: Double])
    #expect(abs(shares.values.reduce(0, +) - 1) < 1e-9)
    let again = try await CommandLineRun("explain", file, "--json", "--threads", "1")
    #expect(again.output == run.output)
    let page = try await CommandLineRun("explain", file, "--asset", "IWM")
    #expect(page.output.contains("WHERE THE SPREAD COMES FROM"))
    #expect(page.output.contains("median(russell-2000 at 1mo)"))
    let unknown = try await CommandLineRun("explain", file, "--asset", "russel-2000")
    #expect(unknown.code == .usage && unknown.error.contains("`russell-2000`"))
    let missing = try await CommandLineRun("explain", "nowhere.yaml")
    #expect(missing.code == .noInput)
  }

  @Test("the responses of one asset are those of the card, by its name or its fund's")
  func responses() async throws {
    let byName = try await CommandLineRun("models", "show", "us-equities", "--asset", "technology")
    let byFund = try await CommandLineRun("models", "show", "us-equities", "--asset", "XLK")
    #expect(byName.code == .done && byName.output == byFund.output)
    for cause in ["policy", "policy-target", "inflation-low", "labor"] {
      #expect(byName.output.contains("  \(cause) "))
    }
    let none = try await CommandLineRun("models", "show", "us-equities", "--asset", "gold")
    #expect(none.code == .usage)
  }
}
