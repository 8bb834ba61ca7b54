import Domain
package import Numerics

/// The bytes of a part: a line that says what it is, its length, a header, the tallies of all arms,
/// and the SHA-256 of all that.
package struct PartFile: Sendable {
  package let header: PartHeader
  /// SHA-256 of the bytes, by which a part is known again.
  package let digest: [UInt8]
  private let bytes: [UInt8]
  private let body: Range<Int>

  private static let kind = "dovetail part "
  private static let version = 1
  private static var title: [UInt8] { Array("\(kind)\(version)\n".utf8) }
  private static let digestLength = 32
  private static let lengthPlace = title.count
  private static let headerPlace = title.count + 8

  /// More than any part of a lawful plan needs.
  package static let sizeLimit = 1 << 30

  fileprivate enum Limit {
    static let text = 4_096
    static let inputs = 4_096
    static let input = 4 << 20
    static let arms = 1_024
    static let settings = 64
  }

  /// Checks that the bytes are a whole part of this version, and reads its header.
  package init(_ bytes: [UInt8]) throws(StorageFault) {
    try Self.checkTitle(bytes)
    let end = bytes.count - Self.digestLength
    guard end >= Self.headerPlace else { throw StorageFault("it is cut short") }
    var reader = ByteReader(bytes, range: Self.lengthPlace..<end)
    let length = try reader.fixed(UInt64.self)
    guard length == bytes.count else {
      throw StorageFault(
        length > bytes.count
          ? "it is cut short: \(bytes.count) of \(length) bytes"
          : "it goes on after its end: \(bytes.count) bytes, not \(length)"
      )
    }
    digest = SHA256.digest(of: Array(bytes[..<end]))
    guard digest.elementsEqual(bytes[end...]) else {
      throw StorageFault("it is damaged: its checksum does not fit its bytes")
    }
    header = try PartHeader(from: &reader)
    self.bytes = bytes
    body = reader.position..<end
  }

  private static func checkTitle(_ bytes: [UInt8]) throws(StorageFault) {
    guard bytes.starts(with: Array(kind.utf8)) else { throw StorageFault("it is not a part") }
    guard bytes.starts(with: title) else {
      let version = bytes.dropFirst(kind.utf8.count).prefix(6).prefix { (48...57).contains($0) }
      throw StorageFault(
        "it has version \(String(decoding: version, as: UTF8.self)) of the format, and this is"
          + " \(Self.version)"
      )
    }
  }

  /// The bytes of a part; the header says which of its tiles are there.
  package static func bytes(of part: StudyPart, header: PartHeader) -> [UInt8] {
    var header = header
    header.tiles = part.tiles
    var content = ByteWriter()
    header.store(in: &content)
    if !part.tiles.isEmpty { for tally in part.tallies { tally.store(in: &content) } }
    var writer = ByteWriter()
    writer.append(raw: title)
    let length = headerPlace + content.bytes.count + digestLength
    writer.append(fixed: UInt64(length))
    writer.append(raw: content.bytes)
    writer.append(raw: SHA256.digest(of: writer.bytes))
    return writer.bytes
  }

  /// The tallies, which must be lawful ones of the study.
  package func part(of study: Study) throws(StorageFault) -> StudyPart {
    let sizes = BatchSizes(tiles: header.tiles, paths: header.settings.paths)
    var reader = ByteReader(bytes, range: body)
    var tallies = header.tiles.isEmpty ? [] : study.emptyTallies()
    for arm in tallies.indices { try tallies[arm].fill(from: &reader, sizes: sizes) }
    guard reader.isAtEnd else { throw StorageFault("it holds more than its tallies") }
    return StudyPart(tiles: header.tiles, tallies: tallies)
  }
}

extension PartHeader: Storable {
  package func store(in writer: inout ByteWriter) {
    writer.append(text: engine)
    writer.append(text: command)
    writer.append(count: inputs.count)
    for input in inputs {
      writer.append(fixed: input.kind.rawValue)
      writer.append(text: input.name)
      writer.append(data: input.bytes)
    }
    writer.append(count: settings.entries.count)
    for entry in settings.entries {
      writer.append(text: entry.name)
      writer.append(text: entry.value)
    }
    writer.append(count: fingerprints.count)
    for fingerprint in fingerprints { writer.append(text: fingerprint) }
    for number in [
      shard?.number ?? 0, shard?.count ?? 0, range.lowerBound, range.upperBound,
      tiles.lowerBound, tiles.upperBound,
    ] { writer.append(count: number) }
  }

  init(from reader: inout ByteReader) throws(StorageFault) {
    engine = try reader.text(upTo: PartFile.Limit.text, "the engine")
    command = try reader.text(upTo: PartFile.Limit.text, "the command")
    inputs = []
    for _ in 0..<(try reader.count(upTo: PartFile.Limit.inputs, "the number of files")) {
      guard let kind = PartInput.Kind(rawValue: try reader.byte()) else {
        throw StorageFault("it has a file of an unknown kind")
      }
      let name = try reader.text(upTo: PartFile.Limit.text, "a file's name")
      let bytes = try reader.data(upTo: PartFile.Limit.input, "a file's length")
      inputs.append(PartInput(kind: kind, name: name, bytes: bytes))
    }
    var entries: [(name: String, value: String)] = []
    for _ in 0..<(try reader.count(upTo: PartFile.Limit.settings, "the number of settings")) {
      let name = try reader.text(upTo: PartFile.Limit.text, "a setting's name")
      entries.append((name, try reader.text(upTo: PartFile.Limit.text, "a setting")))
    }
    settings = try RunSettings(entries: entries)
    fingerprints = []
    for _ in 0..<(try reader.count(upTo: PartFile.Limit.arms, "the number of arms")) {
      fingerprints.append(try reader.text(upTo: PartFile.Limit.text, "a fingerprint"))
    }
    (shard, range, tiles) = try Self.ranges(from: &reader, of: (settings.paths + 63) / 64)
  }

  /// The shard, its tiles and those that are there: the first of them.
  private static func ranges(
    from reader: inout ByteReader,
    of tileCount: Int
  ) throws(StorageFault) -> (Shard?, Range<Int>, Range<Int>) {
    let number = try reader.count(upTo: .max, "the shard")
    let count = try reader.count(upTo: .max, "the number of shards")
    let lower = try reader.count(upTo: tileCount, "a tile")
    let upper = try reader.count(upTo: tileCount, "a tile")
    let first = try reader.count(upTo: tileCount, "a tile")
    let end = try reader.count(upTo: upper, "a tile")
    let shard = Shard(number: number, count: count)
    guard shard != nil || (number == 0 && count == 0), lower <= upper, first == lower,
      first <= end, lower..<upper == shard?.tiles(of: tileCount) ?? 0..<tileCount
    else { throw StorageFault("its tiles are not those of its shard") }
    return (shard, lower..<upper, first..<end)
  }
}
