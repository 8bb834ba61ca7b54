package import Domain

/// A scenario that was read and checked, with all that was found.
package struct CheckedScenario: Sendable {
  /// nil where there was an error.
  package let scenario: Scenario?
  package let model: MarketModel?
  /// In order of place.
  package let diagnostics: [Diagnostic]
  /// The file itself first, then those it extends, then model files with findings.
  package let sources: [SourceFile]
  /// The scenario's text after `extends`; nil where it could not be read.
  package let tree: SourceTree?
  /// Where each key path stands: `state.vix`, `events.december.outcome`, `ask[0]`.
  package let places: [String: SourcePlace]
}

/// Why a file that a scenario names could not be read.
package struct ReadFailure: Error, Hashable, Sendable {
  package let reason: String
  package init(reason: String) { self.reason = reason }
}

/// Why a model could not be had.
package enum ModelFailure: Error, Sendable {
  /// There is no built-in model of this name; those there are.
  case unknown(known: [String])
  case unreadable(reason: String)
  case faulty([Diagnostic], SourceFile)
}

/// Reads scenario files, those they extend, and their model.
package struct ScenarioLoader {
  /// Longest chain of files that extend each other.
  static let maximumChain = 16

  private let file: SourceFile
  private let choices: [Variation.Choice]
  private let readRelative: (String) -> Result<SourceFile, ReadFailure>
  private let loadModel: (ModelReference) -> Result<MarketModel, ModelFailure>
  private var sources: [SourceFile]
  private var diagnostics: [Diagnostic] = []

  private init(
    _ file: SourceFile,
    _ varied: (choices: [Variation.Choice], files: [SourceFile]),
    _ readRelative: @escaping (String) -> Result<SourceFile, ReadFailure>,
    _ loadModel: @escaping (ModelReference) -> Result<MarketModel, ModelFailure>
  ) {
    self.file = file
    choices = varied.choices
    self.readRelative = readRelative
    self.loadModel = loadModel
    sources = [file] + varied.files
  }

  /// Reads and checks a scenario; nothing is opened but by the two closures.
  ///
  /// Paths given to `readRelative` and model paths given to `loadModel` are relative to the
  /// folder of `file`. Choices stand in place of what the file says; theirs are further files.
  package static func load(
    _ file: SourceFile,
    varied: (choices: [Variation.Choice], files: [SourceFile]) = ([], []),
    readRelative: @escaping (String) -> Result<SourceFile, ReadFailure>,
    loadModel: @escaping (ModelReference) -> Result<MarketModel, ModelFailure>
  ) -> CheckedScenario {
    var loader = ScenarioLoader(file, varied, readRelative, loadModel)
    return loader.run()
  }

  private mutating func run() -> CheckedScenario {
    guard let tree = composed(file, folder: [], chain: [baseName])?.choosing(choices) else {
      return failed(nil)
    }
    var check = ShapeCheck(files: sources)
    check.check(root: tree)
    guard tree.entries != nil else {
      diagnostics += check.findings.diagnostics
      return failed(tree)
    }
    var findings = check.findings
    let (model, reference) = model(tree, &findings)
    var binder = Binder(
      root: tree,
      model: model,
      modelReference: reference,
      defaultName: defaultName,
      findings: findings
    )
    let scenario = binder.bind()
    diagnostics += binder.findings.diagnostics
    return CheckedScenario(
      scenario: diagnostics.hasErrors ? nil : scenario,
      model: model,
      diagnostics: diagnostics.sortedByPlace(files: sources),
      sources: sources,
      tree: tree,
      places: KeyPaths.places(of: tree)
    )
  }

  private func failed(_ tree: SourceTree?) -> CheckedScenario {
    CheckedScenario(
      scenario: nil,
      model: nil,
      diagnostics: diagnostics.sortedByPlace(files: sources),
      sources: sources,
      tree: tree,
      places: tree.map(KeyPaths.places) ?? [:]
    )
  }

  // MARK: Extends

  /// The tree of a file laid over all it extends; nil where one of them is no mapping.
  private mutating func composed(
    _ file: SourceFile,
    folder: [String],
    chain: [String]
  ) -> SourceTree? {
    let outcome = Reader.read(file)
    diagnostics += outcome.diagnostics
    guard let tree = outcome.tree else {
      if outcome.diagnostics.isEmpty { diagnostics.append(NotAMapping.emptyFile(file)) }
      return nil
    }
    guard let extends = tree["extends"], !extends.isEmpty, let source = LiteralSource(extends)
    else {
      for item in tree["events"]?.items ?? [] {
        guard let entry = item.entry("override") else { continue }
        diagnostics.append(NothingToOverride.needless(entry))
      }
      return tree
    }
    guard let (base, path) = extended(source, folder, chain) else { return tree.without("extends") }
    sources.append(base)
    guard
      let below = composed(
        base,
        folder: path.dropLast(),
        chain: chain + [path.joined(separator: "/")]
      )
    else { return nil }
    var overlay = Overlay()
    let result = overlay.lay(tree, over: below)
    diagnostics += overlay.findings
    return result
  }

  private mutating func extended(
    _ source: LiteralSource,
    _ folder: [String],
    _ chain: [String]
  ) -> (SourceFile, path: [String])? {
    guard let path = resolved(source.text, in: folder) else {
      diagnostics.append(OutsideProject.fault(source))
      return nil
    }
    let text = path.joined(separator: "/")
    guard !chain.contains(text) else {
      diagnostics.append(ExtendsCycle.fault(source, chain))
      return nil
    }
    guard chain.count <= Self.maximumChain else {
      diagnostics.append(ExtendsCycle.tooLong(source))
      return nil
    }
    switch readRelative(text) {
    case .success(let file): return (file, path)
    case .failure(let failure):
      diagnostics.append(UnreadableExtends.fault(source, failure.reason))
      return nil
    }
  }

  /// A path relative to the first file's folder; nil where it leads outside.
  private func resolved(_ text: String, in folder: [String]) -> [String]? {
    guard !text.hasPrefix("/"), !text.hasPrefix("~"), !text.contains("\\") else { return nil }
    var path = folder
    for part in text.split(separator: "/").map(String.init) where part != "." {
      if part == "..", let last = path.last, last != ".." {
        path.removeLast()
      } else {
        path.append(part)
      }
    }
    let ups = path.prefix { $0 == ".." }.count
    return ups <= (mayGoUp ? 1 : 0) && path.count > ups ? path : nil
  }

  /// Whether the parent of the file's folder is `scenarios`.
  private var mayGoUp: Bool {
    let parts = file.path.split(separator: "/").map(String.init)
    return parts.count >= 3 && parts[parts.count - 3] == "scenarios"
  }

  private var baseName: String { file.path.split(separator: "/").last.map(String.init) ?? "" }

  private var defaultName: String {
    let name = baseName
    for ending in [".yaml", ".yml"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  // MARK: Model

  private mutating func model(
    _ tree: SourceTree,
    _ findings: inout Findings
  ) -> (MarketModel?, ModelReference) {
    let source = tree["model"].flatMap { $0.isEmpty ? nil : LiteralSource($0) }
    let text = source?.text ?? "us-equities"
    let isPath = text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
    let reference: ModelReference = isPath ? .file(path: text) : .builtIn(text)
    switch loadModel(reference) {
    case .success(let model): return (model, reference)
    case .failure(let failure):
      let place = source ?? LiteralSource(text: text, place: tree.place.end)
      switch failure {
      case .unknown(let known):
        findings.add(UnknownModel.fault(text, known: known, at: place.place))
      case .unreadable(let reason): findings.add(UnreadableModel.fault(place, reason))
      case .faulty(let faults, let file):
        sources.append(file)
        findings.add(faults)
      }
      return (nil, reference)
    }
  }
}

extension SourceTree {
  func without(_ key: String) -> SourceTree {
    guard let entries else { return self }
    return SourceTree(
      .mapping(entries.filter { $0.key != key }),
      at: place,
      isFlow: isFlow,
      indentation: indentation
    )
  }
}

/// The places of key paths, for findings of later stages.
package enum KeyPaths {
  /// Keys joined by points, list items by number, events by id.
  package static func places(of tree: SourceTree) -> [String: SourcePlace] {
    var places: [String: SourcePlace] = [:]
    collect(tree, "", &places)
    return places
  }

  private static func collect(
    _ tree: SourceTree,
    _ path: String,
    _ places: inout [String: SourcePlace]
  ) {
    if !path.isEmpty { places[path] = tree.place }
    for entry in tree.entries ?? [] {
      collect(entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)", &places)
    }
    for (index, item) in (tree.items ?? []).enumerated() {
      collect(item, "\(path)[\(index)]", &places)
      if path == "events", let id = item["id"]?.text { collect(item, "events.\(id)", &places) }
    }
  }
}
