internal import CYaml

/// Reads YAML into a tree of texts with exact places.
///
/// It reads libyaml's events itself and composes the tree from them, because the events have the
/// end as well as the start of every value, and so that an anchor, a tag or a repeated key is
/// refused where it stands.
package enum Reader {
  package struct Outcome: Sendable {
    /// The tree; nil where the text is no YAML of the dialect.
    package let tree: SourceTree?
    package let diagnostics: [Diagnostic]
  }

  /// Reads one document; the tree is given whenever there was no error of syntax.
  package static func read(_ file: SourceFile) -> Outcome {
    let faults = Guard.check(file)
    guard faults.isEmpty else { return Outcome(tree: nil, diagnostics: faults) }
    var composer = Composer(file: file)
    withParser(of: file) { parser in
      while composer.isRunning {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else {
          composer.fail(ParserFailure(parser))
          break
        }
        defer { yaml_event_delete(&event) }
        composer.take(event)
      }
    }
    return composer.outcome()
  }

  private static func withParser(
    of file: SourceFile,
    _ body: (inout yaml_parser_t) -> Void
  ) {
    file.bytes.withUnsafeBufferPointer { buffer in
      var parser = yaml_parser_t()
      guard yaml_parser_initialize(&parser) == 1 else { return }
      defer { yaml_parser_delete(&parser) }
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      body(&parser)
    }
  }
}

/// What libyaml says of a text it cannot read; marks count Unicode scalars.
struct ParserFailure {
  let problem: String
  let context: String
  let problemIndex: Int
  let contextIndex: Int

  init(_ parser: yaml_parser_t) {
    problem = parser.problem.map { String(cString: $0) } ?? "unreadable text"
    context = parser.context.map { String(cString: $0) } ?? ""
    problemIndex = Int(parser.problem_mark.index)
    contextIndex = Int(parser.context_mark.index)
  }
}

/// Offsets in UTF-8 for the scalar counts that libyaml gives.
struct ScalarOffsets {
  /// nil where every scalar is one byte.
  private let offsets: [Int32]?
  private let count: Int

  init(_ file: SourceFile) {
    count = file.bytes.count
    guard file.bytes.contains(where: { $0 >= 0x80 }) else {
      offsets = nil
      return
    }
    var starts: [Int32] = []
    starts.reserveCapacity(count + 1)
    for (offset, byte) in file.bytes.enumerated() where byte & 0xC0 != 0x80 {
      starts.append(Int32(offset))
    }
    starts.append(Int32(count))
    offsets = starts
  }

  subscript(index: Int) -> Int {
    guard let offsets else { return min(max(0, index), count) }
    return Int(offsets[min(max(0, index), offsets.count - 1)])
  }
}
