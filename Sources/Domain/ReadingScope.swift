/// Which of a study's standard readings somebody will see.
///
/// What a scenario asks for and its spreads are read whatever the scope, and no number depends on
/// what else is read.
package struct ReadingScope: Hashable, Sendable {
  /// The close at which assets stand in a table; nil: every listed horizon's.
  package let date: TradingDate?
  /// Assets of the table; nil: all.
  package let assets: Set<String>?
  /// Assets whose returns are read at every listed horizon, and whose variance is split at `date`.
  package let keyAssets: Set<String>
  /// Whether means of returns are read, which take control variates.
  package let hasMeans: Bool
  /// Whether drawdowns of the table's assets are read.
  package let hasDrawdowns: Bool
  /// Whether the effects of listed events are read.
  package let hasEffects: Bool

  /// Every asset at every listed horizon.
  package static let everything = ReadingScope(
    date: nil,
    assets: nil,
    keyAssets: [],
    hasMeans: true,
    hasDrawdowns: true,
    hasEffects: true
  )

  package init(
    date: TradingDate?,
    assets: Set<String>?,
    keyAssets: Set<String>,
    hasMeans: Bool,
    hasDrawdowns: Bool,
    hasEffects: Bool
  ) {
    self.date = date
    self.assets = assets
    self.keyAssets = keyAssets
    self.hasMeans = hasMeans
    self.hasDrawdowns = hasDrawdowns
    self.hasEffects = hasEffects
  }

  /// Whether a horizon has a table, with the levels there.
  package func hasTable(at date: TradingDate) -> Bool { self.date == nil || self.date == date }

  /// Whether an asset stands in the table, with its excess.
  package func lists(_ asset: String, at date: TradingDate) -> Bool {
    hasTable(at: date) && lists(asset)
  }

  /// Whether an asset stands in tables.
  package func lists(_ asset: String) -> Bool { assets?.contains(asset) ?? true }

  /// Whether an asset's return is read.
  package func reads(_ asset: String, at date: TradingDate) -> Bool {
    lists(asset, at: date) || keyAssets.contains(asset)
  }

  /// Whether an asset's variance is split.
  package func splits(_ asset: String, at date: TradingDate) -> Bool {
    self.date == nil ? reads(asset, at: date) : self.date == date && keyAssets.contains(asset)
  }
}
