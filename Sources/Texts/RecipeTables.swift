package import Domain

/// Reads the files that a recipe names.
package enum RecipeTables {
  /// Reads every file of a recipe by its short name; `open` gives the text of one.
  ///
  /// Series the recipe uses must be there, and prices, rates and surprises must look like what
  /// they are taken for. There are no tables where there is an error.
  package static func read<Failure: Error>(
    _ recipe: Recipe,
    open: (RecipeFile) throws(Failure) -> SourceFile
  ) throws(Failure) -> CheckedTables {
    var tables: [String: CSVTable] = [:]
    var diagnostics: [Diagnostic] = []
    var faulty: [SourceFile] = []
    for file in recipe.files {
      let source = try open(file)
      let checked = CSVReader.read(source, form: recipe.form(of: file))
      tables[file.name] = checked.table
      diagnostics += checked.diagnostics
      if !checked.diagnostics.isEmpty { faulty.append(source) }
    }
    return CheckedTables(
      tables: diagnostics.hasErrors ? nil : tables,
      diagnostics: diagnostics,
      sources: faulty
    )
  }
}

/// The tables behind a recipe, and what was found in the files.
package struct CheckedTables: Sendable {
  package let tables: [String: CSVTable]?
  package let diagnostics: [Diagnostic]
  /// The files that the diagnostics point into.
  package let sources: [SourceFile]
}

extension Recipe {
  /// How one of its files is to be read.
  package func form(of file: RecipeFile) -> CSVForm {
    let uses = uses.filter { $0.series.file == file.name }
    var rules: [String: CSVForm.Rule] = [:]
    for use in uses {
      // Assets come after factors: what is the price of one must be positive.
      if let rule = use.rule { rules[use.series.column] = rule }
    }
    return CSVForm(
      dateColumn: file.dateColumn,
      keyColumn: file.keyColumn,
      textColumns: Set(file.textColumns),
      skipsUndated: file.skipsUndated,
      sumsRepeated: file.sumsRepeated,
      rules: rules,
      required: Set(uses.map(\.series.column)).sorted(),
      allowsGaps: file.allowsGaps,
      date: date
    )
  }

  /// Every series the recipe uses, with what it takes it for.
  private var uses: [(series: SeriesReference, rule: CSVForm.Rule?)] {
    var uses: [(SeriesReference, CSVForm.Rule?)] = []
    for (index, factor) in factors.enumerated() {
      // Crude oil was sold below zero on one day; no other price may be zero.
      let price: CSVForm.Rule = index == 0 ? .positive : .nonZero
      let rule = factor.change == .log ? price : .percent
      uses.append((factor.series, rule))
      if let less = factor.less { uses.append((less, rule)) }
    }
    for asset in assets {
      guard case .series(let series, let before) = asset.origin else { continue }
      uses.append((series, .positive))
      if let before { uses.append((before, .positive)) }
    }
    for spread in spreads { uses += [(spread.part, .positive), (spread.whole, .positive)] }
    if let macro {
      uses += [(macro.core, .positive), (macro.unemployment, .percent), (macro.rate, .percent)]
    }
    return uses + eventUses
  }

  private var eventUses: [(series: SeriesReference, rule: CSVForm.Rule?)] {
    var uses: [(SeriesReference, CSVForm.Rule?)] = events.marketReturns.map { ($0, .returns) }
    uses.append((events.twoYear, .yield))
    if let tenYear = events.tenYear { uses.append((tenYear, .yield)) }
    if let fomc = events.fomc {
      let rule: CSVForm.Rule? = fomc.isDaily ? nil : .points
      uses += [(fomc.target, rule), (fomc.twoYear, rule)]
      if let count = fomc.count { uses.append((count, nil)) }
      if let window = fomc.window { uses.append((window, nil)) }
      if let second = fomc.second { uses += [(second.target, .points), (second.twoYear, .points)] }
    }
    if let cpi = events.cpi {
      uses.append((cpi.days, nil))
      if let core = cpi.core { uses.append((core, .positive)) }
      if let surprise = cpi.surprise { uses.append((surprise, .points)) }
    }
    if let jobs = events.jobs {
      uses.append((jobs.days, nil))
      if let payrolls = jobs.payrolls { uses.append((payrolls, nil)) }
      // A lockdown's first month missed by more than any other limit of points.
      if let unemployment = jobs.unemployment { uses.append((unemployment, nil)) }
    }
    return uses
  }
}
