import Commands
import Glibc
import Testing

/// Output in a document, behind a comment that holds its command.
///
/// `<!-- output of: dovetail check scenarios/base.yaml -->` stands before a fenced block, and
/// `<!-- whole file from: dovetail … -->` on the first line of a file that is all output. The
/// command may end in `| head -N`. `<!-- output from data of: dovetail … -->` needs the data folder
/// and is left as it stands where there is none. `<!-- file: scenarios/base.yaml -->` shows a file itself.
struct RecordedOutput {
  let command: String
  /// The lines that are output.
  let lines: Range<Int>
  var needsData = false

  static func all(in lines: [String]) -> [RecordedOutput] {
    if let command = lines.first.flatMap({ command(in: $0, after: "<!-- whole file from: ") }) {
      let end = lines.last == "" ? lines.count - 1 : lines.count
      return [RecordedOutput(command: command, lines: 1..<max(1, end))]
    }
    return lines.indices.compactMap { index in
      let fromData = command(in: lines[index], after: "<!-- output from data of: ")
      guard
        let command = fromData ?? command(in: lines[index], after: "<!-- output of: ")
          ?? command(in: lines[index], after: "<!-- file: ").map({ "cat \($0)" }),
        let open = lines[index...].firstIndex(where: { $0.hasPrefix("```") }),
        let close = lines[(open + 1)...].firstIndex(where: { $0.hasPrefix("```") })
      else { return nil }
      return RecordedOutput(
        command: command,
        lines: open + 1..<close,
        needsData: fromData != nil
      )
    }
  }

  private static func command(in line: String, after start: String) -> String? {
    guard line.hasPrefix(start), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst(start.count).dropLast(4))
  }

  /// What the command prints now: standard error first where there is any, then the result.
  func current() async throws -> [String] {
    var words = command.split(separator: " ").map(String.init)
    var limit = Int.max
    if let pipe = words.firstIndex(of: "|") {
      limit = Int(words.last?.dropFirst() ?? "") ?? limit
      words.removeSubrange(pipe...)
    }
    let text = try await text(of: words)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.prefix(limit))
  }

  private func text(of words: [String]) async throws -> String {
    if words.first == "cat" { return Project.text(of: words[1]) ?? "" }
    let run = try await CommandLineRun(Array(words.dropFirst()))
    // How long a check took is nobody's figure.
    return (run.error + run.output).replacing(/\(\d+ ms\)/, with: "(12 ms)")
  }
}

@Suite("Documents")
struct DocumentationTests {
  static let documents =
    ["README.md"] + Project.names(in: "docs", suffix: ".md").map { "docs/\($0)" }

  @Test("what a document shows is what the program prints", arguments: documents)
  func output(document: String) async throws {
    try #require(Project.isWorkingDirectory)
    let text = try #require(Project.text(of: document))
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for recorded in RecordedOutput.all(in: lines).reversed()
    where !recorded.needsData || Project.hasData {
      let current = try await recorded.current()
      if getenv("RECORD_GOLDEN") == nil {
        #expect(Array(lines[recorded.lines]) == current, "\(document): \(recorded.command)")
      } else {
        lines.replaceSubrange(recorded.lines, with: current)
      }
    }
    guard getenv("RECORD_GOLDEN") != nil else { return }
    #expect(Project.write(lines.joined(separator: "\n"), to: document))
    Issue.record("recorded \(document); a recording run fails on purpose")
  }

  @Test("every path that a document links to is there", arguments: documents)
  func links(document: String) throws {
    let text = try #require(Project.text(of: document))
    let folder = document.split(separator: "/").dropLast().map { "\($0)/" }.joined()
    for match in text.matches(of: /\]\(([^)#:]+)\)/) {
      #expect(access("\(Project.root)/\(folder)\(match.1)", R_OK) == 0, "\(document): \(match.1)")
    }
  }
}
