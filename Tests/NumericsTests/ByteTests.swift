import Numerics
import Testing

@Suite("Bytes of numbers")
struct ByteTests {
  @Test(
    "a count takes seven bits a byte, the lowest first",
    arguments: [
      (0, [0]), (1, [1]), (127, [127]), (128, [128, 1]), (300, [172, 2]), (16_384, [128, 128, 1]),
      (Int.max, [255, 255, 255, 255, 255, 255, 255, 255, 127]),
    ] as [(Int, [UInt8])]
  )
  func counts(number: Int, bytes: [UInt8]) throws {
    var writer = ByteWriter()
    writer.append(count: number)
    #expect(writer.bytes == bytes)
    var reader = ByteReader(bytes)
    #expect(try reader.count(upTo: .max, "it") == number)
    #expect(reader.isAtEnd)
    guard number > 0 else { return }
    var strict = ByteReader(bytes)
    #expect(throws: StorageFault("it is out of range")) {
      _ = try strict.count(upTo: number - 1, "it")
    }
    var short = ByteReader(Array(bytes.dropLast()))
    #expect(throws: StorageFault("it ends early")) { _ = try short.count(upTo: .max, "it") }
  }

  @Test(
    "a count beyond 63 bits is refused, however it is written",
    arguments: [
      [255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
      [128, 128, 128, 128, 128, 128, 128, 128, 128, 2],
      [UInt8](repeating: 128, count: 40),
    ] as [[UInt8]]
  )
  func overlong(bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    #expect(throws: StorageFault.self) { _ = try reader.count(upTo: .max, "it") }
  }

  @Test("numbers of fixed width stand with the lowest byte first, and come back")
  func fixed() throws {
    var writer = ByteWriter()
    writer.append(fixed: UInt32(0x0102_0304))
    writer.append(fixed: Int128(-2))
    writer.append(fixed: Int128.max)
    #expect(writer.bytes.prefix(5) == [4, 3, 2, 1, 254])
    var reader = ByteReader(writer.bytes)
    #expect(try reader.fixed(UInt32.self) == 0x0102_0304)
    #expect(try reader.fixed(Int128.self) == -2)
    #expect(try reader.fixed(Int128.self) == .max)
    #expect(throws: StorageFault("it ends early")) { _ = try reader.fixed(UInt8.self) }
  }

  @Test("a text is as long as it says, and UTF-8")
  func texts() throws {
    var writer = ByteWriter()
    writer.append(text: "−25bp")
    var reader = ByteReader(writer.bytes)
    #expect(try reader.text(upTo: 7, "a name") == "−25bp")
    var strict = ByteReader(writer.bytes)
    #expect(throws: StorageFault("a name is out of range")) {
      _ = try strict.text(upTo: 6, "a name")
    }
    for bytes in [[9, 65, 66], [255, 255, 255, 255, 127, 65]] as [[UInt8]] {
      var reader = ByteReader(bytes)
      #expect(throws: StorageFault("it ends early")) { _ = try reader.text(upTo: .max, "a name") }
    }
    var broken = ByteReader([2, 0xC3, 0x28])
    #expect(throws: StorageFault("a name is not UTF-8")) { _ = try broken.text(upTo: 9, "a name") }
  }

  @Test("sums come back bit for bit, and none beyond what so many terms can give")
  func sums() throws {
    var sum = FixedSum()
    for value in [1e300, 1e300, -0.5, 3.25] { sum.add(value) }
    var writer = ByteWriter()
    sum.store(in: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try FixedSum(from: &reader, terms: 4) == sum)
    var fewer = ByteReader(writer.bytes)
    #expect(throws: StorageFault.self) { _ = try FixedSum(from: &fewer, terms: 2) }
  }

  @Test("the sizes of tiles are those of their sums, with a short last tile")
  func sizes() throws {
    var moments = BatchMoments()
    var share = BatchShare()
    for size in [64, 64, 44] {
      moments.add(size: size, sum: 0.5, squares: 1.5)
      share.add(size: size, count: 17)
    }
    let sizes = BatchSizes(tiles: 2..<5, paths: 4 * 64 + 44)
    var writer = ByteWriter()
    moments.store(in: &writer)
    share.store(in: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try BatchMoments(from: &reader, sizes: sizes) == moments)
    #expect(try BatchShare(from: &reader, sizes: sizes) == share)
    for wrong in [BatchSizes(tiles: 2..<5, paths: 320), BatchSizes(tiles: 1..<4, paths: 300)] {
      var reader = ByteReader(writer.bytes)
      #expect(throws: StorageFault.self) { _ = try BatchMoments(from: &reader, sizes: wrong) }
    }
  }
}
