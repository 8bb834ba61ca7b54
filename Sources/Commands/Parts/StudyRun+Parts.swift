import Reporting
import Simulation

/// A run whose tiles are simulated in legs, between which its state can be kept.
extension StudyRun {
  /// Tiles that each start of a run simulates whatever the limit on time: 4,096 paths, for errors
  /// that mean something, and so that a run that is resumed again and again comes to its end.
  private static let leastTiles = 64
  /// Seconds between two saved states, and so the most work that a crash can cost.
  private static let interval = 30.0

  /// The tiles that are asked for, or the first of them where nothing keeps the state of a run that
  /// the limit on time has stopped.
  ///
  /// Throws exit code 75 where the limit on time was reached and a file has the state.
  func part(of study: Study) async throws(CommandFailure) -> StudyPart {
    let range = limits.shard?.tiles(of: study.tileCount) ?? 0..<study.tileCount
    guard !range.isEmpty else {
      throw .message(
        .usage,
        "--shard divides the run more finely than its \(study.tileCount) tiles of 64 paths"
      )
    }
    let store = limits.store(of: study, scenarios, session)
    let start = try limits.resumes ? store?.load(for: study) : nil
    let part = try await walked(
      study,
      from: start ?? StudyPart(at: range.lowerBound),
      through: range.upperBound,
      store
    )
    guard let store, part.tiles != range else { return part }
    throw .message(
      .limit,
      "stopped by --max-time: \(store.state(of: part))",
      help: "the same command with `--resume` goes on from there"
    )
  }

  /// Simulates with a progress line, and keeps signals from ending the process before the state is
  /// saved.
  private func walked(
    _ study: Study,
    from start: StudyPart,
    through end: Int,
    _ store: PartStore?
  ) async throws(CommandFailure) -> StudyPart {
    let line = progressLine(
      total: study.paths(of: start.tiles.lowerBound..<end),
      done: study.paths(of: start.tiles)
    )
    let shows = session.showsProgress
    if store != nil { session.streams.patience.extend() }
    defer {
      line.end()
      session.streams.patience.end()
    }
    return try await legs(of: study, from: start, through: end, store) { done in
      if shows { line.add(done.paths, headlineError: done.headlineError) }
    }
  }

  private func legs(
    of study: Study,
    from start: StudyPart,
    through end: Int,
    _ store: PartStore?,
    progress: @escaping @Sendable (StudyProgress) -> Void
  ) async throws(CommandFailure) -> StudyPart {
    let deadline = limits.deadline ?? .infinity
    // One leg is enough where nothing limits it, and takes less memory than two.
    let least = limits.deadline.map { _ in min(start.tiles.upperBound + Self.leastTiles, end) } ?? 0
    var store = store
    var sum = start
    while sum.tiles.upperBound < end {
      let isLeast = sum.tiles.upperBound < least
      let pause = store == nil ? .infinity : Clock.seconds + Self.interval
      let leg = try await leg(
        of: study,
        sum.tiles.upperBound..<(isLeast ? least : end),
        until: isLeast ? pause : min(deadline, pause),
        savesWhenCancelled: store != nil,
        progress: progress
      )
      sum.append(leg)
      let isStopped =
        Task.isCancelled || (Clock.seconds >= deadline && sum.tiles.upperBound >= least)
      if isStopped || Clock.seconds >= pause || sum.tiles.upperBound == end {
        try store?.save(sum)
      }
      if isStopped { break }
    }
    if Task.isCancelled && sum.tiles.upperBound < end {
      if let store { try session.remark("\(store.state(of: sum)): `--resume` goes on\n") }
      throw .cancelled
    }
    return sum
  }

  private func leg(
    of study: Study,
    _ tiles: Range<Int>,
    until limit: Double,
    savesWhenCancelled: Bool,
    progress: @escaping @Sendable (StudyProgress) -> Void
  ) async throws(CommandFailure) -> StudyPart {
    do throws(SimulationError) {
      return try await study.part(
        tiles,
        until: { Clock.seconds >= limit || (savesWhenCancelled && Task.isCancelled) },
        progress: progress
      )
    } catch {
      throw try session.failure(error, in: scenarios)
    }
  }
}
