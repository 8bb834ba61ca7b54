internal import ArgumentParser

/// An amount of memory: a number and `M` or `G`, of 1024 × 1024 bytes and its 1024-fold.
struct MemoryLimit: ExpressibleByArgument, Hashable, Sendable {
  let bytes: Int
  /// As it was written.
  let text: String

  init?(argument: String) {
    let units = ["K": 10, "M": 20, "G": 30, "T": 40]
    let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = argument.dropFirst(number.count).uppercased()
    guard let value = Double(number), let letter = unit.first, let shift = units[String(letter)],
      ["", "B", "IB"].contains(unit.dropFirst()),
      (1...0x1p50).contains(value * Double(1 << shift))
    else { return nil }
    bytes = Int(value * Double(1 << shift))
    text = argument
  }
}
