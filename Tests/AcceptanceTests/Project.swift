import Glibc

/// The project's own files, wherever the tests are run from.
enum Project {
  /// The root folder, ending without a slash.
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// Makes the root the working directory, once; documents name files from there.
  static let isWorkingDirectory: Bool = chdir(root) == 0

  /// Whether the optional folder of observed series is there.
  static let hasData = access("\(root)/../shared/data", R_OK) == 0

  static func text(of path: String) -> String? {
    guard let file = fopen("\(root)/\(path)", "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen("\(root)/\(path)", "w") else { return false }
    let count = text.withCString { fwrite($0, 1, strlen($0), file) }
    return fclose(file) == 0 && count == text.utf8.count
  }

  /// Names in a folder that end in a suffix, in order.
  static func names(in folder: String, suffix: String) -> [String] {
    guard let handle = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(suffix) { names.append(name) }
    }
    return names.sorted()
  }

  /// Paths of all scenarios, from the root.
  static let scenarios = names(in: "scenarios", suffix: ".yaml").map { "scenarios/\($0)" }
}
