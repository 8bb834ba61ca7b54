import Domain
import Reporting
import Results
import Simulation
import Texts

/// The tail that a run samples besides.
extension StudyRun {
  /// The tail that was asked for, as far as it can be checked before anything is simulated.
  func tailQuestion(of study: Study) throws(CommandFailure) -> TailQuestion? {
    guard let tail, let prepared = scenarios.first else { return nil }
    guard settings.precision == nil else {
      throw .message(
        .usage,
        "--tail cannot be combined with the scenario's precision",
        help: "say how many paths with `--paths`, and leave the precision out"
      )
    }
    let question: TailQuestion
    do throws(TailReader.Fault) {
      question = try TailReader.tail(
        tail.text,
        level: tail.level,
        of: prepared.scenario,
        model: prepared.model
      )
    } catch {
      throw .message(.usage, "--tail \"\(tail.text)\": \(error.message)", help: error.help)
    }
    do throws(SimulationError) {
      try study.check(question)
    } catch {
      guard case .scenario(_, let message) = error else {
        throw try session.failure(error, in: scenarios)
      }
      throw .message(.usage, "--tail \"\(tail.text)\": \(message)")
    }
    return question
  }

  /// The result with its tail, or the refusal of one that rests on too few paths.
  func with(
    _ question: TailQuestion,
    _ result: StudyResult,
    _ part: StudyPart,
    of study: Study
  ) async throws(CommandFailure) -> StudyResult {
    let started = Clock.seconds
    let (line, shows) = (progressLine(total: study.tileCount * 128), session.showsProgress)
    defer { line.end() }
    let found: Result<TailResult, Study.TailRefusal>
    do throws(SimulationError) {
      found = try await study.tail(question, after: part) { done in
        if shows { line.add(done.paths, headlineError: nil) }
      }
    } catch {
      throw try session.failure(error, in: scenarios)
    }
    let milliseconds = Int((Clock.seconds - started) * 1_000)
    try session.detail("tail: \(study.tileCount * 128) paths in \(milliseconds) ms\n")
    switch found {
    case .success(let tail): return result.with(tail: tail)
    case .failure(let refusal): throw Self.failure(refusal, question, paths: settings.paths)
    }
  }

  private static func failure(
    _ refusal: Study.TailRefusal,
    _ question: TailQuestion,
    paths: Int
  ) -> CommandFailure {
    let level = NumberFormat.trimmed(question.level * 100, decimals: 3)
    let effective = Int(min(refusal.effectivePaths, 1e9))
    // One digit: the number of paths is only known roughly.
    let needed = refusal.neededPaths * 1.2
    var unit = 1_000.0
    while needed >= 10 * unit { unit *= 10 }
    let wanted = Int(min((needed / unit).rounded(.up) * unit, 1e15))
    return .message(
      .usage,
      "the \(level) % tail of `\(question.text)` would rest on \(effective) effective paths of "
        + "\(NumberFormat.grouped(paths)), and needs \(Int(Study.leastTailPaths))",
      help: "ask for about \(NumberFormat.grouped(wanted)) with `--paths`, or a larger --tail-level"
    )
  }
}
