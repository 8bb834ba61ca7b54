import Glibc

/// Reads whole files, and standard input, up to a size.
enum InputFile {
  enum Failure: Error, Hashable, Sendable {
    case notFound
    /// There, but not to be opened: no permission, a directory.
    case unreadable(String)
    case readFailed(String)
  }

  /// The bytes of a file, or of a descriptor where the path is `-`.
  ///
  /// Reading stops one byte beyond `limit`, so that an endless input cannot hold us up and its
  /// excess can still be seen.
  static func read(
    _ path: String,
    limit: Int,
    standardInput: Int32
  ) throws(Failure) -> [UInt8] {
    if path == "-" { return try readAll(standardInput, limit: limit) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR ? .notFound : .unreadable(systemMessage(errno))
    }
    defer { _ = close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .readFailed(systemMessage(errno)) }
    guard facts.st_mode & S_IFMT != S_IFDIR else { throw .unreadable(systemMessage(EISDIR)) }
    return try readAll(descriptor, limit: limit)
  }

  private static func readAll(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let step = 65_536
    while bytes.count <= limit {
      let wanted = min(step, limit + 1 - bytes.count)
      var problem: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        let got = Glibc.read(descriptor, buffer.baseAddress, wanted)
        problem = got < 0 ? errno : 0
        count = max(0, got)
      }
      if problem == EINTR { continue }
      guard problem == 0 else { throw .readFailed(systemMessage(problem)) }
      guard !chunk.isEmpty else { break }
      bytes += chunk
    }
    return bytes
  }
}
