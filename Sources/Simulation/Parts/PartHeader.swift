package import Domain
import Numerics

/// A text that a run was made from, kept in its parts so that merging needs nothing else.
package struct PartInput: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    /// A scenario that the command line named, a file that one extends, a model.
    case scenario = 1, extended = 2, model = 3

    package var name: String {
      switch self {
      case .scenario: "scenario"
      case .extended: "extended file"
      case .model: "model"
      }
    }
  }

  package let kind: Kind
  /// The path or name it was asked for by.
  package let name: String
  package let bytes: [UInt8]

  package init(kind: Kind, name: String, bytes: [UInt8]) {
    self.kind = kind
    self.name = name
    self.bytes = bytes
  }
}

/// Share `number` of `count` of a run's tiles; numbers begin with 1.
package struct Shard: Hashable, Sendable {
  package let number, count: Int

  /// Gives nil unless 1 ≤ number ≤ count ≤ 1,000,000.
  package init?(number: Int, count: Int) {
    guard (1...1_000_000).contains(count), (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// The shard's tiles; shards differ by one tile at most, and together they are all.
  package func tiles(of tileCount: Int) -> Range<Int> {
    (number - 1) * tileCount / count..<number * tileCount / count
  }
}

/// What a part says of itself: the question, and which tiles it answers.
package struct PartHeader: Hashable, Sendable {
  package var engine: String
  /// The verb that made it, `run` or `compare`: it decides the form of the result.
  package var command: String
  package var inputs: [PartInput]
  package var settings: RunSettings
  /// Of each arm's plan: of all that can change a number.
  package var fingerprints: [String]
  /// nil: the part is of the whole run.
  package var shard: Shard?
  /// The tiles it is to have, and those that it has.
  package var range, tiles: Range<Int>

  package init(
    command: String,
    inputs: [PartInput],
    study: Study,
    shard: Shard?
  ) {
    engine = Study.engineVersion
    self.command = command
    self.inputs = inputs
    settings = study.settings
    fingerprints = study.fingerprints
    self.shard = shard
    range = shard?.tiles(of: study.tileCount) ?? 0..<study.tileCount
    tiles = range.lowerBound..<range.lowerBound
  }

  package var isComplete: Bool { tiles == range }

  /// Paths of a range of the run's tiles.
  package func paths(of tiles: Range<Int>) -> Int {
    BatchSizes(tiles: tiles, paths: settings.paths).paths
  }

  /// Why two parts are not of one run: what differs, and how; nil where nothing does.
  package func difference(from other: PartHeader) -> String? {
    let pairs = [("engine", engine, other.engine), ("command", command, other.command)]
    for (name, mine, theirs) in pairs where mine != theirs {
      return "the \(name) is \(mine) in one and \(theirs) in the other"
    }
    if let text = inputDifference(from: other) { return text }
    for (mine, theirs) in zip(settings.entries, other.settings.entries)
    where mine.value != theirs.value {
      return "`\(mine.name)` is \(mine.value) in one and \(theirs.value) in the other"
    }
    guard fingerprints == other.fingerprints else {
      return "the same texts were understood differently, by different builds of dovetail"
    }
    return nil
  }

  private func inputDifference(from other: PartHeader) -> String? {
    for kind in [PartInput.Kind.scenario, .extended, .model] {
      let mine = inputs.filter { $0.kind == kind }
      let theirs = other.inputs.filter { $0.kind == kind }
      for (mine, theirs) in zip(mine, theirs) where mine.bytes != theirs.bytes {
        return mine.name == theirs.name
          ? "the text of the \(kind.name) \(mine.name) is not the same"
          : "the texts of \(mine.name) and \(theirs.name) are not the same"
      }
      guard mine.count == theirs.count else {
        return "one was made from \(mine.count) \(kind.name)s and the other from \(theirs.count)"
      }
    }
    return inputs.map(\.kind) == other.inputs.map(\.kind)
      ? nil : "their files were read in another order"
  }
}

/// Settings by name: a new one needs a line in each direction.
extension RunSettings {
  package var entries: [(name: String, value: String)] {
    [
      ("paths", String(paths)), ("seed", String(seed)), ("parameters", parameters.rawValue),
      ("drawdown", drawdown.rawValue), ("sampling", sampling.rawValue),
      ("controls-means", String(controlsMeans)),
    ]
  }

  init(entries: [(name: String, value: String)]) throws(StorageFault) {
    func value<T>(_ name: String, _ read: (String) -> T?) throws(StorageFault) -> T {
      guard let text = entries.first(where: { $0.name == name })?.value, let value = read(text)
      else { throw StorageFault("its `\(name)` cannot be read") }
      return value
    }
    self.init(
      paths: try value("paths") { Int($0) },
      seed: try value("seed") { UInt64($0) },
      parameters: try value("parameters") { ParameterTreatment(rawValue: $0) },
      drawdown: try value("drawdown") { DrawdownObservation(rawValue: $0) },
      sampling: try value("sampling") { SamplingScheme(rawValue: $0) },
      controlsMeans: try value("controls-means") { Bool($0) }
    )
    // Counts are kept in 32 bits.
    guard paths > 0, paths <= Int(UInt32.max) else {
      throw StorageFault("its `paths` cannot be read")
    }
    guard self.entries.elementsEqual(entries, by: ==) else {
      throw StorageFault("it has settings that this version does not know")
    }
  }
}
