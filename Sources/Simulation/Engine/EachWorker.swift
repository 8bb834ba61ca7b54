/// Runs one task for each worker and gives their results in order; there is at least one worker.
package func eachWorker<Result: Sendable>(
  of workers: Int,
  _ work: @escaping @Sendable (Int) throws(SimulationError) -> Result
) async throws(SimulationError) -> [Result] {
  typealias Outcome = Swift.Result<Result, SimulationError>
  let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
    for worker in 0..<max(1, workers) {
      group.addTask {
        (worker, Outcome { () throws(SimulationError) in try work(worker) })
      }
    }
    return await group.reduce(into: [(Int, Outcome)]()) { $0.append($1) }
  }
  var results: [Result] = []
  for (_, outcome) in outcomes.sorted(by: { $0.0 < $1.0 }) { results.append(try outcome.get()) }
  return results
}
