/// What the first tiles of an arm gave, kept for the second pass.
///
/// The second pass asks how the values of these tiles lie about quantiles that are known only once
/// all tiles are counted. Where keeping the values would take too much, the tiles are walked again.
struct TileRecord: Sendable {
  /// The channels of one tile.
  struct Row: Sendable {
    let tile: Int
    /// Channels × 64.
    private var values: [Float]
    /// What control variates were off by; 0 where there is none.
    private var corrections: [Double]
    /// Sums of what is asked for that is no channel's.
    private(set) var asked: [Double]
    private let places: AskedPlaces

    init(tile: Int, channels: Int, asked places: AskedPlaces) {
      self.tile = tile
      self.places = places
      values = [Float](repeating: 0, count: channels * CK.lanes)
      corrections = [Double](repeating: 0, count: channels)
      asked = [Double](repeating: 0, count: places.count)
    }

    mutating func take(share: Int, hits: Int) {
      if let place = places.share(share) { asked[place] = Double(hits) }
    }

    mutating func take(rank: Int, sum: Double) { asked[places.rank(rank)] = sum }

    mutating func take(
      _ channel: Int,
      _ values: UnsafePointer<Float>,
      count: Int,
      correction: Double
    ) {
      corrections[channel] = correction
      self.values.withUnsafeMutableBufferPointer { kept in
        guard let base = kept.baseAddress else { return }
        (base + channel * CK.lanes).update(from: values, count: count)
      }
    }

    /// Gives the channels' values to the second pass.
    func give(to sink: inout InfluenceSink, count: Int) {
      values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        for channel in corrections.indices {
          let row = base + channel * CK.lanes
          sink.take(channel: channel, row, count: count, correction: corrections[channel])
        }
      }
      sink.take(asked: asked)
    }
  }

  /// Bytes of what is kept of channels, of all arms together.
  static let limit = 20 << 20

  /// In order of tiles once workers are merged.
  private(set) var rows: [Row] = []

  mutating func append(_ row: Row) { rows.append(row) }

  /// Takes in what another worker or a later part has.
  mutating func merge(_ other: TileRecord) {
    rows += other.rows
    rows.sort { $0.tile < $1.tile }
  }

  /// Whether it has each of the first tiles.
  func covers(_ tiles: Int) -> Bool { rows.map(\.tile) == Array(0..<tiles) }

  /// What keeping the first tiles of all arms takes; 0 where they are not kept.
  static func byteCount(of plans: [SimulationPlan]) -> Int {
    let tiles = min(plans.first?.tileCount ?? 0, Engine.influenceTiles)
    let each = plans.reduce(0) { sum, plan in
      let channels = plan.readings.channels.count
      return sum + channels * (CK.lanes * MemoryLayout<Float>.stride + MemoryLayout<Double>.stride)
    }
    return each * tiles <= limit ? each * tiles : 0
  }
}
