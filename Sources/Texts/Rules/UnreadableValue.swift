/// A text that is no value of the kind its place takes.
enum UnreadableValue: Rule {
  static let document = RuleDocument(
    "E206",
    "a value that cannot be read",
    checks: "A value has the form of its kind and nothing behind it.",
    matters: "A value that is read in part is read wrongly.",
    wrong: "state: {vix: calm}",
    right: "state: {vix: 15.4}"
  )

  static func fault(_ source: LiteralSource, _ form: QuantityForm) -> Diagnostic {
    fault(
      "`\(source.text)` is not \(form.noun)",
      at: source.place,
      "a number is expected",
      help: "for example `\(form.example)`"
    )
  }

  /// A single level where a target range is expected: the range of 25 bp around it.
  static func levelForRange(_ cursor: LiteralCursor, _ level: ExactNumber) -> Diagnostic {
    let low = (level.value * 4).rounded(.down) / 4
    let text =
      "\(ExactNumber(digits: Int64(low * 100), scale: 2).padded)"
      + "..\(ExactNumber(digits: Int64(low * 100) + 25, scale: 2).padded) %"
    return fault(
      "`\(cursor.source.text)` is one level; the target of the Fed is a range",
      at: cursor.source.place,
      "two levels are expected",
      help: "write the range",
      replacement: text
    )
  }
}

extension ExactNumber {
  /// With two digits behind the point, as target ranges are printed.
  var padded: String {
    let parts = text.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    return parts[0] + "." + fraction + String(repeating: "0", count: max(0, 2 - fraction.count))
  }
}
