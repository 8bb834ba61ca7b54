package import Domain

/// What changed between two models, number by number.
package struct ModelDifference: Hashable, Sendable {
  /// A number that the models have under one name, or that only one of them has.
  package struct Move: Hashable, Sendable {
    /// `technology, labor`, or the place in the model file: `events.fomc.target`.
    package let name: String
    package let unit: String
    /// nil where the model has no such number; an error of 0 where it has none.
    package let old: Estimate?
    package let new: Estimate?

    /// New less old; nil where one is missing.
    package var change: Double? {
      guard let old, let new else { return nil }
      return new.value - old.value
    }

    /// The change in standard errors of the old number; nil where that has none.
    package var inErrors: Double? {
      guard let old, let change, old.standardError > 0 else { return nil }
      return change / old.standardError
    }
  }

  package struct Group: Hashable, Sendable {
    package let key: String
    package let title: String
    /// Those that moved, the largest first: in old standard errors, then without them in the
    /// number's own unit.
    package let moves: [Move]
    /// Numbers that both have.
    package let common: Int
  }

  /// Names that only one model has: `asset airlines`, `factor oil`.
  package struct Names: Hashable, Sendable {
    package let kind: String
    package let removed: [String]
    package let added: [String]
  }

  /// A source, with the observations behind its numbers in each model; nil where it has none.
  package struct Source: Hashable, Sendable {
    package let text: String
    package let old: String?
    package let new: String?
  }

  package let old: MarketModel
  package let new: MarketModel
  package let names: [Names]
  package let groups: [Group]
  /// Sources that differ.
  package let sources: [Source]

  package init(from old: MarketModel, to new: MarketModel) {
    self.old = old
    self.new = new
    names = Self.names(old, new)
    groups = ModelNumbers.keys.map { key, title in
      Self.group(key, title, ModelNumbers(old).numbers(key), ModelNumbers(new).numbers(key))
    }
    sources = Self.sources(CardSources(old), CardSources(new))
  }

  /// Whether nothing at all differs, texts among it.
  package var isEmpty: Bool { old == new }

  // MARK: Numbers

  private static func group(
    _ key: String,
    _ title: String,
    _ old: [NamedNumber],
    _ new: [NamedNumber]
  ) -> Group {
    let later = Dictionary(new.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    let earlier = Set(old.map(\.name))
    let kept = old.map { number in
      Move(
        name: number.name,
        unit: number.unit,
        old: number.estimate,
        new: later[number.name]?.estimate
      )
    }
    let added = new.filter { !earlier.contains($0.name) }.map {
      Move(name: $0.name, unit: $0.unit, old: nil, new: $0.estimate)
    }
    return Group(
      key: key,
      title: title,
      moves: (kept + added).filter { $0.old != $0.new }.enumerated().sorted { a, b in
        let (x, y) = (a.element.rank, b.element.rank)
        return x == y ? a.offset < b.offset : x > y
      }.map(\.element),
      common: kept.count { $0.new != nil }
    )
  }

  // MARK: Names and sources

  private static func names(_ old: MarketModel, _ new: MarketModel) -> [Names] {
    func compare(_ kind: String, _ names: (MarketModel) -> [String]) -> Names? {
      let (a, b) = (names(old), names(new))
      let (removed, added) = (
        a.filter { !b.contains($0) }, b.filter { !a.contains($0) }
      )
      guard !removed.isEmpty || !added.isEmpty else { return nil }
      return Names(kind: kind, removed: removed, added: added)
    }
    return [
      compare("assets") { $0.assets.map(\.asset.name) },
      compare("factors") { $0.factors.map(\.name) },
      compare("lines") { $0.lines.map(\.name) },
      compare("lists") { $0.lists.map(\.name) },
      compare("events") { model in
        [
          model.events.fomc.map { _ in "fomc" }, model.events.cpi.map { _ in "cpi" },
          model.events.jobs.map { _ in "jobs" }, model.events.growth.map { _ in "growth" },
          model.events.termPremium.map { _ in "term-premium" },
        ].compactMap { $0 }
      },
    ].compactMap { $0 }
  }

  private static func sources(_ old: CardSources, _ new: CardSources) -> [Source] {
    let later = Dictionary(
      new.entries.map { ($0.key, $0.sample) },
      uniquingKeysWith: { a, _ in a }
    )
    let earlier = Dictionary(
      old.entries.map { ($0.key, $0.sample) },
      uniquingKeysWith: { a, _ in a }
    )
    var keys = old.entries.map(\.key)
    keys += new.entries.map(\.key).filter { earlier[$0] == nil }
    return keys.compactMap { key in
      let (a, b) = (earlier[key], later[key])
      return a == b ? nil : Source(text: key, old: a, new: b)
    }
  }
}

extension ModelDifference.Move {
  /// Sorts by moves in standard errors, then by moves without any, then by what only one has.
  fileprivate var rank: RankKey {
    if let inErrors { return RankKey(kind: 2, size: abs(inErrors)) }
    guard let change else { return RankKey(kind: 0, size: 0) }
    return RankKey(kind: 1, size: abs(change))
  }
}

private struct RankKey: Comparable {
  let kind: Int
  let size: Double

  static func < (a: RankKey, b: RankKey) -> Bool { (a.kind, a.size) < (b.kind, b.size) }
}

/// A number with its name and unit.
struct NamedNumber: Hashable, Sendable {
  let name: String
  let unit: String
  let estimate: Estimate

  init(_ name: String, _ estimate: Estimate, _ unit: String) {
    self.name = name
    self.unit = unit
    self.estimate = estimate
  }

  init(_ name: String, _ value: Double, _ unit: String) {
    self.init(name, Estimate(value, standardError: 0), unit)
  }
}
