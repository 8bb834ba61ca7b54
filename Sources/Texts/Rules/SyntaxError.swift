/// A text that is no YAML.
enum SyntaxError: Rule {
  static let document = RuleDocument(
    "E101",
    "a text that is no YAML",
    checks: "Brackets and quotes are closed, keys have colons, and lists have dashes.",
    matters: "What cannot be read has no meaning; only the first such fault of a file is shown.",
    wrong: "horizons: [1w, 1mo",
    right: "horizons: [1w, 1mo]",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )
}
