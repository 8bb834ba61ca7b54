import Testing

@testable import Texts

@Suite("Reading YAML")
struct ReaderTests {
  private func read(_ text: String) -> Reader.Outcome {
    Reader.read(SourceFile(path: "t.yaml", text: text))
  }

  private func slice(_ text: String, _ place: SourcePlace) -> String {
    SourceFile(path: "t.yaml", text: text).text(in: place.range)
  }

  @Test("every scalar is text, whatever it looks like")
  func noTypes() throws {
    let tree = try #require(read("a: no\nb: 010\nc: 1:30\nd: 1e3\ne: ~\nf: null\ng: 'x'").tree)
    #expect(tree.entries?.map { $0.value.text } == ["no", "010", "1:30", "1e3", "~", "null", "x"])
    #expect(tree["e"]?.isEmpty == false)
  }

  @Test("places are exact, in UTF-8, beside wide characters and marks")
  func places() throws {
    let text = "# 世界 é\na: +6bp ± 4bp  # c\nb: {x±: 1, y: [2, '−3']}\nc:\n  - d: e\n"
    let tree = try #require(read(text).tree)
    let a = try #require(tree.entry("a"))
    #expect(slice(text, a.value.place) == "+6bp ± 4bp")
    let b = try #require(tree["b"])
    #expect(slice(text, b.place) == "{x±: 1, y: [2, '−3']}")
    #expect(slice(text, try #require(b.entry("x±")).keyPlace) == "x±")
    #expect(slice(text, try #require(b["y"]).place) == "[2, '−3']")
    #expect(slice(text, try #require(b["y"]?.items?.last).place) == "'−3'")
    let c = try #require(tree["c"])
    #expect(slice(text, c.place) == "- d: e")
    #expect(c.items?.first?.indentation == 4)
  }

  @Test(
    "what YAML would read otherwise than it looks is refused",
    arguments: [
      ("a: 1\n\tb: 2", "E102"), ("a: 1\na: 2", "E103"), ("{a: 1, a: 2}", "E103"),
      ("a: &x 1\nb: 2", "E107"), ("a: *x", "E107"), ("a: 1\n---\nb: 2", "E108"),
      ("a: !!int 1", "E109"), ("%YAML 1.1\n---\na: 1", "E109"), ("a: b\u{202E}c", "E112"),
      ("a: b\u{7}c", "E112"), ("a: b\u{200B}c", "E112"), ("a: b\u{85}c", "E112"),
      ("? [a]\n: b", "E106"), ("a: [1, 2", "E101"), ("a: {b: 1", "E101"), ("a: 'b", "E101"),
      ("asof:2025-12-05\nb: 1", "E104"), ("a: b: c", "E101"), ("a\nb: 1", "E101"),
      ("a: @b", "E101"), ("a:\n  b: 1\n c: 2", "E101"),
    ]
  )
  func refused(_ text: String, _ code: String) {
    #expect(read(text).diagnostics.map(\.code) == [code], "\(text)")
  }

  @Test("a duplicate key is shown at both places, the second first")
  func duplicates() throws {
    let text = "a: 1\nb: 2\na: 3"
    let fault = try #require(read(text).diagnostics.first)
    #expect(fault.labels.map { slice(text, $0.place) } == ["a: 3", "a"])
    #expect(fault.labels.map(\.place.range.lower) == [10, 0])
  }

  @Test("depth, size and number of values are limited")
  func limits() {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(read("a: " + deep).diagnostics.map(\.code) == ["E110"])
    let fits = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    #expect(read("a: " + fits).diagnostics.isEmpty)
    #expect(
      read("a: [" + String(repeating: "1,", count: 200_000) + "1]").diagnostics.map(\.code) == [
        "E110"
      ]
    )
    #expect(
      read("a: " + String(repeating: "x", count: 1 << 20)).diagnostics.map(\.code) == ["E110"]
    )
    let nested = String(repeating: "[", count: 100_000)
    #expect(read(nested).diagnostics.map(\.code) == ["E110"])
  }

  @Test("bytes that are no UTF-8 are placed")
  func encoding() throws {
    let file = SourceFile(path: "t.yaml", bytes: Array("a: b\nc: ".utf8) + [0xFF, 0x0A])
    let fault = try #require(Reader.read(file).diagnostics.first)
    #expect(fault.code == "E111")
    #expect(
      file.position(at: fault.labels[0].place.range.lower) == SourcePosition(line: 2, column: 4)
    )
    let wide = SourceFile(path: "t.yaml", bytes: [0xFF, 0xFE, 0x61, 0x00])
    #expect(Reader.read(wide).diagnostics.map(\.code) == ["E111"])
    let marked = SourceFile(path: "t.yaml", bytes: [0xEF, 0xBB, 0xBF] + Array("é: 1".utf8))
    #expect(Reader.read(marked).tree?.entries?.first?.key == "é")
  }

  @Test("lines end in LF, CRLF or CR, and columns count characters")
  func lines() {
    let file = SourceFile(path: "t", text: "ab\r\ncé界d\rx\n")
    #expect(file.lineCount == 4)
    #expect(file.position(at: 0) == SourcePosition(line: 1, column: 1))
    #expect(file.position(at: 10) == SourcePosition(line: 2, column: 4))
    #expect(file.text(in: file.range(ofLine: 2)) == "cé界d")
    #expect(file.position(at: 12) == SourcePosition(line: 3, column: 1))
  }
}
