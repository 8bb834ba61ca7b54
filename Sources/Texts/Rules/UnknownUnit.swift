/// A word behind a number that is no unit.
enum UnknownUnit: Rule {
  static let document = RuleDocument(
    "E216",
    "a unit that does not exist",
    checks: "Units are %, bp, pp and k; durations have bd, w, mo and y.",
    matters: "`1e3` and `50m` mean nothing by themselves here.",
    wrong: "state: {two-year: 3.56pct}",
    right: "state: {two-year: 3.56 %}"
  )

  static func fault(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ word: String,
    _ form: QuantityForm,
    isSpread: Bool
  ) -> Diagnostic {
    var wider = cursor
    wider.index += 1
    let unit = isSpread ? form.spreadUnit : form.unit
    let mended = unit.map { cursor.text(from: start) + $0.suffix }
    return fault(
      "`\(word)` is not a unit",
      at: wider.place(from: start),
      form.isBare ? "\(form.noun) has no unit" : "\(form.noun) expected",
      help: mended == nil ? "for example `\(form.example)`" : nil,
      replacement: mended.flatMap(cursor.replacement)
    )
  }
}
