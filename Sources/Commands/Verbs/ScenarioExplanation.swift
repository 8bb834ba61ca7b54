import Analysis
internal import ArgumentParser
import Domain
import Reporting
import Results
import Simulation

/// Which headline numbers are looked at besides the scenario's questions.
struct HeadlineOptions: ParsableArguments {
  @Option(
    name: .customLong("asset"),
    help: ArgumentHelp(
      "Also the median of this asset; may be repeated.",
      valueName: "asset"
    )
  )
  var assets: [String] = []

  @Flag(help: "Also the medians of all assets that the scenario reports.")
  var all = false

  var isAsked: Bool { all || !assets.isEmpty }

  /// The assets whose medians are headlines: the benchmark, and those asked for.
  func names(in prepared: PreparedScenario) throws(CommandFailure) -> [String] {
    let known = prepared.model.assets.map(\.asset)
    var names = [prepared.model.benchmark]
    if all { names += known.filter { prepared.scenario.report.shows($0) }.map(\.name) }
    for name in assets { names.append(try prepared.model.assetName(of: name)) }
    return names
  }
}

/// Where an explanation or a difference goes, and in what form.
struct SavedResultOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Save the result there as JSON, and print the page.", valueName: "file")
  )
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  var isAsked: Bool { json || force || output != nil }

  /// Whether nothing but the page is made of the result.
  var printsPageOnly: Bool { !json && output == nil }

  /// The file to save to; nil where there is none or it is standard output.
  var file: OutputFile? {
    guard let output, output != "-" else { return nil }
    return OutputFile(path: output, isReplacing: force)
  }

  /// Saves, and prints the page or the JSON.
  func deliver(_ json: JSONValue, page: Report, in session: Session) throws(CommandFailure) {
    if let file {
      try file.write(json.text())
      try session.remark("wrote \(file.path)\n")
    }
    if self.json || output == "-" {
      try session.print(json.text())
    } else if !(session.isQuiet && file != nil) {
      let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
      try session.print(renderer.render(page))
    }
  }
}

/// The explanation of one scenario's numbers.
struct ScenarioExplanation {
  let session: Session
  let path: String
  let headlines: HeadlineOptions
  let simulation: SimulationOptions
  let result: SavedResultOptions

  func print() async throws(CommandFailure) {
    try result.file?.checkTarget()
    let prepared = try ScenarioFiles(session: session).prepare(path)
    let settings = simulation.settings(of: prepared.scenario)
    let questions = prepared.scenario.headlines(ofAssets: try headlines.names(in: prepared))
    let study = try await StudyRun(
      session: session,
      scenarios: [prepared],
      settings: settings,
      threads: simulation.threadCount,
      otherArms: [prepared.arm, prepared.arm.asking(questions, under: .fixed)],
      scope: scope(of: prepared)
    ).result()
    guard let arm = study.arms.first, let held = study.arms.last else { return }
    let explanation: Explanation
    do throws(SimulationError) {
      let search = try LeadingCoefficients(
        of: questions,
        in: prepared.arm,
        settings: settings,
        threads: simulation.threadCount
      )
      explanation = Explanation(
        arm: arm,
        record: study.record,
        headlines: try await search.found(held: held.answers.map(\.value)),
        screened: search.coefficientCount,
        pathsOfEnds: search.pathsOfEnds
      )
    } catch {
      throw try session.failure(error, in: [prepared])
    }
    let page: Report
    do throws(ReportError) {
      page = try Report.explanation(explanation)
    } catch {
      throw .message(.usage, error.message)
    }
    try result.deliver(JSONValue.explanation(explanation), page: page, in: session)
  }

  /// What is read: all that can be, unless only the page is made of it.
  private func scope(of prepared: PreparedScenario) -> ReadingScope {
    guard result.printsPageOnly, simulation.precision == nil else { return .everything }
    return RunOptions.scope(explaining: prepared.scenario, under: prepared.model)
  }
}
