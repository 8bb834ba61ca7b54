import Glibc

/// Why a file could not be written.
struct WriteFailure: Error, CustomStringConvertible {
  let description: String
}

/// A file that is either written whole or left as it was.
enum SavedFile {
  static func write(_ text: String, to path: String) throws(WriteFailure) {
    let temporary = "\(path).\(getpid()).partial"
    guard let file = fopen(temporary, "wx") else { throw failure(path) }
    let bytes = Array(text.utf8)
    let isWritten =
      fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0
      && fsync(fileno(file)) == 0
    guard fclose(file) == 0, isWritten, rename(temporary, path) == 0 else {
      let problem = failure(path)
      unlink(temporary)
      throw problem
    }
  }

  private static func failure(_ path: String) -> WriteFailure {
    WriteFailure(description: "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
