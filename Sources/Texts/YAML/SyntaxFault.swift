/// Says in the language's own words what libyaml could not read, at the place to change.
struct SyntaxFault {
  let diagnostic: Diagnostic

  init(_ failure: ParserFailure, file: SourceFile, offsets: ScalarOffsets) {
    let problem = offsets[failure.problemIndex]
    let context = offsets[failure.contextIndex]
    diagnostic =
      Self.tooDeep(failure, at: problem, file)
      ?? Self.missingSpace(near: [problem, context], file)
      ?? Self.unclosed(failure, at: context, before: problem, file)
      ?? Self.general(failure, problem: problem, context: context, file)
  }

  /// libyaml's own limit on brackets, which it meets while it looks ahead.
  private static func tooDeep(
    _ failure: ParserFailure,
    at problem: Int,
    _ file: SourceFile
  ) -> Diagnostic? {
    guard failure.problem.hasPrefix("Maximum nesting level") else { return nil }
    return Diagnostic(
      "E110",
      "nested more than \(Guard.maximumDepth) deep",
      at: SourcePlace(path: file.path, range: SourceRange(problem, problem + 1)),
      "one level too many"
    )
  }

  /// `asof:2025-12-05`: without a space behind its colon a key is no key.
  static func missingSpace(near offsets: [Int], _ file: SourceFile) -> Diagnostic? {
    let lines = offsets.flatMap { offset in
      let line = file.lineNumber(at: min(offset, max(0, file.bytes.count - 1)))
      return [line, line - 1]
    }
    for line in lines where line >= 1 {
      let range = file.range(ofLine: line)
      guard let colon = keyColon(in: file.bytes[range.lower..<range.upper]) else { continue }
      let next = String(decoding: file.bytes[colon + 1..<range.upper], as: UTF8.self)
      return Diagnostic(
        "E104",
        "no space behind the colon, so this is no key",
        at: SourcePlace(path: file.path, range: SourceRange(colon, colon + 1)),
        "`:` and `\(next.prefix(12))` touch",
        help: "put a space behind the colon",
        replacement: ": "
      )
    }
    return nil
  }

  /// The offset of a colon that ends a word at the start of a line and touches what follows.
  private static func keyColon(in line: ArraySlice<UInt8>) -> Int? {
    var rest = line.drop { $0 == 0x20 }
    if rest.first == 0x2D, rest.dropFirst().first == 0x20 {
      rest = rest.dropFirst().drop { $0 == 0x20 }
    }
    let word = rest.prefix {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    let colon = word.endIndex
    guard !word.isEmpty, colon + 1 < line.endIndex, line[colon] == 0x3A, line[colon + 1] != 0x20,
      (0x61...0x7A).contains(word[word.startIndex])
    else { return nil }
    return colon
  }

  private static func unclosed(
    _ failure: ParserFailure,
    at context: Int,
    before problem: Int,
    _ file: SourceFile
  ) -> Diagnostic? {
    guard context < file.bytes.count else { return nil }
    let place = SourcePlace(path: file.path, range: SourceRange(context, context + 1))
    let closing: String
    switch (failure.context, file.bytes[context]) {
    case ("while parsing a flow mapping", _): closing = "}"
    case ("while parsing a flow sequence", _): closing = "]"
    case ("while scanning a quoted scalar", 0x22): closing = "\""
    case ("while scanning a quoted scalar", _): closing = "'"
    default: return nil
    }
    let opening = file.text(in: place.range)
    let position = file.position(at: problem)
    return Diagnostic(
      "E101",
      "`\(opening)` is not closed",
      at: place,
      "no `\(closing)` was found up to line \(position.line), column \(position.column)",
      help: "close it with `\(closing)`, and put a comma between two entries"
    )
  }

  private static func general(
    _ failure: ParserFailure,
    problem: Int,
    context: Int,
    _ file: SourceFile
  ) -> Diagnostic {
    let isKey = failure.context == "while scanning a simple key"
    let lower = min(isKey ? context : problem, file.bytes.count)
    let place = SourcePlace(path: file.path, range: SourceRange(lower, lower + 1))
    return Diagnostic(
      "E101",
      "the text cannot be read: \(reason(failure))",
      at: place,
      label(failure),
      help: "a key and its value are `key: value`; what belongs to a key is indented below it"
    )
  }

  private static func reason(_ failure: ParserFailure) -> String {
    switch failure.problem {
    case "could not find expected ':'": "a key without `:`"
    case "mapping values are not allowed in this context": "a second `:` in one value"
    case "did not find expected key": "no key where one is expected"
    case "did not find expected '-' indicator": "no `- ` where a list goes on"
    case "did not find expected node content": "no value where one is expected"
    case "block sequence entries are not allowed in this context": "a `- ` in the wrong place"
    case "mapping keys are not allowed in this context": "a `? ` in the wrong place"
    case "found character that cannot start any token":
      "a value cannot begin with this character unless it is quoted"
    case "did not find expected <document start>": "more text behind the end of the document"
    default: failure.problem
    }
  }

  private static func label(_ failure: ParserFailure) -> String {
    switch failure.problem {
    case "could not find expected ':'": "`:` and a space are missing behind this"
    case "mapping values are not allowed in this context": "not allowed here"
    case "did not find expected key", "did not find expected '-' indicator":
      "the indentation does not fit what stands above"
    default: "here"
    }
  }
}
