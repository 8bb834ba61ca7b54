/// Plain data in order: what JSON can say, with the order of keys kept.
package indirect enum DataTree: Hashable, Sendable {
  case null
  case flag(Bool)
  case integer(Int)
  case number(Double)
  /// A number of single precision, written with as many digits as single precision needs.
  case single(Float)
  case text(String)
  case list([DataTree])
  case object([Entry])

  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: DataTree

    package init(_ key: String, _ value: DataTree) {
      self.key = key
      self.value = value
    }
  }

  package static func singles(_ values: [Float]) -> DataTree { .list(values.map(DataTree.single)) }

  package static func texts(_ values: [String]) -> DataTree { .list(values.map(DataTree.text)) }

  package static func entries(_ pairs: KeyValuePairs<String, DataTree>) -> DataTree {
    .object(pairs.map { Entry($0.key, $0.value) })
  }
}
