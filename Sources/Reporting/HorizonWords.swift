package import Domain

extension Horizon {
  /// The duration as number and unit; nil where the label is a date.
  private var duration: (count: Int, unit: String)? {
    let units = [("bd", "trading day"), ("mo", "month"), ("w", "week"), ("y", "year")]
    for (suffix, unit) in units where label.hasSuffix(suffix) {
      return Int(label.dropLast(suffix.count)).map { ($0, unit) }
    }
    return nil
  }

  /// In a sentence: `3 months`, or `to 2026-12-31`.
  package var words: String {
    guard let (count, unit) = duration else { return "to \(date)" }
    return "\(count) \(unit)\(count == 1 ? "" : "s")"
  }

  /// At the head of a table: `3-MONTH TOTAL RETURN`, or `TOTAL RETURN TO 2026-12-31`.
  package func title(of subject: String) -> String {
    guard let (count, unit) = duration else { return "\(subject) TO \(date)" }
    return "\(count)-\(unit.split(separator: " ").joined(separator: "-").uppercased()) \(subject)"
  }
}
