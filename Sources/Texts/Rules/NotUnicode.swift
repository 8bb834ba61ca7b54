/// Bytes that are no text.
enum NotUnicode: Rule {
  static let document = RuleDocument(
    "E111",
    "a file that is not UTF-8",
    checks: "The file is UTF-8.",
    matters: "Minus signs, ± and names would be read wrongly.",
    wrong: "# a byte that is no character, such as 0xFF",
    right: "# ± and −"
  )
}
