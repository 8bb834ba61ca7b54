import Glibc

/// Time that passes, for progress and remarks; no number depends on it.
enum Clock {
  /// Seconds since some moment in the past.
  static var seconds: Double {
    var time = timespec()
    _ = clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
