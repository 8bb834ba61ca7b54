/// The costs of every case in every repetition.
struct Measurement: Sendable {
  let bench: Bench
  let machine: Machine
  let repetitions: Int
  /// By case, one cost for each repetition.
  private(set) var costs: [Case.Name: [ProcessCost]] = [:]
  /// Cases that could not run, and why.
  private(set) var absent: [(title: String, reason: String)] = []

  /// Runs every case once in each repetition, one after the other.
  init(_ bench: Bench, machine: Machine, repetitions: Int, progress: (String) -> Void) {
    self.bench = bench
    self.machine = machine
    self.repetitions = repetitions
    var cases = bench.cases
    for repetition in 1...repetitions {
      cases = cases.filter { item in
        progress("\(repetition)/\(repetitions)  \(item.title)")
        do throws(ProcessFailure) {
          // The start is that of a program in use: its pages are in memory.
          if item.name == .start { _ = try item.process.run() }
          costs[item.name, default: []].append(try item.process.run())
          return true
        } catch {
          costs[item.name] = nil
          absent.append((item.title, Self.reason(error)))
          return false
        }
      }
    }
  }

  private static func reason(_ failure: ProcessFailure) -> String {
    switch failure {
    case .notStarted: "the program is not here"
    case .ended(let status) where status & 0x7f != 0: "ended by signal \(status & 0x7f)"
    case .ended(let status): "refused with exit code \(status >> 8 & 0xff)"
    }
  }

  /// A cost of one case in every repetition.
  func values(_ name: Case.Name, _ part: KeyPath<ProcessCost, Double>) -> [Double]? {
    costs[name]?.map { $0[keyPath: part] }
  }

  /// Whether this project's part of a goal is at least or at most a number.
  enum Limit: Sendable { case least(Double), most(Double) }

  struct Goal: Sendable {
    let key, title: String
    /// One number for each repetition.
    let values: [Double]
    let limit: Limit
    let unit: String
    let decimals: Int

    var isMet: Bool {
      let median = Spread(values).median
      switch limit {
      case .least(let number): return median >= number
      case .most(let number): return median <= number
      }
    }
  }
}

/// Median, least and greatest of some numbers.
struct Spread: Sendable {
  let median, least, greatest: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    guard let first = sorted.first, let last = sorted.last else {
      (median, least, greatest) = (.nan, .nan, .nan)
      return
    }
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    (least, greatest) = (first, last)
  }
}
