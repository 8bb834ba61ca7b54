/// A number that carries its unit in its type.
package protocol Quantity: Hashable, Comparable, Sendable {
  /// The number, in the unit the type is named after.
  var magnitude: Double { get }
  init(_ magnitude: Double)
}

extension Quantity {
  package static func < (a: Self, b: Self) -> Bool { a.magnitude < b.magnitude }
  package static func + (a: Self, b: Self) -> Self { Self(a.magnitude + b.magnitude) }
  package static func - (a: Self, b: Self) -> Self { Self(a.magnitude - b.magnitude) }
}

/// A change in a rate: 25 is a quarter of a percentage point.
package struct BasisPoints: Quantity {
  package let magnitude: Double
  package init(_ magnitude: Double) { self.magnitude = magnitude }
}

/// A level or a relative change in percent: 4.14 is 4.14 %.
package struct Percent: Quantity {
  package let magnitude: Double
  package init(_ magnitude: Double) { self.magnitude = magnitude }

  /// The same as a fraction of one.
  package var fraction: Double { magnitude / 100 }
}

/// A published figure in its series' own unit: percent, or thousands of persons for payrolls.
package struct Print: Quantity {
  package let magnitude: Double
  package init(_ magnitude: Double) { self.magnitude = magnitude }
}

/// A continuously compounded return as a fraction, so that returns add over time.
package struct LogReturn: Quantity {
  package let magnitude: Double
  package init(_ magnitude: Double) { self.magnitude = magnitude }
}

/// Percent of price for 25 bp of repricing, the unit of every table, model file and report.
package struct Sensitivity: Quantity {
  package let magnitude: Double
  package init(_ magnitude: Double) { self.magnitude = magnitude }

  package static func * (sensitivity: Sensitivity, repricing: BasisPoints) -> LogReturn {
    LogReturn(sensitivity.magnitude * repricing.magnitude / 2_500)
  }
}

/// A number in 0…1; the initialiser refuses all others, NaN included.
package struct Probability: Hashable, Comparable, Sendable {
  package let value: Double

  package static let certain = Probability(unchecked: 1)

  package init?(_ value: Double) {
    guard (0...1).contains(value) else { return nil }
    self.value = value
  }

  private init(unchecked value: Double) { self.value = value }

  package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
