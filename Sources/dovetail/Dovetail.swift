import Commands

@main
enum Dovetail {
  static func main() async { await Commands.main() }
}
