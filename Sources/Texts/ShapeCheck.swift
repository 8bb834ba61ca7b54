/// Holds a tree against the key table: unknown, missing and empty keys, and wrong shapes.
struct ShapeCheck {
  private let files: [String: SourceFile]
  private(set) var findings = Findings()

  init(files: [SourceFile]) {
    self.files = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
  }

  /// Checks a whole scenario; a text that is no mapping is one error.
  mutating func check(root: SourceTree) {
    guard root.entries != nil else {
      let start = root.place.range.lower
      let tight = files[root.place.path].flatMap { SyntaxFault.missingSpace(near: [start], $0) }
      findings.add(root.text == nil ? NotAMapping.fault(root) : tight ?? NotAMapping.fault(root))
      return
    }
    check(root, path: "")
  }

  private mutating func check(_ tree: SourceTree, path: String) {
    switch tree.content {
    case .scalar(let scalar): checkText(scalar, tree, path)
    case .sequence(let items):
      for item in items { checkChild(item, path: path + "[]", key: nil) }
    case .mapping(let entries): checkMapping(tree, entries, path)
    }
  }

  private mutating func checkMapping(
    _ tree: SourceTree,
    _ entries: [SourceTree.Entry],
    _ path: String
  ) {
    let known = KeyTable.children(of: path)
    let names = known.map(\.key)
    let isOpen = names.isEmpty || names.contains("*")
    var meant: Set<String> = []
    for (index, entry) in entries.enumerated() {
      if tree.isFlow, let fault = EntryCut.check(entries, index) ?? NoSpace.check(entry) {
        findings.add(fault)
        continue
      }
      guard names.contains(entry.key) || isOpen else {
        let near = Suggestion.nearest(to: entry.key, in: names)
        meant.formUnion([near].compactMap { $0 })
        findings.add(UnknownKey.fault(entry, near: near, path: path, known: names))
        continue
      }
      let child = names.contains(entry.key) ? entry.key : "*"
      checkChild(entry.value, path: path.isEmpty ? child : "\(path).\(child)", key: entry)
    }
    for row in known where row.isRequired && tree.entry(row.key) == nil {
      guard !meant.contains(row.key) else { continue }
      findings.add(MissingKey.fault(row, in: tree, path: path))
    }
  }

  private mutating func checkChild(_ tree: SourceTree, path: String, key: SourceTree.Entry?) {
    guard let row = KeyTable.row(path) else { return }
    guard row.since == .first else {
      findings.add(LaterKey.fault(row, at: key?.keyPlace ?? tree.place))
      return
    }
    if tree.isEmpty {
      findings.add(EmptyValue.fault(row, key, at: tree.place))
      return
    }
    let fits =
      switch tree.content {
      case .scalar: row.shape.contains(.scalar)
      case .sequence: row.shape.contains(.list)
      case .mapping: row.shape.contains(.mapping)
      }
    guard fits else {
      findings.add(DashInMapping.check(tree, row) ?? WrongShape.fault(tree, row, key))
      return
    }
    check(tree, path: path)
  }

  /// Free text and expressions lose what stands behind ` #`.
  private mutating func checkText(
    _ scalar: SourceTree.Scalar,
    _ tree: SourceTree,
    _ path: String
  ) {
    guard scalar.style == .plain, let row = KeyTable.row(path),
      row.kind == .text || row.kind == .expression, let file = files[tree.place.path],
      let fault = TextCut.check(tree, file)
    else { return }
    findings.add(fault)
  }
}
