import Commands
import Glibc
import Testing

/// One command line run in this process, with what it wrote.
struct CommandLineRun {
  let code: ExitCode
  let output: String
  let error: String

  /// Runs the words after `dovetail`; `input` is what standard input holds.
  init(
    _ arguments: String...,
    input: String = "",
    environment: [String: String] = [:]
  ) async throws {
    try await self.init(arguments, input: input, environment: environment)
  }

  init(
    _ arguments: [String],
    input: String = "",
    environment: [String: String] = [:]
  ) async throws {
    let input = try Scratch(content: input)
    let output = try Scratch()
    let error = try Scratch()
    code = await Commands.run(
      arguments: arguments,
      streams: Streams(
        input: input.descriptor,
        output: output.descriptor,
        error: error.descriptor,
        environment: environment
      )
    )
    self.output = output.content
    self.error = error.content
  }
}

/// A file without a name, for a stream of a run.
final class Scratch {
  struct CannotCreate: Error {}

  let descriptor: Int32

  init(content: String = "") throws {
    var template = Array("/tmp/dovetail-test-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw CannotCreate() }
    _ = unlink(template)
    _ = content.withCString { write(descriptor, $0, strlen($0)) }
    _ = lseek(descriptor, 0, SEEK_SET)
  }

  deinit { _ = close(descriptor) }

  /// All that was written.
  var content: String {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A folder that is removed with everything in it.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/dovetail-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Scratch.CannotCreate() }
    path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    for name in names { _ = unlink("\(path)/\(name)") }
    _ = rmdir(path)
  }

  /// What the folder holds, in order.
  var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw Scratch.CannotCreate() }
    defer { _ = close(descriptor) }
    _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) }
    return file
  }

  func text(of name: String) -> String? {
    let descriptor = open("\(path)/\(name)", O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: text, as: UTF8.self) }
      text += chunk[..<count]
    }
  }
}
