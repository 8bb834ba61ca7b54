import CKernel

/// What the kernel is compiled for; each gives the same bits.
package enum InstructionSet: String, CaseIterable, Sendable {
  case avx512, avx2, portable

  private var level: Int32 {
    switch self {
    case .avx512: 4
    case .avx2: 3
    case .portable: 1
    }
  }

  /// Makes the kernel use it from now on; false, and nothing changes, where the processor lacks it.
  package func use() -> Bool {
    let before = ck_level()
    guard ck_choose_level(level) == level else {
      _ = ck_choose_level(before)
      return false
    }
    return true
  }
}
