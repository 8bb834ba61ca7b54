internal import ArgumentParser
import Texts

/// `explain`: what a diagnostic means, why it matters, and how to mend the file.
struct ExplainCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a diagnostic by its code.",
    discussion: """
      Examples:
        dovetail explain E203
        dovetail explain --list
      """
  )

  @Argument(help: ArgumentHelp("The code, such as E203.", valueName: "code"))
  var code: String?

  @Flag(help: "List all codes.")
  var list = false

  @Flag(help: "Print the whole reference as Markdown.")
  var markdown = false

  @Flag(help: "Print the reference of the scenario language as Markdown.")
  var language = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if !list && !markdown && !language && code == nil {
      throw ValidationError("name a code, such as E203, or --list")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    let documents = DiagnosticReference.documents
    guard let code = code?.uppercased() else {
      if language { try session.print(LanguageReference.markdown) }
      if markdown { try session.print(DiagnosticReference.markdown) }
      for document in documents where list {
        try session.print("\(document.code)  \(document.title)\n")
      }
      return .done
    }
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
    return .done
  }
}
