/// A path that leads out of the scenario's folder.
enum OutsideProject: Rule {
  static let document = RuleDocument(
    "E503",
    "an extended file outside the folder",
    checks: "`extends` is a relative path inside the folder of the scenario.",
    matters: "A scenario from elsewhere could read any file.",
    wrong: "extends: ../../other.yaml",
    right: "extends: base.yaml",
    others: ["base.yaml": "dovetail: 1\nreleases: listed\n"]
  )

  static func fault(_ source: LiteralSource) -> Diagnostic {
    fault(
      "`\(source.text)` is outside the folder of the scenario",
      at: source.place,
      "leads out of it",
      help: "copy the file into the folder"
    )
  }
}
