internal import ArgumentParser
import Simulation

/// `dovetail` itself: says how to start, and knows the verbs.
struct RootCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "dovetail",
    abstract: "From a scenario in a text file to return distributions.",
    discussion: """
      Examples:
        dovetail init my.yaml                start a scenario from a template
        dovetail check my.yaml               read it, and show what was understood
        dovetail run my.yaml                 simulate it, print the distributions
        dovetail compare base.yaml my.yaml   what differs, in the same worlds
        dovetail sweep my.yaml --vary state.vix=12,20,30
                                             vary a value, see the answers move
        dovetail explain E203                explain a diagnostic
      """,
    version: Study.engineVersion,
    groupedSubcommands: verbs
  )

  private static let verbs: [CommandGroup] = [
    CommandGroup(name: "Write", subcommands: [InitCommand.self, CheckCommand.self]),
    CommandGroup(
      name: "Compute",
      subcommands: [RunCommand.self, CompareCommand.self, SweepCommand.self]
    ),
    CommandGroup(name: "Explain", subcommands: [ExplainCommand.self]),
    CommandGroup(
      name: "Model",
      subcommands: [ModelsCommand.self, CalibrateCommand.self, ValidateCommand.self]
    ),
    CommandGroup(name: "More", subcommands: [MergeCommand.self]),
  ]

  @OptionGroup var common: CommonOptions

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try session.print(
      """
      dovetail \(Study.engineVersion): from a scenario in a text file to return distributions.

        dovetail init my.yaml     write a starter scenario
        dovetail check my.yaml    read it, and show how it was understood
        dovetail run my.yaml      simulate it, and print the distributions
        dovetail --help           all verbs and options

      """
    )
    return .done
  }
}
