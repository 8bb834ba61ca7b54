/// What was counted on a range of a study's tiles: neighbouring parts add up to the whole.
package struct StudyPart: Sendable {
  /// The tiles that were counted.
  package private(set) var tiles: Range<Int>
  /// One for each arm.
  private(set) var tallies: [Tally]

  init(tiles: Range<Int>, tallies: [Tally]) {
    self.tiles = tiles
    self.tallies = tallies
  }

  /// Takes in the part that begins where this one ends; nothing is left of how they were divided.
  package mutating func append(_ next: StudyPart) {
    precondition(next.tiles.lowerBound == tiles.upperBound, "parts are not neighbours")
    precondition(next.tallies.count == tallies.count, "parts are of different studies")
    tiles = tiles.lowerBound..<next.tiles.upperBound
    for arm in tallies.indices { tallies[arm].merge(next.tallies[arm]) }
  }
}
