/// The command line.
package enum Commands {
  /// Reads the process's arguments, runs the verb they name, and exits.
  package static func main() async {}
}
