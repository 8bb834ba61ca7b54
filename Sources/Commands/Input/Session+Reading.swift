import Texts

extension Session {
  /// Reads a file that the command line names; `-` is standard input.
  ///
  /// Throws exit code 66 where it cannot be found or opened, 74 where reading fails.
  func readArgument(
    _ path: String,
    limit: Int,
    orElse help: String? = nil
  ) throws(CommandFailure) -> SourceFile {
    let name = path == "-" ? "<stdin>" : path
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(path, limit: limit, standardInput: streams.input)
      return SourceFile(path: name, bytes: bytes)
    } catch {
      let help = error == .notFound ? help : nil
      throw .message(error.exitCode, error.message(of: name), help: help)
    }
  }

  /// Reads a file that another file names: where it is missing, that other file is wrong.
  func readNamed(
    _ path: String,
    by place: String,
    limit: Int
  ) throws(CommandFailure) -> SourceFile {
    do throws(InputFile.Failure) {
      let bytes = try InputFile.read(path, limit: limit, standardInput: streams.input)
      return SourceFile(path: path, bytes: bytes)
    } catch {
      let code = error.exitCode == .noInput ? ExitCode.data : error.exitCode
      throw .message(code, "\(place): \(error.message(of: path))")
    }
  }
}

extension InputFile.Failure {
  /// For a file that the command line names.
  var exitCode: ExitCode {
    switch self {
    case .notFound, .unreadable: .noInput
    case .readFailed: .inputOutput
    }
  }

  func message(of name: String) -> String {
    switch self {
    case .notFound: "cannot find \(name)"
    case .unreadable(let why): "cannot open \(name): \(why)"
    case .readFailed(let why): "cannot read \(name): \(why)"
    }
  }

  /// Why, without saying of what.
  var reason: String {
    switch self {
    case .notFound: "there is no such file"
    case .unreadable(let why), .readFailed(let why): why
    }
  }
}
