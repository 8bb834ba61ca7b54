/// A target range that no move of the present one leads to.
enum OddRange: Rule {
  static let document = RuleDocument(
    "E321",
    "a target range of another width",
    checks: "A range in odds is as wide as `fed-funds` in `state`.",
    matters: "The move is the difference of the two ranges; between others there is none.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {3.50..4.00 %: 92 %, 3.75..4.00 %: rest}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {3.50..3.75 %: 92 %, 3.75..4.00 %: rest}}
      """
  )

  static func move(
    to range: (low: ExactNumber, high: ExactNumber),
    from target: (low: Double, high: Double)?,
    at place: SourcePlace
  ) throws(Diagnostic) -> ExactNumber {
    guard let target else { return ExactNumber(0) }
    let low = basisPoints(target.low)
    let high = basisPoints(target.high)
    let newLow = basisPoints(range.low.value)
    let newHigh = basisPoints(range.high.value)
    guard newHigh - newLow == high - low else {
      throw fault(
        "the range is \(newHigh - newLow) bp wide, the present one \(high - low) bp",
        at: place,
        "not a move of \(percent(low))..\(percent(high)) %"
      )
    }
    return ExactNumber(newLow - low)
  }

  private static func percent(_ basisPoints: Int) -> String {
    ExactNumber(digits: Int64(basisPoints), scale: 2).padded
  }

  private static func basisPoints(_ percent: Double) -> Int { Int((percent * 100).rounded()) }
}
