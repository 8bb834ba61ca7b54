package import Domain

/// Writes a model as the text of a model file; equal models give equal text.
package enum ModelWriter {
  /// The file's text: `ModelReader` reads it back as exactly this model.
  ///
  /// Numbers are written in the shortest form that reads back exactly; whoever wants fewer digits
  /// rounds the model first (`ModelRounding`).
  package static func text(of model: MarketModel) -> String {
    var body = ModelBody()
    body.factors(model.factors)
    body.lines(model)
    body.assets(model)
    body.lists(model.lists)
    body.identityMoves(model.identityMoves)
    body.covariances(model)
    body.residuals(model)
    body.regimes(model.regimes, factors: model.factors)
    body.tails(model)
    body.events(model.events)
    body.state(model)
    for (heading, numbers) in [
      ("macro", model.macro), ("rule", model.rule), ("checks", model.checks),
    ] where !numbers.isEmpty {
      body.part(0, heading, numbers.map { ($0.name, $0.value) })
    }
    body.validation(model.validation)
    let parts = head(of: model) + body.names.section + body.text
    return parts.joined(separator: "\n") + "\n"
  }

  private static let comment = [
    "# A model of the market. A number is `value ± standard error (source)`; a source named by",
    "# `source:` holds for all numbers of its part that name none. What is absent is off.",
    "# Units: returns and relative factors in percent, rates in bp, covariances per week; loadings",
    "# in percent per percent or, for factors in bp, percent per 25 bp; responses in percent per",
    "# 25 bp; drift, premium and dividends in percent a year.",
  ]

  private static func head(of model: MarketModel) -> [String] {
    var lines = comment
    lines.append("dovetail-model: 1")
    lines.append("name: \(model.name)")
    lines.append("version: \(YAMLText.scalar(model.version))")
    lines.append("date: \(model.date)")
    lines.append("benchmark: \(model.benchmark)")
    if let notes = model.notes { lines += note(notes) }
    return lines
  }

  private static func note(_ text: String) -> [String] {
    guard let block = YAMLText.block(text) else { return ["notes: \(YAMLText.scalar(text))"] }
    return ["notes: |-"] + block.map { $0.isEmpty ? "" : "  \($0)" }
  }
}

/// Short names of the provenances of a file, in order of first use: `e1`, `p1`, `a1`.
struct ProvenanceNames {
  private var names: [Provenance: String] = [:]
  private var counts: [String: Int] = [:]
  private var entries: [String] = []

  mutating func name(of provenance: Provenance) -> String {
    if let name = names[provenance] { return name }
    let letter = String(provenance.word.prefix(1))
    let number = (counts[letter] ?? 0) + 1
    counts[letter] = number
    names[provenance] = "\(letter)\(number)"
    entries.append("  \(letter)\(number): {\(Self.text(of: provenance))}")
    return "\(letter)\(number)"
  }

  var section: [String] { entries.isEmpty ? [] : ["sources:"] + entries }

  private static func text(of provenance: Provenance) -> String {
    switch provenance {
    case .estimated(let source, let sample, let count):
      "estimated: \(YAMLText.scalar(source)), sample: \(YAMLText.scalar(sample)), n: \(count)"
    case .published(let source): "published: \(YAMLText.scalar(source))"
    case .assumption(let reason): "assumption: \(YAMLText.scalar(reason))"
    }
  }
}

/// The body of a model file while it is written.
struct ModelBody {
  private(set) var text: [String] = []
  var names = ProvenanceNames()

  mutating func add(_ indent: Int, _ line: String) {
    text.append(String(repeating: " ", count: 2 * indent) + line)
  }

  mutating func replace(_ index: Int, _ indent: Int, _ line: String) {
    text[index] = String(repeating: " ", count: 2 * indent) + line
  }

  /// Gives `value ± error (source)`, the source only where it is not the inherited one.
  mutating func number(_ p: Parameter, in inherited: Provenance?) -> String {
    var result = YAMLText.number(p.value)
    // An estimate always shows its error, since a missing one is refused.
    var needsError = p.standardError != 0
    if case .estimated = p.provenance { needsError = true }
    if needsError { result += " ± \(YAMLText.number(p.standardError))" }
    if p.provenance != inherited { result += " (\(names.name(of: p.provenance)))" }
    return result
  }

  /// Writes a part whose first provenance holds for all: heading, `source:`, then its numbers.
  mutating func part(
    _ indent: Int,
    _ heading: String,
    _ parameters: [(String, Parameter)]
  ) {
    let given = parameters.filter { $0.1 != ModelDefaults.off }
    guard let first = given.first?.1.provenance else { return add(indent, "\(heading): {}") }
    add(indent, "\(heading):")
    add(indent + 1, "source: \(names.name(of: first))")
    for (key, parameter) in given {
      let value = number(parameter, in: first)
      add(indent + 1, "\(key): \(value)")
    }
  }

  /// Gives `{key: number, …}`, by default without the numbers that are off.
  mutating func flow(
    _ parameters: [(String, Parameter)],
    in inherited: Provenance?,
    keepAll: Bool = false
  ) -> String {
    var entries: [String] = []
    for (key, parameter) in parameters where keepAll || parameter != ModelDefaults.off {
      entries.append("\(key): \(number(parameter, in: inherited))")
    }
    return "{\(entries.joined(separator: ", "))}"
  }
}
