extension SourceTree {
  /// The same scenario with each choice in place of what it says there.
  ///
  /// Events are found by their id; what a choice names of an event that is not there stays unsaid.
  func choosing(_ choices: [Variation.Choice]) -> SourceTree {
    choices.reduce(self) { $0.setting($1, along: $1.path[...]) }
  }

  private func setting(_ choice: Variation.Choice, along path: ArraySlice<String>) -> SourceTree {
    guard let key = path.first else { return choice.value }
    let rest = path.dropFirst()
    if let items {
      let changed = items.map { item in
        item["id"]?.text == key ? item.setting(choice, along: rest) : item
      }
      return SourceTree(.sequence(changed), at: place, isFlow: isFlow, indentation: indentation)
    }
    let entries = entries ?? []
    let value = (self[key] ?? .empty(at: choice.keyPlace)).setting(choice, along: rest)
    guard let index = entries.firstIndex(where: { $0.key == key }) else {
      return with(entries + [Entry(key: key, keyPlace: choice.keyPlace, value: value)])
    }
    let place = rest.isEmpty ? choice.keyPlace : entries[index].keyPlace
    var changed = entries
    changed[index] = Entry(key: key, keyPlace: place, value: value)
    return with(changed)
  }

  private func with(_ entries: [Entry]) -> SourceTree {
    SourceTree(.mapping(entries), at: place, isFlow: isFlow, indentation: indentation)
  }

  private static func empty(at place: SourcePlace) -> SourceTree {
    SourceTree(.mapping([]), at: place)
  }

  /// The ids of a scenario's events, in order.
  package var eventIDs: [String] { (self["events"]?.items ?? []).compactMap { $0["id"]?.text } }

  /// What it says at a key, as it is written; nil: nothing.
  fileprivate func written(at path: [String]) -> SourceTree? {
    var tree: SourceTree? = self
    for key in path {
      tree = tree?.items.map { items in items.first { $0["id"]?.text == key } } ?? tree?[key]
    }
    return tree
  }
}

extension Variation {
  /// The event that it names; nil: it names none.
  package var eventID: String? { path.first == "events" ? path[1] : nil }

  /// What a scenario itself says at the key, as its author wrote it; nil: nothing.
  package func written(in tree: SourceTree, files: [SourceFile]) -> String? {
    guard let found = tree.written(at: path) else { return nil }
    return found.text
      ?? files.first { $0.path == found.place.path }.map { $0.text(in: found.place.range) }
  }
}
