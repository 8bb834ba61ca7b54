package import Domain
package import Results

/// What two models say of one scenario, in the same worlds.
package struct ModelEffect: Sendable {
  /// The scenario under the old model, then under the new.
  package let study: StudyResult
  /// What the scenario's author wants to see.
  package let selection: ReportSelection

  package init(study: StudyResult, selection: ReportSelection) {
    self.study = study
    self.selection = selection
  }
}

extension ModelDifference {
  /// The page: what is new, what moved, and what that does to a scenario; of each kind of number
  /// the largest moves, or all.
  package func report(effect: ModelEffect? = nil, showsAll: Bool = false) -> Report {
    var blocks = [heading]
    if isEmpty {
      blocks.append(.passage(Passage("", [.init("The models are the same.")])))
    } else {
      blocks +=
        [.passage(facts)]
        + groups.filter { !$0.moves.isEmpty }.map {
          .table(table(of: $0, showsAll: showsAll))
        }
      blocks.append(.passage(sourcePassage))
      blocks += unmoved
    }
    if let effect { blocks += self.blocks(of: effect) }
    return Report(blocks.filter { !$0.isEmpty })
  }

  private static let shown = 8

  private var heading: Report.Block {
    func name(_ model: MarketModel) -> String {
      TextLayout.printable("\(model.name) \(model.version), \(model.date)")
    }
    return .heading(Phrase("\(name(old))  →  \(name(new))", .strong), note: "")
  }

  private var facts: Passage {
    var items: [Passage.Item] = []
    func item(_ what: String, _ a: String?, _ b: String?) {
      guard a != b else { return }
      items.append(.init(Phrase(what, .strong), detail: Phrase(Self.arrow(a, b))))
    }
    item("date", "\(old.date)", "\(new.date)")
    item("version", old.version, new.version)
    item("benchmark", old.benchmark, new.benchmark)
    for names in names {
      let words =
        names.removed.map { "− \($0)" } + names.added.map { "+ \($0)" }
      items.append(
        .init(Phrase(names.kind, .strong), detail: Phrase(words.joined(separator: ", ")))
      )
    }
    if old.identityMoves != new.identityMoves {
      items.append(.init(Phrase("identity-moves", .strong), detail: "are others"))
    }
    if old.validation != new.validation {
      items.append(
        .init(Phrase("validation", .strong), detail: "is another: `models show` has it")
      )
    }
    if old.notes != new.notes {
      items.append(.init(Phrase("notes", .strong), detail: "are others: `models show` has them"))
    }
    return Passage("WHAT DIFFERS", items)
  }

  private static func arrow(_ a: String?, _ b: String?) -> String {
    "\(TextLayout.printable(a ?? "none"))  →  \(TextLayout.printable(b ?? "none"))"
  }

  // MARK: Numbers

  private func table(of group: Group, showsAll: Bool) -> Table {
    let moves = showsAll ? group.moves : Array(group.moves.prefix(Self.shown))
    let words =
      moves.count < group.moves.count
      ? "the \(moves.count) largest of \(group.moves.count) that moved, of \(group.common)"
      : "\(moves.count) of \(group.common)"
    let hasErrors = moves.contains { $0.inErrors != nil }
    return Table(
      title: Phrase(group.title, .strong),
      note: Phrase(words, .faint),
      columns: [
        Table.Column("", .name), Table.Column("old", .number),
        Table.Column("", .uncertainty, dropRank: 4), Table.Column("new", .number),
        Table.Column("", .uncertainty, dropRank: 3), Table.Column("move", .number),
      ] + (hasErrors ? [Table.Column("in old s.e.", .number)] : [])
        + [Table.Column("", .text, dropRank: 5)],
      rows: moves.map { row($0, hasErrors: hasErrors) }
    )
  }

  private func row(_ move: Move, hasErrors: Bool) -> Table.Row {
    let errors = move.inErrors.map { NumberFormat.fixed($0, decimals: 2, isSigned: true) } ?? ""
    let change = move.change.map { Self.fixed($0, move, isSigned: true) } ?? ""
    return Table.Row(
      [.number(TextLayout.printable(move.name))] + cells(move.old, move) + cells(move.new, move)
        + [.number(change)] + (hasErrors ? [.number(errors)] : []) + [.number(move.unit, .faint)]
    )
  }

  private func cells(_ estimate: Estimate?, _ move: Move) -> [Table.Cell] {
    guard let estimate else { return [.number("none", .faint), .number("")] }
    let error = estimate.standardError
    return [
      .number(Self.fixed(estimate.value, move)),
      .number(error > 0 ? "±" + Self.fixed(error, move) : "", .faint),
    ]
  }

  /// Digits to two of the old error, or to three of the move where there is none.
  private static func fixed(_ value: Double, _ move: Move, isSigned: Bool = false) -> String {
    let error = [move.old, move.new].compactMap { $0?.standardError }.first { $0 > 0 }
    let change = move.change.map { abs($0) }.flatMap { $0 > 0 ? $0 : nil }
    let scale = error ?? change.map { $0 / 100 } ?? 0.01
    let decimals = (NumberFormat.decimals(forError: scale) ?? 2) + (error == nil ? 0 : 1)
    return NumberFormat.fixed(value, decimals: min(max(decimals, 0), 6), isSigned: isSigned)
  }

  private var unmoved: [Report.Block] {
    let names = groups.filter { $0.moves.isEmpty && $0.common > 0 }.map {
      $0.title.lowercased()
    }
    guard !names.isEmpty else { return [] }
    return [.passage(Passage("NOT MOVED", [.init(Phrase(names.joined(separator: ", ")))]))]
  }

  private var sourcePassage: Passage {
    Passage(
      "SOURCES",
      sources.map { source in
        let words: String =
          switch (source.old, source.new) {
          case (let a?, let b?): Self.arrow(a, b)
          case (nil, let b?): "new\(b.isEmpty ? "" : ", \(b)")"
          default: "no longer used"
          }
        return .init(Phrase(TextLayout.printable(source.text)), detail: Phrase(words))
      }
    )
  }
}

extension CardSources.Entry {
  /// Provenance and words, by which sources of two models are the same.
  var key: String { "\(word): \(text)" }
}

extension Report.Block {
  /// Whether it is a passage without items.
  fileprivate var isEmpty: Bool {
    if case .passage(let passage) = self { passage.items.isEmpty } else { false }
  }
}
