package import Numerics

/// Why a scenario could not be simulated.
package enum SimulationError: Error, Equatable, Sendable {
  /// The model cannot be simulated: the key path of the model file, and what is wrong there.
  case model(keyPath: String, message: String)
  /// The scenario asks for what the model cannot give: the key path of the scenario, and why.
  case scenario(keyPath: String, message: String)
  /// Arms of one study cannot share their draws.
  case incomparable(message: String)
  /// A routine of GSL failed.
  case numerics(GSLError)
  case cancelled
  /// A limit on memory or size was reached.
  case tooLarge(message: String)
}
