package import Domain

/// A model as people read it: what it is for, what it says, and where each number comes from.
package struct ModelCard: Hashable, Sendable {
  package let model: MarketModel
  /// Share of open decisions at which market and two-year move the same way, in 0…1; nil where it
  /// is not known.
  let sameSignAtDecisions: Double?
  let sources: CardSources

  package init(_ model: MarketModel, sameSignAtDecisions: Double? = nil) {
    self.model = model
    self.sameSignAtDecisions = sameSignAtDecisions
    sources = CardSources(model)
  }

  /// The card for a terminal of a width; a narrow one breaks tables into more.
  package func text(width: Int = TerminalRenderer.defaultWidth, isColored: Bool = false) -> String {
    TerminalRenderer(width: width, isColored: isColored).render(report(width: width))
  }

  package var markdown: String { MarkdownRenderer.render(report(width: 1000)) }

  /// The card in blocks, whose tables have at most as many columns as the width has room for.
  package func report(width: Int) -> Report {
    Report(
      [heading] + words.map { .passage($0) } + validationTable + [.passage(equations), factors]
        + reversion
        + correlations + betas(width: width) + sensitivities + [residuals] + numbers + identities
        + adjustments + [.passage(state), .passage(sources.passage)]
    )
  }
}

/// Provenances by what they say, numbered in order of first use.
///
/// Samples differ from asset to asset; tables state them, so that a list of sources stays short.
struct CardSources: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let word: String
    let text: String
    var numbers = 0
    var fewest = Int.max
    var most = 0
    /// The first and the last day behind its numbers; empty where samples are no days.
    var first: Substring = ""
    var last: Substring = ""

    /// `, n 81 to 319, 1999-01-14..2025-11-20`; empty where there is none.
    var sample: String {
      guard most > 0 else { return "" }
      let count = fewest == most ? "n \(most)" : "n \(fewest) to \(most)"
      return first.isEmpty ? count : "\(count), \(first)..\(last)"
    }
  }

  private(set) var entries: [Entry] = []
  private var index: [String: Int] = [:]

  init(_ model: MarketModel) {
    for parameter in model.parameters { add(parameter.provenance) }
    let tables = model.provenance
    add(tables.covariance, numbers: 0)
    add(model.residuals.provenance, numbers: 0)
    for provenance in [
      tables.eventCovariance, tables.residualStart, tables.weights, tables.state,
    ] where provenance != MatrixProvenance.unstated.state { add(provenance, numbers: 0) }
  }

  private mutating func add(_ provenance: Provenance, numbers: Int = 1) {
    let key = Self.key(provenance)
    let place = index[key] ?? entries.count
    if place == entries.count {
      entries.append(Entry(word: provenance.word, text: Self.text(provenance)))
      index[key] = place
    }
    entries[place].numbers += numbers
    guard case .estimated(_, let sample, let count) = provenance else { return }
    entries[place].fewest = min(entries[place].fewest, count)
    entries[place].most = max(entries[place].most, count)
    guard let (first, last) = ModelCard.ends(of: sample) else { return }
    let known = entries[place].first.isEmpty
    entries[place].first = known ? first : min(entries[place].first, first)
    entries[place].last = known ? last : max(entries[place].last, last)
  }

  /// The number by which tables refer to a provenance.
  func number(of provenance: Provenance) -> String {
    index[Self.key(provenance)].map { "[\($0 + 1)]" } ?? ""
  }

  static func text(_ provenance: Provenance) -> String {
    switch provenance {
    case .estimated(let source, _, _): source
    case .published(let source): source
    case .assumption(let reason): reason
    }
  }

  private static func key(_ provenance: Provenance) -> String {
    "\(provenance.word) \(text(provenance))"
  }

  var passage: Passage {
    Passage(
      "SOURCES",
      entries.enumerated().map { place, entry in
        let sample = entry.sample.isEmpty ? "" : ", " + TextLayout.printable(entry.sample)
        return Passage.Item(
          Phrase("[\(place + 1)]\u{A0}\(entry.word): \(TextLayout.printable(entry.text))\(sample)")
        )
      }
    )
  }

  /// How many of the model's numbers are of each kind.
  var census: String {
    ["estimated", "published", "assumption"].compactMap { word in
      let count = entries.reduce(0) { $0 + ($1.word == word ? $1.numbers : 0) }
      return count == 0 ? nil : "\(count) \(word)"
    }.joined(separator: ", ")
  }
}

extension MarketModel {
  /// Every number that has its own standard error and source.
  var parameters: [Parameter] {
    var all: [Parameter] = factors.compactMap(\.reversion).flatMap {
      [$0.speed, $0.level.calm, $0.level.stress]
    }
    for line in lines {
      all.append(line.totalBeta)
      all += line.loadings
      for cause in SensitivityCause.allCases {
        guard let excess = line.excess[cause] else { continue }
        all.append(excess.shrunk)
        if let raw = excess.raw { all.append(raw) }
      }
      if let drift = line.drift { all.append(drift) }
    }
    all += assets.compactMap(\.dividendYield)
    all += ModelCard.groups(of: self).flatMap { $0.rows.map(\.parameter) }
    return all
  }
}
