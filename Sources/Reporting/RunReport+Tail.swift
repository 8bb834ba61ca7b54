internal import Domain
internal import Results

extension RunPage {
  /// The tail that was sampled besides.
  var tail: Passage {
    guard let tail = arm.tail else { return Passage("TAIL", []) }
    let question = tail.question
    let unit = question.subject.isSpread ? " points" : " %"
    let title = titles[question.subject]
    let level = tail.levelText
    let (side, beyond) =
      question.isUpper ? ("best", "mean return beyond it") : ("worst", "mean loss beyond it")
    var items: [Passage.Item] = [
      .init(
        Phrase("\(title), \(question.horizon.words): the \(side) \(level) % begin at"),
        detail: Phrase(text(tail.quantile.estimate, unit, isSigned: true))
      ),
      .init(Phrase(beyond), detail: Phrase(text(tail.shortfall.estimate, unit)), indent: 2),
    ]
    if let probability = tail.probability {
      items.append(
        .init(
          Phrase("P(\(TextLayout.printable(question.text)))"),
          detail: Phrase(text(probability.estimate, " %")),
          indent: 2
        )
      )
    }
    return Passage("TAIL", items + [.init(Phrase(worth(tail), .faint))])
  }

  private func text(_ estimate: Estimate, _ unit: String, isSigned: Bool = false) -> String {
    let number = NumberFormat.estimate(estimate, isSigned: isSigned)
    guard estimate.value.isFinite else { return number + " (too few paths to tell)" }
    let error = NumberFormat.uncertainty(estimate.standardError).map { " ± \($0)" } ?? ""
    return number + error + unit
  }

  /// `400,000 paths of its own, …: worth 68 times as many plain ones for the quantile, …`.
  private func worth(_ tail: TailResult) -> String {
    var gains = [("quantile", tail.quantile.gain), ("mean beyond it", tail.shortfall.gain)]
    if let probability = tail.probability { gains.append(("probability", probability.gain)) }
    let words = gains.filter { $0.1.isFinite }.enumerated().map { place, gain in
      let times = TailResult.factor(gain.1) + (place == 0 ? " times as many plain paths" : " times")
      return "\(times) for the \(gain.0)".bound
    }
    return "\(NumberFormat.grouped(tail.paths)) paths of its own, half of them drawn towards that "
      + "tail and weighted, worth " + words.joined(separator: ", ")
  }
}

extension TailResult {
  /// The probability of the tail in percent, `0.1`.
  var levelText: String { NumberFormat.trimmed(question.level * 100, decimals: 3) }

  /// A ratio of variances, which is known to some 10 %: two digits.
  static func factor(_ gain: Double) -> String {
    NumberFormat.fixed(gain, decimals: gain < 9.95 ? 1 : gain < 99.5 ? 0 : -1)
  }
}
