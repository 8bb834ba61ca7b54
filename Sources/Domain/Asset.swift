/// The family a reported series belongs to.
package enum AssetGroup: String, CaseIterable, Sendable {
  case sector, industry, segment, style, index
}

/// One reported series: sector, industry, cap segment, style or index.
package struct Asset: Hashable, Sendable {
  /// Lower-case words joined by hyphens: `russell-2000`.
  package let name: String
  package let group: AssetGroup
  /// What screens print: `Russell 2000`.
  package let title: String
  /// Another name users may write, an exchange-traded fund's ticker; nil where there is none.
  package let alias: String?

  package init(name: String, group: AssetGroup, title: String, alias: String?) {
    self.name = name
    self.group = group
    self.title = title
    self.alias = alias
  }
}

/// Why rates move; the response of an asset to the same repricing depends on it.
package enum Cause: String, CaseIterable, Sendable {
  case policy, inflation, labor, growth
  case termPremium = "term-premium"

  /// The yield that the cause moves first: responses are per 25 bp of it.
  package var ownYield: String { self == .termPremium ? "ten-year" : "two-year" }

  /// The yield that follows it.
  package var otherYield: String { self == .termPremium ? "two-year" : "ten-year" }
}
