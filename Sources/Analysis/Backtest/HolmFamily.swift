/// Which of several tests reject when the chance of any false rejection is held to a level.
///
/// Holm's step-down rule needs no independence of the tests. Source: Holm 1979, Scandinavian
/// Journal of Statistics 6(2).
package enum HolmFamily {
  /// The p-values adjusted so that those below a level reject at that level of the family.
  ///
  /// In the order given; a p-value that is not a number belongs to no test and stays one.
  package static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.filter { !pValues[$0].isNaN }
      .sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var result = pValues
    var least = 0.0
    for (rank, index) in order.enumerated() {
      least = max(least, min(1, pValues[index] * Double(order.count - rank)))
      result[index] = least
    }
    return result
  }
}
