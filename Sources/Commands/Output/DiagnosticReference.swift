import Texts

/// What is said of a diagnostic beyond the diagnostic itself.
enum DiagnosticReference {
  /// Every diagnostic there is, in order of code.
  static let documents = (RuleCatalogue.documents + [EngineRefusal.document]).sorted {
    ($0.isWarning ? 1 : 0, $0.code) < ($1.isWarning ? 1 : 0, $1.code)
  }

  /// The page that `explain` prints.
  static func text(of document: RuleDocument) -> String {
    """
    \(document.code)  \(document.title)

    What it checks
      \(document.checks)

    Why it matters
      \(document.matters)

    Example
    \(indented(document.wrong))

    Write instead
    \(indented(document.right))

    """
  }

  /// The reference of all diagnostics as a Markdown document.
  static var markdown: String {
    var text = "# Diagnostics\n\n"
    text += "What `dovetail explain CODE` says, for every code. Codes never change their meaning.\n"
    for document in documents {
      text += """

        ## \(document.code): \(document.title)

        \(document.checks) \(document.matters)

        ```yaml
        \(document.wrong)
        ```

        Write instead:

        ```yaml
        \(document.right)
        ```

        """
    }
    return text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
  }
}

extension RuleDocument {
  fileprivate var isWarning: Bool { code.hasPrefix("W") }
}

/// What only the engine can find: a lawful scenario that the model at hand cannot simulate.
enum EngineRefusal {
  static let document = RuleDocument(
    "E390",
    "a scenario that its model cannot simulate",
    checks: "The model has what the scenario asks of it, and impulses leave something to move.",
    matters: "The engine does not guess: what cannot be computed is not computed.",
    wrong: "",
    right: ""
  )

  static func diagnostic(_ message: String, at place: SourcePlace) -> Diagnostic {
    Diagnostic(document.code, message, at: place, "the engine stops here")
  }
}
