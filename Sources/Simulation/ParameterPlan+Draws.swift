import CKernel
import Domain

extension ParameterPlan {
  /// Draws the deviations of 64 tiles, in standard errors: one row of 64 for each parameter.
  ///
  /// `streams` are the numbers of the parameters' names, `block` that of the 64 tiles.
  func drawDeviations(
    _ table: UnsafePointer<ck_symmetric_table>,
    seed: UInt64,
    block: UInt64,
    streams: UnsafePointer<UInt32>,
    into rows: UnsafeMutablePointer<Float>
  ) {
    ck_normal_rows(table, seed, block, streams, Int32(names.count), 0, 0, rows)
    correlate(rows)
  }

  /// Turns independent standard normals into deviations from the estimates, in standard errors.
  ///
  /// Rows of 64 draws, one row for each parameter. Excess responses to one cause are correlated
  /// over lines, those to different causes are not; the path's response goes with the target's.
  func correlate(_ rows: UnsafeMutablePointer<Float>) {
    correlatePath(rows)
    guard !excessCholesky.isEmpty else { return }
    for cause in SensitivityCause.allCases.indices {
      correlateExcesses(rows + excess(cause, 0) * CK.lanes)
    }
  }

  private func correlatePath(_ rows: UnsafeMutablePointer<Float>) {
    let (target, path) = (scalar(.target), scalar(.path))
    guard correlation != 0, errors[path] > 0, errors[target] > 0 else { return }
    let own = max(0, 1 - correlation * correlation).squareRoot()
    for lane in 0..<CK.lanes {
      let (first, second) = (rows[target * CK.lanes + lane], rows[path * CK.lanes + lane])
      rows[path * CK.lanes + lane] = correlation * first + own * second
    }
  }

  /// L times the rows of all lines, in place: the last row first, as it reads all before it.
  private func correlateExcesses(_ rows: UnsafeMutablePointer<Float>) {
    for line in (0..<lineCount).reversed() {
      let row = rows + line * CK.lanes
      let own = excessCholesky[line * lineCount + line]
      for lane in 0..<CK.lanes { row[lane] *= own }
      for other in 0..<line {
        let (along, source) = (excessCholesky[line * lineCount + other], rows + other * CK.lanes)
        for lane in 0..<CK.lanes { row[lane] += along * source[lane] }
      }
    }
  }

  /// Draws every excess response by itself from now on.
  mutating func drawExcessesApart() { excessCholesky = [] }

  /// Sets all parameters to their estimates and so many of their errors.
  func draw(deviations: (Int) -> Double, into theta: inout [Double]) {
    for index in theta.indices {
      theta[index] = Double(values[index]) + Double(errors[index]) * deviations(index)
    }
  }

  /// Moves one parameter by a number of its standard errors.
  mutating func move(_ index: Int, by deviations: Double) {
    values[index] = Float(Double(values[index]) + Double(errors[index]) * deviations)
  }
}
