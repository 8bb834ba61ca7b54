import Testing
import Texts

@Suite("What a sweep varies")
struct VariationTests {
  private func values(_ argument: String) throws -> [String] {
    try Variation(argument).choices.map(\.text)
  }

  private func fault(_ argument: String) -> String? {
    do throws(Variation.Fault) {
      _ = try Variation(argument)
      return nil
    } catch {
      switch error {
      case .message(let text, let help): return [text, help ?? ""].joined(separator: " | ")
      case .findings(let findings, _): return findings.map(\.code).joined(separator: ",")
      }
    }
  }

  @Test("values stand between commas, as in a file")
  func lists() throws {
    #expect(try values("state.vix=12,16 , 20") == ["12", "16", "20"])
    #expect(try values(" state.vix = 12") == ["12"])
    #expect(
      try values("events.december.outcome=-50bp, {-25bp: 90 %, hold: rest},hold")
        == ["-50bp", "{-25bp: 90 %, hold: rest}", "hold"]
    )
    #expect(try values("events.a.path=+6bp ± 4bp") == ["+6bp ± 4bp"])
    #expect(try values("events.a.outcome=uniform 30 % .. 49 %") == ["uniform 30 % .. 49 %"])
    #expect(try values("events.a.title=\"12 to 20 by 4\"") == ["12 to 20 by 4"])
  }

  @Test(
    "a range has its step's values, in decimal arithmetic",
    arguments: [
      ("12 to 20 by 4", ["12", "16", "20"]), ("12 to 19 by 4", ["12", "16"]),
      ("0.1 to 0.5 by 0.1", ["0.1", "0.2", "0.3", "0.4", "0.5"]),
      ("-50bp to 25bp by 25bp", ["-50bp", "-25bp", "0bp", "+25bp"]),
      ("3.0 % to 3.2 % by 0.1 %", ["3.0 %", "3.1 %", "3.2 %"]),
      ("20 to 12 by -4", ["20", "16", "12"]), ("5 to 5 by 1", ["5"]),
      ("0.95 to 1.1 by 0.05", ["0.95", "1.00", "1.05", "1.10"]),
      ("-0.05pp to 0.05pp by 0.05pp", ["-0.05pp", "0.00pp", "+0.05pp"]),
      ("\u{2212}5bp to 5bp by 5bp, 7bp", ["-5bp", "0bp", "+5bp", "7bp"]),
    ]
  )
  func ranges(text: String, expected: [String]) throws {
    #expect(try values("state.vix=\(text)") == expected)
  }

  @Test(
    "what cannot be varied is said in words",
    arguments: [
      ("state.vix", "says of no key"), ("state.vix=", "is given no value"),
      ("asof=2025-12-05", "no key that a sweep varies"), ("state=1", "no key that a sweep varies"),
      ("events.december=1", "no key that a sweep"), ("events.december.id=a", "no key that a sweep"),
      ("state..vix=1", "no key that a sweep"), ("state.v x=1", "no key that a sweep"),
      ("state.vix=12,12", "the value `12` twice"), ("state.vix=12 to 20 by 4, 16", "twice"),
      ("state.vix=12 to 20", "has no step | for example `12 to 20 by 5`"),
      ("state.vix=1bp to 2bp", "by 5bp"),
      ("state.vix=12 to 20 by -4", "does not lead"), ("state.vix=12 to 20 by 0", "does not lead"),
      ("state.vix=12 to 20 by x", "no range of numbers"),
      ("state.vix=1 to 2 % by 1", "more than one unit"),
      ("state.vix=1 to 2000 by 1", "more than 1000 values"),
      ("state.vix=0 to 999999999999 by 0.000001", "no range of numbers | "),
      ("state.vix=0 to 999999999999 by 1", "more than 1000 values"),
      ("state.vix=1\n2", "more than one line"), ("state.vix=[", "E101"), ("state.vix=&a 1", "E"),
      ("state.vix=1], b: [2", "E101"),
    ]
  )
  func faults(argument: String, words: String) throws {
    let found = try #require(fault(argument))
    #expect(found.contains(words) || (words == "no range of numbers | " && !found.isEmpty))
  }
}
