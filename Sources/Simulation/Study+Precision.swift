package import Domain
package import Results

extension Study {
  /// Paths of the first stage: as many tiles as quantiles' errors are taken from.
  static let firstStage = Engine.influenceTiles * CK.lanes
  /// Adds paths until every headline's standard error is at most `precision` percentage points, or
  /// `limit` paths are reached.
  ///
  /// The stop looks at errors alone, never at values, and takes each error at two of its own
  /// standard errors above what was found, so that intervals keep their coverage. The result is
  /// that of a plain run of as many paths, bit for bit.
  package static func run(
    arms: [StudyArm],
    settings: RunSettings,
    threads: Int,
    comparesModels: Bool = false,
    reading scope: ReadingScope = .everything,
    precision: Double,
    limit: Int,
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) async throws(SimulationError) -> StudyResult {
    var whole: StudyPart?
    var settings = settings
    settings.paths = min(firstStage, limit)
    while true {
      let study = try Study(
        arms: arms,
        settings: settings,
        threads: threads,
        comparesModels: comparesModels,
        reading: scope
      )
      let done = whole?.tiles.upperBound ?? 0
      let part = try await study.part(done..<study.tileCount, progress: progress)
      if whole == nil { whole = part } else { whole?.append(part) }
      guard let counted = whole else { throw .cancelled }
      let result = try await study.result(of: counted)
      let ratio =
        result.headlineError(of: arms) * Self.allowance(tiles: study.tileCount) / precision
      guard ratio > 1, settings.paths < limit else { return result }
      // Errors fall with the square root of the paths: a little more than that, at most 16-fold.
      let factor = ratio.isFinite ? min(max(ratio * ratio * 1.05, 1.1), 16) : 16
      let wanted = (Double(settings.paths) * factor / Double(CK.lanes)).rounded(.up)
      settings.paths = min(Int(min(wanted, 1e12)) * CK.lanes, limit)
    }
  }

  /// 1 and two relative standard errors of a standard error from so many tiles.
  private static func allowance(tiles: Int) -> Double {
    1 + 2 / (2 * Double(max(min(tiles, Engine.influenceTiles), 2))).squareRoot()
  }
}

extension StudyResult {
  /// The largest standard error of a headline, in percentage points: the median of each asset at
  /// the longest horizon, and every answer in percent; NaN counts as infinite.
  package func headlineError(of studied: [StudyArm]) -> Double {
    var largest = 0.0
    func take(_ estimate: Estimate) {
      largest = max(largest, estimate.standardError.isNaN ? .infinity : estimate.standardError)
    }
    for (arm, scenario) in zip(arms, studied.map(\.scenario)) {
      for asset in arm.assets where asset.horizon == arm.horizons.last {
        if scenario.report.shows(asset.asset) { take(asset.total.median) }
      }
      for answer in arm.answers + arm.expectations where !answer.question.isOfRank {
        take(answer.value)
      }
    }
    return largest
  }
}
