import Testing

/// Expects |got − expected| ≤ absolute + relative · |expected|.
func expectAgreement(
  _ got: Double,
  _ expected: Double,
  absolute: Double = 1e-10,
  relative: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(got - expected) <= absolute + relative * abs(expected),
    "got \(got), expected \(expected)",
    sourceLocation: sourceLocation
  )
}

/// The distance of two numbers; infinite when one of them is NaN, which `max` would pass over.
func distance(_ got: Double, _ expected: Double) -> Double {
  let size = abs(got - expected)
  return size.isNaN ? .infinity : size
}

/// Expects the same of each pair of elements, and equally many.
func expectAgreement(
  _ got: [Double],
  _ expected: [Double],
  absolute: Double = 1e-10,
  relative: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(got.count == expected.count, sourceLocation: sourceLocation)
  for (g, e) in zip(got, expected) {
    expectAgreement(
      g,
      e,
      absolute: absolute,
      relative: relative,
      sourceLocation: sourceLocation
    )
  }
}
