import Domain
import Testing

@testable import Texts

@Suite("Every rule of the language")
struct RulesTests {
  /// These two are shown by other tests, since no text in Swift source can break them.
  private static let unshown: Set<String> = ["E111"]

  static let shown = RuleCatalogue.documents.filter { !unshown.contains($0.code) }

  @Test("its example breaks it, and nothing else", arguments: shown)
  func wrongExample(_ document: RuleDocument) {
    let checked = Loading.load(document.wrongFile, others: document.others)
    #expect(
      Set(Loading.codes(checked)) == [document.code],
      "\(document.wrongFile)\n\(Loading.lines(checked))"
    )
  }

  @Test("its corrected example is valid", arguments: shown)
  func rightExample(_ document: RuleDocument) {
    let checked = Loading.load(document.rightFile, others: document.others)
    #expect(
      checked.diagnostics.isEmpty || document.code == "E115" && checked.tree != nil,
      "\(document.rightFile)\n\(Loading.lines(checked))"
    )
  }

  @Test("what its help says to write mends the example", arguments: shown)
  func pasted(_ document: RuleDocument) {
    var text = document.wrongFile
    let first = Loading.load(text, others: document.others)
    guard first.diagnostics.contains(where: { $0.replacement != nil }) else { return }
    // Each round pastes one help; a file with several findings takes as many rounds.
    for _ in 0..<5 {
      let checked = Loading.load(text, others: document.others)
      let main = checked.diagnostics.first {
        $0.replacement != nil && $0.labels.first?.place.path == "scenario.yaml"
      }
      guard let main, let pasted = Loading.paste(main, into: text) else { break }
      text = pasted
    }
    let checked = Loading.load(text, others: document.others)
    #expect(checked.diagnostics.isEmpty, "\(text)\n\(Loading.lines(checked))")
  }

  @Test("its code names its kind")
  func codes() {
    for document in RuleCatalogue.documents {
      let isKnown = document.code.wholeMatch(of: /[EW][1-5]\d\d/) != nil
      #expect(isKnown, "\(document.code)")
      #expect(!document.title.isEmpty && document.checks.hasSuffix("."))
    }
    #expect(Set(RuleCatalogue.documents.map(\.code)).count == RuleCatalogue.documents.count)
  }
}
