/// What was counted on a range of a study's tiles: neighbouring parts add up to the whole.
package struct StudyPart: Sendable {
  /// The tiles that were counted.
  package internal(set) var tiles: Range<Int>
  /// One for each arm; none as long as there is no tile.
  var tallies: [Tally]
  /// What the first tiles of each arm gave, where it was kept.
  var records: [TileRecord]

  init(tiles: Range<Int>, tallies: [Tally], records: [TileRecord] = []) {
    self.tiles = tiles
    self.tallies = tallies
    self.records = records
  }

  /// A part with no tile yet, to which those from `tile` on can be appended.
  package init(at tile: Int) { self.init(tiles: tile..<tile, tallies: []) }

  /// Takes in the part that begins where this one ends; nothing is left of how they were divided.
  package mutating func append(_ next: StudyPart) {
    precondition(next.tiles.lowerBound == tiles.upperBound, "parts are not neighbours")
    guard !next.tiles.isEmpty else { return }
    guard !tiles.isEmpty else {
      self = next
      return
    }
    precondition(next.tallies.count == tallies.count, "parts are of different studies")
    tiles = tiles.lowerBound..<next.tiles.upperBound
    for arm in tallies.indices { tallies[arm].merge(next.tallies[arm]) }
    for (arm, record) in next.records.enumerated() where records.indices.contains(arm) {
      records[arm].merge(record)
    }
  }
}
