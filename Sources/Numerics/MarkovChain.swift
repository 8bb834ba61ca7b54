/// A Markov chain of finitely many states in steps.
package struct MarkovChain: Hashable, Sendable {
  /// The probability of going from the row's state to the column's in one step.
  package let transition: Matrix

  /// Gives a chain, or nil unless each row of the square matrix is a law.
  package init?(_ transition: Matrix) {
    guard transition.rows == transition.columns, transition.rows > 0 else { return nil }
    for i in 0..<transition.rows {
      let row = transition.row(i)
      guard row.allSatisfy({ (0...1).contains($0) }), abs(row.reduce(0, +) - 1) <= 1e-9 else {
        return nil
      }
    }
    self.transition = transition
  }

  /// The chain of two states that are left with these probabilities.
  package init?(leavingFirst: Double, leavingSecond: Double) {
    self.init(Matrix([[1 - leavingFirst, leavingFirst], [leavingSecond, 1 - leavingSecond]]))
  }

  /// The matrix of transitions in several steps.
  package func transition(steps: Int) -> Matrix {
    precondition(steps >= 0, "steps are not negative")
    var result = Matrix.identity(transition.rows)
    var power = transition
    var rest = steps
    while rest > 0 {
      if rest & 1 == 1 { result = result * power }
      power = power * power
      rest >>= 1
    }
    return result
  }

  /// The law that one step leaves as it is.
  ///
  /// Throws `MatrixError.singular` when there are several.
  package func stationary() throws(MatrixError) -> [Double] {
    let size = transition.rows
    // Balance (I − Pᵀ) π = 0 with the sum of π added to each row, so that it is regular.
    var system = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0..<size { system[i, j] = (i == j ? 2 : 1) - transition[j, i] }
    }
    return try system.solve(Array(repeating: 1, count: size))
  }

  /// The probability of being in none of the other states during the steps that follow a start.
  package func survival(in states: Set<Int>, from start: Int, steps: Int) -> Double {
    let kept = states.sorted()
    guard let position = kept.firstIndex(of: start) else { return 0 }
    let inside = transition.part(rows: kept, columns: kept)
    var mass = kept.indices.map { $0 == position ? 1.0 : 0 }
    for _ in 0..<steps { mass = inside.transposed * mass }
    return mass.reduce(0, +)
  }

  /// The eigenvalue other than 1 of a chain of two states: its autocorrelation over one step.
  package var persistence: Double? {
    transition.rows == 2 ? transition[0, 0] + transition[1, 1] - 1 : nil
  }
}
