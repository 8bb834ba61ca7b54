/// Which shapes of YAML a key takes.
package struct Shape: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let scalar = Shape(rawValue: 1)
  package static let list = Shape(rawValue: 2)
  package static let mapping = Shape(rawValue: 4)
}

/// One key of the language: where it stands, what it takes, since when, and what it means.
package struct KeyRow: Hashable, Sendable {
  /// What the scalars of a key are.
  package enum Kind: Hashable, Sendable {
    case version, text, name, path, date, flag
    case words([String])
    case duration, durationOrDate
    case count, seed
    case rateLevel, rateRange, number, level, relative, odds, difference
    case move, rateLaw, print, pointLaw, impulse
    case expression, subject, asset
    /// Has keys or items of its own.
    case group
  }

  /// The version of the language that knows a key.
  package enum Since: String, Hashable, Sendable {
    case first
    /// Known to come, and an error until then.
    case later
  }

  /// Keys joined by points; `[]` stands for the items of a list, `*` for a name of the author's.
  package let path: String
  package let kind: Kind
  package let shape: Shape
  package let isRequired: Bool
  package let since: Since
  package let meaning: String
  /// What holds where the key is not written, in Markdown; nil where it says nothing then.
  package let omitted: String?
  /// A value as one would write it; empty for keys to come.
  package let example: String

  /// The last word of the path.
  package var key: String { String(path.split(separator: ".").last ?? "") }
}

extension Shape: Hashable {}

/// All keys of the scenario language, as data: the reader's checks, its suggestions and the
/// reference all derive from it.
package enum KeyTable {
  package static let rows: [KeyRow] = top + state + events + calendar + report + realised + run

  /// The statistics that a report can show.
  package static let statistics = [
    "mean", "sd", "median", "q01", "q05", "q25", "q75", "q95", "q99", "p-loss", "var95", "es95",
    "es99", "drawdown", "rank",
  ]

  /// Keys that may stand in the mapping at a path, in the order of the reference.
  package static func children(of path: String) -> [KeyRow] { byParent[path] ?? [] }

  package static func row(_ path: String) -> KeyRow? { byPath[path] }

  private static let byPath = Dictionary(rows.map { ($0.path, $0) }) { first, _ in first }

  private static let byParent = Dictionary(grouping: rows.filter { !$0.path.hasSuffix("[]") }) {
    $0.path.split(separator: ".").dropLast().joined(separator: ".")
  }

  /// A key of this version.
  static func row(
    _ path: String,
    _ kind: KeyRow.Kind,
    _ shape: Shape,
    required: Bool = false,
    _ meaning: String,
    omitted: String? = nil,
    example: String
  ) -> KeyRow {
    KeyRow(
      path: path,
      kind: kind,
      shape: shape,
      isRequired: required,
      since: .first,
      meaning: meaning,
      omitted: omitted,
      example: example
    )
  }

  /// A key of this version that takes one value.
  static func row(
    _ path: String,
    _ kind: KeyRow.Kind,
    required: Bool = false,
    _ meaning: String,
    omitted: String? = nil,
    example: String
  ) -> KeyRow {
    row(path, kind, .scalar, required: required, meaning, omitted: omitted, example: example)
  }

  /// A key that is known to come.
  static func later(_ path: String, _ meaning: String) -> KeyRow {
    KeyRow(
      path: path,
      kind: .group,
      shape: [.scalar, .list, .mapping],
      isRequired: false,
      since: .later,
      meaning: meaning,
      omitted: nil,
      example: ""
    )
  }
}
