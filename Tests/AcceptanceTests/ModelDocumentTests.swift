import Foundation
import Testing

@Suite("The model in equations")
struct ModelDocumentTests {
  /// A row of the document's table of numbers.
  struct Row {
    let path: [String]
    /// As written, without the sign of a minus that YAML does not know.
    let value: String
    let error: String?
    let provenance: String
  }

  static let rows: [Row] = {
    guard let text = Project.text(of: "docs/model.md") else { return [] }
    let pattern =
      /\| `([a-z0-9_.-]+)` \| ([−0-9.]+)(?: ± ([0-9.]+))? \| (estimated|published|assumption) \|/
    return text.matches(of: pattern).map { match in
      Row(
        path: match.1.split(separator: ".").map(String.init),
        value: String(match.2).replacing("−", with: "-"),
        error: match.3.map(String.init),
        provenance: String(match.4)
      )
    }
  }()

  /// Whether a number rounds to what is written, at the digits that are written.
  private static func rounds(_ number: Double, to text: String) -> Bool {
    guard let written = Double(text) else { return false }
    let digits = text.split(separator: ".").dropFirst().first?.count ?? 0
    return abs(number - written) <= 0.5000001 * pow(10, -Double(digits))
  }

  private static func find(_ path: [String], in value: Any) -> [String: Any]? {
    guard let key = path.first else { return value as? [String: Any] }
    if let object = value as? [String: Any] {
      return object[key].flatMap { find(Array(path.dropFirst()), in: $0) }
    }
    let named = (value as? [[String: Any]])?.first { $0["name"] as? String == key }
    return named.flatMap { find(Array(path.dropFirst()), in: $0) }
  }

  @Test(
    "every number of its table is the model's, and every number of the model's that stands apart is there"
  )
  func numbers() async throws {
    let run = try await CommandLineRun("models", "show", "us-equities", "--json")
    let card = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    #expect(Self.rows.count >= 37)
    for row in Self.rows {
      let name = row.path.joined(separator: ".")
      let found = try #require(Self.find(row.path, in: card), "\(name)")
      let value = try #require(found["value"] as? Double)
      #expect(Self.rounds(value, to: row.value), "\(name): \(value)")
      let error = found["se"] as? Double ?? 0
      #expect(row.error.map { Self.rounds(error, to: $0) } ?? (error == 0), "\(name): ± \(error)")
      #expect(found["provenance"] as? String == row.provenance, "\(name)")
    }
    let written = Set(Self.rows.map { $0.path.joined(separator: ".") })
    for part in [
      "events.fomc", "events.cpi", "events.jobs", "events.growth", "events.term-premium", "regimes",
      "tails",
    ] {
      let group = try #require(Self.find(part.split(separator: ".").map(String.init), in: card))
      for (key, value) in group where value is [String: Any] {
        #expect(written.contains("\(part).\(key)"), "\(part).\(key)")
      }
    }
  }

  @Test("a number whose source is this document has its section there")
  func source() async throws {
    let document = try #require(Project.text(of: "docs/model.md"))
    #expect(document.contains("\n## 11. What was tried beforehand, and what is chosen\n"))
    let model = try await CommandLineRun("models", "show", "us-equities", "--yaml").output
    #expect(model.contains("docs/model.md, section 11"))
    #expect(!model.contains("method note"))
  }
}
