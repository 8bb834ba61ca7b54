import Commands
import Glibc
import Testing

@Suite("Calibrating from files")
struct CalibrateFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallData.write(to: folder)
  }

  private var arguments: [String] {
    ["calibrate", "--recipe", "\(folder.path)/recipe.yaml", "--data", folder.path]
  }

  @Test("a model is written once everything has succeeded, and can be run")
  func good() async throws {
    let run = try await CommandLineRun(arguments + ["-o", "\(folder.path)/model.yaml"])
    #expect(run.code == .done, "\(run.error)")
    #expect(run.error == "wrote \(folder.path)/model.yaml\n")
    let scenario = try folder.write(
      "dovetail: 1\nname: x\nasof: 2022-12-30\nhorizons: [1w]\nmodel: model.yaml\n",
      to: "scenario.yaml"
    )
    let check = try await CommandLineRun("check", scenario)
    #expect(check.code == .done, "\(check.error)")
  }

  @Test("a failure leaves the model that is there, and no part of another")
  func keepsOld() async throws {
    let old = try folder.write("mine\n", to: "model.yaml")
    let names = folder.names
    let rows = try #require(SmallData.files["prices.csv"]).split(separator: "\n")
    try folder.write(rows.dropLast().joined(separator: "\n") + "\n2022-12-30,9", to: "prices.csv")
    let refused = try await CommandLineRun(arguments + ["-o", old, "--force"])
    #expect(refused.code == .data)
    #expect(refused.error.contains("\(folder.path)/prices.csv:\(rows.count):1\n"))
    #expect(refused.error.contains("error[E651]"))
    // What reads well and cannot be estimated.
    let start = SmallData.recipe.replacing("start: 2016-03-01, s", with: "start: 2022-06-01, s")
    try folder.write(start, to: "recipe.yaml")
    try folder.write(rows.joined(separator: "\n"), to: "prices.csv")
    let failed = try await CommandLineRun(arguments + ["-o", old, "--force"])
    #expect(failed.code == .data)
    #expect(folder.text(of: "model.yaml") == "mine\n")
    #expect(folder.names == names)
  }

  @Test("a folder or a missing file in the place of data is named with the recipe's line")
  func notAFile() async throws {
    _ = unlink("\(folder.path)/days.csv")
    let missing = try await CommandLineRun(arguments)
    #expect(missing.code == .data && missing.output.isEmpty)
    #expect(missing.error.contains("files.days: cannot find \(folder.path)/days.csv"))
    try #require(mkdir("\(folder.path)/days.csv", 0o755) == 0)
    defer { _ = rmdir("\(folder.path)/days.csv") }
    let directory = try await CommandLineRun(arguments)
    #expect(directory.code == .data && directory.output.isEmpty)
    #expect(directory.error.contains("cannot open \(folder.path)/days.csv"))
  }

  @Test("a warning is told, and the model still written")
  func warning() async throws {
    let rows = try #require(SmallData.files["prices.csv"]).split(separator: "\n")
    try folder.write(rows.dropLast(20).joined(separator: "\n"), to: "prices.csv")
    let run = try await CommandLineRun(arguments)
    #expect(run.code == .done)
    #expect(run.output.contains("dovetail-model: 1"))
    #expect(run.error.contains("warning[W652]: the column `INDEX` ends on"))
  }

  @Test("other processes, locales and orders of columns give the same bytes")
  func deterministic() async throws {
    let program = try #require(BuiltProgram.path)
    let own = try await CommandLineRun(arguments)
    #expect(own.code == .done)
    for locale in ["C", "de_DE.UTF-8", "tr_TR.UTF-8"] {
      let words = ["LC_ALL=\(locale)", "LANG=\(locale)", "LC_NUMERIC=\(locale)", program]
      let run = try BuiltProgram.run("/usr/bin/env", words + arguments)
      #expect(run.status == 0, "\(run.error)")
      #expect(String(decoding: run.output, as: UTF8.self) == own.output)
    }
    for (name, text) in SmallData.files {
      let rows = text.split(separator: "\n").map { row in
        row.split(separator: ",").reversed().joined(separator: ",")
      }
      try folder.write(rows.joined(separator: "\n"), to: name)
    }
    let reversed = try await CommandLineRun(arguments)
    #expect(reversed.output == own.output)
  }
}
