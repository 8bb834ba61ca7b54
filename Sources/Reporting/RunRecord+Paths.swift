import Results

extension RunRecord {
  /// `200,000`, or `51,200 of 200,000` where a limit stopped the run.
  var pathsText: String {
    let there = NumberFormat.grouped(paths)
    return asked.map { "\(there) of \(NumberFormat.grouped($0))" } ?? there
  }

  /// The paths that were asked for where a limit stopped the run; otherwise nil.
  var askedMember: JSONValue.Member? {
    asked.map { JSONValue.Member("paths_asked", .integer($0)) }
  }
}

extension JSONValue {
  /// The object with one more member behind that of a key; nil leaves it as it is.
  func inserting(_ member: Member?, after key: String) -> JSONValue {
    guard let member, case .object(var members) = self,
      let place = members.firstIndex(where: { $0.key == key })
    else { return self }
    members.insert(member, at: place + 1)
    return .object(members)
  }
}
