/// A number that is possible in form and impossible in fact.
enum OutOfRange: Rule {
  static let document = RuleDocument(
    "E207",
    "a number outside what is possible",
    checks: "Rates, levels and returns lie within wide bounds of what has been or can be.",
    matters: "Such a number is a slip of sign, unit or point.",
    wrong: "state: {unemployment: 440 %}",
    right: "state: {unemployment: 4.4 %}"
  )

  static func fault(_ cursor: LiteralCursor, _ start: Int, _ form: QuantityForm) -> Diagnostic {
    let low = Self.text(form.bounds.lowerBound)
    let high = Self.text(form.bounds.upperBound)
    let unit = form.unit?.suffix ?? ""
    return fault(
      "`\(cursor.text(from: start))` is outside what is possible, \(low)…\(high)\(unit)",
      at: cursor.place(from: start),
      "\(form.noun)"
    )
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
  }
}
