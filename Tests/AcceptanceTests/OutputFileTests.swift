import Commands
import Glibc
import Testing

@Suite("Files that commands write")
struct OutputFileTests {
  @Test("a starter file appears whole, and nothing else with it")
  func whole() async throws {
    let folder = try TemporaryFolder()
    let run = try await CommandLineRun("init", "\(folder.path)/my.yaml")
    #expect(run.code == .done)
    #expect(folder.names == ["my.yaml"])
    #expect(folder.text(of: "my.yaml")?.hasSuffix("\n") == true)
    #expect(run.output.isEmpty)
  }

  @Test("a file that is there is left as it is, and replaced under --force")
  func overwrite() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("mine\n", to: "my.yaml")
    let refused = try await CommandLineRun("init", path)
    #expect(refused.code == .cannotCreate)
    #expect(refused.error.contains("--force"))
    #expect(folder.text(of: "my.yaml") == "mine\n")
    let forced = try await CommandLineRun("init", path, "--force")
    #expect(forced.code == .done)
    #expect(folder.text(of: "my.yaml")?.contains("dovetail: 1") == true)
    #expect(folder.names == ["my.yaml"])
  }

  @Test(
    "a file that cannot be created is 73",
    arguments: ["/nowhere/at/all.yaml", "/tmp", "/proc/x"]
  )
  func cannotCreate(path: String) async throws {
    let run = try await CommandLineRun("init", path, "--force")
    #expect(run.code == .cannotCreate)
    #expect(run.error.contains(path))
  }

  @Test("a disk that fills is 74 and leaves no part of the file")
  func fullDisk() async throws {
    let run = try await CommandLineRun("init", "--force", "/dev/full")
    #expect(run.code == .inputOutput)
  }

  @Test("a link to a full device is written through, and stays a link")
  func link() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/full.yaml"
    try #require(symlink("/dev/full", path) == 0)
    let run = try await CommandLineRun("init", "--force", path)
    #expect(run.code == .inputOutput)
    #expect(folder.names == ["full.yaml"])
  }
}
