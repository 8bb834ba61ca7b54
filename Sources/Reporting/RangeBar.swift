/// A distribution in five numbers, drawn as `──━━╋●━━───`.
package struct RangeBar: Hashable, Sendable {
  /// The 5, 25, 50, 75 and 95 % quantiles.
  package let quantiles: [Double]

  package init(_ quantiles: [Double]) {
    precondition(quantiles.count == 5)
    self.quantiles = quantiles
  }

  /// The bar in so many columns; blank where a number cannot be told.
  func drawn(on axis: RangeAxis, width: Int) -> Phrase {
    guard width > 0, quantiles.allSatisfy(\.isFinite) else { return Phrase("") }
    let places = quantiles.map { axis.place($0, width: width) }
    let zero = axis.place(0, width: width)
    var bar: [Character] = Array(repeating: " ", count: width)
    bar[zero] = "│"
    for place in places[0]...max(places[0], places[4]) { bar[place] = place == zero ? "┼" : "─" }
    for place in places[1]...max(places[1], places[3]) { bar[place] = place == zero ? "╋" : "━" }
    bar[places[2]] = "●"
    return Phrase(String(bar))
  }
}

/// The ends of the scale that the bars of one table share; zero always lies between them.
package struct RangeAxis: Hashable, Sendable {
  package let low: Double
  package let high: Double

  /// A scale with round ends over all finite numbers of the bars.
  package init(over bars: [RangeBar]) {
    let values = bars.flatMap(\.quantiles).filter(\.isFinite)
    let (least, most) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
    let step = Self.roundStep((most - least) / 8)
    low = (least / step).rounded(.down) * step
    high = max((most / step).rounded(.up) * step, low + step)
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below a number.
  private static func roundStep(_ least: Double) -> Double {
    var power = 0.001
    while power < 1e12 {
      for factor in [1.0, 2, 5] where factor * power >= least { return factor * power }
      power *= 10
    }
    return power
  }

  /// The column of a number, counted from 0.
  func place(_ value: Double, width: Int) -> Int {
    let share = min(1, max(0, (value - low) / (high - low)))
    return Int((share * Double(width - 1)).rounded())
  }

  /// The two ends and zero over their columns; what would touch is left out.
  func ticks(width: Int) -> String {
    var line: [Character] = Array(repeating: " ", count: width)
    let zero = place(0, width: width)
    for (value, anchor) in [(low, 0), (high, width - 1), (0, zero)] {
      let label = Array(NumberFormat.trimmed(value, decimals: 3, isSigned: true))
      let start = min(max(0, anchor - label.count / 2), width - label.count)
      guard start >= 0 else { continue }
      let around = max(0, start - 1)..<min(width, start + label.count + 1)
      guard line[around].allSatisfy({ $0 == " " }) else { continue }
      line.replaceSubrange(start..<start + label.count, with: label)
    }
    return String(line)
  }
}
