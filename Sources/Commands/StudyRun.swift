import Domain
import Reporting
import Results
import Simulation

/// Simulates scenarios as the arms of one study, with progress and errors for the user.
struct StudyRun {
  let session: Session
  let scenarios: [PreparedScenario]
  let settings: RunSettings
  let threads: Int
  /// The arms, where they are not just the scenarios.
  var otherArms: [StudyArm]?
  /// Whether the scenarios are one under different models.
  var comparesModels = false
  /// The share of the run that is asked for, where its state is kept, and when it ends.
  var limits = RunLimits()
  /// The tail that is sampled besides.
  var tail: TailRequest?
  /// What will be seen of the result.
  var scope = ReadingScope.everything
  /// Paths at which a run to a precision ends.
  var precisionLimit = 20_000_000

  private var arms: [StudyArm] { otherArms ?? scenarios.map(\.arm) }

  /// The result of the whole run, or of its first paths where the limit on time came first.
  func result() async throws(CommandFailure) -> StudyResult {
    try checkPrecision()
    let study = try study(settings)
    let question = try tailQuestion(of: study)
    if let precision = settings.precision { return try await precise(precision, study) }
    let started = Clock.seconds
    let part = try await part(of: study)
    try remark(on: part, of: study, after: Clock.seconds - started)
    var result = try await summarised(part, of: study)
    if let question { result = try await with(question, result, part, of: study) }
    if let peak = PeakMemory.bytes {
      try session.detail("memory: \(Self.mebibytes(peak))M at most\n")
    }
    if let asked = result.record.asked {
      try session.remark(
        "stopped by --max-time after \(NumberFormat.grouped(result.record.paths))"
          + " of \(NumberFormat.grouped(asked)) paths\n"
      )
    }
    return result
  }

  /// Simulates a shard into the file that keeps its state.
  func shard() async throws(CommandFailure) {
    try checkPrecision()
    let study = try study(settings)
    let started = Clock.seconds
    let part = try await part(of: study)
    try remark(on: part, of: study, after: Clock.seconds - started)
    if let store = limits.store(of: study, scenarios, session) {
      try session.remark("\(store.state(of: part))\n")
    }
  }

  /// A run that decides on its number of paths by itself cannot be divided beforehand.
  private func checkPrecision() throws(CommandFailure) {
    guard settings.precision != nil, limits.path != nil || limits.deadline != nil else { return }
    throw .message(
      .usage,
      "a run with a precision decides itself how many paths it takes, and cannot be combined with"
        + " --shard, --part or --max-time",
      help: "say how many with `--paths`, and leave the precision out"
    )
  }

  /// The result of as many paths as a precision takes.
  private func precise(
    _ precision: Double,
    _ study: Study
  ) async throws(CommandFailure) -> StudyResult {
    let (line, shows) = (progressLine(total: precisionLimit), session.showsProgress)
    defer { line.end() }
    let result: StudyResult
    do throws(SimulationError) {
      result = try await Study.run(
        arms: arms,
        settings: settings,
        threads: study.threads,
        comparesModels: comparesModels,
        reading: scope,
        precision: precision,
        limit: precisionLimit
      ) { done in
        if shows { line.add(done.paths, headlineError: done.headlineError) }
      }
    } catch {
      throw try session.failure(error, in: scenarios)
    }
    try remark(on: result, precision)
    return result
  }

  /// Says what a run to a precision took, and whether it got there.
  private func remark(on result: StudyResult, _ precision: Double) throws(CommandFailure) {
    let paths = NumberFormat.grouped(result.record.paths)
    let error = result.headlineError(of: arms)
    let found = error.isFinite ? NumberFormat.trimmed(error, decimals: 4) + "pp" : "not known"
    let goal = NumberFormat.trimmed(precision, decimals: 4)
    try session.remark(
      "\(paths) paths: the largest standard error of a headline is \(found)"
        + (error <= precision ? "\n" : ", not \(goal)pp\n")
    )
  }

  func progressLine(total: Int, done: Int = 0) -> ProgressLine {
    ProgressLine(stream: session.streams.error, width: session.width, total: total, done: done)
  }

  /// The result of a run whose tiles are in parts.
  func result(of parts: PartSet) async throws(CommandFailure) -> StudyResult {
    let study = try study(settings)
    return try await summarised(try parts.sum(for: study), of: study)
  }

  private func study(_ settings: RunSettings) throws(CommandFailure) -> Study {
    var study: Study
    do throws(SimulationError) {
      study = try Study(
        arms: arms,
        settings: settings,
        threads: threads,
        comparesModels: comparesModels,
        reading: scope
      )
    } catch {
      throw try session.failure(error, in: scenarios)
    }
    try fit(&study)
    return study
  }

  /// Takes as many workers as the limit on memory allows.
  private func fit(_ study: inout Study) throws(CommandFailure) {
    guard limits.maxMemory != nil || session.isVerbose else { return }
    let question = try tailQuestion(of: study)
    let memory: MemoryEstimate
    do throws(SimulationError) {
      memory = try study.memory(keepsState: limits.path != nil, tail: question)
    } catch {
      throw try session.failure(error, in: scenarios)
    }
    if let limit = limits.maxMemory {
      guard let workers = memory.workers(within: limit.bytes, atMost: threads) else {
        throw .message(
          .usage,
          "--max-memory \(limit.text) is too little: one thread takes about"
            + " \(Self.mebibytes(memory.bytes(workers: 1)))M"
        )
      }
      study.threads = workers
    }
    try session.detail(
      "memory: about \(Self.mebibytes(memory.bytes(workers: study.threads)))M"
        + " on \(study.threads) thread\(study.threads == 1 ? "" : "s")\n"
    )
  }

  private static func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }

  /// Summarises a part that has all tiles or the first of them.
  private func summarised(
    _ part: StudyPart,
    of study: Study
  ) async throws(CommandFailure) -> StudyResult {
    var whole = study
    if part.tiles.upperBound < study.tileCount {
      var fewer = settings
      fewer.paths = study.paths(of: part.tiles)
      whole = try self.study(fewer)
    }
    do throws(SimulationError) {
      return try await whole.result(of: part, asked: settings.paths)
    } catch {
      throw try session.failure(error, in: scenarios)
    }
  }

  private func remark(
    on part: StudyPart,
    of study: Study,
    after seconds: Double
  ) throws(CommandFailure) {
    let milliseconds = max(1, Int(seconds * 1_000))
    let paths = study.paths(of: part.tiles) * arms.count
    try session.detail(
      "\(scenarios.map(\.path).joined(separator: ", ")): \(paths) paths on \(study.threads) threads"
        + " in \(milliseconds) ms, \(paths * 1_000 / milliseconds) paths/s\n"
    )
  }
}

extension Session {
  /// What a simulation's refusal means to the user: findings are shown at their place in the text.
  func failure(
    _ error: SimulationError,
    in scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> CommandFailure {
    switch error {
    case .cancelled: return .cancelled
    case .incomparable(let message): return .message(.data, message)
    case .tooLarge(let message): return .message(.data, message)
    case .numerics(let error):
      return .message(.defect, "GSL's \(error.routine) failed with status \(error.status)")
    case .model(let keyPath, let message):
      let name = scenarios.first?.model.name ?? "the model"
      return .message(.data, "model \(name): `\(keyPath)`: \(message)")
    case .scenario(let keyPath, let message):
      return try finding(message, at: keyPath, in: scenarios)
    }
  }

  /// Reports a finding at the key path's place in the first scenario that has one.
  private func finding(
    _ message: String,
    at keyPath: String,
    in scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> CommandFailure {
    for scenario in scenarios {
      guard let diagnostic = scenario.finding(message, at: keyPath) else { continue }
      try report([diagnostic], files: scenario.checked.sources)
      return .reported(.data)
    }
    return .message(.data, "`\(keyPath)`: \(message)")
  }
}
