/// Values that stand one after the other for what a scenario says at a key: what a sweep varies.
///
/// It is written `KEY=VALUES`, values as in a scenario file with commas between them, or
/// `FROM to TO by STEP`.
package struct Variation: Sendable {
  /// A value in its place.
  package struct Choice: Hashable, Sendable {
    /// As the author would write it.
    package let text: String
    let path: [String]
    let keyPlace: SourcePlace
    let value: SourceTree
  }

  /// Key path: `state.vix`, `events.december.outcome`.
  package let key: String
  /// Its words, at least two.
  let path: [String]
  package let choices: [Choice]
  /// What was written, as a text that diagnostics can point into.
  package let file: SourceFile

  /// Most values of one key.
  package static let mostChoices = 1_000

  /// Why it cannot be read: a sentence, with what to do, or findings in a text.
  package enum Fault: Error, Sendable {
    case message(String, help: String? = nil)
    case findings([Diagnostic], SourceFile)
  }

  package init(_ argument: String) throws(Fault) {
    guard let sign = argument.firstIndex(of: "=") else {
      throw .message(
        "`\(argument)` says of no key what it is",
        help: "for example `--vary state.vix=12,16,20`"
      )
    }
    let key = String(argument[..<sign]).trimmed
    let values = String(argument[argument.index(after: sign)...]).trimmed
    let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    try Self.check(path, key)
    guard !values.isEmpty else { throw .message("`\(key)` is given no value") }
    guard !values.contains(where: \.isNewline) else {
      throw .message("the values of `\(key)` stand on more than one line")
    }
    let file = SourceFile(path: "--vary \(key)", text: "\(key): [\(values)]")
    let outcome = Reader.read(file)
    guard let entry = outcome.tree?.entries?.first, outcome.tree?.entries?.count == 1,
      entry.key == key, let items = entry.value.items
    else {
      guard !outcome.diagnostics.isEmpty else {
        throw .message("`\(values)` is no list of values with commas between them")
      }
      throw .findings(outcome.diagnostics, file)
    }
    var choices: [Choice] = []
    for item in items {
      for value in try Self.expanded(item, of: key) {
        let text = value.text ?? file.text(in: value.place.range)
        let choice = Choice(text: text, path: path, keyPlace: entry.keyPlace, value: value)
        choices.append(choice)
        guard choices.count <= Self.mostChoices else {
          throw .message("`\(key)` has more than \(Self.mostChoices) values")
        }
      }
    }
    (self.key, self.path, self.choices, self.file) = (key, path, choices, file)
    try checkRepeats()
  }

  /// A sweep varies what happens and where it starts; the rest is what its points have in common.
  private static func check(_ path: [String], _ key: String) throws(Fault) {
    let isNamed = path.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
    let isWhole =
      switch path.first {
      case "state": path.count >= 2
      case "events": path.count >= 3 && path[2] != "id" && path[2] != "override"
      default: false
      }
    guard isNamed, isWhole else {
      throw .message(
        "`\(key)` is no key that a sweep varies",
        help: "name one under `state` or of an event: `state.vix`, `events.december.outcome`"
      )
    }
  }

  private static func expanded(
    _ item: SourceTree,
    of key: String
  ) throws(Fault) -> [SourceTree] {
    guard let scalar = item.scalar, scalar.style == .plain,
      let range = try ValueRange(scalar.text)
    else { return [item] }
    guard let texts = range.texts(atMost: mostChoices) else {
      throw .message("`\(key)` has more than \(mostChoices) values from `\(scalar.text)`")
    }
    return texts.map { SourceTree(.scalar(.init(text: $0, style: .plain)), at: item.place) }
  }

  private func checkRepeats() throws(Fault) {
    var seen = Set<String>()
    for choice in choices where !seen.insert(choice.text).inserted {
      throw .message("`\(key)` has the value `\(choice.text)` twice")
    }
  }
}

/// `FROM to TO by STEP`: numbers of one unit, TO included where a step meets it.
struct ValueRange {
  private let from, to, step: Int
  private let decimals: Int
  /// What stands behind each number, with the space before it.
  private let unit: String
  /// Whether a change is meant, whose rise has its sign.
  private let isSigned: Bool

  /// Nil where the text is no range.
  init?(_ text: String) throws(Variation.Fault) {
    guard let (from, rest) = text.split(at: " to "), let ends = Quantity(from) else { return nil }
    guard let (to, step) = rest.split(at: " by ") else {
      throw .message("`\(text)` has no step", help: "for example `\(text) by 5\(ends.unit)`")
    }
    guard let last = Quantity(to), let by = Quantity(step) else {
      throw .message(
        "`\(text)` is no range of numbers",
        help: "for example `12 to 40 by 4`, or `-50bp to 25bp by 25bp`"
      )
    }
    guard ends.unit == last.unit, ends.unit == by.unit else {
      throw .message("`\(text)` has more than one unit")
    }
    decimals = max(ends.decimals, last.decimals, by.decimals)
    self.from = ends.scaled(to: decimals)
    self.to = last.scaled(to: decimals)
    self.step = by.scaled(to: decimals)
    unit = ends.unit
    isSigned = ends.isSigned || last.isSigned
    guard self.step != 0, (self.to > self.from) == (self.step > 0) || self.to == self.from else {
      throw .message("the step of `\(text)` does not lead from one end to the other")
    }
  }

  /// The values in order; nil where there are more.
  func texts(atMost most: Int) -> [String]? {
    let count = (to - from) / step + 1
    guard count <= most else { return nil }
    return (0..<count).map { text(of: from + $0 * step) }
  }

  private func text(of value: Int) -> String {
    var digits = String(value.magnitude)
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    let sign = value < 0 ? "-" : isSigned && value > 0 ? "+" : ""
    return sign + digits + unit
  }

  /// A decimal number with what stands behind it.
  private struct Quantity {
    let digits: Int
    let decimals: Int
    let isSigned: Bool
    let unit: String

    /// At most 12 digits, so that no sum overflows.
    init?(_ text: String) {
      var rest = Substring(text.trimmed)
      let sign = rest.first
      isSigned = sign == "-" || sign == "\u{2212}" || sign == "+"
      if isSigned { rest = rest.dropFirst() }
      let whole = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(whole.count)
      var part = Substring()
      if rest.first == "." {
        part = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard !part.isEmpty else { return nil }
        rest = rest.dropFirst(1 + part.count)
      }
      guard !whole.isEmpty, whole.count + part.count <= 12, part.count <= 6,
        let value = Int(whole + part), !rest.contains(where: \.isNumber)
      else { return nil }
      digits = isSigned && sign != "+" ? -value : value
      decimals = part.count
      unit = String(rest)
    }

    func scaled(to places: Int) -> Int {
      (decimals..<places).reduce(digits) { value, _ in value * 10 }
    }
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmed: String {
    let first = drop { $0 == " " || $0 == "\t" }
    guard let last = first.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return String(first[...last])
  }

  /// What stands before and after a word that stands in it once.
  fileprivate func split(at word: String) -> (String, String)? {
    let parts = split(separator: word, omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
  }
}
