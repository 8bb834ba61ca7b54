import ArgumentParser
import CKernel
import Glibc
import Numerics

/// Writes the kernel's words without end, for programs that test generators.
struct WordsCommand: ParsableCommand {
  /// Which part of the address counts fastest.
  enum Order: String, CaseIterable, ExpressibleByArgument {
    /// As a study reads them: lanes, streams named after purposes, steps, tiles.
    case study
    case paths, streams, steps, seeds
  }

  static let configuration = CommandConfiguration(
    commandName: "words",
    abstract: "Writes random words to the standard output until it is closed.",
    discussion: "For example: Benchmarks words --order steps | dieharder -g 200 -d 15"
  )

  @Option(help: "Which part of a draw's address counts fastest: study, paths, streams, ….")
  var order = Order.study

  @Option(help: "Seed of all draws.")
  var seed: UInt64 = 1

  private static let block = 1_024
  private static let purposes = (0..<38).map { StreamName("asset/\($0)").number }

  func run() throws {
    guard isatty(STDOUT_FILENO) == 0 else {
      throw ValidationError("words are binary; send them to a program")
    }
    _ = signal(SIGPIPE, SIG_IGN)
    var words = [UInt32](repeating: 0, count: Self.block * 64)
    var number: UInt64 = 0
    repeat {
      fill(&words, number)
      number &+= 1
    } while Self.write(words)
  }

  /// The words of one buffer: 1,024 times 64.
  private func fill(_ words: inout [UInt32], _ number: UInt64) {
    var tile = [UInt32](repeating: 0, count: 64)
    let size = UInt64(Self.block)
    for place in 0..<Self.block {
      let (fast, address) = (UInt32(place), number &* size &+ UInt64(place))
      switch order {
      case .paths: ck_words(seed, address, 7, 0, 0, &tile)
      case .streams: ck_words(seed, number, fast, 0, 0, &tile)
      case .steps: ck_words(seed, number, 7, fast, 0, &tile)
      case .seeds: ck_words(seed &+ UInt64(fast), number, 7, 0, 0, &tile)
      case .study:
        let purposes = UInt64(Self.purposes.count)
        let stream = Self.purposes[Int(address % purposes)]
        ck_words(seed, address / purposes / 64, stream, UInt32(address / purposes % 64), 0, &tile)
      }
      // Lanes count fastest where paths do; elsewhere what varies within the buffer.
      let isByLane = order == .paths || order == .study
      for lane in 0..<64 {
        words[isByLane ? place * 64 + lane : lane * Self.block + place] = tile[lane]
      }
    }
  }

  /// Whether all could be written.
  private static func write(_ words: [UInt32]) -> Bool {
    words.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          STDOUT_FILENO,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }
}
