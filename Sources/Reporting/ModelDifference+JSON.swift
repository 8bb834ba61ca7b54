internal import Domain
internal import Results

extension ModelDifference {
  /// `dovetail.model-difference/1`: everything that moved, and what it does to a scenario.
  package func json(effect: ModelEffect? = nil) -> JSONValue {
    func head(_ model: MarketModel) -> JSONValue {
      [
        "name": .string(model.name), "version": .string(model.version),
        "date": .string("\(model.date)"), "benchmark": .string(model.benchmark),
        "notes": model.notes.map { .string($0) } ?? nil,
      ]
    }
    return [
      "format": "dovetail.model-difference/1", "old": head(old), "new": head(new),
      "same": .boolean(isEmpty),
      "names": .array(
        names.map { names in
          [
            "kind": .string(names.kind), "removed": .array(names.removed.map { .string($0) }),
            "added": .array(names.added.map { .string($0) }),
          ]
        }
      ),
      "groups": .array(groups.map(group)),
      "sources": .array(
        sources.map { source in
          [
            "source": .string(source.text), "old": source.old.map { .string($0) } ?? nil,
            "new": source.new.map { .string($0) } ?? nil,
          ]
        }
      ),
      "scenario": effect.map(scenario) ?? nil,
    ]
  }

  private func group(_ group: Group) -> JSONValue {
    func number(_ estimate: Estimate?) -> JSONValue {
      estimate.map { JSONValue.estimate($0) } ?? nil
    }
    return [
      "group": .string(group.key), "common": .integer(group.common),
      "moves": .array(
        group.moves.map { move in
          [
            "name": .string(move.name), "unit": .string(move.unit), "old": number(move.old),
            "new": number(move.new), "change": move.change.map { .number($0) } ?? nil,
            "in_old_se": move.inErrors.map { .number($0) } ?? nil,
          ]
        }
      ),
    ]
  }

  private func scenario(_ effect: ModelEffect) -> JSONValue {
    guard let (old, new) = effect.arms, let difference = effect.study.differences.first else {
      return nil
    }
    let record = effect.study.record
    return [
      "name": .string(new.scenarioName), "paths": .integer(record.paths),
      "seed": .unsigned(record.seed), "paired": true,
      "medians": .array(
        difference.assets.map { row in
          func median(_ arm: ArmResult) -> JSONValue {
            let found = arm.assets.first {
              $0.asset.name == row.asset.name && $0.horizon.date == row.horizon.date
            }
            return found.map { JSONValue.estimate($0.total.median) } ?? nil
          }
          return [
            "asset": .string(row.asset.name), "horizon": .string(row.horizon.label),
            "date": .string(row.horizon.date.description), "old": median(old),
            "new": median(new), "difference": JSONValue.estimate(row.median),
          ]
        }
      ),
      "questions": .array(
        zip(old.answers + old.expectations, new.answers + new.expectations).map { a, b in
          [
            "text": .string(a.question.text), "old": JSONValue.estimate(a.value),
            "new": JSONValue.estimate(b.value),
          ]
        }
      ),
    ]
  }
}
