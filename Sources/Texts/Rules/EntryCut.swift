/// An entry in braces without a value, which a comma has cut off.
enum EntryCut: Rule {
  static let document = RuleDocument(
    "E105",
    "a value cut at a comma",
    checks: "Every entry in braces has a key and a value; a comma ends the entry.",
    matters: "`50,000` in braces is `50`, and `000` is lost.",
    wrong: """
      events:
        - {id: november-jobs, jobs: 2025-12-16, consensus: {payrolls: 50,000}}
      """,
    right: """
      events:
        - {id: november-jobs, jobs: 2025-12-16, consensus: {payrolls: 50k}}
      """
  )

  static func check(_ entries: [SourceTree.Entry], _ index: Int) -> Diagnostic? {
    let entry = entries[index]
    guard entry.value.isEmpty, !entry.key.contains(":"),
      entry.value.place.range.lower == entry.keyPlace.range.upper
    else { return nil }
    if index > 0, let whole = joined(entries[index - 1].value, entry) { return whole }
    return fault(
      "`\(entry.key)` has no value",
      at: entry.keyPlace,
      "a comma has ended the entry before it",
      help: "write `key: value`, or quote a text that has a comma"
    )
  }

  private static func joined(
    _ before: SourceTree,
    _ entry: SourceTree.Entry
  ) -> Diagnostic? {
    guard let text = before.text, text.last?.isNumber == true, entry.key.first?.isNumber == true
    else { return nil }
    let group = entry.key.prefix { $0.isNumber }
    let unit = entry.key.dropFirst(group.count)
    let isThousands = group.count == 3 && unit.isEmpty
    let mended =
      isThousands ? (group == "000" ? text + "k" : text + group) : "\(text).\(entry.key)"
    return fault(
      "`\(text),\(entry.key)` has a comma, which ends the entry",
      at: before.place.through(entry.keyPlace),
      "read as `\(text)`, and `\(entry.key)` without a value",
      help: "no number has a comma",
      replacement: mended
    )
  }
}
