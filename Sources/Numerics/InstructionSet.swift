import CKernel

/// The instruction sets the kernel is compiled for; each gives the same bits.
package enum InstructionSet: Int32, CaseIterable, Sendable {
  case portable = 1
  case avx2 = 3
  case avx512 = 4

  /// In words, as options take it.
  package var name: String {
    switch self {
    case .portable: "portable"
    case .avx2: "avx2"
    case .avx512: "avx512"
    }
  }

  package init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Whether this machine has the instructions.
  package var isAvailable: Bool { ck_job_level(rawValue) == rawValue }

  /// The best this machine has.
  package static var best: InstructionSet {
    InstructionSet(rawValue: ck_job_level(4)) ?? .portable
  }

  /// Makes the kernel use it from now on; false, and nothing changes, where the processor lacks it.
  package func use() -> Bool { isAvailable && ck_choose_level(rawValue) == rawValue }
}
