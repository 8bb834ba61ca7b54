import Glibc

/// A file that appears whole or not at all.
///
/// The text goes to a temporary file beside the target, reaches the disk, and only then takes the
/// target's name; the directory is synced after it.
struct OutputFile {
  let path: String
  /// Whether a file that is already there may be replaced.
  let isReplacing: Bool

  /// Says early, before anything is computed, that the file could not be created.
  func checkTarget() throws(CommandFailure) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      guard access(directory, W_OK) == 0 else {
        throw .message(.cannotCreate, "cannot create \(path): \(systemMessage(errno))")
      }
      return
    }
    guard facts.st_mode & S_IFMT != S_IFDIR else {
      throw .message(.cannotCreate, "cannot create \(path): it is a directory")
    }
    guard isReplacing else {
      throw .message(
        .cannotCreate,
        "\(path) exists and is left as it is",
        help: "`--force` replaces it"
      )
    }
  }

  /// Whether something has the name.
  var exists: Bool {
    var facts = stat()
    return lstat(path, &facts) == 0
  }

  /// Writes the whole text, or leaves everything as it was.
  func write(_ text: String) throws(CommandFailure) { try write(Array(text.utf8)) }

  /// Writes all bytes, or leaves everything as it was.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    try checkTarget()
    if let device = openDevice() {
      defer { _ = close(device) }
      return try OutputStream(descriptor: device, name: path).write(bytes)
    }
    let (descriptor, temporary) = try openTemporary()
    do throws(CommandFailure) {
      try fill(descriptor, with: bytes)
      try publish(temporary)
    } catch {
      _ = unlink(temporary)
      throw error
    }
  }

  private var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Opens the target where it is a device or a pipe, which cannot be replaced by a file.
  private func openDevice() -> Int32? {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG else { return nil }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  private func openTemporary() throws(CommandFailure) -> (Int32, String) {
    var template = Array("\(directory)/.dovetail-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .message(.cannotCreate, "cannot create \(path): \(systemMessage(errno))")
    }
    let name = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    return (descriptor, name)
  }

  /// Writes and syncs; closes the descriptor whatever happens.
  private func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(CommandFailure) {
    var isOpen = true
    defer { if isOpen { _ = close(descriptor) } }
    try OutputStream(descriptor: descriptor, name: path).write(bytes)
    let mask = umask(0)
    _ = umask(mask)
    guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0 else {
      throw writeFailure(errno)
    }
    isOpen = false
    guard close(descriptor) == 0 else { throw writeFailure(errno) }
  }

  /// Gives the temporary file the target's name.
  private func publish(_ temporary: String) throws(CommandFailure) {
    if isReplacing {
      guard rename(temporary, path) == 0 else { throw createFailure(errno) }
    } else {
      // A link refuses a name that came into being since it was checked; a rename would not.
      guard link(temporary, path) == 0 else { throw createFailure(errno) }
      _ = unlink(temporary)
    }
    let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { _ = close(folder) }
    _ = fsync(folder)
  }

  private func writeFailure(_ number: Int32) -> CommandFailure {
    .message(.inputOutput, "cannot write to \(path): \(systemMessage(number))")
  }

  private func createFailure(_ number: Int32) -> CommandFailure {
    .message(.cannotCreate, "cannot create \(path): \(systemMessage(number))")
  }
}
