import Texts

/// What is said of a diagnostic beyond the diagnostic itself.
enum DiagnosticReference {
  /// Every diagnostic there is, in order of code.
  static let documents =
    (RuleCatalogue.documents + ModelRules.documents + [EngineRefusal.document]).sorted {
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

/// What only the engine can find: a lawful scenario that cannot be simulated.
enum EngineRefusal {
  static let document = RuleDocument(
    "E390",
    "a scenario that cannot be simulated",
    checks: "The model can do what the scenario asks, and no two events share a random stream.",
    matters: """
      The engine does not guess: what cannot be computed is not computed. Streams are told apart \
      by a number of 32 bits made from the name; two names of one number would share their draws.
      """,
    wrong: """
      events:
        - {id: old-spill-second, shock: 2025-12-15, impulse: {oil: +8 % ± 2 %}}
        - {id: short-tariff-hot, shock: 2025-12-16, impulse: {oil: +4 % ± 1 %}}
      """,
    right: """
      events:
        - {id: old-spill-second, shock: 2025-12-15, impulse: {oil: +8 % ± 2 %}}
        - {id: short-tariff-hot, shock: 2025-12-16, impulse: {oil: +4 % ± 1 %}, stream: tariff}
      """
  )

  static func diagnostic(_ message: String, at place: SourcePlace) -> Diagnostic {
    Diagnostic(document.code, message, at: place, "the engine stops here")
  }
}
