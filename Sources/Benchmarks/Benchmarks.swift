import ArgumentParser

/// The benchmarks: one job as a whole process, or the table of all of them.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures the engine.",
    subcommands: [JobCommand.self, TableCommand.self, WordsCommand.self]
  )
}
