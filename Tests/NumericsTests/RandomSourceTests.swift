import Numerics
import Testing

@Suite("Random streams")
struct RandomSourceTests {
  @Test("a stream's draws are the kernel's at the same addresses")
  func sameWords() throws {
    var stream = try RandomStream(RandomSource(seed: 0xfeed_0000_beef))
    for path in [0, 1, 17, 63, 64, 1_000_003] {
      stream.seek(path: path, stream: 12_345)
      for step in 0..<4 {
        let tile = words(
          seed: 0xfeed_0000_beef,
          tile: UInt64(path / 64),
          stream: 12_345,
          step: UInt32(step)
        )
        #expect(stream.word() == tile[path % 64])
      }
    }
  }

  @Test("uniforms are centred on their words and normals invert them")
  func uniforms() throws {
    var stream = try RandomStream(RandomSource(seed: 1))
    stream.seek(path: 5, stream: 6)
    let word = stream.word()
    let uniform = (Double(word) + 0.5) / 4_294_967_296
    stream.seek(path: 5, stream: 6)
    #expect(stream.uniform() == uniform)
    stream.seek(path: 5, stream: 6)
    #expect(stream.normal() == NormalLaw.quantile(uniform))
  }

  /// Source: the test vectors published with the FNV hash.
  @Test(
    "a stream's number is the FNV-1a hash of its name",
    arguments: [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)]
      as [(String, UInt32)]
  )
  func names(text: String, number: UInt32) {
    #expect(StreamName(text).number == number)
  }

  /// Source: FIPS 180-4, examples.
  @Test("SHA-256 gives its published known answers")
  func digests() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(SHA256().hex == empty)
    #expect(SHA256.hex(SHA256.digest(of: Array("abc".utf8))) == abc)
    var parts = SHA256()
    parts.update(Array("a".utf8))
    #expect(parts.hex != abc)
    parts.update(Array("bc".utf8))
    #expect(parts.hex == abc)
    var number = SHA256()
    number.update([Float(1)])
    #expect(number.digest == SHA256.digest(of: [0, 0, 0x80, 0x3f]))
  }
}
