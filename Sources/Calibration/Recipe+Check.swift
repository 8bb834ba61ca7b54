import Domain
import Numerics

extension Recipe {
  /// Refuses a recipe whose parts do not fit together, so that no estimate meets a surprise.
  func check() throws(CalibrationError) {
    try checkSample()
    try checkNumbers()
    try checkNames()
    try checkIdentities()
  }

  private func checkSample() throws(CalibrationError) {
    guard weekly.stressShare.map({ (0...1).contains($0) }) ?? true else {
      throw .unlawfulRecipe("the share of stress weeks is outside 0…1")
    }
    guard weekly.window > 0 else { throw .unlawfulRecipe("the window is not positive") }
    guard weekly.decay > 0, weekly.decay <= 1 else {
      throw .unlawfulRecipe("the decay of residual variances is outside 0…1")
    }
    guard (0...lineNames.count).contains(weekly.ranks) else {
      throw .unlawfulRecipe("\(weekly.ranks) ranks for \(lineNames.count) lines")
    }
  }

  private func checkNumbers() throws(CalibrationError) {
    let least = SwitchingVariance.freedoms.lowerBound
    if let freedom = numbers[.freedom]?.value, !(freedom >= least && freedom.isFinite) {
      throw .unlawfulRecipe("`freedom` is \(freedom); it must be \(least) or more")
    }
    guard let effect = numbers[.leverageEffect]?.value else { return }
    let range = MarketModel.leverageEffects
    guard range.contains(effect) else {
      throw .unlawfulRecipe(
        "the leverage effect is outside \(range.lowerBound) … \(range.upperBound)"
      )
    }
  }

  private func checkNames() throws(CalibrationError) {
    let assetNames = assets.map(\.asset.name)
    for names in [factors.map(\.name), assetNames + spreads.map(\.name), files.map(\.name)] {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted {
        throw .unlawfulRecipe("\(name) is there twice")
      }
    }
    guard assetNames.contains(benchmark) else {
      throw .unlawfulRecipe("no asset named \(benchmark), the benchmark")
    }
    for list in lists {
      for weight in list.weights where !assetNames.contains(weight.name) {
        throw .unlawfulRecipe("no asset named \(weight.name), of list \(list.name)")
      }
    }
  }

  private func checkIdentities() throws(CalibrationError) {
    for spread in spreads where !(spread.weight.value > 0 && spread.weight.value < 1) {
      throw .unlawfulRecipe("the weight of \(spread.name) is outside 0…1")
    }
    for asset in assets {
      switch asset.origin {
      case .part(let whole, let spread), .rest(let whole, let spread):
        guard spreads.contains(where: { $0.name == spread }) else {
          throw .unlawfulRecipe("no spread named \(spread), of \(asset.asset.name)")
        }
        guard assets.contains(where: { $0.asset.name == whole && $0.asset != asset.asset }) else {
          throw .unlawfulRecipe("no asset named \(whole), whole of \(asset.asset.name)")
        }
      case .series, .index: break
      }
    }
    _ = try members()
  }
}
