import Domain

/// Seven years of made-up prices, yields and jobs days, with a recipe that fits a model to them.
enum SmallData {
  static let recipe = """
    dovetail-recipe: 1
    name: small
    date: 2022-12-30
    source: {assumption: made up}
    files:
      prices: {path: prices.csv, source: made up}
      rates: {path: rates.csv, source: made up}
      days: {path: days.csv, key: type, source: made up}
    weekly: {start: 2016-03-01, stress-share: 30 %, ranks: 1}
    factors:
      market: {series: prices/INDEX, change: log}
      two-year: {series: rates/Y2, change: bp}
      slope: {series: rates/Y10, less: rates/Y2, change: bp}
      vix: {series: rates/VIX, change: log, reverts: true}
    benchmark: index
    assets:
      index: {group: index, index: {tools: 50, toys: 50}}
      tools: {series: prices/TOOLS}
      toys: {series: prices/TOYS}
    events:
      two-year: rates/Y2
      ten-year: rates/Y10
      jobs: {start: 2016-03-01, days: days/EMP}
    numbers:
      stay-calm: 0.973 ± 0.007
      stay-stress: 0.928 ± 0.02
      start-intercept: 0.97
      start-slope: 6.29
      volatility-ratio: 0.8
      freedom: 15
      residual-half-life: 60
      equity-premium: 3.5 ± 2
      payroll-deviation: 87
      unemployment-deviation: 0.131
      payroll-pass-through: 1
      unemployment-pass-through: -1
      jobs-noise: 2
      fed-funds-low: 3.75
      fed-funds-high: 4
      core-inflation: 3
      unemployment: 4.4

    """

  /// The files by name, the same on every call.
  static let files: [String: String] = {
    var state: UInt64 = 20_160_104
    /// About normal, from the sum of twelve uniforms.
    func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return sum + Double(state >> 11) / Double(1 << 53)
      }
    }
    var (prices, rates) = ("date,INDEX,TOOLS,TOYS\n", "date,Y2,Y10,VIX\n")
    var (days, lastMonth) = ("date,type\n", "")
    var (index, tools, toys, two, ten, vix) = (100.0, 50.0, 80.0, 2.0, 3.0, 15.0)
    // From Monday 2016-01-04 to Friday 2022-12-30.
    for k in 0..<1_825 {
      let day = 16_804 + k / 5 * 7 + k % 5
      let date = TradingDate(daysSince1970: day).description
      let stress = (k / 120).isMultiple(of: 3)
      let market = (stress ? 1.6 : 0.7) * normal()
      let isRelease = k % 5 == 4 && String(date.prefix(7)) != lastMonth
      if isRelease {
        lastMonth = String(date.prefix(7))
        days += "\(date),EMP\n"
      }
      let move = (isRelease ? 0.1 : 0.04) * normal()
      index *= 1 + market / 100
      tools *= 1 + (1.2 * market + 0.5 * normal()) / 100
      toys *= 1 + (0.8 * market + 0.4 * normal()) / 100
      two = max(0.5, two + move)
      ten = max(0.5, ten + 0.6 * move + 0.02 * normal())
      vix *= 1 + 0.05 * ((stress ? 25 : 14) / vix - 1) - 0.03 * market + 0.05 * normal()
      prices += "\(date),\(index),\(tools),\(toys)\n"
      rates += "\(date),\(two),\(ten),\(vix)\n"
    }
    return ["prices.csv": prices, "rates.csv": rates, "days.csv": days]
  }()

  /// Writes everything into a folder.
  static func write(to folder: TemporaryFolder) throws {
    try folder.write(recipe, to: "recipe.yaml")
    for (name, text) in files { try folder.write(text, to: name) }
  }
}
