import Testing

@testable import Texts

@Suite("Draws that one would expect to hang together")
struct UntiedEventsTests {
  private static func messages(_ events: String, horizon: String = "6mo") -> [String] {
    let text = "dovetail: 1\nasof: 2025-12-05\nhorizons: [\(horizon)]\nevents:\n\(events)\n"
    let checked = Loading.load(text)
    #expect(!checked.diagnostics.hasErrors, "\(text)\n\(Loading.lines(checked))")
    return checked.diagnostics.filter { $0.code == "W304" }.map(\.message)
  }

  private static let deep = "shock: 2026-02-10, impulse: {market: -12 % ± 5 %}"

  @Test("two uncertain views on one day are named once, the later one first")
  func sameDay() {
    let messages = Self.messages(
      """
        - {id: first, \(Self.deep)}
        - {id: second, shock: 2026-02-10, impulse: {technology: -5 %}, probability: 50 %}
      """
    )
    #expect(
      messages == [
        "`second` is drawn independently of `first`: both are uncertain on 2026-02-10"
      ]
    )
  }

  @Test(
    "what is certain or comes from the market's law is not warned of",
    arguments: [
      "shock: 2026-02-10, impulse: {technology: -5 %}",
      "jobs: 2026-02-11, consensus: {unemployment: 4.5 %}",
      "shock: 2026-02-11, impulse: {technology: -5 % ± 2 %}",
    ]
  )
  func tied(other: String) {
    let messages = Self.messages("  - {id: first, \(Self.deep)}\n  - {id: second, \(other)}")
    #expect(messages.isEmpty)
  }

  @Test(
    "a release shortly before a decision with odds of its own is, open or listed",
    arguments: [
      ("2026-03-12", true), ("2026-03-16", true), ("2026-03-18", true), ("2026-03-19", false),
    ]
  )
  func before(day: String, isWarned: Bool) {
    let move = "calendar: {moved: [{cpi: 2026-03-11, to: \(day)}]}"
    let odds = "{-25bp: 50 %, 0bp: rest}"
    for listed in [true, false] {
      let release = listed ? "  - {id: prices, cpi: \(day), consensus: {core-yoy: 3 %}}\n" : ""
      let text = """
        dovetail: 1
        asof: 2025-12-05
        \(move)
        events:
        \(release)  - {id: march, fomc: 2026-03-18, priced: \(odds), outcome: \(odds)}

        """
      let checked = Loading.load(text)
      let codes = Loading.codes(checked)
      // Two trading days before the 18th is the 16th; the 12th is four.
      let expected = isWarned && day != "2026-03-12"
      #expect(codes == (expected ? ["W304"] : []), "\(text)\n\(Loading.lines(checked))")
    }
  }

  @Test("a decision at market odds, or one that is certain, is not")
  func market() {
    let release = "  - {id: prices, cpi: 2026-03-17, consensus: {core-yoy: 3 %}}\n"
    for rest in ["", ", outcome: hold"] {
      let text = """
        dovetail: 1
        asof: 2025-12-05
        calendar: {moved: [{cpi: 2026-03-11, to: 2026-03-17}]}
        events:
        \(release)  - {id: march, fomc: 2026-03-18, priced: {-25bp: 50 %, 0bp: rest}\(rest)}

        """
      let checked = Loading.load(text)
      #expect(checked.diagnostics.isEmpty, "\(Loading.lines(checked))")
    }
  }

  @Test("two uncertain shocks that move one name at a time are, and one after the other are not")
  func windows() {
    func events(_ second: String) -> String {
      """
        - {id: first, \(Self.deep), spread-over: 2w}
        - {id: second, shock: \(second), impulse: {market: -3 % ± 2 %}}
      """
    }
    #expect(
      Self.messages(events("2026-02-24")) == [
        "`second` is drawn independently of `first`: both move `market` on 2026-02-24"
      ]
    )
    #expect(Self.messages(events("2026-02-25")).isEmpty)
  }
}
