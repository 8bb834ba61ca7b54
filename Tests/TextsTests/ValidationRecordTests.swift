import Domain
import Testing

@testable import Texts

@Suite("The record of a validation")
struct ValidationRecordTests {
  private static let document = """
    {"format": "dovetail.validation/1", "model": "my-market", "model_dates": ["2018-12-31"],
     "through": "2025-12-05", "level": 0.05, "paths": 2048, "seed": 18446744073709551615,
     "rejected": true, "rejections": [{"forecast": "1w", "test": "uniform", "p": 1e-05}],
     "summary": [
       {"forecast": "1w", "n": 13357, "dates": 361, "first": "2019-01-04", "last": "2025-11-28",
        "coverage": [0.448, 0.775, 0.961],
        "score_ratio": {"past distribution": 0.977, "random walk": null},
        "rejected": ["uniform"]}],
     "rows": [], "assets": [{"crps": null}]}
    """

  private static func read(_ text: String) -> (record: ValidationRecord?, faults: [String]) {
    let (record, diagnostics) = ValidationReader.read(SourceFile(path: "v.json", text: text))
    return (record, diagnostics.map { "\($0.code) \($0.message)" })
  }

  @Test("a result of validate gives its summary, and ratios that were not computed are left out")
  func document() throws {
    let (record, faults) = Self.read(Self.document)
    #expect(faults == [])
    let found = try #require(record)
    #expect(found.model == "my-market" && found.frozen.map(\.description) == ["2018-12-31"])
    #expect(found.through.description == "2025-12-05" && found.level == 0.05)
    #expect(found.paths == 2048 && found.seed == .max && found.rejections == 1)
    let forecast = try #require(found.forecasts.first)
    #expect(found.forecasts.count == 1 && forecast.name == "1w")
    #expect(forecast.count == 13357 && forecast.dates == 361)
    #expect(forecast.coverage == [0.448, 0.775, 0.961])
    #expect(forecast.ratios == [.init(reference: "past distribution", value: 0.977)])
    #expect(forecast.rejected == ["uniform"])
  }

  @Test("a model file keeps the record exactly")
  func roundTrip() throws {
    let read = ModelReader.read(SourceFile(path: "model.yaml", text: ModelTexts.whole))
    var model = try #require(read.model)
    model.validation = Self.read(Self.document).record
    #expect(model.validation != nil)
    let text = ModelWriter.text(of: model)
    let again = ModelReader.read(SourceFile(path: "model.yaml", text: text))
    #expect(again.diagnostics.map(\.message) == [])
    #expect(again.model == model)
    #expect(again.model.map { ModelWriter.text(of: $0) } == text)
  }

  @Test(
    "what is no such result is refused with its code",
    arguments: [
      ("dovetail.validation/1", "dovetail.result/1", "E600"),
      ("\"paths\": 2048, ", "", "E602"), ("0.448, ", "", "E606"), ("0.448", "1.448", "E605"),
      ("2025-11-28", "2025-13-28", "E614"), ("\"n\": 13357", "\"n\": 1.5", "E604"),
      ("\"seed\": 18446744073709551615", "\"seed\": -1", "E604"),
      ("[\"uniform\"]", "\"uniform\"", "E603"), ("my-market", "My market", "E613"),
    ]
  )
  func refusals(find: String, put: String, code: String) {
    let (record, faults) = Self.read(Self.document.replacing(find, with: put))
    #expect(record == nil)
    #expect(faults.contains { $0.hasPrefix(code) }, "\(faults)")
  }

  @Test("a part of a model file without its keys is refused where it stands")
  func incompletePart() {
    let text = ModelTexts.whole + "\nvalidation: {model: a, forecast: {}}\n"
    let read = ModelReader.read(SourceFile(path: "model.yaml", text: text))
    let codes = Set(read.diagnostics.map(\.code))
    #expect(codes == ["E601", "E602"])
  }
}
