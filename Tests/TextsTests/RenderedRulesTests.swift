import TestSupport
import Testing

@testable import Texts

@Suite("The printed form of every rule")
struct RenderedRulesTests {
  @Test("is the one that was read and found good")
  func golden() {
    let pages = RulesTests.shown.map { document in
      let checked = Loading.load(document.wrongFile, others: document.others)
      return DiagnosticRenderer(files: checked.sources).render(checked.diagnostics)
    }
    let text = pages.joined(separator: "\n")
    #expect(Golden.mismatch(text, "diagnostics.txt") == nil)
  }
}
