internal import Foundation

/// Texts kept beside the tests that own them, to be compared with what is written now.
package enum Golden {
  /// Nil where the text equals `Golden/<name>` beside the calling test's file, else what differs.
  ///
  /// With `RECORD_GOLDEN=1` in the environment the file is rewritten and the answer is never nil,
  /// so that a recording run fails and cannot be taken for a check.
  package static func mismatch(
    _ text: String,
    _ name: String,
    besides file: String = #filePath
  ) -> String? {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      .appendingPathComponent("Golden")
    let golden = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: golden)
        return "recorded \(name); read it, then run again without RECORD_GOLDEN"
      } catch {
        return "cannot record \(name): \(error)"
      }
    }
    guard let data = try? Data(contentsOf: golden) else {
      return "no golden file \(name); record it with RECORD_GOLDEN=1"
    }
    let kept = String(decoding: data, as: UTF8.self)
    return kept == text ? nil : firstDifference(kept, text, name)
  }

  private static func firstDifference(_ kept: String, _ text: String, _ name: String) -> String {
    let old = kept.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let place = zip(old, new).prefix { $0 == $1 }.count
    let before = place < old.count ? "`\(old[place])`" : "the end"
    let after = place < new.count ? "`\(new[place])`" : "the end"
    return "\(name):\(place + 1): kept \(before), now \(after)"
  }
}
