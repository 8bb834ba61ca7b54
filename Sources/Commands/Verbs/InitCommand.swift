internal import ArgumentParser

/// `init`: writes a starter scenario.
struct InitCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starter scenario from a template.",
    discussion: """
      Examples:
        dovetail init my.yaml
        dovetail init --list
        dovetail init --template shock scare.yaml
        dovetail init --template replay -
      """
  )

  @Argument(help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var path: String?

  @Option(help: ArgumentHelp("The template to start from.", valueName: "name"))
  var template = Template.decision.name

  @Flag(help: "List the templates.")
  var list = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if !list && path == nil {
      throw ValidationError("name the file to write, such as `dovetail init my.yaml`")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    if list { return try printList(session) }
    guard let chosen = Template.named(template) else {
      let names = Template.all.map(\.name).joined(separator: ", ")
      throw .message(.usage, "there is no template `\(template)`", help: "one of \(names)")
    }
    guard let path, path != "-" else {
      try session.print(chosen.text)
      return .done
    }
    try OutputFile(path: path, isReplacing: force).write(chosen.text)
    try session.remark("wrote \(path); now: dovetail check \(path)\n")
    return .done
  }

  private func printList(_ session: Session) throws(CommandFailure) -> ExitCode {
    let column = Template.all.map(\.name.count).max() ?? 0
    for template in Template.all {
      let gap = String(repeating: " ", count: column - template.name.count + 2)
      try session.print("\(template.name)\(gap)\(template.summary)\n")
    }
    return .done
  }
}
