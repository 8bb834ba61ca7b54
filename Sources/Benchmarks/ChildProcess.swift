import Glibc

/// What one run of a program cost.
struct ProcessCost: Sendable {
  /// Seconds of all its threads, and seconds on the clock.
  var processor, clock: Double
  /// The most memory it held, in MiB.
  var peak: Double
  /// Seconds on the clock until the first byte on its standard error; NaN: there was none.
  var firstWord: Double
}

/// Why a program's cost is not known.
enum ProcessFailure: Error, Equatable {
  case notStarted(code: Int32)
  case ended(status: Int32)
}

/// A program run to its end, its output thrown away.
struct ChildProcess: Sendable {
  let program: String
  let arguments: [String]

  /// What a program finds of this process's environment.
  private static let passed = ["PATH", "HOME", "LD_LIBRARY_PATH", "GLIBC_TUNABLES", "LC_ALL"]

  /// Runs the program once.
  func run() throws(ProcessFailure) -> ProcessCost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .notStarted(code: errno) }
    defer { close(ends[0]) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
    let environment = Self.passed.compactMap { name in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    let started = ResourceUse.now()
    var identifier = pid_t()
    let code = Self.withCStrings([program] + arguments) { arguments in
      Self.withCStrings(environment) { environment in
        posix_spawnp(&identifier, program, &actions, nil, arguments, environment)
      }
    }
    close(ends[1])
    guard code == 0 else { throw .notStarted(code: code) }
    let firstWord = Self.drain(ends[0], since: started)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(identifier, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw .notStarted(code: errno) }
    }
    guard status == 0 else { throw .ended(status: status) }
    return ProcessCost(
      processor: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      clock: ResourceUse.now().since(started).clock,
      peak: Double(usage.ru_maxrss) / 1_024,
      firstWord: firstWord
    )
  }

  /// Reads all that comes, and gives the seconds on the clock until the first of it.
  private static func drain(_ end: Int32, since started: ResourceUse) -> Double {
    var first = Double.nan
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = read(end, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return first }
      if first.isNaN { first = ResourceUse.now().since(started).clock }
    }
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }

  /// Lends strings to C as an array that ends with a null pointer.
  private static func withCStrings<R>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      // The array holds at least its null pointer.
      guard let start = buffer.baseAddress else { fatalError("an array without storage") }
      return body(start)
    }
  }
}
