import Commands
import Glibc
import Testing

@Suite("Streams and exit codes")
struct StreamsTests {
  @Test("the tool alone says how to start and succeeds")
  func start() async throws {
    let run = try await CommandLineRun()
    #expect(run.code == .done)
    #expect(run.output.contains("dovetail init my.yaml"))
    #expect(run.error.isEmpty)
  }

  @Test("help goes to standard output and shows examples before the options")
  func help() async throws {
    let run = try await CommandLineRun("--help")
    #expect(run.code == .done)
    let examples = try #require(run.output.firstRange(of: "Examples:"))
    let options = try #require(run.output.firstRange(of: "OPTIONS:"))
    #expect(examples.lowerBound < options.lowerBound)
    #expect(run.error.isEmpty)
  }

  @Test("the version is one line on standard output")
  func version() async throws {
    let run = try await CommandLineRun("--version")
    #expect(run.code == .done)
    #expect(run.output == "0.1.0\n")
  }

  @Test(
    "a wrong command line is 64, with the reason on standard error and nothing on output",
    arguments: [
      ["--bogus"], ["nonsense"], ["init"], ["init", "--template", "nonsense", "-"],
      ["init", "-", "--width", "3"], ["init", "-", "--color", "blue"], ["init", "-", "-q", "-v"],
    ]
  )
  func usage(arguments: [String]) async throws {
    let run = try await CommandLineRun(arguments)
    #expect(run.code == .usage)
    #expect(run.output.isEmpty)
    #expect(!run.error.isEmpty)
  }

  @Test("a full disk behind standard output is 74", arguments: [["--help"], ["init", "-"], []])
  func fullDisk(arguments: [String]) async throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { _ = close(full) }
    let error = try Scratch()
    let code = await Commands.run(
      arguments: arguments,
      streams: Streams(input: 0, output: full, error: error.descriptor, environment: [:])
    )
    #expect(code == .inputOutput)
    #expect(error.content.contains("standard output"))
  }

  @Test("a closed pipe ends quietly with 0")
  func closedPipe() async throws {
    _ = signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    _ = close(ends[0])
    defer { _ = close(ends[1]) }
    let error = try Scratch()
    let code = await Commands.run(
      arguments: ["init", "-"],
      streams: Streams(input: 0, output: ends[1], error: error.descriptor, environment: [:])
    )
    #expect(code == .done)
    #expect(error.content.isEmpty)
  }

  @Test("of several results the worst wins, in the order of the interface")
  func worst() {
    let order: [ExitCode] = [
      .defect, .inputOutput, .cannotCreate, .noInput, .data, .limit, .negative, .inconclusive,
      .done,
    ]
    for (index, worse) in order.enumerated() {
      for better in order[index...] {
        #expect(ExitCode.worst(of: [better, worse, .done]) == worse)
      }
    }
    #expect(ExitCode.worst(of: []) == .done)
  }
}
