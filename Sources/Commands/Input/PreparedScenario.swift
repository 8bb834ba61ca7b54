import Domain
import Reporting
import Simulation
import Texts

/// A scenario that is in order, with its model and where both came from.
struct PreparedScenario: Sendable {
  /// As the command line names it.
  let path: String
  let checked: CheckedScenario
  /// The text after `extends`.
  let tree: SourceTree
  let scenario: Scenario
  let model: MarketModel
  let modelFingerprint: String
  /// All texts that were read for it, in the order they were asked for.
  let inputs: [PartInput]

  var arm: StudyArm {
    StudyArm(scenario: scenario, model: model, modelFingerprint: modelFingerprint)
  }

  /// The scenario's text without what does not matter.
  var canonical: CanonicalTree { Canonical.tree(of: tree) }

  /// What a saved result holds of it: enough to simulate it again.
  var embedded: EmbeddedInputs {
    let text = SourceFile(path: "", text: ModelWriter.text(of: model))
    return EmbeddedInputs(
      scenario: JSONValue(canonical),
      model: Reader.read(text).tree.map { JSONValue($0) } ?? .null,
      diagnostics: checked.diagnostics.map { diagnostic in
        [
          "code": .string(diagnostic.code), "severity": .string(diagnostic.severity.rawValue),
          "message": .string(diagnostic.message),
        ]
      }
    )
  }

  /// What of the inputs differs in another scenario, as screens and results list it.
  func differences(to other: PreparedScenario) -> [InputDifference] {
    ScenarioDifference.between(tree, other.tree).map {
      InputDifference(path: $0.keyPath, old: $0.old, new: $0.new)
    }
  }

  /// A finding of a later stage at its place in the text; nil where the text says nothing of it.
  func finding(_ message: String, at keyPath: String) -> Diagnostic? {
    var path = keyPath[...]
    while !path.isEmpty {
      if let place = checked.places[String(path)] {
        return EngineRefusal.diagnostic(message, at: place)
      }
      // What is not written itself is said of the nearest part that is.
      path = path.prefix { _ in true }.dropLast()
      while let last = path.last, last != ".", last != "[" { path = path.dropLast() }
      path = path.dropLast()
    }
    return nil
  }
}
