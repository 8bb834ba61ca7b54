internal import CYaml

/// Composes a tree from libyaml's events and refuses what the dialect has not.
struct Composer {
  /// A list or mapping that is still open.
  private enum Frame {
    case sequence(items: [SourceTree], start: Int, isFlow: Bool)
    case mapping(entries: [SourceTree.Entry], key: SourceTree?, start: Int, isFlow: Bool)
  }

  let file: SourceFile
  private let offsets: ScalarOffsets
  private var frames: [Frame] = []
  private var root: SourceTree?
  private var diagnostics: [Diagnostic] = []
  private var eventCount = 0
  private var documentCount = 0
  /// Whether no tree can be given.
  private var isBroken = false
  private(set) var isRunning = true

  init(file: SourceFile) {
    self.file = file
    offsets = ScalarOffsets(file)
  }

  func outcome() -> Reader.Outcome {
    Reader.Outcome(tree: isBroken ? nil : root, diagnostics: diagnostics)
  }

  mutating func fail(_ failure: ParserFailure) {
    isRunning = false
    isBroken = true
    diagnostics.append(
      SyntaxFault(failure, file: file, offsets: offsets).diagnostic
    )
  }

  mutating func take(_ event: yaml_event_t) {
    eventCount += 1
    guard eventCount <= Guard.maximumEvents else { return refuseSize(event) }
    switch event.type {
    case YAML_STREAM_END_EVENT: isRunning = false
    case YAML_DOCUMENT_START_EVENT: startDocument(event)
    case YAML_ALIAS_EVENT: takeAlias(event)
    case YAML_SCALAR_EVENT: takeScalar(event)
    case YAML_SEQUENCE_START_EVENT: startSequence(event)
    case YAML_MAPPING_START_EVENT: startMapping(event)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: endCollection(event)
    default: break
    }
  }

  // MARK: Events

  private mutating func startDocument(_ event: yaml_event_t) {
    documentCount += 1
    let place = place(event)
    if event.data.document_start.version_directive != nil
      || event.data.document_start.tag_directives.start
        != event.data.document_start.tag_directives.end
    {
      refuse("E109", "a YAML directive; a scenario needs none", at: place, "remove this line")
    }
    guard documentCount > 1 else { return }
    refuse(
      "E108",
      "a second document begins; a file holds one",
      at: place,
      "begins here",
      help: "put it in a file of its own"
    )
    isRunning = false
  }

  private mutating func takeAlias(_ event: yaml_event_t) {
    let place = place(event)
    refuse(
      "E107",
      "`\(file.text(in: place.range))` is an alias; repetition is written out",
      at: place,
      "not read here",
      help: "write the value itself"
    )
    append(SourceTree(.scalar(.init(text: "", style: .quoted)), at: place))
  }

  private mutating func takeScalar(_ event: yaml_event_t) {
    let data = event.data.scalar
    let place = place(event)
    checkAnchorAndTag(data.anchor, data.tag, at: place)
    let bytes = UnsafeBufferPointer(start: data.value, count: Int(data.length))
    let style: SourceTree.Scalar.Style =
      switch data.style {
      case YAML_PLAIN_SCALAR_STYLE: .plain
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .quoted
      }
    let text = String(decoding: bytes, as: UTF8.self)
    append(SourceTree(.scalar(.init(text: text, style: style)), at: place))
  }

  private mutating func startSequence(_ event: yaml_event_t) {
    let data = event.data.sequence_start
    checkAnchorAndTag(data.anchor, data.tag, at: place(event))
    open(
      .sequence(
        items: [],
        start: start(event),
        isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE
      ),
      event
    )
  }

  private mutating func startMapping(_ event: yaml_event_t) {
    let data = event.data.mapping_start
    checkAnchorAndTag(data.anchor, data.tag, at: place(event))
    open(
      .mapping(
        entries: [],
        key: nil,
        start: start(event),
        isFlow: data.style == YAML_FLOW_MAPPING_STYLE
      ),
      event
    )
  }

  private mutating func open(_ frame: Frame, _ event: yaml_event_t) {
    frames.append(frame)
    guard frames.count > Guard.maximumDepth else { return }
    refuse(
      "E110",
      "nested more than \(Guard.maximumDepth) deep",
      at: place(event),
      "one level too many"
    )
    isRunning = false
  }

  private mutating func endCollection(_ event: yaml_event_t) {
    guard let frame = frames.popLast() else { return }
    switch frame {
    case .sequence(let items, let start, let isFlow):
      let place = place(start, isFlow ? end(event) : items.last?.place.range.upper ?? start)
      append(SourceTree(.sequence(items), at: place, isFlow: isFlow))
    case .mapping(let entries, _, let start, let isFlow):
      let last = entries.last?.value.place.range.upper
      let place = place(start, isFlow ? end(event) : last ?? start)
      let indentation = isFlow ? 0 : file.position(at: start).column - 1
      append(
        SourceTree(
          .mapping(unique(entries)),
          at: place,
          isFlow: isFlow,
          indentation: indentation
        )
      )
    }
  }

  private mutating func append(_ node: SourceTree) {
    switch frames.popLast() {
    case nil: root = node
    case .sequence(var items, let start, let isFlow):
      items.append(node)
      frames.append(.sequence(items: items, start: start, isFlow: isFlow))
    case .mapping(let entries, nil, let start, let isFlow):
      if node.text == nil {
        refuse(
          "E106",
          "a key must be a single word or value, not \(node.shapeName)",
          at: node.place,
          "stands where a key is expected"
        )
      }
      frames.append(.mapping(entries: entries, key: node, start: start, isFlow: isFlow))
    case .mapping(var entries, let key?, let start, let isFlow):
      entries.append(.init(key: key.text ?? "", keyPlace: key.place, value: node))
      frames.append(.mapping(entries: entries, key: nil, start: start, isFlow: isFlow))
    }
  }

  // MARK: Refusals

  private mutating func refuse(
    _ code: String,
    _ message: String,
    at place: SourcePlace,
    _ label: String = "",
    help: String? = nil
  ) {
    isBroken = true
    diagnostics.append(Diagnostic(code, message, at: place, label, help: help))
  }

  private mutating func refuseSize(_ event: yaml_event_t) {
    refuse(
      "E110",
      "more than \(Guard.maximumEvents) values and brackets",
      at: place(event),
      "the text is too long from here"
    )
    isRunning = false
  }

  private mutating func checkAnchorAndTag(
    _ anchor: UnsafeMutablePointer<yaml_char_t>?,
    _ tag: UnsafeMutablePointer<yaml_char_t>?,
    at place: SourcePlace
  ) {
    if anchor != nil {
      refuse(
        "E107",
        "an anchor (`&`); repetition is written out",
        at: place,
        "has an anchor",
        help: "write the value without `&` and its name"
      )
    }
    if tag != nil {
      refuse(
        "E109",
        "a tag (`!`); the language knows the type of every value",
        at: place,
        "has a tag",
        help: "write the value without `!` and its word"
      )
    }
  }

  /// Entries without those whose key came before; each repetition is an error at both places.
  private mutating func unique(_ entries: [SourceTree.Entry]) -> [SourceTree.Entry] {
    var first: [String: SourcePlace] = [:]
    first.reserveCapacity(entries.count)
    return entries.filter { entry in
      guard let earlier = first.updateValue(entry.keyPlace, forKey: entry.key) else {
        return true
      }
      first[entry.key] = earlier
      diagnostics.append(
        Diagnostic(
          "E103",
          "the key `\(entry.key)` stands twice",
          at: entry.place,
          "the second",
          also: [.init(earlier, "the first")],
          help: "keep one of them"
        )
      )
      return false
    }
  }

  // MARK: Places

  private func start(_ event: yaml_event_t) -> Int { offsets[Int(event.start_mark.index)] }

  private func end(_ event: yaml_event_t) -> Int { offsets[Int(event.end_mark.index)] }

  private func place(_ event: yaml_event_t) -> SourcePlace { place(start(event), end(event)) }

  private func place(_ lower: Int, _ upper: Int) -> SourcePlace {
    SourcePlace(path: file.path, range: SourceRange(lower, upper))
  }
}
