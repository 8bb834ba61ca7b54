import Domain
import Testing

@testable import Texts

/// Damages the flagship in every small way and demands a place near the damage.
@Suite("A damaged scenario")
struct MutationTests {
  private struct Outcome {
    var valid = 0
    var near = 0
    var far: [String] = []
  }

  private let text = Loading.flagship

  private func judge(_ mutant: [UInt8], _ offset: Int, _ what: String, _ outcome: inout Outcome) {
    let file = SourceFile(path: "scenario.yaml", bytes: mutant)
    let checked = Loading.load(file)
    guard let first = checked.diagnostics.first(where: \.isError) else {
      #expect(checked.scenario != nil, "\(what): neither scenario nor error")
      outcome.valid += 1
      return
    }
    #expect(checked.scenario == nil)
    let line = file.position(at: first.labels[0].place.range.lower).line
    let wanted = file.position(at: min(offset, mutant.count)).line
    if abs(line - wanted) <= 1 {
      outcome.near += 1
    } else {
      outcome.far.append("\(what) at line \(wanted): line \(line) \(first.code) \(first.message)")
    }
    _ = DiagnosticRenderer(files: checked.sources).render(checked.diagnostics)
  }

  private func verify(_ outcome: Outcome) {
    let invalid = outcome.near + outcome.far.count
    #expect(invalid > 0)
    let share = Double(outcome.near) / Double(max(1, invalid))
    #expect(
      share >= 0.95,
      "\(outcome.near) of \(invalid) near\n\(outcome.far.prefix(40).joined(separator: "\n"))"
    )
  }

  /// Runs of characters between spaces, colons and brackets, and each mark by itself.
  private var tokens: [Range<Int>] {
    let bytes = Array(text.utf8)
    let marks = Set("{}[],:#()<>%±".utf8)
    var tokens: [Range<Int>] = []
    var start: Int?
    for (offset, byte) in bytes.enumerated() {
      let isBreak = byte == 0x20 || byte == 0x0A || marks.contains(byte)
      if isBreak {
        if let first = start { tokens.append(first..<offset) }
        start = nil
        if marks.contains(byte), byte < 0x80 { tokens.append(offset..<offset + 1) }
      } else if start == nil {
        start = offset
      }
    }
    if let first = start { tokens.append(first..<bytes.count) }
    return tokens
  }

  @Test("with any token deleted is valid or points at the damage")
  func deletion() {
    let bytes = Array(text.utf8)
    var outcome = Outcome()
    for token in tokens {
      let mutant = Array(bytes[..<token.lowerBound] + bytes[token.upperBound...])
      let word = String(decoding: bytes[token], as: UTF8.self)
      judge(mutant, token.lowerBound, "without `\(word)`", &outcome)
    }
    verify(outcome)
  }

  @Test("with any token doubled is valid or points at the damage")
  func duplication() {
    let bytes = Array(text.utf8)
    for separator in ["", " "] {
      var outcome = Outcome()
      for token in tokens {
        let copy = Array(separator.utf8) + Array(bytes[token])
        let mutant = Array(bytes[..<token.upperBound]) + copy + Array(bytes[token.upperBound...])
        let word = String(decoding: bytes[token], as: UTF8.self)
        judge(mutant, token.lowerBound, "double `\(word)`", &outcome)
      }
      verify(outcome)
    }
  }

  @Test("with any unit swapped is valid or points at the damage")
  func units() {
    let bytes = Array(text.utf8)
    let units = [" %", "bp", "pp", "k", "mo", "w"].map { Array($0.utf8) }
    var outcome = Outcome()
    for offset in bytes.indices.dropFirst() where (48...57).contains(bytes[offset - 1]) {
      for unit in units where bytes[offset...].starts(with: unit) {
        for other in units + [[]] where other != unit {
          let mutant = Array(bytes[..<offset]) + other + Array(bytes[(offset + unit.count)...])
          let word = String(decoding: other, as: UTF8.self)
          judge(mutant, offset, "unit `\(word)`", &outcome)
        }
      }
    }
    verify(outcome)
  }

  @Test("with any sign flipped is valid or points at the damage")
  func signs() {
    let bytes = Array(text.utf8)
    var outcome = Outcome()
    for offset in bytes.indices.dropFirst() where (48...57).contains(bytes[offset]) {
      let before = bytes[offset - 1]
      var mutant = bytes
      switch before {
      case 0x2D: mutant[offset - 1] = 0x2B
      case 0x2B: mutant[offset - 1] = 0x2D
      case 0x20, 0x7B, 0x5B: mutant.insert(0x2D, at: offset)
      default: continue
      }
      judge(mutant, offset, "sign", &outcome)
    }
    verify(outcome)
  }

  @Test("cut off at any byte is valid or points at the end")
  func truncation() {
    let bytes = Array(text.utf8)
    var outcome = Outcome()
    for count in bytes.indices {
      judge(Array(bytes[..<count]), max(0, count - 1), "cut at \(count)", &outcome)
    }
    verify(outcome)
  }

  @Test("with any byte replaced by any of the bytes that matter never traps")
  func replacement() {
    let bytes = Array(text.utf8)
    for offset in stride(from: 0, to: bytes.count, by: 3) {
      for byte: UInt8 in [0x00, 0x09, 0x0A, 0x22, 0x2D, 0x3A, 0x7B, 0xFF] {
        var mutant = bytes
        mutant[offset] = byte
        let checked = Loading.load(SourceFile(path: "scenario.yaml", bytes: mutant))
        #expect(checked.scenario != nil || checked.diagnostics.contains(where: \.isError))
        _ = DiagnosticRenderer(files: checked.sources).render(checked.diagnostics)
      }
    }
  }
}
