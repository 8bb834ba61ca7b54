import Domain
import Reporting
import Results
import TestSupport
import Testing

@Suite("The page of a validation")
struct ValidationReportTests {
  private static func day(_ year: Int, _ month: Int) -> TradingDate {
    TradingDate(year: year, month: month, day: 15) ?? .init(daysSince1970: 0)
  }

  private static func row(
    _ kind: ValidationKind,
    _ subject: ValidationRow.Subject,
    p: [Double],
    adjusted: [Double]
  ) -> ValidationRow {
    ValidationRow(
      kind: kind,
      subject: subject,
      count: 12_996,
      dates: 361,
      first: day(2019, 1),
      last: day(2025, 11),
      coverage: [
        Estimate(0.4951, standardError: 0.012), Estimate(0.813, standardError: 0.007),
        Estimate(0.9467, standardError: .nan),
      ],
      lowerTail: Estimate(0.046, standardError: 0.004),
      histogram: [Double](repeating: 0.1, count: 10),
      band: 0.019,
      score: 1.0043,
      ratios: [
        .init(reference: "past distribution", ratio: Estimate(1.352, standardError: 0.07)),
        .init(reference: "random walk", ratio: Estimate(0.9712, standardError: 0.004)),
      ],
      effectiveCount: 805.4,
      tests: [
        ValidationTest(kind: .uniform, pValue: p[0], power: nil, adjusted: adjusted[0]),
        ValidationTest(kind: .coverage, pValue: p[1], power: 0.993, adjusted: adjusted[1]),
        ValidationTest(kind: .independence, pValue: p[2], power: 0.86, adjusted: adjusted[2]),
        ValidationTest(kind: .score, pValue: p[3], power: nil, adjusted: adjusted[3]),
      ]
    )
  }

  private static func result(isRejected: Bool) -> ValidationResult {
    let small = isRejected ? 0.00002 : 0.4
    let asset = Asset(name: "semiconductors", group: .industry, title: "Semiconductors", alias: nil)
    return ValidationResult(
      modelName: "us-equities",
      modelDates: [TradingDate(daysSince1970: 17_896)],
      through: day(2025, 11),
      level: 0.05,
      paths: 2_048,
      seed: 1,
      rows: [
        row(
          .week,
          .all,
          p: [small, 0.13, 0.0021, small],
          adjusted: [small * 8, 1, 0.06, small * 8]
        ),
        row(.week, .group(.sector), p: [0.0512, .nan, 1, 0.5], adjusted: [0.3, .nan, 1, 1]),
      ],
      assets: [
        row(
          .week,
          .asset(asset),
          p: [0.2, 0.1, 0.3, 0.4],
          adjusted: [.nan, .nan, .nan, .nan]
        )
      ]
    )
  }

  @Test("it reads well at every width", arguments: [60, 80, 100, 140])
  func page(width: Int) {
    let report = ValidationReport(Self.result(isRejected: true), listsAssets: width > 100)
    let text = report.text(width: width, isColored: false)
    #expect(Golden.mismatch(text, "validation-\(width).txt") == nil)
  }

  @Test("as JSON it has every number, and a summary for a model's card")
  func json() {
    let report = ValidationReport(Self.result(isRejected: true))
    #expect(Golden.mismatch(report.json.text(), "validation.json") == nil)
  }

  @Test("without a rejection it says so, and marks nothing")
  func passed() {
    let result = Self.result(isRejected: false)
    #expect(result.rejections.isEmpty)
    let text = ValidationReport(result).text(width: 100, isColored: false)
    #expect(text.contains("not rejected: none of 7 tests"))
    #expect(!text.contains("1.35 !"))
    #expect(ValidationReport(result).markdown.contains("## ONE WEEK ahead"))
  }
}
