import Numerics
import Reporting
import Simulation

/// Reads and writes the files that keep the states of runs.
struct PartReading {
  let session: Session

  /// A part with a lawful header.
  func file(_ path: String) throws(CommandFailure) -> PartFile {
    let bytes: [UInt8]
    do throws(InputFile.Failure) {
      bytes = try InputFile.read(
        path,
        limit: PartFile.sizeLimit,
        standardInput: session.streams.input
      )
    } catch {
      throw .message(error.exitCode, error.message(of: path))
    }
    return try understood(path) { () throws(StorageFault) in try PartFile(bytes) }
  }

  /// What was counted.
  func part(_ file: PartFile, at path: String, of study: Study) throws(CommandFailure) -> StudyPart
  {
    try understood(path) { () throws(StorageFault) in try file.part(of: study) }
  }

  private func understood<T>(
    _ path: String,
    _ read: () throws(StorageFault) -> T
  ) throws(CommandFailure) -> T {
    do throws(StorageFault) {
      return try read()
    } catch {
      throw .message(.data, "cannot use \(path): \(error.reason)")
    }
  }
}

/// The file that keeps the state of a run.
struct PartStore {
  let session: Session
  let path: String
  /// What the run is; a part that says anything else is refused.
  let header: PartHeader
  /// Whether a file of that name may be replaced: it is this run's, or the user said so.
  private(set) var isReplacing: Bool

  init(session: Session, path: String, header: PartHeader, isReplacing: Bool) {
    self.session = session
    self.path = path
    self.header = header
    self.isReplacing = isReplacing
  }

  /// Writes a part whole, or leaves what was there.
  mutating func save(_ part: StudyPart) throws(CommandFailure) {
    try OutputFile(path: path, isReplacing: isReplacing)
      .write(PartFile.bytes(of: part, header: header))
    isReplacing = true
  }

  /// The state to go on from; nil where there is no file yet.
  func load(for study: Study) throws(CommandFailure) -> StudyPart? {
    guard OutputFile(path: path, isReplacing: true).exists else { return nil }
    let reading = PartReading(session: session)
    let file = try reading.file(path)
    if let text = difference(from: file.header) {
      throw .message(
        .data,
        "cannot go on from \(path): \(text)",
        help: "repeat the command line it was made with, or give another --part"
      )
    }
    return try reading.part(file, at: path, of: study)
  }

  private func difference(from other: PartHeader) -> String? {
    if let text = other.difference(from: header) { return text }
    func name(_ shard: Shard?) -> String {
      shard.map { "shard \($0.words)" } ?? "the whole run"
    }
    return header.shard == other.shard
      ? nil : "it is of \(name(other.shard)), and this is \(name(header.shard))"
  }

  /// `cut.part has 51,200 of 200,000 paths`.
  func state(of part: StudyPart) -> String {
    let there = NumberFormat.grouped(header.paths(of: part.tiles))
    let all = NumberFormat.grouped(header.paths(of: header.range))
    let shard = header.shard.map { " of shard \($0.words)" } ?? ""
    return "\(path) has \(there) of \(all) paths\(shard)"
  }
}
