internal import ArgumentParser

/// The tail of one return that a run samples more densely than the rest.
struct TailOptions: ParsableArguments {
  @Option(
    name: .customLong("tail"),
    help: ArgumentHelp(
      "Sample the tail of one return besides: \"sp-500 at 6mo\", \"sp-500 < -20 % at 6mo\".",
      valueName: "return"
    )
  )
  var name: String?

  @Option(
    name: .customLong("tail-level"),
    help: ArgumentHelp(
      "Probability of that tail, 0.001% to 10%. (default: 1%)",
      valueName: "percent"
    )
  )
  var level: TailLevel?

  mutating func validate() throws {
    if level != nil && name == nil {
      throw ValidationError("--tail-level needs --tail, the return it is of")
    }
  }

  /// Refuses what decides on its paths otherwise, and results that have no place for a tail.
  func check(files: Int, _ simulation: SimulationOptions, _ parts: PartOptions) throws {
    guard name != nil else { return }
    if files > 1 { throw ValidationError("--tail is for one file") }
    if simulation.precision != nil {
      throw ValidationError("--tail and --precision exclude each other: say how many `--paths`")
    }
    if parts.shard != nil || parts.part != nil || parts.maxTime != nil {
      throw ValidationError(
        "--tail walks a whole run again, and cannot be combined with --shard, --part or --max-time"
      )
    }
  }

  var request: TailRequest? {
    name.map { TailRequest(text: $0, level: level?.share ?? 0.01) }
  }
}

/// A tail as the command line names it.
struct TailRequest: Sendable {
  let text: String
  /// In 0…1.
  let level: Double
}

/// A probability in percent, as the command line has it.
struct TailLevel: ExpressibleByArgument {
  /// In 0…1.
  let share: Double

  init?(argument: String) {
    guard argument.hasSuffix("%") else { return nil }
    let number = argument.dropLast().filter { $0 != " " && $0 != "\u{A0}" }
    guard let percent = Double(number), (0.001...10).contains(percent) else { return nil }
    share = percent / 100
  }
}
