import Domain

/// The names a model knows; every name is accepted where there is no model to ask.
struct Vocabulary {
  let model: MarketModel?
  /// Canonical names by name and by alias.
  private let assets: [String: String]
  private let derivations: [String: ModelAsset.Derivation]
  /// Assets that have a price level.
  private let leveled: Set<String>

  init(_ model: MarketModel?) {
    self.model = model
    var assets: [String: String] = [:]
    for entry in model?.assets ?? [] {
      assets[entry.asset.name] = entry.asset.name
      if let alias = entry.asset.alias { assets[alias] = entry.asset.name }
    }
    self.assets = assets
    derivations = Dictionary((model?.assets ?? []).map { ($0.asset.name, $0.derivation) }) {
      first,
      _ in first
    }
    leveled = Set((model?.assets ?? []).filter { $0.dividendYield != nil }.map(\.asset.name))
  }

  var assetNames: [String] { (model?.assets ?? []).map(\.asset.name) }

  /// The canonical name of an asset.
  func asset(_ text: String, at place: SourcePlace) throws(Diagnostic) -> String {
    guard model != nil else { return text }
    guard let name = assets[text] else {
      throw UnknownAsset.fault(text, at: place, known: assetNames, aliases: Array(assets.keys))
    }
    return name
  }

  func isAlias(_ text: String) -> Bool { assets[text].map { $0 != text } ?? false }

  func hasLevel(_ asset: String) -> Bool { model == nil || leveled.contains(asset) }

  func derivation(of asset: String) -> ModelAsset.Derivation? { derivations[asset] }
}
