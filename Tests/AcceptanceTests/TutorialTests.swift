import Commands
import Glibc
import Testing

/// docs/calibrate.md: its commands are run one after another in a folder of their own.
///
/// `<!-- step: dovetail … -->` stands before a fenced block of output; paths begin with
/// `my-market`. The command may end in `| head -N`; standard error comes first. A step may stand
/// without output where nothing of it is shown, and ends in `(not shown)` then.
@Suite("The tutorial", .serialized)
struct TutorialTests {
  private static let document = "docs/calibrate.md"
  private static let folder = "my-market"

  init() throws { try #require(Project.isWorkingDirectory) }

  private static func run(_ command: String, in place: String) async throws -> [String] {
    var words = command.split(separator: " ").map(String.init)
    var limit = Int.max
    if let pipe = words.firstIndex(of: "|") {
      limit = Int(words.last?.dropFirst() ?? "") ?? limit
      words.removeSubrange(pipe...)
    }
    let moved = words.dropFirst().map { $0.hasPrefix(folder) ? "\(place)/\($0)" : $0 }
    let run = try await CommandLineRun(Array(moved))
    #expect(run.code == .done, "\(command): \(run.error)")
    let text = (run.error + run.output).replacing("\(place)/", with: "")
      .replacing(/\(\d+ ms\)/, with: "(12 ms)")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines.prefix(limit))
  }

  @Test("every step works, in order, and prints what the page shows")
  func steps() async throws {
    let place = try TemporaryFolder()
    defer { Self.empty("\(place.path)/\(Self.folder)") }
    var lines = try #require(Project.text(of: Self.document))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    var count = 0
    while index < lines.count {
      defer { index += 1 }
      let line = lines[index]
      guard line.hasPrefix("<!-- step: "), line.hasSuffix(" -->") else { continue }
      count += 1
      let command = String(line.dropFirst("<!-- step: ".count).dropLast(" -->".count))
      let shown = try await Self.run(
        command.replacing(" (not shown)", with: ""),
        in: place.path
      )
      if command.hasSuffix("(not shown)") { continue }
      let open = try #require(lines[index...].firstIndex { $0.hasPrefix("```") })
      let close = try #require(lines[(open + 1)...].firstIndex { $0.hasPrefix("```") })
      if getenv("RECORD_GOLDEN") == nil {
        #expect(Array(lines[open + 1..<close]) == shown, "\(command)")
      } else {
        lines.replaceSubrange(open + 1..<close, with: shown)
      }
    }
    #expect(count >= 6)
    guard getenv("RECORD_GOLDEN") != nil else { return }
    #expect(Project.write(lines.joined(separator: "\n"), to: Self.document))
    Issue.record("recorded \(Self.document); a recording run fails on purpose")
  }

  @Test("files that are there are left alone, and nothing is half written")
  func refusal() async throws {
    let place = try TemporaryFolder()
    let own = try place.write("mine\n", to: "recipe.yaml")
    let run = try await CommandLineRun("calibrate", "--example", place.path)
    #expect(run.code == .cannotCreate)
    #expect(run.error.contains(own))
    #expect(access("\(place.path)/prices.csv", R_OK) != 0)
    let forced = try await CommandLineRun("calibrate", "--example", place.path, "--force")
    #expect(forced.code == .done)
    let again = try TemporaryFolder()
    defer { for path in [place.path, again.path] { Self.empty(path) } }
    _ = try await CommandLineRun("calibrate", "--example", again.path)
    for name in Self.names.prefix(5) {
      let (one, other) = (Self.bytes(place.path, name), Self.bytes(again.path, name))
      #expect(!one.isEmpty && one == other, "\(name)")
    }
  }

  @Test("`--example` stands alone, and a recipe needs its data")
  func usage() async throws {
    for words in [
      ["--example", "x", "--data", "y"], ["--example", "x", "--describe"], ["--recipe", "x"], [],
    ] {
      let run = try await CommandLineRun(["calibrate"] + words)
      #expect(run.code == .usage, "\(words)")
    }
  }

  private static let names = [
    "prices.csv", "yields.csv", "events.csv", "recipe.yaml", "scenario.yaml", "my-model.yaml",
    "test.json", "tested.yaml",
  ]

  /// Removes a folder with what the steps wrote into it.
  private static func empty(_ folder: String) {
    for name in names { _ = unlink("\(folder)/\(name)") }
    _ = rmdir(folder)
  }

  private static func bytes(_ folder: String, _ name: String) -> [UInt8] {
    guard let file = fopen("\(folder)/\(name)", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return bytes
  }
}
