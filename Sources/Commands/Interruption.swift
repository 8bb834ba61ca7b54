import Glibc
import Synchronization

/// Waits for SIGINT and SIGTERM, and has the work cancelled when one comes.
///
/// A signal that the caller told us to ignore stays ignored, as background jobs of a shell expect.
final class Interruption: Sendable {
  private let received = Atomic<Int32>(0)
  private let signals: sigset_t

  /// Blocks the signals in this thread; to be made before any other, which inherits that.
  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] where !Self.isIgnored(number) { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    self.signals = signals
  }

  /// Calls `cancel` when a signal comes, and ends the process if the work does not; a second signal
  /// ends it at once.
  func wait(_ patience: Patience, cancel: () -> Void) -> Never {
    var signals = signals
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    received.store(number, ordering: .relaxed)
    cancel()
    let start = Clock.seconds
    var step = timespec(tv_sec: 0, tv_nsec: 50_000_000)
    while Clock.seconds - start < patience.seconds {
      if sigtimedwait(&signals, nil, &step) > 0 { break }
    }
    _exit(128 + number)
  }

  /// The code of the signal that came, 130 or 143; nil while none has.
  var exitCode: ExitCode? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    default: nil
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    let handler = action.__sigaction_handler.sa_handler
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// How long cancelled work may take to end by itself; waiting for a terminal's input never does.
final class Patience: Sendable {
  private let isExtended = Atomic(false)

  /// Gives the work time to reach a state that can be saved, and to save it.
  func extend() { isExtended.store(true, ordering: .relaxed) }

  /// Nothing is left to save.
  func end() { isExtended.store(false, ordering: .relaxed) }

  var seconds: Double { isExtended.load(ordering: .relaxed) ? 120 : 0.5 }
}
