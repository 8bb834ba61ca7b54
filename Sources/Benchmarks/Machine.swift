import Glibc
import Numerics
import ReferenceJob

/// The machine the numbers were measured on.
struct Machine: Sendable {
  let processor: String
  let processors: Int
  let level: InstructionSet
  /// Processes waiting or running on average over the last minute, before anything was measured.
  let load: Double

  static func current() -> Machine {
    var loads = [0.0]
    return Machine(
      processor: field("model name", of: "/proc/cpuinfo") ?? "unknown processor",
      processors: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      level: .best,
      load: getloadavg(&loads, 1) == 1 ? loads[0] : .nan
    )
  }

  /// The value after `name :` in a file of the kernel's.
  private static func field(_ name: String, of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 4_096)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.hasPrefix(name), let colon = text.firstIndex(of: ":") else { continue }
      let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
      return String(value.reversed().drop { $0.isWhitespace }.reversed())
    }
    return nil
  }
}
