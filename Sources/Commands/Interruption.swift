import Glibc
import Synchronization

/// Waits for SIGINT and SIGTERM, and has the work cancelled when one comes.
///
/// A signal that the caller told us to ignore stays ignored, as background jobs of a shell expect.
final class Interruption: Sendable {
  /// How long cancelled work may take to end by itself: waiting for a terminal's input never does.
  private static let patienceMicroseconds: UInt32 = 500_000

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

  /// Calls `cancel` when a signal comes, and ends the process if the work does not.
  func wait(cancel: () -> Void) -> Never {
    var signals = signals
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    received.store(number, ordering: .relaxed)
    cancel()
    usleep(Self.patienceMicroseconds)
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
