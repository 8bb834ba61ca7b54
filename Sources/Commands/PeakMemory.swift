/// The most memory that this process has held so far.
enum PeakMemory {
  /// In bytes, as the system counts resident pages; nil where it does not say.
  static var bytes: Int? {
    // Unlike what `getrusage` says, this leaves out the process before it became this program.
    guard
      let status = try? InputFile.read("/proc/self/status", limit: 1 << 16, standardInput: -1),
      let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
        .first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first
        .flatMap({ Int($0) })
    else { return nil }
    return kibibytes << 10
  }
}
