/// The units that numbers are written in.
package enum Unit: String, Hashable, Sendable {
  case percent = "%"
  case basisPoints = "bp"
  case points = "pp"
  case thousands = "k"

  /// As it stands behind a number: `%` with a space, the others without.
  package var suffix: String { self == .percent ? " %" : rawValue }
}

/// What kind of number a place of the language takes, and in which units.
package struct QuantityForm: Sendable {
  /// With its article: `a move of the target range`.
  package let noun: String
  /// As one would write it.
  package let example: String
  /// Units that may be written, with the power of ten that leads to the number kept.
  let units: [(unit: Unit, power: Int)]
  /// The same for a spread (±).
  let spreadUnits: [(unit: Unit, power: Int)]
  /// The least and greatest number kept.
  let bounds: ClosedRange<Double>
  /// Whether the number stands without a unit.
  let isBare: Bool

  init(
    _ noun: String,
    example: String,
    units: [(unit: Unit, power: Int)],
    spreadUnits: [(unit: Unit, power: Int)],
    bounds: ClosedRange<Double>,
    isBare: Bool = false
  ) {
    self.noun = noun
    self.example = example
    self.units = units
    self.spreadUnits = spreadUnits
    self.bounds = bounds
    self.isBare = isBare
  }

  /// The unit a help offers.
  var unit: Unit? { units.first?.unit }
  var spreadUnit: Unit? { spreadUnits.first?.unit }

  /// The level of a rate in percent.
  package static func rateLevel(_ noun: String, _ bounds: ClosedRange<Double>) -> QuantityForm {
    QuantityForm(
      noun,
      example: "4.14 %",
      units: [(.percent, 0)],
      spreadUnits: [(.points, 0), (.basisPoints, -2)],
      bounds: bounds
    )
  }

  /// A change of a rate in basis points.
  package static func rateChange(_ noun: String, limit: Double = 500) -> QuantityForm {
    QuantityForm(
      noun,
      example: "-25bp",
      units: [(.basisPoints, 0), (.points, 2)],
      spreadUnits: [(.basisPoints, 0), (.points, 2)],
      bounds: -limit...limit
    )
  }

  /// A return or another relative change in percent.
  package static func relative(
    _ noun: String,
    _ bounds: ClosedRange<Double> = -99...1_000
  ) -> QuantityForm {
    QuantityForm(
      noun,
      example: "-12 %",
      units: [(.percent, 0)],
      spreadUnits: [(.percent, 0), (.points, 0)],
      bounds: bounds
    )
  }

  /// A difference of two returns in percentage points.
  package static func returnDifference(_ noun: String) -> QuantityForm {
    QuantityForm(
      noun,
      example: "4.3 %",
      units: [(.percent, 0), (.points, 0)],
      spreadUnits: [(.points, 0), (.percent, 0)],
      bounds: -1_000...1_000
    )
  }

  /// The largest standard error that is wanted, in percentage points.
  package static let precision = QuantityForm(
    "a standard error",
    example: "0.05pp",
    units: [(.points, 0), (.percent, 0)],
    spreadUnits: [],
    bounds: 0.000_1...10
  )

  /// A surprise of a series in percent, in percentage points.
  package static func pointSurprise(_ noun: String) -> QuantityForm {
    QuantityForm(
      noun,
      example: "+0.1pp",
      units: [(.points, 0), (.basisPoints, -2)],
      spreadUnits: [(.points, 0), (.basisPoints, -2)],
      bounds: -10...10
    )
  }

  /// Persons in thousands.
  package static func thousands(_ noun: String) -> QuantityForm {
    QuantityForm(
      noun,
      example: "50k",
      units: [(.thousands, 0)],
      spreadUnits: [(.thousands, 0)],
      bounds: -25_000...25_000
    )
  }

  /// Odds in percent.
  package static let odds = QuantityForm(
    "odds",
    example: "70 %",
    units: [(.percent, 0)],
    spreadUnits: [],
    bounds: 0...100
  )

  /// A number that has no unit, such as the level of an index.
  package static func bare(
    _ noun: String,
    example: String,
    _ bounds: ClosedRange<Double>
  ) -> QuantityForm {
    QuantityForm(
      noun,
      example: example,
      units: [],
      spreadUnits: [],
      bounds: bounds,
      isBare: true
    )
  }
}
