/// Lays a scenario over the one it extends.
///
/// Keys of the overlay win; mappings are laid over each other key by key; events merge by `id`;
/// questions, guards and realised returns add up, so that no guard vanishes silently; other
/// lists are replaced.
struct Overlay {
  private(set) var findings: [Diagnostic] = []

  private static let merged: Set<String> = ["state", "calendar", "report", "run"]
  private static let added: Set<String> = ["ask", "expect", "realised"]

  /// The two as one tree; `extends` and `override` are gone.
  mutating func lay(_ top: SourceTree, over base: SourceTree) -> SourceTree {
    guard let upper = top.entries, let lower = base.entries else { return top }
    var result = lower.filter { $0.key != "extends" }
    for entry in upper where entry.key != "extends" {
      guard let index = result.firstIndex(where: { $0.key == entry.key }) else {
        result.append(entry)
        continue
      }
      result[index] = laid(entry, over: result[index])
    }
    return SourceTree(.mapping(result), at: top.place, indentation: top.indentation)
  }

  private mutating func laid(
    _ top: SourceTree.Entry,
    over base: SourceTree.Entry
  ) -> SourceTree.Entry {
    if top.key == "events", let items = top.value.items, let below = base.value.items {
      return entry(top, events(items, over: below))
    }
    if Self.added.contains(top.key) {
      let below = Self.list(base.value)
      let items =
        below
        + Self.list(top.value).filter { item in
          !below.contains { $0.text != nil && $0.text == item.text }
        }
      return entry(top, items)
    }
    if Self.merged.contains(top.key), let upper = top.value.entries,
      let lower = base.value.entries
    {
      return mapping(top, upper, over: lower)
    }
    return top
  }

  private func mapping(
    _ top: SourceTree.Entry,
    _ upper: [SourceTree.Entry],
    over lower: [SourceTree.Entry]
  ) -> SourceTree.Entry {
    var result = lower
    for entry in upper {
      guard let index = result.firstIndex(where: { $0.key == entry.key }) else {
        result.append(entry)
        continue
      }
      let isList = top.key == "calendar" && entry.value.items != nil
      let below = isList ? Self.list(result[index].value) : []
      result[index] =
        isList ? self.entry(entry, below + (entry.value.items ?? [])) : entry
    }
    let value = SourceTree(
      .mapping(result),
      at: top.value.place,
      isFlow: top.value.isFlow,
      indentation: top.value.indentation
    )
    return .init(key: top.key, keyPlace: top.keyPlace, value: value)
  }

  /// Items of both; an item with the id of one below takes its place if it says so.
  private mutating func events(_ upper: [SourceTree], over lower: [SourceTree]) -> [SourceTree] {
    var result = lower
    let known = lower.compactMap { $0["id"]?.text }
    for item in upper {
      let isOverride = item["override"]?.text == "true"
      let below = result.firstIndex { $0["id"]?.text != nil && $0["id"]?.text == item["id"]?.text }
      switch (below, item.entry("id"), isOverride) {
      case (let index?, _, true): result[index] = Self.plain(item)
      case (let index?, let id?, false) where known.contains(id.value.text ?? ""):
        findings.append(UnsaidOverride.fault(item, id, result[index]))
      case (nil, let id?, true):
        findings.append(NothingToOverride.fault(id, known: known))
      default: result.append(Self.plain(item))
      }
    }
    return result
  }

  /// An event without the word that has done its work.
  private static func plain(_ item: SourceTree) -> SourceTree {
    guard let entries = item.entries, let override = item["override"], override.text == "true"
    else { return item }
    return SourceTree(
      .mapping(entries.filter { $0.key != "override" }),
      at: item.place,
      isFlow: item.isFlow,
      indentation: item.indentation
    )
  }

  private static func list(_ tree: SourceTree) -> [SourceTree] {
    tree.items ?? (tree.isEmpty || tree.text == nil ? [] : [tree])
  }

  private func entry(_ top: SourceTree.Entry, _ items: [SourceTree]) -> SourceTree.Entry {
    let value = SourceTree(.sequence(items), at: top.value.place, isFlow: top.value.isFlow)
    return .init(key: top.key, keyPlace: top.keyPlace, value: value)
  }
}
