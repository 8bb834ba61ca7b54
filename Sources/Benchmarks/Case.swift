import Numerics
import ReferenceJob

/// One program with its arguments, measured in every repetition.
struct Case: Sendable {
  enum Name: String, CaseIterable, Sendable {
    case avx512, avx2, portable
    case oneThread, twoThreads
    case float64, gaussian32
    case start, flagship, flagshipBridge, comparison, flagshipWhole, comparisonWhole
    case sweepOfOutcomes, sweepOfStarts, explanation
  }

  let name: Name
  let title: String
  let process: ChildProcess
  /// Path-steps walked, where they can be counted.
  let pathSteps: Double?
}

/// What is measured, and with which programs.
struct Bench: Sendable {
  /// This program, the program of the project, and the folder of the NumPy programs.
  let own, program, peers: String
  let paths: Int
  let scenario, other: String

  /// All cases in the order of the table; what cannot run here drops out in the first repetition.
  var cases: [Case] { jobs + threads + numpy + scenarios }

  /// The portable variant is slow where fma is a call, so it walks a tenth of the paths.
  private var portablePaths: Int { max(1, paths / 10) }

  private func job(
    _ name: Case.Name,
    _ title: String,
    _ level: InstructionSet,
    _ paths: Int,
    _ n: Int
  )
    -> Case
  {
    Case(
      name: name,
      title: title,
      process: ChildProcess(
        program: own,
        arguments: [
          "job-j", "--paths", "\(paths)", "--threads", "\(n)", "--level", level.name,
        ]
      ),
      pathSteps: Double(paths) * Double(LatticeParameters.jobJ.stepCount)
    )
  }

  private var jobs: [Case] {
    [
      job(.avx512, "J, AVX-512", .avx512, paths, 1),
      job(.avx2, "J, AVX2", .avx2, paths, 1),
      job(.portable, "J, portable, a tenth of the paths", .portable, portablePaths, 1),
    ]
  }

  /// Four times the paths, so that the time to start says little.
  private var threads: [Case] {
    let paths = min(4 * paths, LatticeRun.pathRange.upperBound)
    return [
      job(.oneThread, "J, four times the paths, 1 thread", .best, paths, 1),
      job(.twoThreads, "J, four times the paths, 2 threads", .best, paths, 2),
    ]
  }

  private var numpy: [Case] {
    func peer(_ name: Case.Name, _ title: String, _ file: String, _ arguments: [String]) -> Case {
      Case(
        name: name,
        title: title,
        process: ChildProcess(
          program: "python3",
          arguments: ["\(peers)/\(file)", "\(paths)"] + arguments
        ),
        pathSteps: Double(paths) * Double(LatticeParameters.jobJ.stepCount)
      )
    }
    return [
      peer(.float64, "J in NumPy, float64", "job_j_numpy.py", ["float64", "1"]),
      peer(
        .gaussian32,
        "J in NumPy, float32, Gaussian noise only",
        "job_j_numpy_gaussian.py",
        ["float32", "1", "SFC64"]
      ),
    ]
  }

  private var scenarios: [Case] {
    func run(
      _ name: Case.Name,
      _ title: String,
      _ arguments: [String],
      paths: Int,
      speaks: Bool = false
    ) -> Case {
      Case(
        name: name,
        title: title,
        process: ChildProcess(
          program: program,
          arguments: arguments
            + ["--paths", "\(paths)", "--threads", "1", speaks ? "--verbose" : "--quiet"]
        ),
        pathSteps: nil
      )
    }
    return [
      // It says what memory it expects when plan and tables are made, before it draws.
      run(
        .start,
        "flagship scenario, 1,000 paths",
        ["run", scenario],
        paths: 1_000,
        speaks: true
      ),
      run(.flagship, "flagship scenario", ["run", scenario], paths: paths),
      run(
        .flagshipBridge,
        "flagship scenario, continuous drawdown",
        ["run", scenario, "--drawdown", "continuous"],
        paths: paths
      ),
      run(
        .comparison,
        "flagship compared with another",
        ["compare", scenario, other],
        paths: paths
      ),
      // A page reads what it shows; a result that is saved or printed as JSON has everything.
      run(
        .flagshipWhole,
        "flagship scenario, everything read",
        ["run", scenario, "--json"],
        paths: paths
      ),
      run(
        .comparisonWhole,
        "flagship compared, everything read",
        ["compare", scenario, other, "--json"],
        paths: paths
      ),
      // Six arms: those with another outcome share the moves, those with another VIX the draws.
      run(
        .sweepOfOutcomes,
        "flagship swept over five outcomes",
        ["sweep", scenario, "--vary", "events.december.outcome=-50bp,-25bp,hold,+25bp,+50bp"],
        paths: paths
      ),
      run(
        .sweepOfStarts,
        "flagship swept over five levels of the VIX",
        ["sweep", scenario, "--vary", "state.vix=12 to 28 by 4"],
        paths: paths
      ),
      run(.explanation, "flagship explained", ["explain", scenario], paths: paths),
    ]
  }
}
