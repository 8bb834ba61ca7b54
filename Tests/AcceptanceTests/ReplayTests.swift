import Commands
import Domain
import Glibc
import Testing
import Texts

/// The replays that ship: what they may know, and whether what they call realised was.
@Suite("Replays")
struct ReplayTests {
  init() throws { try #require(Project.isWorkingDirectory) }

  private static let replays = Project.scenarios.filter { $0.contains("/replay-") }
  private static let hasData = access("\(Project.root)/../shared/data", R_OK) == 0

  private static func lines(of path: String) throws -> [Substring] {
    try #require(Project.text(of: path)).split(separator: "\n")
  }

  /// The text of a key at the top of a scenario, or of the one it extends.
  private static func value(_ key: String, in path: String) throws -> String {
    let lines = try lines(of: path)
    if let line = lines.first(where: { $0.hasPrefix("\(key): ") }) {
      return String(line.dropFirst(key.count + 2))
    }
    let base = try #require(lines.first { $0.hasPrefix("extends: ") })
    return try value(key, in: "scenarios/\(base.dropFirst("extends: ".count))")
  }

  @Test("a replay reads a model that ends before its `asof`, and is not warned", arguments: replays)
  func model(path: String) async throws {
    let model = try Self.value("model", in: path)
    let text = try #require(Project.text(of: "scenarios/\(model)"))
    let read = ModelReader.read(SourceFile(path: model, text: text))
    let date = try #require(read.model).date.description
    #expect(date < (try Self.value("asof", in: path)))
    let run = try await CommandLineRun("check", path)
    #expect(run.code == .done)
    #expect(!run.error.contains("warning"))
  }

  @Test("only a replay named after the print is given one", arguments: replays)
  func prints(path: String) throws {
    let isGiven = try Self.lines(of: path).contains { $0.contains("outcome:") }
    #expect(isGiven == path.contains("given-print"))
  }

  @Test("a replay prints what happened as percentiles", arguments: replays)
  func percentiles(path: String) async throws {
    let run = try await CommandLineRun(["run", path] + fewPaths)
    #expect(run.output.contains("REALISED"))
    #expect(run.output.contains("estimated to 2018-12-31"))
  }

  @Test("a scenario finds its model from any folder, and from none")
  func folders() async throws {
    let path = try #require(Self.replays.first)
    let full = try await CommandLineRun("check", "\(Project.root)/\(path)")
    #expect(full.code == .done, "\(full.error)")
    #expect(full.output.contains("model us-equities-2018, 2018-12-31"))
    let dotted = try await CommandLineRun("check", "docs/../\(path)")
    #expect(dotted.code == .done, "\(dotted.error)")
    // Standard input has no folder: paths start from the working directory, here the root.
    let text = try #require(Project.text(of: path))
    let piped = try await CommandLineRun("check", "-", input: text)
    #expect(piped.code == .data)
    #expect(piped.error.contains("models/us-equities-2018.yaml"))
  }

  @Test("the built-in model is warned of in any replay")
  func overlap() async throws {
    let text = try #require(Project.text(of: "scenarios/replay-2025-rotation.yaml"))
      .replacing("models/us-equities-2018.yaml", with: "us-equities")
    let run = try await CommandLineRun("check", "-", input: text)
    #expect(run.code == .done)
    #expect(run.error.contains("warning[W301]"))
  }

  @Test(
    "realised returns and states are those of the data",
    .enabled(if: hasData),
    arguments: replays.filter { !$0.contains("given") }
  )
  func realised(path: String) throws {
    let data = try DataFolder()
    let asof = try Self.value("asof", in: path)
    let text = try #require(Project.text(of: path))
    let shape = /horizon: ([-\d]+), return: ([-+.\d]+) %, source: (\w+)(?: less (\w+))?}/
    let matches = text.matches(of: shape)
    #expect(matches.count >= 7)
    for match in matches {
      let (horizon, fund) = (String(match.1), String(match.3))
      var move = try data.returns(fund, asof, horizon)
      if let other = match.4 { move -= try data.returns(String(other), asof, horizon) }
      let stated = try #require(Double(match.2))
      #expect(abs(stated - move) < 0.0501, "\(path): \(match.0): \(move)")
    }
    for (key, series) in [
      ("two-year", "DGS2"), ("ten-year", "DGS10"), ("vix", "VIXCLS"), ("oil", "DCOILWTICO"),
      ("credit", "BAMLH0A0HYM2"), ("dollar", "DTWEXBGS"),
    ] {
      let line = try #require(try Self.lines(of: path).first { $0.hasPrefix("  \(key): ") })
      let stated = line.split(separator: " ")[1]
      // Half a unit of the last digit that is written.
      let digits = stated.split(separator: ".").dropFirst().first?.count ?? 0
      let half = (0..<digits).reduce(0.5) { half, _ in half / 10 }
      let value = try #require(Double(stated))
      #expect(abs(value - (try data.rate(series, asof))) < 1.01 * half, "\(path): \(key)")
    }
  }

  @Test("a fund named beside an asset is the asset's own", arguments: replays)
  func funds(path: String) throws {
    let file = "Sources/BuiltInModels/us-equities.yaml"
    let text = try #require(Project.text(of: file))
    let model = try #require(ModelReader.read(SourceFile(path: file, text: text)).model)
    let assets = model.assets.map(\.asset)
    func alias(_ name: Substring) -> String? { assets.first { $0.name == name }?.alias }
    let replay = try #require(Project.text(of: path))
    for match in replay.matches(of: /asset: ([-a-z0-9]+), .* source: (\w+)}/) {
      #expect(alias(match.1) == String(match.2))
    }
    for match in replay.matches(of: /spread: (\S+) - (\S+), .* source: (\w+) less (\w+)}/) {
      #expect(alias(match.1) == String(match.3) && alias(match.2) == String(match.4))
    }
  }
}

/// Prices and rates of the data folder by column and date.
private struct DataFolder {
  struct Missing: Error { let cell: String }

  private let prices: [String: [String: Double]]
  private let rates: [String: [String: Double]]

  init() throws {
    prices = try Self.read("etf_adjclose_daily.csv")
    rates = try Self.read("fred_daily.csv")
  }

  /// Total return in percent from one close to another.
  func returns(_ fund: String, _ first: String, _ last: String) throws -> Double {
    guard let a = prices[first]?[fund], let b = prices[last]?[fund] else {
      throw Missing(cell: "\(fund) \(first) \(last)")
    }
    return 100 * (b / a - 1)
  }

  func rate(_ series: String, _ date: String) throws -> Double {
    guard let value = rates[date]?[series] else { throw Missing(cell: "\(series) \(date)") }
    return value
  }

  private static func read(_ name: String) throws -> [String: [String: Double]] {
    let text = try #require(Project.text(of: "../shared/data/\(name)"))
    let rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let header = try #require(rows.first).map(String.init)
    var table: [String: [String: Double]] = [:]
    for row in rows.dropFirst() where row.first.map({ $0 > "2018" }) == true {
      var cells: [String: Double] = [:]
      for (column, cell) in zip(header, row) { cells[column] = Double(cell) }
      table[String(row[0])] = cells
    }
    return table
  }
}
