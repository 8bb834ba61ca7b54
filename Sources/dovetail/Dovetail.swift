import Commands

@main
enum Dovetail {
  static func main() { Commands.main() }
}
