import BuiltInModels
import Domain
import Numerics
import Texts

/// Models by name or by path, read and checked.
struct ModelLibrary {
  let session: Session

  /// Names of the models that are part of the program.
  static let builtInNames = ["us-equities"]

  /// Bytes of a model file that are read at most.
  static let sizeLimit = 4 << 20

  /// The text of a built-in model; nil where there is none of the name.
  static func builtIn(_ name: String) -> SourceFile? {
    guard name == "us-equities", let start = builtin_us_equities() else { return nil }
    let bytes = UnsafeBufferPointer(start: start, count: builtin_us_equities_length())
    return SourceFile(path: "<\(name)>", bytes: Array(bytes))
  }

  /// A model that the command line names: built in, or else a path.
  func model(named name: String) throws(CommandFailure) -> MarketModel {
    let file =
      if let builtIn = Self.builtIn(name) { builtIn } else {
        try session.readArgument(name, limit: Self.sizeLimit, orElse: Self.suggestion)
      }
    let checked = ModelReader.read(file)
    try session.report(checked.diagnostics, files: [file])
    guard let model = checked.model else { throw .reported(.data) }
    return model
  }

  /// Hexadecimal SHA-256 of a model's canonical text, which comments and layout do not change.
  ///
  /// What a model keeps of its validation moves no result and is left out.
  static func fingerprint(of model: MarketModel) -> String {
    var model = model
    model.validation = nil
    return SHA256.hex(SHA256.digest(of: Array(ModelWriter.text(of: model).utf8)))
  }

  private static var suggestion: String {
    "built in: \(builtInNames.joined(separator: ", ")); anything else is read as a path"
  }
}
