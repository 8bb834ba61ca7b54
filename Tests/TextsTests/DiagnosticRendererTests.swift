import Testing

@testable import Texts

@Suite("Printing diagnostics")
struct DiagnosticRendererTests {
  private func file(_ text: String) -> SourceFile {
    SourceFile(path: "december-cut.yaml", text: text)
  }

  private func place(_ file: SourceFile, _ part: String) -> SourcePlace {
    let bytes = Array(file.text.utf8)
    let wanted = Array(part.utf8)
    let lower = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
    return SourcePlace(path: file.path, range: SourceRange(lower, lower + wanted.count))
  }

  private func render(
    _ diagnostic: Diagnostic,
    _ file: SourceFile,
    _ format: DiagnosticRenderer.Format = .full,
    usesColor: Bool = false
  ) -> String {
    DiagnosticRenderer(format: format, usesColor: usesColor, files: [file]).render([diagnostic])
  }

  @Test("the full form is rustc's, with the caret under the exact text")
  func full() {
    let text = String(repeating: "#\n", count: 18) + "    outcome: {-25: 97 %, 0bp: rest}\n"
    let file = file(text)
    let fault = Diagnostic(
      "E201",
      "`-25` has no unit",
      at: place(file, "-25"),
      "a move of the target range needs a unit",
      replacement: "-25bp"
    )
    #expect(
      render(fault, file) == """
        error[E201]: `-25` has no unit
          --> december-cut.yaml:19:15
           |
        19 |     outcome: {-25: 97 %, 0bp: rest}
           |               ^^^ a move of the target range needs a unit
           = help: `-25bp`

        """
    )
  }

  @Test("wide characters, marks and tabs do not move the caret away from its text")
  func widths() {
    let file = file("a: 世界\tz\u{301} x # c\n")
    let fault = Diagnostic("E000", "m", at: place(file, "x"), "here")
    #expect(
      render(fault, file) == """
        error[E000]: m
         --> december-cut.yaml:1:10
          |
        1 | a: 世界 z\u{301} x # c
          |           ^ here

        """
    )
  }

  @Test("further labels, notes and blocks to paste have lines of their own")
  func labels() {
    let file = file("a: 1\nb: 2\na: 3\n")
    let first = SourcePlace(path: file.path, range: SourceRange(0, 1))
    let fault = Diagnostic(
      "E103",
      "twice",
      at: place(file, "a: 3"),
      "the second",
      also: [.init(first, "the first")],
      notes: ["a fact"],
      help: "write",
      replacement: "\nc: 4"
    )
    #expect(
      render(fault, file) == """
        error[E103]: twice
         --> december-cut.yaml:3:1
          |
        3 | a: 3
          | ^^^^ the second
         ::: december-cut.yaml:1:1
          |
        1 | a: 1
          | - the first
          = note: a fact
          = help: write:
              c: 4

        """
    )
  }

  @Test("long lines are cut around what they are shown for")
  func longLines() {
    let file = file(
      "a: " + String(repeating: "x", count: 300) + "HERE" + String(repeating: "y", count: 300)
    )
    let lines = render(Diagnostic("E000", "m", at: place(file, "HERE"), ""), file)
      .split(separator: "\n").map(String.init)
    #expect(lines[3].count < 130 && lines[3].contains("HERE"))
    let start = lines[3].distance(
      from: lines[3].startIndex,
      to: lines[3].range(of: "HERE")?.lowerBound ?? lines[3].endIndex
    )
    #expect(
      lines[4] == String(repeating: " ", count: 2) + "|" + String(repeating: " ", count: start - 3)
        + "^^^^"
    )
  }

  @Test("nothing from a file can steer the terminal")
  func escapes() {
    let file = file("a: \u{1B}[31mred\u{202E}\n")
    let fault = Diagnostic(
      "E000",
      "found `\u{1B}[31m`",
      at: place(file, "red"),
      "\u{7}",
      help: "\u{9B}2J"
    )
    for format in DiagnosticRenderer.Format.allCases {
      let text = render(fault, file, format)
      #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{9B}"))
      #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{7}"))
    }
  }

  @Test("the concise form is one line, the code host's form a command")
  func lines() {
    let file = file("a: 1\nb: 50%, x\n")
    let fault = Diagnostic("E201", "`50%` is odd", at: place(file, "50%"), "x", help: "100%")
    #expect(
      render(fault, file, .concise) == "december-cut.yaml:2:4: error[E201]: `50%` is odd\n"
    )
    #expect(
      render(fault, file, .github)
        == "::error file=december-cut.yaml,line=2,endLine=2,col=4,endColumn=6,title=E201"
        + "::`50%25` is odd%0Ahelp: 100%25\n"
    )
  }

  @Test("the JSON form carries places, help and text to paste")
  func json() {
    let file = file("a: \"q\"\n")
    let fault = Diagnostic("W101", "a \"q\"", at: place(file, "\"q\""), "l", replacement: "x\ny")
    #expect(
      render(fault, file, .json) == """
        [
          {"code": "W101", "severity": "warning", "message": "a \\"q\\"", "labels": [{"file": \
        "december-cut.yaml", "line": 1, "column": 4, "end_line": 1, "end_column": 7, "text": \
        "l"}], "notes": [], "help": null, "replacement": "x\\ny"}
        ]

        """
    )
  }

  @Test("twenty errors are shown and the others counted")
  func limit() {
    let file = file(String(repeating: "x\n", count: 30))
    let faults = (0..<30).map {
      Diagnostic(
        "E000",
        "m\($0)",
        at: SourcePlace(path: file.path, range: SourceRange(2 * $0, 2 * $0 + 1))
      )
    }
    let text = DiagnosticRenderer(files: [file]).render(faults)
    #expect(text.contains("m19\n") && !text.contains("m20\n") && text.hasSuffix("… and 10 more\n"))
  }
}
