/// What `explain` prints of the codes of models, recipes and data files.
package enum ModelRules {
  package static let documents = models + data

  /// The least a model needs, a line for each key.
  private static let lines = [
    ("dovetail-model", "dovetail-model: 1"), ("name", "name: small"),
    ("date", "date: 2025-12-05"), ("source", "source: {assumption: chosen by hand}"),
    ("factors", "factors: {market: percent}"),
    ("lines", "lines: {large: {loadings: {market: 1}}}"),
    ("covariance", "covariance: {all: {market: 5}}"),
    (
      "state",
      "state: {fed-funds: 3.75..4.00 %, core-inflation: 3.0 %, unemployment: 4.4 %, "
        + "two-year: 3.56 %, ten-year: 4.14 %, vix: 15.4}"
    ),
  ]

  /// The least a model needs, without the keys that an example gives.
  private static func head(without keys: String...) -> String {
    lines.filter { !keys.contains($0.0) }.map { $0.1 + "\n" }.joined()
  }

  private static let models: [RuleDocument] = [
    RuleDocument(
      "E600",
      "not a file of this kind",
      checks: "A model begins with `dovetail-model: 1`, a recipe with `dovetail-recipe: 1`.",
      matters: "A file read as what it is not would give no error at its real mistake.",
      wrong: "dovetail-model: 2",
      right: "dovetail-model: 1",
      head: head(without: "dovetail-model")
    ),
    RuleDocument(
      "E601",
      "an unknown key of a model or recipe",
      checks: "Every key is one that model files or recipes have at this place.",
      matters: "A mistyped key would be ignored, and what is absent is off.",
      wrong: "equity-premum: 3.5",
      right: "equity-premium: 3.5",
      head: head()
    ),
    RuleDocument(
      "E602",
      "a part of a model or recipe is missing",
      checks: "Parts without a default are there: rows of tables, regimes, the state.",
      matters: "A number that is guessed would look like one that was given.",
      wrong: "covariance: {calm: {market: 5}}",
      right: "covariance: {calm: {market: 5}, stress: {market: 20}}",
      head: head(without: "covariance")
    ),
    RuleDocument(
      "E603",
      "a value of another shape",
      checks: "Mappings, lists and single values stand where they are expected.",
      matters: "Otherwise it is not clear what was meant.",
      wrong: "lists: leaders",
      right: "lists: {leaders: {of: [large]}}",
      head: head()
    ),
    RuleDocument(
      "E604",
      "a value that cannot be read",
      checks: "Numbers of a model are bare, `value ± error (source)`; words are known ones.",
      matters: "Each key has one unit, and a number in another would be off by its ratio.",
      wrong: "equity-premium: 3.5 %",
      right: "equity-premium: 3.5",
      head: head()
    ),
    RuleDocument(
      "E605",
      "a number outside its range",
      checks: "Deviations and errors are not negative, probabilities within 0 … 1, tails 4.5.",
      matters: "No distribution has such a number.",
      wrong: "freedom: 2",
      right: "freedom: 15",
      head: head()
    ),
    RuleDocument(
      "E606",
      "a row of another length",
      checks: "A row of covariances ends at its diagonal; shared residuals have equal ranks.",
      matters: "A number too many or too few would move all others to wrong places.",
      wrong: "covariance: {all: {market: 5 1}}",
      right: "covariance: {all: {market: 5}}",
      head: head(without: "covariance")
    ),
    RuleDocument(
      "E607",
      "a covariance that is not positive definite",
      checks: "Covariances, and what remains of them without events, are positive definite.",
      matters: "No set of returns can have such covariances, so none can be drawn.",
      wrong: "factors: {market: percent, two-year: bp}\n"
        + "covariance:\n  all:\n    market: 5\n    two-year: 30 60",
      right: "factors: {market: percent, two-year: bp}\n"
        + "covariance:\n  all:\n    market: 5\n    two-year: 3 60",
      head: head(without: "factors", "covariance")
    ),
    RuleDocument(
      "E608",
      "weights that do not sum to 1",
      checks: "Weights of an index or a list sum to 1.",
      matters: "An index would not be the sum of its parts.",
      wrong: "lists: {leaders: {of: {large: 0.9}}}",
      right: "lists: {leaders: {of: {large: 1}}}",
      head: head()
    ),
    RuleDocument(
      "E609",
      "an unknown name",
      checks: "Factors, lines, assets, causes and sources that are named exist.",
      matters: "A mistyped name would be left out.",
      wrong: "benchmark: larg",
      right: "benchmark: large",
      head: head()
    ),
    RuleDocument(
      "E610",
      "an identity that leads nowhere",
      checks: "An asset is a line, an index of lines, or a part of an index with its spread.",
      matters: "Its return could not be computed on each path.",
      wrong: "assets: {large: {}, whole: {index: [larg]}}",
      right: "assets: {large: {}, whole: {index: [large]}}",
      head: head()
    ),
    RuleDocument(
      "E611",
      "a number without a source",
      checks: "Every number has a source: its own, its part's or the file's.",
      matters: "A reader must be able to tell an estimate from an assumption.",
      wrong: "equity-premium: 3.5",
      right: "source: {assumption: chosen by hand}\nequity-premium: 3.5",
      head: head(without: "source")
    ),
    RuleDocument(
      "E612",
      "an estimate without a standard error",
      checks: "A number whose source is an estimate states its standard error.",
      matters: "Uncertain coefficients are drawn; without an error one would pass as exact.",
      wrong: "sources: {e1: {estimated: weekly mean, sample: 2006 to 2025, n: 1013}}\n"
        + "equity-premium: 3.5 (e1)",
      right: "sources: {e1: {estimated: weekly mean, sample: 2006 to 2025, n: 1013}}\n"
        + "equity-premium: 3.5 ± 2 (e1)",
      head: head()
    ),
    RuleDocument(
      "E613",
      "a name that cannot be one",
      checks: "Names are lower-case words joined by hyphens, and no two things share one.",
      matters: "Scenarios name assets, factors and lists by them.",
      wrong: "lists: {Leaders: {of: [large]}}",
      right: "lists: {leaders: {of: [large]}}",
      head: head()
    ),
    RuleDocument(
      "E614",
      "a date that is none",
      checks: "Dates are days of the calendar, written `2025-12-05`.",
      matters: "Nothing after a model's date may be known to it.",
      wrong: "date: 2025-13-05",
      right: "date: 2025-12-05",
      head: head(without: "date")
    ),
  ]
}
