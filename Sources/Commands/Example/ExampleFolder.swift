import Calibration
import Domain
import Glibc
import Numerics
import Texts

/// A folder with an invented market, the recipe that estimates it, and a scenario.
struct ExampleFolder {
  let path: String
  let isReplacing: Bool

  /// Writes all files, or says before the first of them why it cannot.
  func write(_ session: Session) throws(CommandFailure) {
    let files = try files()
    if mkdir(path, 0o777) != 0 && errno != EEXIST {
      throw .message(.cannotCreate, "cannot create \(path): \(systemMessage(errno))")
    }
    let targets = files.map { OutputFile(path: "\(path)/\($0.name)", isReplacing: isReplacing) }
    for target in targets { try target.checkTarget() }
    for (target, file) in zip(targets, files) {
      try target.write(file.text)
      try session.remark("wrote \(target.path)\n")
    }
    try session.remark(
      """
      now: dovetail calibrate --recipe \(path)/recipe.yaml --data \(path) \
      -o \(path)/my-model.yaml

      """
    )
  }

  private func files() throws(CommandFailure) -> [(name: String, text: String)] {
    do throws(GSLError) {
      let market = try ExampleMarket()
      return [
        ("prices.csv", Self.prices(market)), ("yields.csv", Self.yields(market)),
        ("events.csv", Self.events(market)), ("recipe.yaml", ExampleTexts.recipe),
        ("scenario.yaml", ExampleTexts.scenario),
      ]
    } catch {
      throw .message(.defect, "the example could not be drawn: \(error.routine)")
    }
  }

  private static func prices(_ market: ExampleMarket) -> String {
    let header = ["date", ExampleMarket.market] + ExampleMarket.funds.map(\.column)
    return csv(
      header,
      market.dates.indices.map { day in
        ["\(market.dates[day])"] + market.closes.map { fixed($0[day], 4) }
      }
    )
  }

  private static func yields(_ market: ExampleMarket) -> String {
    csv(
      ["date", "two-year"],
      market.dates.indices.map { day in
        ["\(market.dates[day])", fixed(market.twoYear[day], 2)]
      }
    )
  }

  private static func events(_ market: ExampleMarket) -> String {
    csv(["date", "event"], market.events.map { ["\($0.date)", $0.kind.rawValue] })
  }

  private static func csv(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// A number from 0 to a million with a fixed number of decimals.
  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let power = (0..<digits).reduce(1) { power, _ in 10 * power }
    let scaled = (min(max(value, 0), 1e6) * Double(power)).rounded()
    guard let whole = Int(exactly: scaled) else { return "" }
    let fraction = "\(power + whole % power)".dropFirst()
    return "\(whole / power).\(fraction)"
  }
}
