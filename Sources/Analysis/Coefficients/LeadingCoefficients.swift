package import Domain
package import Results
package import Simulation

/// Finds, for headline numbers, the coefficients that move them most.
///
/// A screening compares tiles under drawn and held coefficients in the same worlds and regresses
/// the difference on the draws; the best candidates are then simulated at both ends of their 90 %
/// intervals, all others held, in the same worlds again.
package struct LeadingCoefficients: Sendable {
  /// How much is simulated.
  package struct Effort: Sendable {
    /// Tiles of 64 paths of the screening, and of each end.
    package var screening = 1_024
    package var ends = 256
    /// Coefficients whose ends are simulated for each headline, and how many are reported.
    package var candidates = 5
    package var leading = 3

    package init() {}
  }

  private let arm: StudyArm
  private let questions: [Question]
  private let settings: RunSettings
  private let threads: Int
  private let effort: Effort
  private let probe: QuestionProbe
  private let coefficients: [ModelCoefficient?]
  /// Coefficients with a standard error.
  private let active: [Int]

  package init(
    of questions: [Question],
    in arm: StudyArm,
    settings: RunSettings,
    threads: Int,
    effort: Effort = Effort()
  ) throws(SimulationError) {
    var held = settings
    held.parameters = .fixed
    let probe = try QuestionProbe(questions, of: arm, settings: held)
    let coefficients = arm.model.started(for: arm.scenario).coefficients
    let errors = probe.plan.parameters.errors
    active = coefficients.indices.filter {
      coefficients[$0] != nil && $0 < errors.count && errors[$0] > 0
    }
    self.probe = probe
    self.coefficients = coefficients
    self.arm = arm
    self.questions = questions
    self.settings = held
    self.threads = max(1, threads)
    self.effort = effort
  }

  /// Coefficients with a standard error, among which it looks.
  package var coefficientCount: Int { active.count }

  /// Paths on which each end is simulated.
  package var pathsOfEnds: Int { min(endTiles * 64, settings.paths) }

  private var endTiles: Int { min(effort.ends, effort.screening, probe.plan.tileCount) }

  /// One entry for each question, in their order.
  package func found() async throws(SimulationError) -> [HeadlineCoefficients] {
    let base = try await samples(tiles: effort.screening, parameters: .fixed)
    let drawn = try await samples(tiles: effort.screening, parameters: .estimated)
    let candidates = questions.indices.map { question -> [Int] in
      let measure = probe.readings[question].measure
      let influence = base.values[question].influence(on: measure)
      let response = zip(drawn.values[question].tiles, base.values[question].tiles).map {
        influence.mean(over: $0) - influence.mean(over: $1)
      }
      return Screening.leading(
        effort.candidates,
        of: response,
        rows: drawn.deviations,
        active: active
      )
    }
    let ends = try await ends(of: candidates)
    let held = try await answers()
    return questions.indices.map { question in
      let effects = candidates[question].compactMap { coefficient in
        effect(of: coefficient, on: question, ends: ends, base: base, held: held[question])
      }
      let leading = effects.filter { $0.swing > 0 }.sorted { $0.swing > $1.swing }
      return HeadlineCoefficients(
        question: questions[question],
        held: held[question],
        leading: Array(leading.prefix(effort.leading))
      )
    }
  }

  /// The answers of all paths with every coefficient at its estimate.
  private func answers() async throws(SimulationError) -> [Estimate] {
    var arm = arm
    arm = StudyArm(
      scenario: arm.scenario.asking(questions),
      model: arm.model,
      modelFingerprint: arm.modelFingerprint
    )
    let study = try Study(arms: [arm], settings: settings, threads: threads)
    let result = try await study.run()
    return result.arms.first?.answers.map(\.value) ?? []
  }

  // MARK: Tiles

  /// Values by question, and the draws of each tile where coefficients are drawn.
  private struct Samples: Sendable {
    var values: [HeadlineSample]
    var deviations: [[Double]] = []
  }

  private func samples(
    tiles: Int,
    parameters: ParameterTreatment
  ) async throws(SimulationError) -> Samples {
    let count = min(tiles, probe.plan.tileCount)
    let parts = try await each(0..<threads) { worker throws(SimulationError) in
      let range = worker * count / threads..<(worker + 1) * count / threads
      return try sample(range, parameters: parameters)
    }
    var whole = Samples(values: questions.map { _ in HeadlineSample() })
    for part in parts {
      for question in questions.indices {
        for tile in part.values[question].tiles { whole.values[question].add(tile) }
      }
      whole.deviations += part.deviations
    }
    return whole
  }

  private func sample(
    _ tiles: Range<Int>,
    parameters: ParameterTreatment,
    shifts: [QuestionProbe.Shift] = []
  ) throws(SimulationError) -> Samples {
    var found = Samples(values: questions.map { _ in HeadlineSample() })
    try probe.visit(tiles, parameters: parameters, shifts: shifts) { tile in
      for question in questions.indices { found.values[question].add(tile.values[question]) }
      if parameters == .estimated { found.deviations.append(tile.deviations) }
    }
    return found
  }

  // MARK: Ends

  private struct End: Hashable, Sendable {
    let coefficient: Int
    let isHigh: Bool
  }

  /// The first tiles with one coefficient after another at an end of its interval.
  private func ends(
    of candidates: [[Int]]
  ) async throws(SimulationError) -> [End: [HeadlineSample]] {
    let chosen = Set(candidates.joined()).sorted()
    let wanted = chosen.flatMap {
      [End(coefficient: $0, isHigh: false), End(coefficient: $0, isHigh: true)]
    }
    let tiles = 0..<endTiles
    let found = try await each(0..<wanted.count) { number throws(SimulationError) in
      let end = wanted[number]
      let reach = CoefficientEffect.reach
      let shift = QuestionProbe.Shift(
        parameter: end.coefficient,
        errors: end.isHigh ? reach : -reach
      )
      return try sample(tiles, parameters: .fixed, shifts: [shift]).values
    }
    return Dictionary(zip(wanted, found), uniquingKeysWith: { a, _ in a })
  }

  private func effect(
    of coefficient: Int,
    on question: Int,
    ends: [End: [HeadlineSample]],
    base: Samples,
    held: Estimate
  ) -> CoefficientEffect? {
    guard let model = coefficients[coefficient] else { return nil }
    let reading = probe.readings[question]
    func answer(isHigh: Bool) -> Estimate? {
      guard let sample = ends[End(coefficient: coefficient, isHigh: isHigh)]?[question] else {
        return nil
      }
      let same = base.values[question].prefix(sample.tiles.count)
      let (move, error) = sample.difference(from: same, reading.measure)
      let moved = held.value + reading.scale * move
      let errors = (held.standardError, reading.scale * error)
      return Estimate(
        reading.isShare ? min(max(moved, 0), 100) : moved,
        standardError: (errors.0 * errors.0 + errors.1 * errors.1).squareRoot()
      )
    }
    guard let low = answer(isHigh: false), let high = answer(isHigh: true) else { return nil }
    return CoefficientEffect(coefficient: model, low: low, high: high)
  }

  /// Runs the jobs on as many tasks as there are threads and gives their results in order.
  private func each<Result: Sendable>(
    _ jobs: Range<Int>,
    _ work: @escaping @Sendable (Int) throws(SimulationError) -> Result
  ) async throws(SimulationError) -> [Result] {
    typealias Outcome = Swift.Result<Result, SimulationError>
    let workers = min(threads, max(1, jobs.count))
    let outcomes = await withTaskGroup(of: [(Int, Outcome)].self) { group in
      for worker in 0..<workers {
        group.addTask {
          stride(from: jobs.lowerBound + worker, to: jobs.upperBound, by: workers).map { job in
            (job, Outcome { () throws(SimulationError) in try work(job) })
          }
        }
      }
      return await group.reduce(into: [(Int, Outcome)]()) { $0 += $1 }
    }
    var results: [Result] = []
    for (_, outcome) in outcomes.sorted(by: { $0.0 < $1.0 }) { results.append(try outcome.get()) }
    return results
  }
}

extension Scenario {
  /// The same scenario with other questions, and no tables.
  fileprivate func asking(_ questions: [Question]) -> Scenario {
    var scenario = self
    (scenario.horizons, scenario.silentHorizons) = ([], allHorizons)
    (scenario.asks, scenario.expectations, scenario.realised) = (questions, [], [])
    return scenario
  }

  /// The numbers that are looked at first: the median of some assets at the longest horizon, then
  /// every question and expectation.
  package func headlines(ofAssets names: [String]) -> [Question] {
    guard let horizon = horizons.max(by: { $0.date < $1.date }) else {
      return asks + expectations
    }
    let medians = names.map { name in
      Question(
        text: "median(\(name) at \(horizon.label))",
        measure: .statistic(.median, .asset(name)),
        horizon: horizon,
        limit: nil
      )
    }
    var seen = Set<Measured>()
    return (medians + asks + expectations).filter {
      seen.insert(Measured(measure: $0.measure, horizon: $0.horizon.date)).inserted
    }
  }
}

/// What makes two questions the same, whatever their words and limits.
private struct Measured: Hashable {
  let measure: Measure
  let horizon: TradingDate
}
