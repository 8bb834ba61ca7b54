package import Domain
package import Results

/// The names that screens print for the names that files use.
struct AssetTitles {
  private let titles: [String: String]

  init(_ arm: ArmResult) {
    let assets =
      arm.assets.map(\.asset) + [arm.benchmark] + arm.spreads.flatMap { [$0.long, $0.short] }
    titles = Dictionary(assets.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(name: String) -> String { TextLayout.printable(titles[name] ?? name) }

  subscript(subject: Subject) -> String {
    switch subject {
    case .asset(let name): self[name]
    case .spread(let long, let short): "\(self[long]) − \(self[short])"
    }
  }
}

extension ArmResult {
  /// The horizon of a label or date, or the longest; an error that lists the labels otherwise.
  package func horizon(labelled label: String?) throws(ReportError) -> Horizon {
    guard let found = horizons.chosen(label) else {
      throw .unknownHorizon(label ?? "", known: horizons.map(\.label))
    }
    return found
  }
}

extension TableStatistic {
  /// The statistic of a name, or an error that lists the names.
  init(named name: String) throws(ReportError) {
    guard let statistic = TableStatistic(name: name) else {
      throw .unknownStatistic(name, known: TableStatistic.allCases.map(\.rawValue))
    }
    self = statistic
  }

  /// The statistics of some names.
  static func all(named names: [String]) throws(ReportError) -> [TableStatistic] {
    var statistics: [TableStatistic] = []
    for name in names { statistics.append(try TableStatistic(named: name)) }
    return statistics
  }
}

extension Subject {
  var assetNames: [String] {
    switch self {
    case .asset(let name): [name]
    case .spread(let long, let short): [long, short]
    }
  }

  var isSpread: Bool {
    if case .spread = self { true } else { false }
  }
}

extension Measure {
  var assetNames: [String] {
    switch self {
    case .probabilityOfReturn(let subject, _), .statistic(_, let subject): subject.assetNames
    case .probabilityOfOrder(let higher, let lower): [higher, lower]
    case .probabilityOfLevel(let asset, _): [asset]
    }
  }
}

extension Asset {
  /// The first word of its title, for the head of a column: `S&P`.
  var heading: String {
    let first = title.split(separator: " ").first.map { String($0) } ?? name
    return TextLayout.truncated(TextLayout.printable(first), to: 10)
  }
}

extension SpreadResult {
  /// Orders spreads by their pair.
  var pairKey: String { "\(long.name) \(short.name)" }
}

extension RangeBar {
  init(_ total: DistributionSummary) {
    self.init([total.q05, total.q25, total.median, total.q75, total.q95].map(\.value))
  }
}
