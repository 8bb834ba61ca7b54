/// A tag or a directive of YAML.
enum Tag: Rule {
  static let document = RuleDocument(
    "E109",
    "a tag or a directive",
    checks: "Values have no tags; the key says what type they have.",
    matters: "A tag could make a text mean another thing than it says.",
    wrong: "name: !text cut",
    right: "name: cut"
  )
}
