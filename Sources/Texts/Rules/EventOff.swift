import Domain

/// An event whose laws the model does not have.
enum EventOff: Rule {
  static let document = RuleDocument(
    "E315",
    "an event the model does not know",
    checks: "The model has the laws and responses of the kind of event.",
    matters: "Without them the event would do nothing.",
    wrong: "model: no-releases\nevents:\n  - {id: november-prices, cpi: 2025-12-18}",
    right: "model: no-releases\nevents:\n  - {id: december, fomc: 2025-12-10}"
  )

  static func fault(
    _ kind: String,
    _ model: ModelReference,
    at place: SourcePlace
  ) -> Diagnostic {
    fault(
      "the model \(model.text) has no `\(kind)` events",
      at: place,
      "would change nothing",
      help: "drop the event, or take another model"
    )
  }
}

extension ModelReference {
  var text: String {
    switch self {
    case .builtIn(let name): "`\(name)`"
    case .file(let path): "`\(path)`"
    }
  }
}
