import Foundation
import Testing

/// The program as users run it: a process of its own.
enum BuiltProgram {
  struct Outcome {
    let status: Int32
    let output: Data
    let error: String
  }

  /// The built binary: it lies beside the test bundle.
  static let path: String? = {
    let folders =
      [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()].compactMap {
        $0
      }
      + CommandLine.arguments.compactMap { argument in
        argument.contains(".xctest")
          ? URL(fileURLWithPath: argument).deletingLastPathComponent() : nil
      } + ["\(Project.root)/.build/release"].map { URL(fileURLWithPath: $0) }
    return folders.map { $0.appendingPathComponent("dovetail").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Runs a program from the project's root and waits for it.
  static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: Project.root)
    let folder = try TemporaryFolder()
    let (output, error) = ("\(folder.path)/output", "\(folder.path)/error")
    for file in [output, error] {
      _ = FileManager.default.createFile(atPath: file, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: error)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: FileManager.default.contents(atPath: output) ?? Data(),
      error: folder.text(of: "error") ?? ""
    )
  }
}
