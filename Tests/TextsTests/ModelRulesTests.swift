import Domain
import Testing

@testable import Texts

@Suite("The rules of models and data files")
struct ModelRulesTests {
  static let rules: [String: CSVForm.Rule] = ["price": .positive, "rate": .percent]

  static let date = TradingDate(year: 2025, month: 12, day: 5)

  /// Needs what the file has of the columns with rules.
  static func form(_ text: String) -> CSVForm {
    let needed = rules.keys.filter { text.split(separator: "\n").first?.contains($0) == true }
    return CSVForm(rules: rules, required: needed.sorted(), date: date)
  }

  static func diagnose(_ text: String, of document: RuleDocument) -> [Diagnostic] {
    let file = SourceFile(path: "file", text: text)
    return document.code.dropFirst() >= "650"
      ? CSVReader.read(file, form: Self.form(text)).diagnostics
      : ModelReader.read(file).diagnostics
  }

  static func pasted(_ text: String, _ diagnostic: Diagnostic) -> String? {
    guard let replacement = diagnostic.replacement, let range = diagnostic.labels.first?.place.range
    else { return nil }
    let bytes = Array(text.utf8)
    let mended = bytes[..<range.lower] + Array(replacement.utf8) + bytes[range.upper...]
    return String(decoding: mended, as: UTF8.self)
  }

  @Test("each example fails with its code alone", arguments: ModelRules.documents)
  func wrong(document: RuleDocument) {
    let found = Self.diagnose(document.wrongFile, of: document)
    #expect(Set(found.map(\.code)) == [document.code], "\(found.map(\.message))")
  }

  @Test("each corrected example is without a diagnostic", arguments: ModelRules.documents)
  func right(document: RuleDocument) {
    let found = Self.diagnose(document.rightFile, of: document)
    #expect(found.map(\.message) == [])
  }

  @Test("help that can be pasted mends the example", arguments: ModelRules.documents)
  func help(document: RuleDocument) {
    for diagnostic in Self.diagnose(document.wrongFile, of: document) {
      guard let mended = Self.pasted(document.wrongFile, diagnostic) else { continue }
      #expect(Self.diagnose(mended, of: document).map(\.message) == [], "\(mended)")
    }
  }

  @Test("a table at fault comes with one that can be pasted over it")
  func covarianceHelp() throws {
    let document = try #require(ModelRules.documents.first { $0.code == "E607" })
    let fault = try #require(Self.diagnose(document.wrongFile, of: document).first)
    #expect(fault.replacement?.hasPrefix("market: 5\n    two-year: ") == true)
  }

  @Test("every code that the readers report is documented")
  func codes() {
    let codes = Set(ModelRules.documents.map(\.code))
    #expect(codes.count == ModelRules.documents.count)
    #expect(
      codes
        == Set(
          (600...614).map { "E\($0)" } + (650...664).map { "E\($0)" }
            + (650...652).map { "W\($0)" }
        )
    )
  }
}
