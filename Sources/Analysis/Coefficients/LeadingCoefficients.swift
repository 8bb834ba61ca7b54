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

  private let questions: [Question]
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
    self.questions = questions
    self.threads = max(1, threads)
    self.effort = effort
  }

  /// Coefficients with a standard error, among which it looks.
  package var coefficientCount: Int { active.count }

  /// Paths on which each end is simulated.
  package var pathsOfEnds: Int { min(endTiles * 64, probe.plan.paths) }

  private var endTiles: Int { min(effort.ends, effort.screening, probe.plan.tileCount) }

  /// One entry for each question, in their order; `held` are the answers with every coefficient at
  /// its estimate.
  package func found(
    held: [Estimate]
  ) async throws(SimulationError) -> [HeadlineCoefficients] {
    precondition(held.count == questions.count, "an answer for each question")
    let all = Array(questions.indices)
    let screened = try await samples(
      tiles: effort.screening,
      under: [.estimates, .drawn],
      asking: [all, all]
    )
    let (base, drawn) = (screened[0], screened[1])
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

  // MARK: Tiles

  /// Values by question, and the draws of each tile where coefficients are drawn.
  private struct Samples: Sendable {
    private(set) var values: [HeadlineSample]
    private(set) var deviations: [[Double]] = []

    /// The questions whose values are kept.
    private let asked: [Int]

    init(questions: Int, asked: [Int]) {
      values = (0..<questions).map { _ in HeadlineSample() }
      self.asked = asked
    }

    mutating func append(_ tile: QuestionProbe.Tile) {
      for question in asked { values[question].add(tile.values[question]) }
      deviations.append(tile.deviations)
    }

    mutating func append(_ other: Samples) {
      for question in asked {
        for tile in other.values[question].tiles { values[question].add(tile) }
      }
      deviations += other.deviations
    }
  }

  /// The first tiles under some choices of the coefficients, moved by the same draws; of each choice
  /// the questions that are asked of it.
  private func samples(
    tiles: Int,
    under arms: [QuestionProbe.Coefficients],
    asking asked: [[Int]]
  ) async throws(SimulationError) -> [Samples] {
    let empty = asked.map { Samples(questions: questions.count, asked: $0) }
    let count = min(tiles, probe.plan.tileCount)
    let parts = try await eachWorker(of: threads) { worker throws(SimulationError) in
      var found = empty
      let range = worker * count / threads..<(worker + 1) * count / threads
      try probe.visit(range, under: arms) { tiles in
        for (arm, tile) in tiles.enumerated() { found[arm].append(tile) }
      }
      return found
    }
    var whole = empty
    for part in parts {
      for arm in arms.indices { whole[arm].append(part[arm]) }
    }
    return whole
  }

  // MARK: Ends

  private struct End: Hashable, Sendable {
    let coefficient: Int
    let isHigh: Bool

    var coefficients: QuestionProbe.Coefficients {
      let reach = CoefficientEffect.reach
      return .shifted(coefficient, errors: isHigh ? reach : -reach)
    }
  }

  /// Ends that are walked side by side, as many as a worker's memory easily holds.
  private static let endsAtOnce = 16

  /// The first tiles with one coefficient after another at an end of its interval, all else held.
  private func ends(
    of candidates: [[Int]]
  ) async throws(SimulationError) -> [End: [HeadlineSample]] {
    let chosen = Set(candidates.joined()).sorted()
    let wanted = chosen.flatMap {
      [End(coefficient: $0, isHigh: false), End(coefficient: $0, isHigh: true)]
    }
    var found: [End: [HeadlineSample]] = [:]
    for first in stride(from: 0, to: wanted.count, by: Self.endsAtOnce) {
      let batch = wanted[first..<min(first + Self.endsAtOnce, wanted.count)]
      // Ends follow the estimates, whose moves are also those of most ends.
      let arms = [.estimates] + batch.map(\.coefficients)
      // Of each end only what will be asked of it is kept.
      let asked = batch.map { end in
        questions.indices.filter { candidates[$0].contains(end.coefficient) }
      }
      let samples = try await samples(tiles: endTiles, under: arms, asking: [[]] + asked)
      for (end, sample) in zip(batch, samples.dropFirst()) { found[end] = sample.values }
    }
    return found
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
}
