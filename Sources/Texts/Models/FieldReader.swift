import Domain

/// Collects what is wrong while the fields of a file are read.
///
/// Its methods give a stand-in where they record an error, so that reading goes on; no value that
/// was read may be used when there is an error.
struct FieldReader {
  let file: SourceFile
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var errorCount = 0

  init(file: SourceFile) { self.file = file }

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    if diagnostic.isError { errorCount += 1 }
  }

  mutating func report(
    _ code: String,
    _ message: String,
    at place: SourcePlace,
    _ label: String = "",
    notes: [String] = [],
    help: String? = nil,
    replacement: String? = nil
  ) {
    report(
      Diagnostic(
        code,
        message,
        at: place,
        label,
        notes: notes,
        help: help,
        replacement: replacement
      )
    )
  }

  /// Reads a mapping, checks its keys, and gives its values by key.
  mutating func part(
    _ tree: SourceTree,
    named name: String,
    keys: [String],
    required: [String] = [],
    at place: SourcePlace? = nil
  ) -> Part {
    let place = place ?? tree.place
    let entries = self.entries(tree, named: name, at: place)
    var meant: Set<String> = []
    for entry in entries ?? [] where !keys.contains(entry.key) {
      unknown(entry.key, "key", of: name, at: entry.keyPlace, among: keys, code: "E601")
      if let near = Suggestion.nearest(to: entry.key, in: keys) { meant.insert(near) }
    }
    let part = Part(name: name, place: place, entries: entries ?? [])
    guard entries != nil else { return part }
    // A key that was only mistyped is not missing as well.
    for key in required where part[key] == nil && !meant.contains(key) {
      report(
        "E602",
        "\(name) has no `\(key)`",
        at: place,
        "`\(key)` is missing",
        help: "add `\(key):` to \(name)"
      )
    }
    return part
  }

  /// The entries of a mapping, or nil after an error; nothing at all counts as an empty mapping.
  mutating func entries(
    _ tree: SourceTree,
    named name: String,
    at place: SourcePlace? = nil
  ) -> [SourceTree.Entry]? {
    if let entries = tree.entries { return entries }
    if tree.isEmpty { return [] }
    report(
      "E603",
      "\(name) is \(tree.shapeName), not a mapping",
      at: tree.place,
      "`key: value` pairs are expected here"
    )
    return nil
  }

  mutating func unknown(
    _ word: String,
    _ kind: String,
    of owner: String,
    at place: SourcePlace,
    among names: [String],
    code: String
  ) {
    let close = Suggestion.nearest(to: word, in: names)
    let list = names.count > 12 ? nil : names.map { "`\($0)`" }.joined(separator: ", ")
    report(
      code,
      "\(owner) has no \(kind) `\(word)`",
      at: place,
      "not known",
      help: close.map { "did you mean `\($0)`?" } ?? list.map { "known are \($0)" },
      replacement: close
    )
  }

  /// A scalar's text, in one piece and not empty.
  mutating func text(_ tree: SourceTree, _ name: String) -> String {
    guard let text = tree.text, !text.isEmpty else {
      report(
        "E603",
        "`\(name)` is \(tree.shapeName), not a text",
        at: tree.place,
        "one value is expected here"
      )
      return ""
    }
    return text
  }

  /// A name of the one shape that all names have.
  mutating func name(_ tree: SourceTree, _ what: String) -> String {
    let text = self.text(tree, what)
    if !text.isEmpty { checkName(text, at: tree.place) }
    return text
  }

  mutating func checkName(_ text: String, at place: SourcePlace) {
    guard !NameShape.matches(text) else { return }
    let mended = NameShape.mended(text)
    report(
      "E613",
      "`\(text)` is not the shape of a name",
      at: place,
      "not a name",
      help: "names are lower-case words joined by hyphens: `\(mended)`",
      replacement: mended
    )
  }

  mutating func date(_ tree: SourceTree, _ name: String) -> TradingDate {
    let text = self.text(tree, name)
    if let date = TradingDate(text) { return date }
    if !text.isEmpty {
      report(
        "E614",
        "`\(text)` is no date",
        at: tree.place,
        "a day is expected here",
        help: "write year, month and day: `2025-12-05`"
      )
    }
    return TradingDate(daysSince1970: 0)
  }

  /// A number without unit within a range.
  mutating func number(
    _ tree: SourceTree,
    _ name: String,
    _ bound: NumberBound = .any
  ) -> Double {
    let text = self.text(tree, name)
    guard !text.isEmpty else { return bound.standIn }
    guard let value = DecimalText.number(text) else {
      report(
        "E604",
        "`\(text)` is no number",
        at: tree.place,
        "a number is expected here",
        help: "a decimal number without unit"
      )
      return bound.standIn
    }
    guard check(value, name, bound, at: tree.place) else { return bound.standIn }
    return value
  }

  mutating func check(
    _ value: Double,
    _ name: String,
    _ bound: NumberBound,
    at place: SourcePlace
  ) -> Bool {
    guard !bound.allows(value) else { return true }
    report(
      "E605",
      "`\(name)` is \(YAMLText.number(value)); it must be \(bound.words)",
      at: place,
      "must be \(bound.words)"
    )
    return false
  }

  mutating func count(_ tree: SourceTree, _ name: String) -> Int {
    let value = number(tree, name, .positive)
    if let whole = Int(exactly: value) { return whole }
    report("E604", "`\(name)` is \(YAMLText.number(value)), not a whole number", at: tree.place)
    return 1
  }
}

/// A mapping whose keys were checked.
struct Part {
  /// What messages call it: `the line technology`.
  let name: String
  let place: SourcePlace
  let entries: [SourceTree.Entry]

  subscript(key: String) -> SourceTree? {
    entries.first { $0.key == key }?.value
  }

  /// The place of a key, or of the whole part.
  func place(of key: String) -> SourcePlace {
    entries.first { $0.key == key }?.keyPlace ?? place
  }
}

/// The range a number must lie in.
enum NumberBound {
  case any, nonNegative, positive, unit, openUnit, correlation, leverage, tails

  func allows(_ value: Double) -> Bool {
    switch self {
    case .any: value.isFinite
    case .nonNegative: value >= 0 && value.isFinite
    case .positive: value > 0 && value.isFinite
    case .unit: value >= 0 && value <= 1
    case .openUnit: value > 0 && value < 1
    case .correlation: value >= -1 && value <= 1
    case .leverage: MarketModel.leverageEffects.contains(value)
    case .tails: value >= 4.5 && value.isFinite
    }
  }

  var words: String {
    switch self {
    case .any: "a finite number"
    case .nonNegative: "0 or more"
    case .positive: "greater than 0"
    case .unit: "within 0 … 1"
    case .openUnit: "between 0 and 1"
    case .correlation: "within -1 … 1"
    case .leverage: "within -0.95 … 0.95"
    case .tails: "4.5 or more"
    }
  }

  /// A lawful value to go on with after an error.
  var standIn: Double {
    switch self {
    case .any, .nonNegative, .correlation, .leverage: 0
    case .positive, .unit: 1
    case .openUnit: 0.5
    case .tails: 15
    }
  }
}

/// The one shape of names: lower-case words and digits joined by hyphens.
enum NameShape {
  static func matches(_ text: String) -> Bool {
    var previous: UInt8 = 0x2D
    for (index, byte) in text.utf8.enumerated() {
      let isLetter = (0x61...0x7A).contains(byte)
      let isDigit = (0x30...0x39).contains(byte)
      guard isLetter || isDigit && index > 0 || byte == 0x2D && previous != 0x2D else {
        return false
      }
      previous = byte
    }
    return previous != 0x2D
  }

  /// A name close to the text.
  static func mended(_ text: String) -> String {
    let words = text.lowercased().unicodeScalars.split { !($0.isASCII && isWord($0)) }
    let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
    return matches(joined) ? joined : "name"
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
  }
}

extension SourceFile {
  /// What is said of a file without content, which should begin with a line that names its kind.
  func emptyFault(_ firstLine: String) -> Diagnostic {
    Diagnostic(
      "E600",
      "the file is empty",
      at: SourcePlace(path: path, range: SourceRange(0, 0)),
      "nothing is here",
      help: "begin the file with `\(firstLine)`"
    )
  }
}
