/// Memory of one worker, freed with it; nothing is allocated while paths move.
struct Arena: ~Copyable {
  private var blocks: [UnsafeMutableRawPointer] = []
  /// What was allocated.
  private(set) var byteCount = 0

  init() {}

  mutating func floats(_ count: Int) -> UnsafeMutablePointer<Float> { allocate(count, 0) }

  mutating func floats(_ values: [Float]) -> UnsafeMutablePointer<Float> {
    let pointer: UnsafeMutablePointer<Float> = allocate(values.count, 0)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return pointer
  }

  mutating func doubles(_ count: Int) -> UnsafeMutablePointer<Double> { allocate(count, 0) }

  mutating func integers(_ values: [Int32]) -> UnsafeMutablePointer<Int32> {
    let pointer: UnsafeMutablePointer<Int32> = allocate(values.count, 0)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return pointer
  }

  mutating func words(_ count: Int) -> UnsafeMutablePointer<UInt32> { allocate(count, 0) }

  mutating func words(_ values: [UInt32]) -> UnsafeMutablePointer<UInt32> {
    let pointer: UnsafeMutablePointer<UInt32> = allocate(values.count, 0)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return pointer
  }

  mutating func bytes(_ values: [UInt8]) -> UnsafeMutablePointer<UInt8> {
    let pointer: UnsafeMutablePointer<UInt8> = allocate(values.count, 0)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return pointer
  }

  /// Values one after the other; at least one.
  mutating func rows<T: BitwiseCopyable>(of values: [T]) -> UnsafeMutablePointer<T> {
    guard let first = values.first else { preconditionFailure("no value to begin with") }
    let pointer = allocate(values.count, first)
    for (index, value) in values.enumerated() { pointer[index] = value }
    return pointer
  }

  mutating func copy<T: BitwiseCopyable>(_ value: T) -> UnsafePointer<T> {
    UnsafePointer(allocate(1, value))
  }

  private mutating func allocate<T: BitwiseCopyable>(
    _ count: Int,
    _ value: T
  ) -> UnsafeMutablePointer<T> {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<T>.stride,
      alignment: 64
    )
    blocks.append(raw)
    byteCount += max(count, 1) * MemoryLayout<T>.stride
    return raw.initializeMemory(as: T.self, repeating: value, count: max(count, 1))
  }

  deinit { for block in blocks { block.deallocate() } }
}
