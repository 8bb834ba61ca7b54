import Domain

extension ModelBinder {
  /// Reads the file's declared sources and the one that holds for the whole file.
  mutating func readSources(_ top: Part) {
    for entry in top["sources"].flatMap({ fields.entries($0, named: "`sources`") }) ?? [] {
      fields.checkName(entry.key, at: entry.keyPlace)
      if let provenance = provenance(entry.value, "the source `\(entry.key)`") {
        sources[entry.key] = provenance
      } else {
        // A source that could not be read is no reason to report each number that names it.
        sources[entry.key] = ModelDefaults.off.provenance
      }
    }
    if let tree = top["source"] { fileSource = source(tree) }
    guard top["source"] == nil, top["sources"] == nil else { return }
    fields.report(
      "E611",
      "the model says nowhere where its numbers come from",
      at: top.place,
      "`sources` or `source` is missing",
      help: "add `source: {assumption: WHY}`, or `sources:` with a name for each source"
    )
    fileSource = ModelDefaults.off.provenance
  }

  /// A source by its name or written out.
  mutating func source(_ tree: SourceTree) -> Provenance? {
    guard let name = tree.text, !tree.isEmpty else { return provenance(tree, "`source`") }
    return source(named: name, at: tree.place)
  }

  private mutating func source(named name: String, at place: SourcePlace) -> Provenance? {
    if let known = sources[name] { return known }
    fields.unknown(
      name,
      "source",
      of: "the model",
      at: place,
      among: sources.keys.sorted(),
      code: "E609"
    )
    return ModelDefaults.off.provenance
  }

  private mutating func provenance(_ tree: SourceTree, _ name: String) -> Provenance? {
    let part = fields.part(
      tree,
      named: name,
      keys: ["estimated", "sample", "n", "published", "assumption"]
    )
    guard tree.entries != nil else { return nil }
    let kinds = ["estimated", "published", "assumption"].filter { part[$0] != nil }
    guard let kind = kinds.first, kinds.count == 1, let value = part[kind] else {
      fields.report(
        "E602",
        "\(name) needs one of `estimated`, `published` and `assumption`",
        at: tree.place,
        kinds.isEmpty ? "none of them is here" : "only one may be here",
        help: "`{assumption: WHY}`, `{published: WHERE}` or "
          + "`{estimated: HOW, sample: WHEN, n: HOW MANY}`"
      )
      return nil
    }
    let text = fields.text(value, kind)
    switch kind {
    case "published": return .published(source: text)
    case "assumption": return .assumption(reason: text)
    default: return estimated(text, part)
    }
  }

  private mutating func estimated(_ text: String, _ part: Part) -> Provenance {
    for key in ["sample", "n"] where part[key] == nil {
      fields.report(
        "E602",
        "\(part.name) has no `\(key)`",
        at: part.place,
        "`\(key)` is missing",
        help: "an estimate states its `sample` and the number of observations, `n`"
      )
    }
    return .estimated(
      source: text,
      sample: part["sample"].map { fields.text($0, "sample") } ?? "",
      count: part["n"].map { fields.count($0, "n") } ?? 1
    )
  }

  /// The source a part names for its numbers, or the file's.
  mutating func inherited(_ part: Part) -> Provenance? {
    part["source"].flatMap { source($0) } ?? fileSource
  }

  mutating func partSource(
    _ tree: SourceTree?,
    isNeeded: Bool,
    at place: SourcePlace
  ) -> Provenance {
    tableSource(tree?["source"], isNeeded: isNeeded && tree?.entries != nil, at: place, what: "it")
  }

  mutating func tableSource(
    _ tree: SourceTree?,
    isNeeded: Bool,
    at place: SourcePlace,
    what: String
  ) -> Provenance {
    if let tree { return source(tree) ?? ModelDefaults.off.provenance }
    guard isNeeded else { return MatrixProvenance.unstated.state }
    if let fileSource { return fileSource }
    fields.report(
      "E611",
      "no source is given for \(what)",
      at: place,
      "no source",
      help: "add `source:` with the name of a source"
    )
    return ModelDefaults.off.provenance
  }

  /// Reads `value ± error (source)`; what is not there is off.
  mutating func parameter(
    _ tree: SourceTree?,
    _ name: String,
    in inherited: Provenance?,
    _ bound: NumberBound = .any
  ) -> Parameter {
    guard let tree else { return ModelDefaults.off }
    let text = fields.text(tree, name)
    guard !text.isEmpty else { return ModelDefaults.off }
    guard let literal = ParameterLiteral(text) else {
      reportMalformed(text, at: tree.place)
      return ModelDefaults.off
    }
    _ = fields.check(literal.value, name, bound, at: tree.place)
    let error = literal.error ?? 0
    _ = fields.check(error, "standard error", .nonNegative, at: tree.place)
    guard let provenance = provenance(of: literal, name, in: inherited, tree) else {
      return ModelDefaults.off
    }
    if case .estimated = provenance, literal.error == nil {
      fields.report(
        "E612",
        "`\(name)` is an estimate without a standard error",
        at: tree.place,
        "`± error` is missing",
        help: "write `\(text) ± 0.1` with its standard error"
      )
    }
    return Parameter(literal.value, standardError: error, provenance: provenance)
  }

  private mutating func provenance(
    of literal: ParameterLiteral,
    _ name: String,
    in inherited: Provenance?,
    _ tree: SourceTree
  ) -> Provenance? {
    if let source = literal.source {
      let lower = tree.place.range.lower + source.offset
      let isExact = tree.scalar?.style == .plain
      let range = SourceRange(lower, lower + source.name.utf8.count)
      return self.source(
        named: source.name,
        at: isExact ? SourcePlace(path: tree.place.path, range: range) : tree.place
      )
    }
    if let inherited { return inherited }
    fields.report(
      "E611",
      "`\(name)` has no source",
      at: tree.place,
      "where does it come from?",
      help: "add the name of a source in parentheses, or `source:` to its part",
      replacement: sources.keys.min().map { "\(tree.text ?? "") (\($0))" }
    )
    return nil
  }

  private mutating func reportMalformed(_ text: String, at place: SourcePlace) {
    // A unit is the usual mistake: the number alone may be what was meant.
    let bare = text.replacing(" %", with: "").replacing("%", with: "").replacing("bp", with: "")
    let mended = bare != text && ParameterLiteral(bare) != nil ? bare : nil
    fields.report(
      "E604",
      "`\(text)` is no number of a model",
      at: place,
      mended == nil ? "`value ± error (source)` is expected" : "numbers stand without their unit",
      help: mended.map { "`\($0)`; returns are in percent, rates in bp" }
        ?? "write `0.12 ± 0.03 (e1)`, with e1 declared under `sources`",
      replacement: mended
    )
  }
}

/// A number of a model file in its parts: `-1.48 ± 0.29 (e3)`.
struct ParameterLiteral {
  let value: Double
  let error: Double?
  let source: (name: String, offset: Int)?

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var number = bytes[...]
    source = Self.takeSource(&number)
    let error = Self.takeError(&number)
    guard let value = DecimalText.number(Self.trimmed(Self.plainMinus(number))) else {
      return nil
    }
    self.value = value
    guard let error else {
      self.error = nil
      return
    }
    guard let size = DecimalText.number(Self.trimmed(error)) else { return nil }
    self.error = size
  }

  private static func takeSource(_ bytes: inout ArraySlice<UInt8>) -> (String, Int)? {
    guard bytes.last == 0x29, let open = bytes.lastIndex(of: 0x28) else { return nil }
    let name = bytes[(open + 1)..<(bytes.endIndex - 1)]
    bytes = bytes[..<open]
    return (String(decoding: name, as: UTF8.self), open + 1)
  }

  /// Cuts off what stands behind `±`, `+-` or `+/-`.
  private static func takeError(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    for index in bytes.indices {
      for sign in signs where bytes[index...].starts(with: sign) {
        let error = bytes[(index + sign.count)...]
        bytes = bytes[..<index]
        return error
      }
    }
    return nil
  }

  private static let signs: [[UInt8]] = ["±", "+/-", "+-"].map { Array($0.utf8) }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop { $0 == 0x20 }
    while rest.last == 0x20 { rest.removeLast() }
    return rest
  }

  /// Reads U+2212, the minus of our own screens, as a hyphen.
  private static func plainMinus(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let minus: [UInt8] = [0xE2, 0x88, 0x92]
    return bytes.starts(with: minus) ? [0x2D] + bytes.dropFirst(3) : bytes
  }
}
