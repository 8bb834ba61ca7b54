import Numerics

/// A tally as bytes; a new kind of sum needs a line in each direction.
extension Tally: Storable {
  func store(in writer: inout ByteWriter) {
    for (number, channel) in channels.enumerated() {
      points[number].store(in: &writer)
      moments[number].store(in: &writer)
      controls[number].store(in: &writer)
      store(counts[offsets[number]..<offsets[number] + channel.bins], in: &writer)
    }
    for share in shares { share.store(in: &writer) }
    for split in splits { split.store(in: &writer) }
    for rank in ranks { rank.store(in: &writer) }
    for share in worse { share.store(in: &writer) }
  }

  /// Counts one after the other; a run of empty bins is a zero and its length.
  private func store(_ counts: ArraySlice<UInt32>, in writer: inout ByteWriter) {
    var empty = 0
    func endRun() {
      guard empty > 0 else { return }
      writer.append(count: 0)
      writer.append(count: empty)
      empty = 0
    }
    for count in counts {
      if count == 0 {
        empty += 1
      } else {
        endRun()
        writer.append(count: Int(count))
      }
    }
    endRun()
  }

  /// Fills an empty tally with what was counted on tiles of which the sizes are known.
  mutating func fill(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    for (number, channel) in channels.enumerated() {
      points[number] = try PointValues(from: &reader, sizes: sizes)
      moments[number] = try BatchMoments(from: &reader, sizes: sizes)
      controls[number] = try BatchControl(from: &reader, sizes: sizes)
      let places = offsets[number]..<offsets[number] + channel.bins
      let counted = try fill(places, from: &reader, limit: sizes.paths)
      guard counted + points[number].zeros == sizes.paths else {
        throw StorageFault("a histogram does not have the paths it should have")
      }
    }
    for number in shares.indices {
      shares[number] = try BatchShare(from: &reader, sizes: sizes)
    }
    for number in splits.indices {
      splits[number] = try BatchSplit(from: &reader, sizes: sizes)
    }
    for number in ranks.indices {
      ranks[number] = try BatchMoments(from: &reader, sizes: sizes)
    }
    for number in worse.indices {
      worse[number] = try BatchShare(from: &reader, sizes: sizes)
    }
  }

  /// Reads the counts of a channel and gives their sum, at most `limit`.
  private mutating func fill(
    _ places: Range<Int>,
    from reader: inout ByteReader,
    limit: Int
  ) throws(StorageFault) -> Int {
    var total = 0
    var place = places.lowerBound
    while place < places.upperBound {
      let count = try reader.count(upTo: limit - total, "a count")
      if count == 0 {
        let empty = try reader.count(upTo: places.upperBound - place, "a run of empty bins")
        guard empty > 0 else { throw StorageFault("a run of empty bins has none") }
        place += empty
      } else {
        guard let stored = UInt32(exactly: count) else {
          throw StorageFault("a count is too large")
        }
        counts[place] = stored
        total += count
        place += 1
      }
    }
    return total
  }
}

extension PointValues: Storable {
  func store(in writer: inout ByteWriter) {
    writer.append(fixed: low.bitPattern)
    writer.append(fixed: high.bitPattern)
    writer.append(count: zeros)
  }

  init(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    low = Float(bitPattern: try reader.fixed(UInt32.self))
    high = Float(bitPattern: try reader.fixed(UInt32.self))
    zeros = try reader.count(upTo: sizes.paths, "a number of zeros")
    guard !low.isNaN, !high.isNaN else { throw StorageFault("an extreme is not a number") }
  }
}
