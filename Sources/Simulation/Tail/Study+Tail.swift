package import Domain
package import Results

extension Study {
  /// Independent paths in the tail that its probability must be known as well as with.
  package static let leastTailPaths = 100.0

  /// Why a tail is not told.
  package struct TailRefusal: Hashable, Sendable {
    /// Effective paths found; 0 where the tail was not found at all.
    package let effectivePaths: Double
    /// Paths of the run that would do.
    package let neededPaths: Double
  }

  /// Throws where the first arm does not read the return or the limit leaves nothing to simulate.
  package func check(_ question: TailQuestion) throws(SimulationError) {
    _ = try TailPass.place(of: question, plans[0], arms[0])
  }

  /// The tail of one return of the first arm, by importance sampling; `whole` has all its tiles.
  ///
  /// The second pass walks all tiles again and as many tilted ones. `tilting` below 1 weakens the
  /// change of the laws, 0 is plain sampling.
  package func tail(
    _ question: TailQuestion,
    after whole: StudyPart,
    tilting: Double = 1,
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) async throws(SimulationError) -> Result<TailResult, TailRefusal> {
    precondition(whole.tiles == 0..<tileCount, "a tail is of all tiles")
    let pass = try TailPass(question, plan: plans[0], arm: arms[0], tally: whole.tallies[0])
    let tilt = pass.tilt(tables: tables[0], share: tilting)
    let sums = try await Engine(plans: [pass.plan], tables: [tables[0]], workers: threads)
      .tailSums(pass, tilt, tiles: tileCount, progress: progress)
    return pass.result(of: TailSummary(sums, level: question.level))
  }
}

extension Study.TailRefusal: Error {}
