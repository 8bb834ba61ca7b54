import Synchronization

/// One line on a terminal that says how far the work is: bar, share, paths, speed, time left.
///
/// It appears after half a second, so that short runs stay silent, and is wiped at the end.
final class ProgressLine: Sendable {
  private static let delay = 0.5
  private static let interval = 0.1
  private static let barWidth = 24

  private struct State {
    var done = 0
    var error: Double?
    var lastDrawn: Double?
  }

  private let stream: OutputStream
  private let width: Int
  private let total: Int
  /// Paths that were there before the work began.
  private let earlier: Int
  private let started = Clock.seconds
  private let state = Mutex(State())

  init(stream: OutputStream, width: Int, total: Int, done: Int = 0) {
    self.stream = stream
    self.width = width
    self.total = max(1, total)
    earlier = done
    state.withLock { $0.done = done }
  }

  /// Counts paths that were just simulated, from any thread, and draws the line if it is time to.
  func add(_ paths: Int, headlineError: Double?) {
    let now = Clock.seconds
    state.withLock { state in
      state.done = min(total, state.done + paths)
      state.error = headlineError ?? state.error
      guard now - started >= Self.delay, now - (state.lastDrawn ?? 0) >= Self.interval else {
        return
      }
      state.lastDrawn = now
      let line = text(done: state.done, error: state.error, after: now - started)
      // What cannot be drawn is no reason to stop the work.
      try? stream.write("\r\u{1B}[K" + String(line.prefix(max(0, width - 1))))
    }
  }

  /// Wipes the line if it was drawn.
  func end() {
    state.withLock { state in
      guard state.lastDrawn != nil else { return }
      state.lastDrawn = nil
      try? stream.write("\r\u{1B}[K")
    }
  }

  private func text(done: Int, error: Double?, after seconds: Double) -> String {
    let filled = done * Self.barWidth / total
    let bar =
      String(repeating: "━", count: filled)
      + String(repeating: "─", count: Self.barWidth - filled)
    let speed = Double(done - earlier) / seconds
    let left = speed > 0 ? Int((Double(total - done) / speed).rounded(.up)) : 0
    return "\(bar) \(done * 100 / total) %  \(done) of \(total) paths  "
      + "\(Int(speed)) paths/s  \(left) s left"
      + (error.map { $0.isFinite ? "  mean ±\(Double(Int($0 * 1_000)) / 1_000)" : "" } ?? "")
  }
}
