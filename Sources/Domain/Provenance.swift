/// Where a number comes from; every number a user can see has one.
package enum Provenance: Hashable, Sendable {
  case estimated(source: String, sample: String, count: Int)
  case published(source: String)
  case assumption(reason: String)

  /// The word a report prints: `estimated`, `published` or `assumption`.
  package var word: String {
    switch self {
    case .estimated: "estimated"
    case .published: "published"
    case .assumption: "assumption"
    }
  }
}

/// A number with its standard error, in the same unit; the error is 0 where it is exact.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  package let standardError: Double

  package init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

/// A model's number: value, standard error and where it comes from.
package struct Parameter: Hashable, Sendable {
  package let value: Double
  package let standardError: Double
  package let provenance: Provenance

  package init(_ value: Double, standardError: Double = 0, provenance: Provenance) {
    self.value = value
    self.standardError = standardError
    self.provenance = provenance
  }

  package var estimate: Estimate { Estimate(value, standardError: standardError) }
}
