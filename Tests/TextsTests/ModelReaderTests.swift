import Domain
import Testing

@testable import Texts

@Suite("What is wrong in a model file")
struct ModelReaderTests {
  /// `code line` of each finding.
  static func findings(_ text: String) -> [String] {
    let file = SourceFile(path: "model.yaml", text: text)
    return ModelReader.read(file).diagnostics.map { diagnostic in
      let offset = diagnostic.labels.first?.place.range.lower ?? -1
      return "\(diagnostic.code) \(file.position(at: offset).line)"
    }
  }

  /// The line, from 1, on which a text first stands.
  static func line(of part: String, in text: String) -> Int {
    guard let range = text.firstRange(of: part) else { return -1 }
    return text[..<range.lowerBound].reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
  }

  @Test(
    "each mistake is found where it stands, and nothing else is",
    arguments: [
      // Keys and shapes.
      ("benchmark:", "benchmrk:", "E601"), ("{speed:", "{sped:", "E601"),
      ("unit: bp\n", "unit: pp\n", "E604"), ("credit:\n    unit", "credit:\n    units", "E601"),
      ("  both:", "  Both:", "E613"), ("  both:", "  banks:", "E613"),
      // Numbers.
      ("total-beta: 1.2 ± 0.05", "total-beta: 1.2 ± 0.05 %", "E604"),
      ("total-beta: 1.2 ± 0.05", "total-beta: 1.2 ± -0.05", "E605"),
      ("total-beta: 1.2 ± 0.05", "total-beta: 1.2", "E612"),
      ("total-beta: 1.2 ± 0.05", "total-beta: nan ± 0.05", "E604"),
      ("total-beta: 1.2 ± 0.05", "total-beta: 1e999 ± 0.05", "E604"),
      ("equity-premium: 3.5 ± 2 (a1)", "equity-premium: 3.5 ± 2", "E611"),
      ("equity-premium: 3.5 ± 2 (a1)", "equity-premium: 3.5 ± 2 (a2)", "E609"),
      ("residual-start: 1.1", "residual-start: 0", "E605"),
      ("beta-start: 0.07 ± 0.03", "beta-start: 0.07", "E612"),
      ("beta-half-life: 17", "beta-half-life: 0", "E605"),
      ("beta-half-life: 17 ± 5", "beta-half-life: 17 ± -5", "E605"),
      ("beta-half-life: 17", "beta-half-lives: 17", "E601"),
      ("freedom: 15", "freedom: 4", "E605"), ("stay-calm: 0.973", "stay-calm: 1.2", "E605"),
      ("effect: -0.55", "effect: -0.96", "E605"), ("effect: -0.55", "effect: 0.96", "E605"),
      ("effect: -0.55", "effect: -1", "E605"), ("effect: -0.55 ± 0.14", "effect: -0.55", "E612"),
      ("freedom: 15 (p1)\n", "", "E602"),
      ("market: 1.8 ± 0.4", "market: -1.8 ± 0.4", "E605"),
      ("credit: -0.3 ± 0.5", "kredit: -0.3 ± 0.5", "E609"),
      ("credit: -0.3 ± 0.5", "credit: high", "E604"),
      ("start-calm: 15", "start-calm: 0", "E605"),
      ("start-calm: 15 ± 0.7 (e1)\n  ", "", "E602"),
      ("gate-width: 0.3", "gate-width: 0", "E605"),
      ("correlation: -0.1", "correlation: -1.1", "E605"),
      ("payroll-deviation: 87", "payroll-deviation: -87", "E605"),
      ("n: 268", "n: 2.5", "E604"), ("n: 268", "n: -1", "E605"),
      // Sources.
      ("sample: 1991 to 2025, ", "", "E602"), ("{assumption: chosen}", "chosen", "E603"),
      ("{assumption: chosen}", "{assumption: a, published: b}", "E602"),
      // Tables.
      ("two-year: -0.5 60\n", "two-year: -0.5\n", "E606"),
      ("two-year: -0.5 60\n", "two-year: -0.5 x\n", "E604"),
      ("two-year: -0.5 60\n", "two-year: -0.5 -60\n", "E605"),
      ("credit: 0 0 0", "credits: 0 0 0", "E601"),
      ("shops: {own: 1.2, shared: -0.4 0.1}", "shops: {own: 1.2, shared: -0.4}", "E606"),
      ("shops: {own: 1.2, shared: -0.4 0.1}", "shops: 1.2", "E606"),
      ("shops: {own: 1.2, shared: -0.4 0.1}", "shops: {own: -1.2, shared: -0.4 0.1}", "E605"),
      // Names and identities.
      ("loadings: {market: 1.1", "loadings: {markt: 1.1", "E609"),
      ("excess: {policy", "excess: {polcy", "E609"),
      ("benchmark: composite", "benchmark: x", "E609"),
      ("group: sector", "group: sectors", "E609"),
      ("index: {banks: 0.4, shops: 0.6}", "index: {banks: 0.4, shops: 0.5}", "E608"),
      ("index: {banks: 0.4, shops: 0.6}", "index: {banks: 0.4, top: 0.6}", "E610"),
      ("index: {banks: 0.4, shops: 0.6}", "index: {banks: 0.4, shop: 0.6}", "E610"),
      ("index: {banks: 0.4, shops: 0.6}", "index: []", "E608"),
      ("part: {of: composite", "part: {of: shops", "E610"),
      ("spread: gap, weight: 0.6}\n  tail", "spread: gaps, weight: 0.6}\n  tail", "E610"),
      ("spread: gap, weight: 0.6}\n  tail", "spread: gap, weight: 1}\n  tail", "E605"),
      ("alias: BNK", "alias: shops", "E613"), ("of: [banks, shops]", "of: [banks, shop]", "E610"),
      // State and dates.
      ("fed-funds: 3.75..4 %", "fed-funds: 4..3.75 %", "E604"),
      ("core-inflation: 3 %", "core-inflation: 3", "E604"), ("vix: 15.4", "vix: 0", "E605"),
      ("composite: level 6864", "composite: 6864", "E604"),
      ("composite: level 6864", "compsite: level 6864", "E601"),
      ("date: 2025-12-05", "date: 2025-02-29", "E614"),
    ]
  )
  func mistakes(old: String, new: String, code: String) throws {
    let text = ModelTexts.whole.replacing(old, with: new, maxReplacements: 1)
    try #require(text != ModelTexts.whole)
    let allowed = Self.line(of: old, in: ModelTexts.whole)
    let found = Self.findings(text)
    let first = try #require(found.first)
    #expect(first.hasPrefix(code) || found.contains { $0.hasPrefix(code) }, "\(found)")
    let lines = found.compactMap { Int($0.split(separator: " ")[1]) }
    #expect(lines.contains { abs($0 - allowed) <= 2 }, "\(found), expected near \(allowed)")
  }

  @Test("a start that follows the VIX needs a VIX that reverts, and all of its numbers")
  func startVariance() {
    let still = ModelTexts.whole.replacing(
      "    source: e1\n    reversion: {speed: 0.05 ± 0.006, calm: 15 ± 0.5, stress: 30 ± 2}\n",
      with: ""
    )
    let first = Self.line(of: "start-elasticity", in: still)
    #expect(still != ModelTexts.whole)
    #expect(Self.findings(still) == ["E602 \(first)"])
    let less = ModelTexts.whole.replacing("  start-calm: 15 ± 0.7 (e1)\n", with: "")
      .replacing("  start-stress: 26 ± 2 (e1)\n", with: "")
    let place = Self.line(of: "start-elasticity", in: less)
    #expect(Self.findings(less) == ["E602 \(place)", "E602 \(place)"])
  }

  @Test("a leverage effect without tails is refused, unless it is none")
  func leverageEffect() {
    let without = ModelTexts.whole.replacing("freedom: 15 (p1)", with: "freedom: none")
    #expect(Self.findings(without) == ["E602 \(Self.line(of: "leverage-effect:", in: without))"])
    for none in ["0 (p1)", "none"] {
      let text = without.replacing("effect: -0.55 ± 0.14 (e1)", with: "effect: \(none)")
      #expect(Self.findings(text) == [])
    }
  }

  @Test("a mistyped key is not reported missing as well")
  func noConsequence() {
    let text = ModelTexts.pair.replacing("covariance:", with: "covarience:")
    #expect(Self.findings(text) == ["E601 \(Self.line(of: "covariance:", in: ModelTexts.pair))"])
  }

  @Test("all mistakes of a file are found in one pass, in order of place")
  func together() {
    let text = ModelTexts.pair
      .replacing("date: 2025-12-05", with: "date: 2025-12-35")
      .replacing("market: percent", with: "market: percents")
      .replacing("vix: 15.4", with: "vix: high")
    #expect(Self.findings(text).map { $0.prefix(4) } == ["E614", "E604", "E604"])
  }

  @Test("a covariance that none can have is named with its entries and the nearest one")
  func nearest() throws {
    let text = ModelTexts.whole.replacing("credit: -8 10 150", with: "credit: -19 10 150")
    let file = SourceFile(path: "model.yaml", text: text)
    let found = ModelReader.read(file).diagnostics
    #expect(found.map(\.code) == ["E607"])
    let fault = try #require(found.first)
    #expect(fault.notes.first?.contains("`credit` with `market`: -1.034") == true)
    let mended = try #require(ModelRulesTests.pasted(text, fault))
    let again = ModelReader.read(SourceFile(path: "model.yaml", text: mended))
    #expect(again.diagnostics.map(\.message) == [])
    let table = try #require(again.model?.covariance.calm)
    // Variances stay what they were; the nearest table moves correlations only.
    #expect(abs(table[2][2] - 150) < 1e-3 && abs(table[0][0] - 2.25) < 1e-3)
    #expect(table[2][0] < -8 && table[2][0] > -18.37)
  }

  @Test("events cannot move the market more than it moves")
  func deduction() {
    let text = ModelTexts.whole.replacing("two-year: -0.3 20", with: "two-year: -0.3 61")
    #expect(Self.findings(text).map { $0.prefix(4) } == ["E607"])
  }

  @Test("volatilities and correlations of a year are covariances of a week")
  func period() throws {
    let text = ModelTexts.pair
      .replacing("factors: {market: percent}", with: "factors: {market: percent, two-year: bp}")
      .replacing(
        "{volatilities: 16}",
        with: "{volatilities: 16 90, correlations: {two-year: 0.25}}"
      )
    let model = try #require(ModelReader.read(SourceFile(path: "m", text: text)).model)
    let weeks = 365.2425 / 7
    #expect(abs(model.covariance.calm[1][0] * weeks - 0.25 * 16 * 90) < 1e-9)
    #expect(abs(model.covariance.calm[1][1] * weeks - 8100) < 1e-9)
  }

  @Test("errors may be typed as +- and minus signs as printed ones")
  func signs() throws {
    let text = ModelTexts.whole
      .replacing("target: -1.48 ± 0.29", with: "target: −1.48 +- 0.29")
      .replacing("path: -1.46 ± 0.42", with: "path: -1.46 +/- 0.42")
    let model = try #require(ModelReader.read(SourceFile(path: "m", text: text)).model)
    #expect(model == ModelReader.read(SourceFile(path: "m", text: ModelTexts.whole)).model)
  }

  @Test("the first mistake of most mutated models lies within a line of the mutation")
  func mutations() {
    var random = ModelMutations(state: 20_251_205)
    let lines = ModelTexts.whole.split(separator: "\n", omittingEmptySubsequences: false)
    var (wrong, near) = (0, 0)
    for _ in 0..<1_500 {
      let k = random.below(lines.count)
      var mutated = lines.map(String.init)
      mutated[k] = random.mutate(mutated[k])
      let text = mutated.joined(separator: "\n")
      let file = SourceFile(path: "model.yaml", text: text)
      let checked = ModelReader.read(file)
      #expect((checked.model == nil) == checked.diagnostics.hasErrors)
      guard checked.model == nil else { continue }
      wrong += 1
      let offset = checked.diagnostics.first?.labels.first?.place.range.lower ?? -1
      if abs(file.position(at: offset).line - (k + 1)) <= 1 { near += 1 }
    }
    #expect(wrong > 800)
    #expect(Double(near) >= 0.8 * Double(wrong), "\(near) of \(wrong)")
  }

  @Test("every cut of a model file is read or refused, never a crash")
  func truncation() {
    let bytes = Array(ModelTexts.whole.utf8)
    for count in stride(from: 0, to: bytes.count, by: 3) {
      let file = SourceFile(path: "model.yaml", bytes: Array(bytes.prefix(count)))
      let checked = ModelReader.read(file)
      #expect((checked.model == nil) == checked.diagnostics.hasErrors)
    }
  }
}

/// Seeded mistakes of the kind that hands make.
struct ModelMutations {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, limit)))
  }

  mutating func mutate(_ line: String) -> String {
    var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let k = below(words.count)
    switch below(6) {
    case 0: words.remove(at: k)
    case 1: words.insert(words[k], at: k)
    case 2: words[k] = "-" + words[k]
    case 3: words[k] = String(words[k].dropLast())
    case 4: words[k] += "%"
    default: words.swapAt(k, below(words.count))
    }
    return words.joined(separator: " ")
  }
}
