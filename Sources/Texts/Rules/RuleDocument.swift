/// What `explain` prints of a rule, and what the tests hold it to.
package struct RuleDocument: Hashable, Sendable {
  package let code: String
  /// What is wrong, in a few words.
  package let title: String
  package let checks: String
  package let matters: String
  /// Lines of a scenario that break the rule; `head` stands before them.
  package let wrong: String
  /// The same lines as they should be.
  package let right: String
  /// What a whole file begins with before the example, where the example does not say.
  package let head: String
  /// Other files the example reads, by path.
  package let others: [String: String]

  package init(
    _ code: String,
    _ title: String,
    checks: String,
    matters: String,
    wrong: String,
    right: String,
    head: String = Self.usualHead,
    others: [String: String] = [:]
  ) {
    self.code = code
    self.title = title
    self.checks = checks
    self.matters = matters
    self.wrong = wrong
    self.right = right
    self.head = head
    self.others = others
  }

  /// The least a scenario needs.
  package static let usualHead = "dovetail: 1\nasof: 2025-12-05\nhorizons: [1w, 1mo]\n"

  /// The least a file needs whose example gives `asof`.
  package static let bareHead = "dovetail: 1\n"

  /// The whole failing file, and the whole corrected one.
  package var wrongFile: String { head + wrong + "\n" }
  package var rightFile: String { head + right + "\n" }
}

/// One rule of the language: one file, one code.
protocol Rule: SendableMetatype {
  static var document: RuleDocument { get }
}

extension Rule {
  /// A finding of this rule at a place.
  static func fault(
    _ message: String,
    at place: SourcePlace,
    _ label: String = "",
    also: [Diagnostic.Label] = [],
    notes: [String] = [],
    help: String? = nil,
    replacement: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      document.code,
      message,
      at: place,
      label,
      also: also,
      notes: notes,
      help: help,
      replacement: replacement
    )
  }
}

extension Diagnostic: Error {}
