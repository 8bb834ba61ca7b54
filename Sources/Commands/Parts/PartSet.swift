import Reporting
import Simulation

/// The parts of one run, each tile once.
struct PartSet {
  /// What all of them say of the run.
  let header: PartHeader
  private let session: Session
  private var members: [Member] = []

  private struct Member {
    let path: String
    let header: PartHeader
    let digest: [UInt8]
  }

  /// Reads the headers; throws exit code 65 where the parts are not one whole run.
  init(_ paths: [String], session: Session) throws(CommandFailure) {
    self.session = session
    for path in paths {
      // What was counted is read again when its turn comes, so that memory holds one part.
      let file = try PartReading(session: session).file(path)
      members.append(Member(path: path, header: file.header, digest: file.digest))
    }
    members.sort { ($0.header.tiles.lowerBound, $0.path) < ($1.header.tiles.lowerBound, $1.path) }
    guard let first = members.first else { throw .message(.usage, "merge takes parts") }
    header = first.header
    for other in members.dropFirst() {
      guard let difference = first.header.difference(from: other.header) else { continue }
      throw .message(
        .data,
        "\(first.path) and \(other.path) are not of one run: \(difference)"
      )
    }
    try checkCover()
  }

  /// Every path must be in exactly one part.
  private func checkCover() throws(CommandFailure) {
    let all = header.paths(of: 0..<tileCount)
    var next = 0
    var previous = ""
    for member in members where !member.header.tiles.isEmpty {
      let tiles = member.header.tiles
      if tiles.lowerBound < next {
        let common = tiles.lowerBound..<min(next, tiles.upperBound)
        throw .message(
          .data,
          "\(previous) and \(member.path) overlap: both have paths \(words(common))"
        )
      }
      if tiles.lowerBound > next { throw missing(next..<tiles.lowerBound, of: all) }
      next = tiles.upperBound
      previous = member.path
    }
    if next < tileCount { throw missing(next..<tileCount, of: all) }
  }

  private var tileCount: Int { (header.settings.paths + 63) / 64 }

  private func missing(_ tiles: Range<Int>, of all: Int) -> CommandFailure {
    let text = "paths \(words(tiles)) of \(NumberFormat.grouped(all)) are in no part"
    let stopped = members.first {
      !$0.header.isComplete && $0.header.tiles.upperBound == tiles.lowerBound
        && $0.header.range.contains(tiles.lowerBound)
    }
    if let stopped {
      return .message(
        .data,
        "\(stopped.path) is not complete: \(text)",
        help: "the command line it was made with, and `--resume`, goes on with it"
      )
    }
    let shards = missingShards(tiles)
    guard !shards.isEmpty else { return .message(.data, text) }
    var names = shards.prefix(8).map(\.words)
    if shards.count > 8 { names.append("\(shards.count - 8) more") }
    let last = names.removeLast()
    return .message(
      .data,
      names.isEmpty
        ? "shard \(last) is missing: \(text)"
        : "shards \(names.joined(separator: ", ")) and \(last) are missing"
    )
  }

  /// Shards that the other parts leave out, where all were divided alike.
  private func missingShards(_ tiles: Range<Int>) -> [Shard] {
    guard let count = header.shard?.count,
      members.allSatisfy({ $0.header.shard?.count == count })
    else { return [] }
    let there = Set(members.compactMap(\.header.shard?.number))
    return (1...count).filter { !there.contains($0) }.compactMap {
      Shard(number: $0, count: count)
    }
  }

  /// Numbers of paths, from 1: `12,801–25,600`.
  private func words(_ tiles: Range<Int>) -> String {
    let last = min(tiles.upperBound * 64, header.settings.paths)
    return "\(NumberFormat.grouped(tiles.lowerBound * 64 + 1))–\(NumberFormat.grouped(last))"
  }

  /// Adds up what was counted.
  func sum(for study: Study) throws(CommandFailure) -> StudyPart {
    guard study.fingerprints == header.fingerprints else {
      throw .message(
        .data,
        "the parts were made by another build of dovetail: it understood the same texts"
          + " differently",
        help: "merge with the build that made them"
      )
    }
    let reading = PartReading(session: session)
    var sum = StudyPart(at: 0)
    for member in members where !member.header.tiles.isEmpty {
      let file = try reading.file(member.path)
      guard file.digest == member.digest else {
        throw .message(.data, "\(member.path) changed while it was read")
      }
      sum.append(try reading.part(file, at: member.path, of: study))
    }
    return sum
  }
}

extension Shard {
  /// `3/8`.
  var words: String { "\(number)/\(count)" }
}
