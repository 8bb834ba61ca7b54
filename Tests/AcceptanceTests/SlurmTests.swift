import Foundation
import Testing

@Suite("Scripts for Slurm")
struct SlurmTests {
  private static let submit = "scripts/slurm/submit.sh"

  private func run(_ arguments: [String]) throws -> BuiltProgram.Outcome {
    try BuiltProgram.run("/bin/bash", arguments)
  }

  @Test(
    "the scripts are bash that can be read, and can be run",
    arguments: ["submit.sh", "shard.sh", "merge.sh", "test-local.sh"]
  )
  func syntax(name: String) throws {
    let path = "\(Project.root)/scripts/slurm/\(name)"
    let outcome = try run(["-n", path])
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
    #expect(FileManager.default.isExecutableFile(atPath: path))
  }

  @Test("a dry run shows an array of shards and a merge that waits for all of them")
  func dryRun() throws {
    let outcome = try run([
      Self.submit, "--dry-run", "-n", "8", "-d", "/scratch/a b", "-c", "2", "-m", "2G", "-t",
      "1:00:00",
      "-j", "4", "-r", "5", "-s", "--partition=long", "-p", "/bin/true", "compare", "a.yaml",
      "b.yaml", "--paths", "1000000",
    ])
    #expect(outcome.status == 0, "\(outcome.error)")
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    try #require(lines.count == 2)
    for words in [
      "sbatch ", "--array=1-8%4 ", "--requeue ", "--cpus-per-task=2 ", "--mem=2G ",
      "--time=1:00:00 ", "--partition=long ", "/scratch/a\\ b ",
      "shard.sh /scratch/a\\ b 8 5 /bin/true 2G compare a.yaml b.yaml --paths 1000000 ",
    ] { #expect(lines[0].contains(words), "\(words) is not in \(lines[0])") }
    for words in [
      "--dependency=afterok:ARRAY ", "--kill-on-invalid-dep=yes ", "--partition=long ",
      "merge.sh /scratch/a\\ b 8 /bin/true ",
    ] { #expect(lines[1].contains(words), "\(words) is not in \(lines[1])") }
    #expect(!FileManager.default.fileExists(atPath: "/scratch/a b"))
  }

  @Test(
    "a command line that cannot be meant is refused with 64",
    arguments: [
      [], ["-n", "8"], ["-n", "0", "-d", "x", "run", "a"], ["-n", "8", "-d", "x"],
      ["-n", "8", "-d", "x", "run"], ["-n", "x", "-d", "x", "run", "a"],
      ["-n", "8", "-d", "x", "check", "a"], ["-n", "8", "-d", "x", "-m", "much", "run", "a"],
      ["-n", "8", "-d", "x", "run", "a", "--shard", "1/2"],
      ["-n", "8", "-d", "x", "run", "a", "--json"], ["-n"], ["--cancel"],
    ]
  )
  func usage(arguments: [String]) throws {
    let outcome = try run([Self.submit, "--dry-run"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.error.hasPrefix("submit.sh: "), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }
}
