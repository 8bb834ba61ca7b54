import Domain
import Reporting
import Texts

extension JSONValue {
  /// Plain data as JSON; a number of single precision keeps the digits that tell it apart.
  init(_ tree: DataTree) {
    switch tree {
    case .null: self = .null
    case .flag(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .single(let value): self = .number(Double("\(value)") ?? Double(value))
    case .text(let value): self = .string(value)
    case .list(let values): self = .array(values.map { JSONValue($0) })
    case .object(let entries):
      self = .object(entries.map { Member($0.key, JSONValue($0.value)) })
    }
  }

  /// A YAML text's tree as JSON; scalars stay the texts they are.
  init(_ tree: SourceTree) {
    switch tree.content {
    case .scalar(let scalar): self = .string(scalar.text)
    case .sequence(let items): self = .array(items.map { JSONValue($0) })
    case .mapping(let entries):
      self = .object(entries.map { Member($0.key, JSONValue($0.value)) })
    }
  }

  /// A canonical scenario as JSON; literals stay texts with their units.
  init(_ tree: CanonicalTree) {
    switch tree {
    case .text(let text): self = .string(text)
    case .list(let items): self = .array(items.map { JSONValue($0) })
    case .mapping(let entries):
      self = .object(entries.map { Member($0.key, JSONValue($0.value)) })
    }
  }
}
