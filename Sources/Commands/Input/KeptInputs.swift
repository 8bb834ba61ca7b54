import Simulation
import Texts

/// Texts that stand for the files they were read from.
struct KeptInputs {
  private let inputs: [PartInput]

  init(_ inputs: [PartInput]) { self.inputs = inputs }

  /// Scenarios that the command line named, in order.
  var scenarios: [String] { inputs.filter { $0.kind == .scenario }.map(\.name) }

  /// The text that was read by a name; nil where there is none.
  func bytes(_ kind: PartInput.Kind, _ name: String) -> [UInt8]? {
    inputs.first { $0.kind == kind && $0.name == name }?.bytes
  }

  /// The text that was read by a name, as a file.
  func file(_ kind: PartInput.Kind, _ name: String) -> Result<SourceFile, ReadFailure> {
    bytes(kind, name).map { .success(SourceFile(path: name, bytes: $0)) }
      ?? .failure(ReadFailure(reason: "the part does not hold its text"))
  }
}

/// Notes the texts that are read for one scenario.
final class InputLog {
  private(set) var inputs: [PartInput] = []

  func add(_ kind: PartInput.Kind, _ name: String, _ file: SourceFile) {
    inputs.append(PartInput(kind: kind, name: name, bytes: file.bytes))
  }

  /// Notes what was read, if it was, and gives it on.
  func adding<Failure>(
    _ kind: PartInput.Kind,
    _ name: String,
    _ result: Result<SourceFile, Failure>
  ) -> Result<SourceFile, Failure> {
    if case .success(let file) = result { add(kind, name, file) }
    return result
  }
}
