/// The version of the tool, which results carry.
enum Version {
  static let current = "0.1.0"
}
