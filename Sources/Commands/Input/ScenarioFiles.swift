import Domain
import Simulation
import Texts

/// Reads and checks the scenarios that a command line names.
struct ScenarioFiles {
  let session: Session
  /// Texts that stand for all files, as a part keeps them; nil: files are read.
  var kept: KeptInputs?

  /// All scenarios, or the worst of what is wrong with any after all were read.
  func prepareAll(_ paths: [String]) throws(CommandFailure) -> [PreparedScenario] {
    var prepared: [PreparedScenario] = []
    var codes: [ExitCode] = []
    for path in paths {
      do throws(CommandFailure) {
        prepared.append(try prepare(path))
      } catch {
        codes.append(Commands.say(error, to: session.streams))
      }
    }
    guard codes.isEmpty else { throw .reported(ExitCode.worst(of: codes)) }
    return prepared
  }

  /// One scenario; what is wrong with it, or only doubtful, is printed on standard error.
  ///
  /// A model that is given stands for the one that the file names, choices for what the file says
  /// there; what is known already is not printed again.
  func prepare(
    _ path: String,
    under replacement: MarketModel? = nil,
    varied: (choices: [Variation.Choice], files: [SourceFile]) = ([], []),
    known: [Diagnostic] = []
  ) throws(CommandFailure) -> PreparedScenario {
    let file = try readScenario(path)
    let folder = Self.folder(of: path)
    let log = InputLog()
    log.add(.scenario, path, file)
    let checked = ScenarioLoader.load(
      file,
      varied: varied,
      readRelative: { log.adding(.extended, folder + $0, readInside(folder, $0)) },
      loadModel: { reference in
        replacement.map { .success($0) } ?? loadModel(reference, folder, log)
      }
    )
    let news = checked.diagnostics.filter { !known.contains($0) }
    try session.report(news, files: checked.sources)
    guard let scenario = checked.scenario, let model = checked.model, let tree = checked.tree else {
      throw .reported(.data)
    }
    return PreparedScenario(
      path: file.path,
      checked: checked,
      tree: tree,
      scenario: scenario,
      model: model,
      modelFingerprint: ModelLibrary.fingerprint(of: model),
      inputs: log.inputs
    )
  }

  private func readScenario(_ path: String) throws(CommandFailure) -> SourceFile {
    guard let kept else {
      return try session.readArgument(
        path,
        limit: Guard.maximumBytes,
        orElse: "`dovetail init \(path)` writes a starter scenario"
      )
    }
    guard let bytes = kept.bytes(.scenario, path) else {
      throw .message(.data, "the part does not hold the text of \(path)")
    }
    return SourceFile(path: path == "-" ? "<stdin>" : path, bytes: bytes)
  }

  /// The folder that a file's own paths start from, ending in a slash; empty for this one.
  private static func folder(of path: String) -> String {
    guard path != "-", let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private func readInside(_ folder: String, _ path: String) -> Result<SourceFile, ReadFailure> {
    if let kept {
      return kept.file(.extended, folder + path)
    }
    // A file called `-` is a file here, not standard input.
    let full = folder.isEmpty ? "./\(path)" : folder + path
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(full, limit: Guard.maximumBytes, standardInput: -1)
      return .success(SourceFile(path: folder + path, bytes: bytes))
    } catch {
      return .failure(ReadFailure(reason: error.reason))
    }
  }

  private func loadModel(
    _ reference: ModelReference,
    _ folder: String,
    _ log: InputLog
  ) -> Result<MarketModel, ModelFailure> {
    let name: String
    let found: Result<SourceFile, ModelFailure>
    switch reference {
    case .builtIn(let builtIn):
      name = "<\(builtIn)>"
      found = readBuiltIn(builtIn, called: name)
    case .file(let path):
      name = path.hasPrefix("/") ? path : folder + path
      found = readModel(name).mapError { .unreadable(reason: $0.reason) }
    }
    return log.adding(.model, name, found).flatMap { file in
      let checked = ModelReader.read(file)
      return checked.model.map { .success($0) } ?? .failure(.faulty(checked.diagnostics, file))
    }
  }

  private func readBuiltIn(
    _ builtIn: String,
    called name: String
  ) -> Result<SourceFile, ModelFailure> {
    if let bytes = kept?.bytes(.model, name) {
      return .success(SourceFile(path: name, bytes: bytes))
    }
    return ModelLibrary.builtIn(builtIn).map { .success($0) }
      ?? .failure(.unknown(known: ModelLibrary.builtInNames))
  }

  private func readModel(_ path: String) -> Result<SourceFile, ReadFailure> {
    if let kept { return kept.file(.model, path) }
    do throws(InputFile.Failure) {
      let limit = ModelLibrary.sizeLimit
      let bytes = try InputFile.read(path, limit: limit, standardInput: -1)
      return .success(SourceFile(path: path, bytes: bytes))
    } catch {
      return .failure(ReadFailure(reason: error.reason))
    }
  }
}
