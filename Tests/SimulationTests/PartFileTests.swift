import Domain
import Numerics
import Results
import Simulation
import Testing

@Suite("Files of parts")
struct PartFileTests {
  let study: Study
  let header: PartHeader
  let part: StudyPart
  let bytes: [UInt8]

  init() async throws {
    study = try StudyPartTests.study(paths: 5_000)
    header = PartHeader(
      command: "compare",
      inputs: [PartInput(kind: .scenario, name: "a.yaml", bytes: Array("dovetail: 1\n".utf8))],
      study: study,
      shard: Shard(number: 2, count: 3)
    )
    part = try await study.part(header.range)
    bytes = PartFile.bytes(of: part, header: header)
  }

  /// The bytes with the length and the checksum that fit them.
  private func signed(_ bytes: [UInt8]) -> [UInt8] {
    var content = Array(bytes.dropLast(32))
    let length = UInt64(bytes.count)
    for place in 0..<8 { content[16 + place] = UInt8(truncatingIfNeeded: length >> (8 * place)) }
    return content + SHA256.digest(of: content)
  }

  @Test("a part comes back as it was written, and gives the same bytes again")
  func roundTrip() throws {
    let file = try PartFile(bytes)
    #expect(file.header.tiles == header.range && file.header.isComplete)
    #expect(file.header.difference(from: header) == nil)
    #expect(file.header.shard == header.shard)
    let again = try file.part(of: study)
    #expect(PartFile.bytes(of: again, header: header) == bytes)
    #expect(signed(bytes) == bytes)
    #expect(bytes.starts(with: Array("dovetail part 1\n".utf8)))
  }

  @Test("parts that were written and read add up to the result of one run")
  func result() async throws {
    var sum = StudyPart(at: 0)
    for number in 1...3 {
      var header = header
      let shard = try #require(Shard(number: number, count: 3))
      header.shard = shard
      header.range = shard.tiles(of: study.tileCount)
      let bytes = PartFile.bytes(of: try await study.part(header.range), header: header)
      sum.append(try PartFile(bytes).part(of: study))
    }
    let (whole, joined) = (try await study.run(), try await study.result(of: sum))
    #expect(String(reflecting: whole) == String(reflecting: joined))
  }

  @Test("a part without a tile yet can be kept too")
  func empty() throws {
    let empty = PartFile.bytes(of: StudyPart(at: header.range.lowerBound), header: header)
    let file = try PartFile(empty)
    #expect(!file.header.isComplete && file.header.tiles.isEmpty)
    #expect(try file.part(of: study).tiles == header.range.lowerBound..<header.range.lowerBound)
  }

  @Test("shards are all tiles, each once, of sizes that differ by one at most")
  func shards() throws {
    for (count, tiles) in [(1, 79), (7, 79), (8, 79), (79, 79), (100, 79)] {
      let ranges = (1...count).compactMap { Shard(number: $0, count: count)?.tiles(of: tiles) }
      #expect(ranges.flatMap { Array($0) } == Array(0..<tiles))
      let sizes = ranges.map(\.count)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
    for (number, count) in [(0, 3), (4, 3), (-1, 3), (1, 0), (1, 1_000_001)] {
      #expect(Shard(number: number, count: count) == nil)
    }
  }

  @Test("a part that was cut anywhere, or changed in any byte, is refused")
  func damaged() {
    for length in stride(from: 0, to: bytes.count, by: 97) {
      #expect(throws: StorageFault.self, "\(length)") { _ = try PartFile(Array(bytes[..<length])) }
    }
    for place in stride(from: 0, to: bytes.count, by: 101) {
      var bytes = bytes
      bytes[place] ^= 1 << (place % 8)
      #expect(throws: StorageFault.self, "\(place)") { _ = try PartFile(bytes) }
    }
    #expect(throws: StorageFault.self) { _ = try PartFile(bytes + [0]) }
    var newer = bytes
    newer[14] = UInt8(ascii: "7")
    #expect(throws: StorageFault("it has version 7 of the format, and this is 1")) {
      _ = try PartFile(newer)
    }
    #expect(throws: StorageFault("it is not a part")) { _ = try PartFile(Array("{}".utf8)) }
  }

  @Test("bytes with a checksum that fits are still not trusted", arguments: 0..<4)
  func forged(round: Int) throws {
    var random = RandomNumbers(seed: UInt64(round + 1))
    var refused = 0
    for _ in 0..<400 {
      var bytes = bytes
      for _ in 0..<1 + random.next(4) {
        // The header is short, so that half of the changes are made there.
        let end = random.next(2) == 0 ? 600 : bytes.count - 32
        let place = 24 + random.next(end - 24)
        switch random.next(3) {
        case 0: bytes[place] = UInt8(random.next(256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(random.next(256)), at: place)
        }
      }
      do throws(StorageFault) {
        let file = try PartFile(signed(bytes))
        guard file.header.fingerprints == study.fingerprints,
          file.header.settings == study.settings
        else { continue }
        _ = try file.part(of: study)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 200, "\(refused) of 400")
  }

  @Test("counts that do not add up to the paths, and sums over other paths, are refused")
  func unlawful() throws {
    // The same tallies said to be of one tile less.
    var shorter = header
    shorter.tiles = header.range.lowerBound..<header.range.upperBound - 1
    var writer = ByteWriter()
    shorter.store(in: &writer)
    var whole = ByteWriter()
    var complete = header
    complete.tiles = header.range
    complete.store(in: &whole)
    #expect(bytes[24..<24 + whole.bytes.count].elementsEqual(whole.bytes))
    let body = bytes[(24 + whole.bytes.count)...]
    let file = try PartFile(signed(bytes[..<24] + writer.bytes + body))
    #expect(throws: StorageFault("its sums are over other paths than it says")) {
      _ = try file.part(of: study)
    }
    let longer = try PartFile(signed(bytes[..<(bytes.count - 32)] + [0] + bytes.suffix(32)))
    #expect(throws: StorageFault("it holds more than its tallies")) {
      _ = try longer.part(of: study)
    }
  }

  @Test("what differs between two parts is named")
  func differences() throws {
    func difference(_ change: (inout PartHeader) -> Void) -> String {
      var other = header
      change(&other)
      return header.difference(from: other) ?? "none"
    }
    #expect(difference { $0.settings.seed = 2 } == "`seed` is 1 in one and 2 in the other")
    #expect(difference { $0.settings.paths = 64 } == "`paths` is 5000 in one and 64 in the other")
    #expect(
      difference { $0.settings.parameters = .fixed }
        == "`parameters` is estimated in one and fixed in the other"
    )
    #expect(
      difference { $0.command = "run" } == "the command is compare in one and run in the other"
    )
    #expect(difference { $0.engine = "9" }.contains("engine"))
    let other = PartInput(kind: .scenario, name: "a.yaml", bytes: [1])
    #expect(
      difference { $0.inputs = [other] } == "the text of the scenario a.yaml is not the same"
    )
    #expect(
      difference { $0.inputs.append(other) } == "one was made from 1 scenarios and the other from 2"
    )
    #expect(difference { $0.fingerprints[1] = "" }.contains("different builds"))
    #expect(difference { $0.shard = nil } == "none")
  }
}

/// Whole numbers for tests, the same for the same seed.
private struct RandomNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A number in 0..<`limit`.
  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: state >> 33) % max(limit, 1)
  }
}
