import Synchronization

/// Deals the tiles of a range to workers, in order, each once.
final class TileDealer: Sendable {
  private let tiles: Range<Int>
  private let following: Atomic<Int>

  init(_ tiles: Range<Int>) {
    self.tiles = tiles
    following = Atomic(tiles.lowerBound)
  }

  /// The next tile; nil when all are dealt.
  func next() -> Int? {
    guard following.load(ordering: .relaxed) < tiles.upperBound else { return nil }
    let tile = following.wrappingAdd(1, ordering: .relaxed).oldValue
    return tile < tiles.upperBound ? tile : nil
  }

  /// The tiles dealt so far: always the first of the range.
  var dealt: Range<Int> {
    tiles.lowerBound..<min(following.load(ordering: .relaxed), tiles.upperBound)
  }
}
