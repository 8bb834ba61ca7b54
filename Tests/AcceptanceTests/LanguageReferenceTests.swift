import Commands
import Testing

@Suite("The reference of the language")
struct LanguageReferenceTests {
  /// A block of YAML in a document; a comment on its first line names its file.
  struct Block {
    let name: String
    let text: String

    static func all(in document: String) -> [Block] {
      var blocks: [Block] = []
      for match in document.matches(of: /```yaml\n((?:(?!```)(?s).)*)```/) {
        let text = String(match.1)
        let named = text.firstMatch(of: /^# ([a-z-]+\.yaml)\n/)
        let whole = text.contains("dovetail: 1") ? text : "dovetail: 1\nasof: 2025-12-05\n" + text
        blocks.append(
          Block(name: named.map { String($0.1) } ?? "block-\(blocks.count).yaml", text: whole)
        )
      }
      return blocks
    }
  }

  @Test("every example in it is a valid scenario, or the part of one")
  func examples() async throws {
    let document = try await CommandLineRun("explain", "--language").output
    let blocks = Block.all(in: document)
    #expect(blocks.count >= 12)
    let folder = try TemporaryFolder()
    for block in blocks { try folder.write(block.text, to: block.name) }
    for block in blocks {
      let run = try await CommandLineRun("check", "\(folder.path)/\(block.name)")
      #expect(run.code == .done, "\(block.text)\n\(run.error)")
      // A replay knows what came after it, and some responses are assumptions; nothing else is
      // warned of.
      let warnings = run.error.matches(of: /warning\[(W\d+)\]/).map { String($0.1) }
      let known =
        (block.text.contains("realised") ? ["W301"] : [])
        + (block.text.contains("because: term-premium") ? ["W305"] : [])
      #expect(warnings == known, "\(run.error)")
    }
  }

  @Test("every key of the language stands in it")
  func complete() async throws {
    let document = try await CommandLineRun("explain", "--language").output
    for key in ["dovetail", "trailing-volatility", "spread-over", "moved[].to", "parameters"] {
      #expect(document.contains("| `\(key)` | "), "\(key)")
    }
    for key in ["policy", "events[].correlate", "events[].window"] {
      #expect(document.contains("| `\(key)` | "), "\(key)")
    }
  }
}
