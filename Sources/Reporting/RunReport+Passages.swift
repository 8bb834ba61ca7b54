internal import Domain
package import Results

extension RunPage {
  /// Everything below the tables; a passage with nothing to say is left out.
  var passages: [Report.Block] {
    let passages =
      [spreadSources] + ledger + [levels, asked, expected, realised, tail, certainty, closing]
    return passages.filter { !$0.items.isEmpty }.map { .passage($0) }
  }

  private var spreadSources: Passage {
    let results = keyAssets.compactMap { asset in
      arm.assets.first { $0.asset == asset && $0.horizon == horizon }
    }
    return Passage(
      "WHERE THE SPREAD COMES FROM",
      results.compactMap { result in
        result.variance.map { split in
          let title = TextLayout.printable(result.asset.title)
          return .init(Phrase("\(title), \(horizon.words): " + sourceWords(split)))
        }
      }
    )
  }

  /// `your events 2 % · open releases 7 % · …`, which add to 100 as printed.
  private func sourceWords(_ split: VarianceSplit) -> String {
    let shares = [split.events, split.open, split.market, split.parameters]
    let decimals = shares.contains { $0 > 0 && $0 < 0.01 } ? 1 : 0
    let names = ["your events", "open releases", "ordinary market moves", "uncertain coefficients"]
    return zip(names, NumberFormat.shares(shares, decimals: decimals))
      .map { "\($0) \($1) %".bound }.joined(separator: " · ")
  }

  /// What the listed events were priced at and do, by kind.
  private var ledger: [Passage] {
    let kinds = [("THE FED", ["fomc"]), ("RELEASES", ["cpi", "jobs"]), ("SHOCKS", ["shock"])]
    return kinds.map { label, names in
      let entries = arm.ledger.filter { names.contains($0.event.kindName) }
      return Passage(label, entries.flatMap(ledgerItems))
    }
  }

  private func ledgerItems(_ entry: LedgerEntry) -> [Passage.Item] {
    let scale = SurpriseScale(of: entry.event, unit: entry.unit)
    var parts = [entry.outcomeWords(scale)]
    if entry.view != 0, entry.outcomes.count > 1 {
      parts.append("your view \(scale.change(entry.view)) on average".bound)
    }
    if case .fomc(let decision) = entry.event.kind, let path = decision.path {
      parts.append("path \(SurpriseScale.policy.law(path, isChange: true))".bound)
    }
    if entry.repricing.mean.value.isFinite && entry.repricing.sd > 0 {
      parts.append("two-year \(repricingWords(entry.repricing))".bound)
    }
    let odds = entry.event.probability.value * 100
    let happens = odds < 100 ? " (\(NumberFormat.odds(odds)))" : ""
    let name = TextLayout.printable(entry.event.id) + happens
    let first = Passage.Item(Phrase("\(name): " + parts.joined(separator: " · ")))
    let effects = keyAssets.compactMap { asset in entry.effects.first { $0.asset == asset } }
    return [first] + effects.map { .init(Phrase(effectWords($0))) } + assumed(entry)
  }

  /// That a response is the model's assumption, where it is.
  private func assumed(_ entry: LedgerEntry) -> [Passage.Item] {
    guard entry.isAssumption, case .shock(let shock) = entry.event.kind, let cause = shock.cause
    else { return [] }
    let words = "The response to \(cause.rawValue) is an assumption of the model, not an estimate."
    return [.init(Phrase(words, .strong))]
  }

  /// `+4.91bp ± 3.9bp from world to world`; a move that is the same in every world has one figure.
  private func repricingWords(_ repricing: (mean: Estimate, sd: Double)) -> String {
    guard repricing.sd >= 0.05 else {
      return NumberFormat.fixed(repricing.mean.value, decimals: 1, isSigned: true) + "bp"
    }
    let mean = NumberFormat.estimate(repricing.mean, isSigned: true)
    return "\(mean)bp ± \(SurpriseScale.policy.spread(repricing.sd)) from world to world"
  }

  private func effectWords(_ effect: LedgerEntry.Effect) -> String {
    let mean = NumberFormat.estimate(effect.mean, isSigned: true)
    let low = NumberFormat.estimate(effect.q05, isSigned: true)
    let high = NumberFormat.estimate(effect.q95, isSigned: true)
    let title = TextLayout.printable(effect.asset.title)
    return "effect on \(title) \(mean) % (90 %: \(low) … \(high))".bound
  }

  private var levels: Passage {
    let shown = ["two-year", "ten-year", "credit", "vix"].compactMap { series in
      arm.levels.first { $0.series == series && $0.horizon == horizon }
    }
    let words = shown.map { level in
      let start = NumberFormat.trimmed(level.start, decimals: 2)
      let unit = level.unit == "points" ? "" : " \(level.unit)"
      let (low, high) = (NumberFormat.estimate(level.q05), NumberFormat.estimate(level.q95))
      let median = NumberFormat.estimate(level.median)
      return "\(level.series) \(start) → \(median)\(unit) (90 %: \(low) … \(high))".bound
    }
    return Passage("LEVELS", words.isEmpty ? [] : [.init(Phrase(words.joined(separator: " · ")))])
  }

  private var asked: Passage {
    Passage(
      "ASKED",
      arm.answers.map { answer in
        let verdict: String =
          switch answer.verdict {
          case .pass: " · likely"
          case .fail: " · unlikely"
          case .inconclusive: " · open"
          case nil: ""
          }
        return .init(
          Phrase(TextLayout.printable(answer.question.text)),
          detail: Phrase(answer.text + verdict)
        )
      }
    )
  }

  private var expected: Passage {
    Passage(
      "EXPECTED",
      arm.expectations.map { answer in
        let (mark, words): (Phrase, String) =
          switch answer.verdict {
          case .pass: (Phrase("✓ ", .good), "")
          case .fail: (Phrase("✗ ", .bad), " · does not hold")
          case .inconclusive, nil: (Phrase("? ", .strong), " · open")
          }
        return .init(
          mark + Phrase(TextLayout.printable(answer.question.text)),
          detail: Phrase(answer.text + words)
        )
      }
    )
  }

  private var realised: Passage {
    Passage(
      "REALISED",
      arm.realised.map { entry in
        let value = NumberFormat.trimmed(
          entry.realised.value.magnitude,
          decimals: 2,
          isSigned: true
        )
        let unit = entry.realised.subject.isSpread ? "pp" : "%"
        let place =
          switch entry.percentile.value {
          case ...0: "below all of the worlds"
          case 100...: "above all of the worlds"
          default: "above \(NumberFormat.estimate(entry.percentile)) % of worlds"
          }
        let median = NumberFormat.estimate(entry.median, isSigned: true)
        return .init(
          Phrase("\(titles[entry.realised.subject]), \(entry.realised.horizon.words)"),
          detail: Phrase("\(value) \(unit), \(place) (median \(median))")
        )
      }
    )
  }

  /// How far another seed would move the table, and what no number of paths can tell.
  private var certainty: Passage {
    let medians = errorRange(rows.map(\.total.median))
    let tails = errorRange(rows.map(\.total.expectedShortfall95))
    let errors =
      switch (medians, tails) {
      case (let medians?, let tails?): "\(medians) points on medians, \(tails) on ES 95"
      case (let medians?, nil): "\(medians) points on medians"
      default: "not told by so few paths"
      }
    let coefficients =
      record.parameters == .estimated
      ? "Uncertain coefficients are drawn within their estimated errors and widen the spread; "
        + "what the model leaves out is in no figure."
      : "Coefficients are held at their estimates (parameters: fixed): their uncertainty, and "
        + "what the model leaves out, is in no figure."
    return Passage(
      "HOW SURE",
      [
        .init(
          Phrase(
            "Monte Carlo error (one standard error, ± above): \(errors); "
              + "four times the paths halve it."
          )
        ),
        .init(Phrase("It is not model error. " + coefficients)),
      ]
    )
  }

  /// `±0.02 to ±0.1`, or one of them where both round to the same.
  private func errorRange(_ estimates: [Estimate]) -> String? {
    let errors = estimates.map(\.standardError).filter { $0 > 0 && $0.isFinite }
    guard let least = errors.min().flatMap(NumberFormat.uncertainty),
      let most = errors.max().flatMap(NumberFormat.uncertainty)
    else { return nil }
    return least == most ? "±\(least)" : "±\(least) to ±\(most)"
  }

  private var closing: Passage {
    let model = TextLayout.printable(arm.modelName)
    return Passage(
      "",
      [
        .init(
          Phrase(
            "Model \(model) \(TextLayout.printable(arm.modelVersion)), estimated to "
              + "\(arm.modelDate) · research, not advice",
            .faint
          )
        )
      ]
    )
  }
}

extension LedgerEntry {
  /// `dovish −2bp (97 %) or hawkish +23bp (3 %)`, or the mean surprise of a continuous law.
  fileprivate func outcomeWords(_ scale: SurpriseScale) -> String {
    if case .shock(let shock) = event.kind { return shock.words }
    guard !outcomes.isEmpty else {
      return view == 0 ? "drawn around what is expected" : scale.words(for: view)
    }
    if outcomes.count == 1 { return scale.words(for: outcomes[0].surprise) }
    return outcomes.map {
      "\(scale.words(for: $0.surprise)) (\(NumberFormat.odds($0.odds)))".bound
    }.joined(separator: " or ")
  }
}

extension Answer {
  /// Value, standard error and unit: `49.3 ± 0.2 %`.
  package var text: String {
    let number = NumberFormat.estimate(value, isSigned: question.isSigned)
    guard value.value.isFinite else { return number + " (too few paths to tell)" }
    let error = NumberFormat.uncertainty(value.standardError).map { " ± \($0)" } ?? ""
    return number + error + (unit.isEmpty ? "" : " \(unit)")
  }

  /// `%`, `pp` for a statistic of a spread, nothing for a rank.
  package var unit: String { question.unit }
}

extension Question {
  /// Whether the answer is a change, which is shown with its sign.
  var isSigned: Bool {
    if case .statistic(let statistic, _) = measure { statistic.isSigned } else { false }
  }

  /// `%`, `pp` for a statistic of a spread, nothing for a rank.
  var unit: String {
    switch measure {
    case .statistic(.rank, _): ""
    case .statistic(_, let subject): subject.isSpread ? "pp" : "%"
    default: "%"
    }
  }
}

extension Statistic {
  fileprivate var isSigned: Bool {
    switch self {
    case .mean, .median, .quantile: true
    default: false
    }
  }
}

extension String {
  /// With its spaces bound, so that a line is not broken inside it.
  var bound: String { String(map { $0 == " " ? "\u{A0}" : $0 }) }

  /// With every space bound but those after a comma, a semicolon or a bar.
  var boundWithinParts: String {
    var previous: Character = " "
    return String(
      map { character in
        defer { previous = character }
        return character == " " && !",;|".contains(previous) ? "\u{A0}" : character
      }
    )
  }
}
