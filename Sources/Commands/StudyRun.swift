import Domain
import Results
import Simulation

/// Simulates scenarios as the arms of one study, with progress and errors for the user.
struct StudyRun {
  let session: Session
  let scenarios: [PreparedScenario]
  let settings: RunSettings
  let threads: Int
  /// Whether the scenarios are one under different models.
  var comparesModels = false

  func result() async throws(CommandFailure) -> StudyResult {
    let started = Clock.seconds
    let result = try await simulated()
    let milliseconds = max(1, Int((Clock.seconds - started) * 1_000))
    let paths = settings.paths * scenarios.count
    try session.detail(
      "\(scenarios.map(\.path).joined(separator: ", ")): \(paths) paths on \(threads) threads"
        + " in \(milliseconds) ms, \(paths * 1_000 / milliseconds) paths/s\n"
    )
    return result
  }

  private func simulated() async throws(CommandFailure) -> StudyResult {
    let line = ProgressLine(
      stream: session.streams.error,
      width: session.width,
      total: settings.paths
    )
    let shows = session.showsProgress
    defer { line.end() }
    do throws(SimulationError) {
      let study = try Study(
        arms: scenarios.map(\.arm),
        settings: settings,
        threads: threads,
        comparesModels: comparesModels
      )
      return try await study.run { done in
        if shows { line.add(done.paths, headlineError: done.headlineError) }
      }
    } catch {
      throw try session.failure(error, in: scenarios)
    }
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
