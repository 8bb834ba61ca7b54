/// A number that could be read in more than one unit.
enum MissingUnit: Rule {
  static let document = RuleDocument(
    "E201",
    "a number has no unit",
    checks: "Every rate, change, return, count and probability is written with its unit.",
    matters: "25 can be basis points, percent or a fraction; a guess would be wrong silently.",
    wrong: "state: {two-year: 4.14}",
    right: "state: {two-year: 4.14 %}"
  )

  static func fault(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ number: ExactNumber,
    _ form: QuantityForm,
    isSpread: Bool
  ) -> Diagnostic {
    let text = cursor.text(from: start)
    let unit = (isSpread ? form.spreadUnit : form.unit) ?? .percent
    let asFraction = number.shifted(by: 2)
    // A share below one is more often a fraction than a tiny number of percent.
    let isFraction = form.noun == "odds" && number.digits > 0 && number.value <= 1
    let best = isFraction ? "\(asFraction.text) %" : text + unit.suffix
    let readings =
      unit == .percent && !isSpread
      ? ["`\(text)` could be `\(text) %`, or as a fraction `\(asFraction.text) %`"] : []
    return fault(
      "`\(text)` has no unit",
      at: cursor.place(from: start),
      isSpread ? "a spread needs a unit" : "\(form.noun) needs a unit",
      notes: readings,
      replacement: cursor.replacement(best)
    )
  }
}
