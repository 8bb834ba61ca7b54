import Glibc

/// Processor time and time on the clock, in seconds.
struct ResourceUse: Sendable {
  var processor: Double
  var clock: Double

  /// What this process has used so far.
  static func now() -> ResourceUse {
    ResourceUse(
      processor: seconds(CLOCK_PROCESS_CPUTIME_ID),
      clock: seconds(CLOCK_MONOTONIC)
    )
  }

  func since(_ start: ResourceUse) -> ResourceUse {
    ResourceUse(processor: processor - start.processor, clock: clock - start.clock)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return .nan }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory this process has held, in MiB.
  static func peakMemory() -> Double {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return .nan }
    return Double(usage.ru_maxrss) / 1_024
  }
}
