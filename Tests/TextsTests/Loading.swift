import Domain
import TestSupport

@testable import Texts

/// Loads scenario texts with the small model, without any file.
enum Loading {
  static func load(
    _ text: String,
    path: String = "scenario.yaml",
    others: [String: String] = [:],
    model: MarketModel = SmallModel.model
  ) -> CheckedScenario {
    load(SourceFile(path: path, text: text), others: others, model: model)
  }

  static func load(
    _ file: SourceFile,
    others: [String: String] = [:],
    model: MarketModel = SmallModel.model
  ) -> CheckedScenario {
    ScenarioLoader.load(
      file,
      readRelative: { path in
        others[path].map { .success(SourceFile(path: path, text: $0)) }
          ?? .failure(ReadFailure(reason: "no such file"))
      },
      loadModel: { reference in
        switch reference {
        case .builtIn("us-equities"): .success(model)
        case .builtIn("no-releases"): .success(SmallModel.withoutReleases)
        case .builtIn: .failure(.unknown(known: ["us-equities", "no-releases"]))
        case .file: .failure(.unreadable(reason: "no such file"))
        }
      }
    )
  }

  /// The file with the replacement of a diagnostic in place of its first label.
  static func paste(_ diagnostic: Diagnostic, into text: String) -> String? {
    guard let replacement = diagnostic.replacement, let range = diagnostic.labels.first?.place.range
    else { return nil }
    let bytes = Array(text.utf8)
    let whole = bytes[..<range.lower] + Array(replacement.utf8) + bytes[range.upper...]
    return String(decoding: whole, as: UTF8.self)
  }

  static func codes(_ checked: CheckedScenario) -> [String] { checked.diagnostics.map(\.code) }

  /// Concise lines, for messages of failing tests.
  static func lines(_ checked: CheckedScenario) -> String {
    DiagnosticRenderer(format: .concise, files: checked.sources).render(checked.diagnostics)
  }

  static let flagship = """
    # yaml-language-server: $schema=./dovetail.schema.json
    dovetail: 1
    name: December cut, fully priced
    question: Does a cut that is 92 % priced still lift small caps?
    asof: 2025-12-05                       # the close of this day; nothing later is known
    horizons: [1w, 1mo, 3mo, 6mo]
    model: us-equities                     # built in, or the path of a model file

    state:                                 # where the economy stands at asof
      fed-funds: 3.75..4.00 %              # target range
      core-inflation: 3.0 %                # y/y
      unemployment: 4.4 %
      two-year: 3.56 %
      ten-year: 4.14 %
      vix: 15.4

    events:
      - id: december
        fomc: 2025-12-10
        priced: {-25bp: 92 %, 0bp: rest}
        outcome: {-25bp: 97 %, 0bp: rest}  # your odds; leave it out to take the market's
        path: +6bp ± 4bp                   # guidance beyond the decision
      - id: november-jobs
        jobs: 2025-12-16
        consensus: {unemployment: 4.5 %, payrolls: 50k}
      - id: november-prices
        cpi: 2025-12-18
        consensus: {core-yoy: 3.0 %}
        outcome: {core-yoy: 3.1 % ± 0.1pp}

    ask:
      - P(russell-2000 > sp-500 at 3mo)
      - median(sp-500 at 1w)
    expect:
      - P(sp-500 < -30 % at 1mo) < 5 %

    """
}
