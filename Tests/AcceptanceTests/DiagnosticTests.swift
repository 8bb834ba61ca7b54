import Commands
import Testing
import Texts

@Suite("Diagnostics on the command line")
struct DiagnosticTests {
  static let codes = (RuleCatalogue.documents + ModelRules.documents).map(\.code) + ["E390"]

  @Test("`explain` knows every code, and lists it")
  func explain() async throws {
    let list = try await CommandLineRun("explain", "--list").output
    for code in Self.codes {
      let run = try await CommandLineRun("explain", code)
      #expect(run.code == .done)
      #expect(run.output.hasPrefix("\(code)  "))
      for part in ["What it checks", "Why it matters", "Example", "Write instead"] {
        #expect(run.output.contains(part))
      }
      #expect(list.contains("\(code)  "))
    }
    #expect(list.split(separator: "\n").count == Self.codes.count)
  }

  @Test("a code that does not exist is a mistake of the command line")
  func unknown() async throws {
    let run = try await CommandLineRun("explain", "E2O3")
    #expect(run.code == .usage)
    #expect(run.error.contains("there is no diagnostic E2O3"))
  }

  /// Rules whose example no text file can hold, or that need a model made for them: the tests of
  /// `Texts` have them.
  static let elsewhere: Set<String> = ["E111", "E315"]

  @Test(
    "the example of a rule of the language fails under `check`, and the corrected one passes",
    arguments: RuleCatalogue.documents.filter { !elsewhere.contains($0.code) }
  )
  func example(document: RuleDocument) async throws {
    let folder = try TemporaryFolder()
    for (name, text) in document.others where !name.contains("/") {
      try folder.write(text, to: name)
    }
    guard document.others.keys.allSatisfy({ !$0.contains("/") }) else { return }
    let wrong = try folder.write(document.wrongFile, to: "wrong.yaml")
    let failed = try await CommandLineRun("check", wrong, "--format", "concise")
    let isWarning = document.code.hasPrefix("W")
    #expect(failed.code == (isWarning ? .done : .data))
    #expect(failed.error.contains("[\(document.code)]"), "\(failed.error)")
    let right = try folder.write(document.rightFile, to: "right.yaml")
    let passed = try await CommandLineRun("check", right, "--format", "concise")
    #expect(passed.code == .done, "\(passed.error)")
    #expect(!passed.error.contains("[\(document.code)]"))
  }

  @Test(
    "two events whose streams coincide are refused at their place, and a pinned stream mends it"
  )
  func streams() async throws {
    let page = try await CommandLineRun("explain", "E390").output
    let parts = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let wrong = try #require(parts.firstIndex(of: "Example"))
    let right = try #require(parts.firstIndex(of: "Write instead"))
    let head = "dovetail: 1\nasof: 2025-12-05\n"
    func file(_ lines: ArraySlice<String>) -> String {
      head + lines.map { $0.dropFirst(2) + "\n" }.joined()
    }
    let failed = try await CommandLineRun(
      "check",
      "-",
      "--format",
      "concise",
      input: file(parts[(wrong + 1)..<right])
    )
    #expect(failed.code == .data)
    #expect(failed.error.hasPrefix("<stdin>:4:3: error[E390]"), "\(failed.error)")
    let passed = try await CommandLineRun("check", "-", input: file(parts[(right + 1)...]))
    #expect(passed.code == .done, "\(passed.error)")
  }

  @Test("every form of diagnostics names file, line and code")
  func forms() async throws {
    let text = "dovetail: 1\nasof: 2025-12-05\nhorizon: [1w]\n"
    let marks = [
      "full": "--> <stdin>:3:1", "concise": "<stdin>:3:1: error[E401]",
      "github": "::error file=<stdin>,line=3", "json": "\"line\"",
    ]
    for (form, mark) in marks {
      let run = try await CommandLineRun("check", "-", "--format", form, input: text)
      #expect(run.code == .data)
      #expect(run.error.contains(mark), "\(run.error)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("colour marks diagnostics only where it is asked for")
  func color() async throws {
    let text = "dovetail: 2\n"
    let plain = try await CommandLineRun("check", "-", input: text)
    #expect(!plain.error.contains("\u{1B}"))
    let colored = try await CommandLineRun("check", "-", "--color", "always", input: text)
    #expect(colored.error.contains("\u{1B}["))
    let forced = try await CommandLineRun(
      ["check", "-"],
      input: text,
      environment: ["CLICOLOR_FORCE": "1"]
    )
    #expect(forced.error.contains("\u{1B}["))
    let refused = try await CommandLineRun(
      ["check", "-"],
      input: text,
      environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]
    )
    #expect(!refused.error.contains("\u{1B}"))
  }
}
