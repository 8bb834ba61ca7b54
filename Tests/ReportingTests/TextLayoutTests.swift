import Domain
import Reporting
import Results
import Testing

@Suite("Text on a terminal")
struct TextLayoutTests {
  @Test(
    "characters take the columns a terminal gives them",
    arguments: [
      ("S&P 500", 7), ("日本株", 6), ("一", 2), ("\u{A4CF}", 2), ("\u{A4D0}", 1), ("、", 2),
      ("e\u{301}tude", 5), ("étude", 5), ("👩‍💻", 2), ("🇩🇪", 2),
      ("❤\u{FE0F}", 2), ("−±●━", 4), ("\u{1100}\u{1161}", 2), ("한", 2), ("a\u{200B}b", 2),
      ("ｆｕｌｌ", 8), ("", 0),
    ]
  )
  func width(text: String, columns: Int) {
    #expect(TextLayout.width(text) == columns)
  }

  @Test("a cut text never takes more than its room, and says that it was cut")
  func truncation() {
    for text in ["Communication Services", "日本株日本株", "👩‍💻👩‍💻👩‍💻"] {
      for limit in 0...24 {
        let cut = TextLayout.truncated(text, to: limit)
        #expect(TextLayout.width(cut) <= limit)
        #expect(cut == text || cut.hasSuffix("…") || limit == 0)
      }
    }
  }

  @Test("what a user wrote cannot steer the terminal")
  func printable() {
    let hostile = "a\u{1B}[31mb\nc\td\u{7F}\u{9B}\u{202E}\u{2028}\u{2066}\u{61C}\u{0}é"
    let safe = TextLayout.printable(hostile)
    #expect(safe == "a\\u{1b}[31mb\\nc\\td\\u{7f}\\u{9b}\\u{202e}\\u{2028}\\u{2066}\\u{61c}\\u{0}é")
    #expect(TextLayout.printable("日本 ± −") == "日本 ± −")
  }

  static let pages: [(String, @Sendable (Int) throws -> Report)] = [
    ("run", { _ in try Report.run(Fixtures.arm(), record: Fixtures.record) }),
    (
      "fixed parameters",
      { _ in
        let record = RunRecord(engine: "0", paths: 64, seed: 0, parameters: .fixed)
        return try Report.run(Fixtures.arm(), record: record)
      }
    ),
    ("compare", { _ in try Report.comparison(Fixtures.comparison, inputs: [Fixtures.inputs]) }),
    (
      "side by side",
      { _ in
        try Report.sideBySide([
          (Fixtures.arm(), Fixtures.record), (Fixtures.arm(), Fixtures.record),
        ])
      }
    ),
    ("check", { Report.check(Fixtures.summary, width: $0) }),
  ]

  @Test("no line is wider than the page or ends with a space", arguments: 0..<5)
  func fits(page: Int) throws {
    let (name, make) = Self.pages[page]
    for width in 40...160 {
      let text = TerminalRenderer(width: width).render(try make(width))
      for line in text.split(separator: "\n") {
        #expect(TextLayout.width(String(line)) <= width, "\(name) at \(width): \(line)")
        #expect(!line.hasSuffix(" "), "\(name) at \(width): \(line)")
      }
    }
  }

  @Test("colours change no character", arguments: 0..<5)
  func colors(page: Int) throws {
    let (_, make) = Self.pages[page]
    let report = try make(100)
    let plain = TerminalRenderer(width: 100).render(report)
    let painted = TerminalRenderer(width: 100, isColored: true).render(report)
    #expect(painted != plain)
    #expect(painted.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    #expect(!plain.unicodeScalars.contains { $0 != "\n" && TextLayout.isUnprintable($0) })
  }

  @Test("bars stand where their numbers are")
  func bars() throws {
    let arm = Fixtures.arm()
    let options = RunOptions(selection: ReportSelection(assets: ["sp-500", "russell-2000"]))
    let report = try Report.run(arm, record: Fixtures.record, options: options)
    let lines = TerminalRenderer(width: 140).render(report).split(separator: "\n")
    let head = try #require(lines.first { $0.contains("ES 95 loss") })
    let row = try #require(lines.first { $0.contains("S&P 500") && $0.contains("●") })
    let low = try #require(head.range(of: "−30"))
    let zero = try #require(head.range(of: " 0 "))
    #expect(head.contains("+50"))
    let start = head.distance(from: head.startIndex, to: low.lowerBound)
    let origin = head.distance(from: head.startIndex, to: zero.lowerBound) + 1
    let columns = Array(row)
    #expect(columns[origin] == "╋" || columns[origin] == "┼")
    // S&P 500: median +7.70, 5 % −19.18, on a scale of 45 columns from −30 to +50.
    let place = { (value: Double) in start + Int(((value + 30) / 80 * 44).rounded()) }
    #expect(columns[place(7.7042)] == "●")
    #expect(columns[place(-19.18)] == "─" && columns[place(-19.18) - 1] == " ")
    #expect(columns[place(34.59)] == "─" && place(34.59) + 1 == columns.count)
  }
}
