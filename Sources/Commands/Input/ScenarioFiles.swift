import Domain
import Simulation
import Texts

/// Reads and checks the scenarios that a command line names.
struct ScenarioFiles {
  let session: Session

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
  /// A model that is given stands for the one that the file names.
  func prepare(
    _ path: String,
    under replacement: MarketModel? = nil
  ) throws(CommandFailure) -> PreparedScenario {
    let file = try session.readArgument(
      path,
      limit: Guard.maximumBytes,
      orElse: "`dovetail init \(path)` writes a starter scenario"
    )
    let folder = Self.folder(of: path)
    let checked = ScenarioLoader.load(
      file,
      readRelative: { readInside(folder, $0) },
      loadModel: { replacement.map { .success($0) } ?? loadModel($0, folder) }
    )
    try session.report(checked.diagnostics, files: checked.sources)
    guard let scenario = checked.scenario, let model = checked.model, let tree = checked.tree else {
      throw .reported(.data)
    }
    return PreparedScenario(
      path: file.path,
      checked: checked,
      tree: tree,
      scenario: scenario,
      model: model,
      modelFingerprint: ModelLibrary.fingerprint(of: model)
    )
  }

  /// The folder that a file's own paths start from, ending in a slash; empty for this one.
  private static func folder(of path: String) -> String {
    guard path != "-", let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[...slash])
  }

  private func readInside(_ folder: String, _ path: String) -> Result<SourceFile, ReadFailure> {
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
    _ folder: String
  ) -> Result<MarketModel, ModelFailure> {
    let file: SourceFile
    switch reference {
    case .builtIn(let name):
      guard let builtIn = ModelLibrary.builtIn(name) else {
        return .failure(.unknown(known: ModelLibrary.builtInNames))
      }
      file = builtIn
    case .file(let path):
      switch readModel(path.hasPrefix("/") ? path : folder + path) {
      case .success(let read): file = read
      case .failure(let failure): return .failure(.unreadable(reason: failure.reason))
      }
    }
    let checked = ModelReader.read(file)
    guard let model = checked.model else { return .failure(.faulty(checked.diagnostics, file)) }
    return .success(model)
  }

  private func readModel(_ path: String) -> Result<SourceFile, ReadFailure> {
    do throws(InputFile.Failure) {
      let limit = ModelLibrary.sizeLimit
      let bytes = try InputFile.read(path, limit: limit, standardInput: -1)
      return .success(SourceFile(path: path, bytes: bytes))
    } catch {
      return .failure(ReadFailure(reason: error.reason))
    }
  }
}
