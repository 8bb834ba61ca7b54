import Domain
import Testing

@testable import Texts

@Suite("Literals")
struct LiteralsTests {
  private func source(_ text: String) -> LiteralSource {
    LiteralSource(
      text: text,
      place: SourcePlace(path: "t", range: SourceRange(0, text.utf8.count))
    )
  }

  private func quantity(_ text: String, _ form: QuantityForm) -> Result<Double, Diagnostic> {
    Result { () throws(Diagnostic) in try Literals.quantity(source(text), form) }
  }

  private static let change = QuantityForm.rateChange("a move")
  private static let level = QuantityForm.rateLevel("a level", -2...25)
  private static let change12 = QuantityForm.relative("a return")
  private static let persons = QuantityForm.thousands("payrolls")

  @Test(
    "a number is kept in the unit of its place",
    arguments: [
      ("-25bp", change, -25.0), ("0.1pp", change, 10), ("+6bp", change, 6), ("- 25bp", change, -25),
      ("\u{2212}25bp", change, -25), ("\u{2013}25bp", change, -25), ("25\u{A0}bp", change, 25),
      ("4.14 %", level, 4.14), ("4.14%", level, 4.14), ("4.14\u{202F}%", level, 4.14),
      ("-0.5 %", level, -0.5), ("-12 %", change12, -12), ("50k", persons, 50),
      ("0.07pp", change, 7), ("0.29pp", change, 29), ("1.15pp", change, 115),
    ]
  )
  func quantities(_ text: String, _ form: QuantityForm, _ value: Double) {
    #expect((try? quantity(text, form).get()) == value, "\(text)")
  }

  @Test(
    "a number that could mean something else is refused, and the help says what to write",
    arguments: [
      ("-25", change, "E201", "-25bp"), ("4.14", level, "E201", "4.14 %"),
      ("50", persons, "E201", "50k"), ("-0.25 %", change, "E205", "-25bp"),
      ("414bp", level, "E204", "4.14 %"), ("50bp", persons, "E204", "50k"),
      ("3.56pct", level, "E216", "3.56 %"), ("1e3bp", change, "E216", "1bp"),
      ("010 %", level, "E206", nil), ("1:30", level, "E201", "1 %"), (".5 %", level, "E206", nil),
      ("1. %", level, "E206", nil), ("no", level, "E206", nil), ("4.14 % 4", level, "E206", nil),
      ("99 %", level, "E207", nil), ("1,000k", persons, "E208", "1000k"),
      ("3,56 %", level, "E208", "3.56 %"),
      ("12345678901234567 %", level, "E206", nil), ("", level, "E206", nil),
      ("+-4bp", change, "E206", nil), ("--4bp", change, "E206", nil),
    ] as [(String, QuantityForm, String, String?)]
  )
  func refused(_ text: String, _ form: QuantityForm, _ code: String, _ replacement: String?) {
    guard case .failure(let fault) = quantity(text, form) else {
      Issue.record("\(text) was read")
      return
    }
    #expect(fault.code == code, "\(text): \(fault.message)")
    #expect(fault.replacement == replacement, "\(text)")
  }

  @Test("odds in a fraction are read back as percent")
  func fractions() {
    let fault = quantity("0.92", .odds)
    guard case .failure(let diagnostic) = fault else {
      Issue.record("read")
      return
    }
    #expect(diagnostic.replacement == "92 %")
    #expect(diagnostic.notes == ["`0.92` could be `0.92 %`, or as a fraction `92 %`"])
  }

  @Test("a law is a number, a normal, a uniform or a Student law")
  func laws() throws {
    func law(_ text: String, _ form: QuantityForm) throws -> Law<Percent> {
      try Literals.law(source(text), form, as: Percent.self)
    }
    #expect(
      try law("3.1 % ± 0.1pp", Self.level) == .normal(mean: Percent(3.1), deviation: Percent(0.1))
    )
    #expect(
      try law("3.1 % +- 10bp", Self.level) == .normal(mean: Percent(3.1), deviation: Percent(0.1))
    )
    #expect(
      try law("3.1 % +/- 0.1pp", Self.level)
        == .normal(mean: Percent(3.1), deviation: Percent(0.1))
    )
    #expect(
      try law("uniform 30 % .. 49 %", Self.change12)
        == .uniform(low: Percent(30), high: Percent(49))
    )
    #expect(
      try law("uniform -5..5 %", Self.change12) == .uniform(low: Percent(-5), high: Percent(5))
    )
    #expect(
      try law("uniform -1..1pp", Self.change) == .uniform(low: Percent(-100), high: Percent(100))
    )
    #expect(
      try law("t4 -12 % ± 5 %", Self.change12)
        == .studentT(freedom: 4, mean: Percent(-12), deviation: Percent(5))
    )
    #expect(throws: Diagnostic.self) { try law("3.1 % ± 0.1 %", Self.level) }
    #expect(throws: Diagnostic.self) { try law("3.1 % ± -0.1pp", Self.level) }
    #expect(throws: Diagnostic.self) { try law("t2 -12 % ± 5 %", Self.change12) }
    #expect(throws: Diagnostic.self) { try law("t4 -12 %", Self.change12) }
    #expect(throws: Diagnostic.self) { try law("uniform 49 % .. 30 %", Self.change12) }
  }

  @Test("a target range is two levels with one unit")
  func ranges() throws {
    let range = try Literals.rateRange(source("3.75..4.00 %"))
    #expect(range.low.value == 3.75 && range.high.value == 4)
    let spaced = try Literals.rateRange(source("3.75 % .. 4.00 %"))
    #expect(spaced.low == range.low && spaced.high == range.high)
    let single = Result { () throws(Diagnostic) in try Literals.rateRange(source("3.88 %")) }
    guard case .failure(let fault) = single else {
      Issue.record("a single level was read")
      return
    }
    #expect(fault.replacement == "3.75..4.00 %")
  }

  @Test("odds add up exactly in decimals, where binary fractions would not")
  func exactness() {
    let parts = ["33.3", "33.3", "33.4"].compactMap { ExactNumber($0) }
    let sum = parts.reduce(ExactNumber(0)) { ExactNumber.sum($0, $1) ?? $0 }
    #expect(sum == ExactNumber(100))
    #expect(33.3 + 33.3 + 33.4 != 100 || 0.1 + 0.2 != 0.3)
    #expect(ExactNumber("0.1")?.shifted(by: 2).value == 10)
    #expect(ExactNumber("0.29")?.shifted(by: 2).text == "29")
    #expect(ExactNumber("-1") == nil && ExactNumber("1.") == nil && ExactNumber("") == nil)
    #expect(ExactNumber("3.50")?.text == "3.5" && ExactNumber("0.05")?.text == "0.05")
    #expect((-(ExactNumber("0.25") ?? ExactNumber(0))).text == "-0.25")
  }

  @Test(
    "a duration has a whole number and a known unit",
    arguments: [
      ("10bd", Duration.tradingDays(10)), ("2w", .days(14)), ("3mo", .months(3)),
      ("1y", .months(12)),
    ]
  )
  func durations(_ text: String, _ duration: Duration) throws {
    #expect(try Literals.duration(source(text)) == duration)
    #expect(duration.text == text)
  }

  @Test(
    "another duration is refused",
    arguments: ["3m", "0w", "1.5w", "w", "3", "-1w", "11y", "999999bd", "1 w", "1w 2w"]
  )
  func wrongDurations(_ text: String) {
    #expect(throws: Diagnostic.self) { try Literals.duration(source(text)) }
  }

  @Test("whole numbers reach from zero to the largest seed")
  func counts() throws {
    func count(_ text: String) throws -> UInt64 {
      try Literals.count(source(text), "a seed", 0...UInt64.max)
    }
    #expect(try count("0") == 0)
    #expect(try count("200k") == 200_000)
    #expect(try count("18446744073709551615") == UInt64.max)
    for text in ["18446744073709551616", "-1", "1.5", "1e3", "010", "0x10", "1 000", ""] {
      #expect(throws: Diagnostic.self, "\(text)") { try count(text) }
    }
  }
}
