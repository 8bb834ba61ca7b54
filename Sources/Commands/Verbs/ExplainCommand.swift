internal import ArgumentParser
import Texts

/// `explain`: what a diagnostic means, or where a scenario's numbers come from.
struct ExplainCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a diagnostic by its code, or a scenario's numbers by what moves them.",
    discussion: """
      Examples:
        dovetail explain E203
        dovetail explain --list
        dovetail explain december.yaml
        dovetail explain december.yaml --asset russell-2000 --json

      Of a scenario it shows where the spread comes from and, for the median of
      the benchmark at the longest horizon and for every question, the three
      coefficients of the model that move the number most, with the answers at
      both ends of their 90 % intervals.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "A code such as E203, or a scenario file; - is standard input.",
      valueName: "code or file"
    )
  )
  var subject: String?

  @Flag(help: "List all codes.")
  var list = false

  @Flag(help: "Print the whole reference of codes as Markdown.")
  var markdown = false

  @Flag(help: "Print the reference of the scenario language as Markdown.")
  var language = false

  @OptionGroup var headlines: HeadlineOptions
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var result: SavedResultOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if !list && !markdown && !language && subject == nil {
      throw ValidationError("name a code, such as E203, or a scenario file, or --list")
    }
    if let subject, Self.isCode(subject), result.isAsked || headlines.isAsked {
      throw ValidationError("a code has one text; the options are for scenario files")
    }
  }

  /// Whether a word is a code rather than the name of a file: a letter and what looks like digits.
  static func isCode(_ word: String) -> Bool {
    guard let first = word.first, "EeWwNn".contains(first), word.count == 4 else { return false }
    return word.dropFirst().contains(where: \.isNumber)
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    guard let subject else {
      try printReferences(session)
      return .done
    }
    guard !Self.isCode(subject) else {
      try printDocument(subject.uppercased(), session)
      return .done
    }
    let explanation = ScenarioExplanation(
      session: session,
      path: subject,
      headlines: headlines,
      simulation: simulation,
      result: result
    )
    try await explanation.print()
    return .done
  }

  private func printReferences(_ session: Session) throws(CommandFailure) {
    if language { try session.print(LanguageReference.markdown) }
    if markdown { try session.print(DiagnosticReference.markdown) }
    for document in DiagnosticReference.documents where list {
      try session.print("\(document.code)  \(document.title)\n")
    }
  }

  private func printDocument(_ code: String, _ session: Session) throws(CommandFailure) {
    let documents = DiagnosticReference.documents
    guard let document = documents.first(where: { $0.code == code }) else {
      let nearest = Suggestion.nearest(to: code, in: documents.map(\.code))
      let help = nearest.map { "did you mean \($0)? `dovetail explain --list` lists all" }
      throw .message(
        .usage,
        "there is no diagnostic \(code)",
        help: help ?? "`dovetail explain --list` lists all"
      )
    }
    try session.print(DiagnosticReference.text(of: document))
  }
}
