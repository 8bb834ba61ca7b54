import Domain
import Numerics

/// What is assumed where a recipe has neither a number nor the series to estimate it from.
enum RecipeDefaults {
  /// The built-in model's numbers, by docs/model.md; units as in `RecipeNumber`.
  private static let builtIn: [RecipeNumber: Double] = [
    .residualHalfLife: 60, .gateCentre: 3, .gateWidth: 0.3, .targetDeviation: 2.3,
    .coreDeviation: 0.117, .passThroughLow: 0.2, .passThroughHigh: 4.3, .payrollDeviation: 87,
    .unemploymentDeviation: 0.131, .payrollPassThrough: 4.3, .unemploymentPassThrough: -2.8,
    .pricesTenYear: 0.76, .jobsTenYear: 0.74,
  ]

  /// Responses of yields to a target surprise of 25 bp and, of the ten-year, to a path surprise
  /// that moves the two-year by 22.3 bp.
  static let targetTwoYear = assumed(8.5)
  static let tenYear = [assumed(2.8), assumed(15.4)]
  /// The ten-year's move for 25 bp of the two-year on decision days.
  static let tenYearOfTwoYear = assumed((25 * 15.4 / 22.3 * 10).rounded() / 10)

  static func number(_ number: RecipeNumber) -> Parameter? {
    number == .equityPremium ? assumed(3.5, 2) : builtIn[number].map { assumed($0) }
  }

  static func assumed(_ value: Double, _ error: Double = 0) -> Parameter {
    Parameter(
      value,
      standardError: error,
      provenance: .assumption(reason: "not in the recipe: as in the built-in model")
    )
  }
}

extension Recipe {
  /// The recipe with assumed numbers where neither it nor its series give them.
  func completed() -> Recipe {
    var recipe = self
    func fill(_ wanted: [RecipeNumber]) {
      for number in wanted where recipe.numbers[number] == nil {
        recipe.numbers[number] = RecipeDefaults.number(number)
      }
    }
    fill([.residualHalfLife, .equityPremium, .gateCentre, .gateWidth])
    if events.tenYear == nil { fill([.pricesTenYear, .jobsTenYear]) }
    if events.fomc?.isDaily == true { fill([.targetDeviation]) }
    if let cpi = events.cpi, cpi.surprise == nil {
      if cpi.core == nil { recipe.fillPassThrough() }
      fill([.coreDeviation, .passThroughLow, .passThroughHigh])
    }
    if let jobs = events.jobs {
      if jobs.payrolls == nil { fill([.payrollDeviation, .payrollPassThrough]) }
      if jobs.payrolls == nil || jobs.unemployment == nil {
        fill([.unemploymentDeviation, .unemploymentPassThrough])
      }
    }
    return recipe
  }

  /// One first stage for prices: the built-in model's at the inflation of the recipe's state.
  private mutating func fillPassThrough() {
    guard let inflation = numbers[.coreInflation]?.value,
      let centre = numbers[.gateCentre]?.value, let width = numbers[.gateWidth]?.value,
      let low = RecipeDefaults.number(.passThroughLow)?.value,
      let high = RecipeDefaults.number(.passThroughHigh)?.value
    else { return }
    let w = Gate.weight(of: inflation, centre: centre, width: width)
    for number in [RecipeNumber.passThroughLow, .passThroughHigh] where numbers[number] == nil {
      numbers[number] = RecipeDefaults.assumed((1 - w) * low + w * high)
    }
  }
}
