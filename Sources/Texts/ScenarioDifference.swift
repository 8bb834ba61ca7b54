/// What differs between the inputs of two scenarios.
package struct ScenarioDifference: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case changed = "~"
    case added = "+"
    case removed = "-"
  }

  /// `events.december.outcome`, `state.vix`, `horizons`.
  package let keyPath: String
  package let kind: Kind
  /// In canonical form as a screen prints it; nil where it was not there.
  package let old, new: String?

  /// In the order of the first scenario, then what only the second has; titles do not count.
  package static func between(_ a: SourceTree, _ b: SourceTree) -> [ScenarioDifference] {
    let old = leaves(Canonical.tree(of: a))
    let new = leaves(Canonical.tree(of: b))
    let newValues = Dictionary(new.map { ($0.path, $0.text) }) { first, _ in first }
    let oldPaths = Set(old.map(\.path))
    let changes = old.compactMap { leaf -> ScenarioDifference? in
      guard let text = newValues[leaf.path] else {
        return .init(keyPath: leaf.path, kind: .removed, old: leaf.text, new: nil)
      }
      guard text != leaf.text else { return nil }
      return .init(keyPath: leaf.path, kind: .changed, old: leaf.text, new: text)
    }
    let added = new.filter { !oldPaths.contains($0.path) }.map {
      ScenarioDifference(keyPath: $0.path, kind: .added, old: nil, new: $0.text)
    }
    return changes + added
  }

  // MARK: Leaves

  private typealias Leaf = (path: String, text: String)

  private static let titles: Set<String> = ["name", "question", "notes", "dovetail"]

  private static func leaves(_ tree: CanonicalTree) -> [Leaf] {
    guard case .mapping(let entries) = tree else { return [] }
    return entries.filter { !titles.contains($0.key) }.flatMap { entry -> [Leaf] in
      switch entry.value {
      case .mapping(let children):
        return children.map { ("\(entry.key).\($0.key)", shown($0.value)) }
      case .list(let items) where entry.key == "events":
        return items.flatMap { eventLeaves($0) }
      case .list(let items) where ["ask", "expect", "realised"].contains(entry.key):
        // A question is its own name: it is there or it is not.
        return items.map { ("\(entry.key).\($0.flowText)", shown($0)) }
      default: return [(entry.key, shown(entry.value))]
      }
    }
  }

  private static func eventLeaves(_ item: CanonicalTree) -> [Leaf] {
    guard case .mapping(let entries) = item, case .text(let id)? = item["id"] else { return [] }
    return entries.filter { $0.key != "id" }.map { entry in
      let isDecision = ["priced", "outcome"].contains(entry.key)
      return ("events.\(id).\(entry.key)", shown(entry.value, isDecision: isDecision))
    }
  }

  /// With a true minus, and a decision for no move as `hold`.
  private static func shown(_ tree: CanonicalTree, isDecision: Bool = false) -> String {
    func text(_ text: String) -> String {
      isDecision && text == "0bp" ? "hold" : withTrueMinus(text)
    }
    return switch tree {
    case .text(let value): text(value)
    case .list(let items): "[" + items.map { shown($0) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\(text($0.key)): \(shown($0.value, isDecision: isDecision))" }
        .joined(separator: ", ") + "}"
    }
  }

  private static func withTrueMinus(_ text: String) -> String {
    var result = ""
    var previous: Character = " "
    for (index, character) in zip(text.indices, text) {
      let next = text.index(after: index)
      let isSign =
        character == "-" && previous == " " && next < text.endIndex && text[next].isNumber
      result.append(isSign ? "\u{2212}" : character)
      previous = character == "(" || character == "." ? " " : character
    }
    return result
  }
}
