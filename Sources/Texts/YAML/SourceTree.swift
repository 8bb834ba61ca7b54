/// A value of a YAML text: a scalar, a list or a mapping, with its place.
///
/// Scalars are text; what they mean is the reader's business, never YAML's.
package struct SourceTree: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case scalar(Scalar)
    case sequence([SourceTree])
    case mapping([Entry])
  }

  /// A text with the way it was written.
  package struct Scalar: Hashable, Sendable {
    package enum Style: Hashable, Sendable { case plain, quoted, block }

    package let text: String
    package let style: Style

    package init(text: String, style: Style) {
      self.text = text
      self.style = style
    }
  }

  /// A key of a mapping, with its place, and its value.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let keyPlace: SourcePlace
    package let value: SourceTree

    package init(key: String, keyPlace: SourcePlace, value: SourceTree) {
      self.key = key
      self.keyPlace = keyPlace
      self.value = value
    }

    /// Key and value together.
    package var place: SourcePlace {
      keyPlace.path == value.place.path ? keyPlace.through(value.place) : keyPlace
    }
  }

  package let content: Content
  package let place: SourcePlace
  /// Whether a list or mapping is written in brackets.
  package let isFlow: Bool

  /// The columns before each key of a mapping in lines of its own.
  package let indentation: Int

  package init(
    _ content: Content,
    at place: SourcePlace,
    isFlow: Bool = false,
    indentation: Int = 0
  ) {
    self.content = content
    self.place = place
    self.isFlow = isFlow
    self.indentation = indentation
  }

  package var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  package var items: [SourceTree]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  package var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of a scalar.
  package var text: String? { scalar?.text }

  /// Whether a key stands without a value.
  package var isEmpty: Bool {
    guard let scalar else { return false }
    return scalar.style == .plain && scalar.text.isEmpty
  }

  /// The value of a key of a mapping.
  package subscript(key: String) -> SourceTree? { entry(key)?.value }

  package func entry(_ key: String) -> Entry? { entries?.first { $0.key == key } }

  /// What a message calls it: `text`, `a list`, `a mapping`.
  package var shapeName: String {
    switch content {
    case .scalar: isEmpty ? "nothing" : "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
