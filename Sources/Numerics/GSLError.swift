internal import CGSL

/// A routine of the GNU Scientific Library that did not succeed.
package struct GSLError: Error, Equatable, Sendable {
  /// GSL's status code.
  package let status: Int32
  /// The name of the routine.
  package let routine: String

  package init(status: Int32, routine: String) {
    self.status = status
    self.routine = routine
  }
}

/// The way into GSL: every call goes through here, so that its error handler is off.
enum GSL {
  /// GSL aborts the process on error unless told not to; reading this tells it, once.
  private static let handlerOff: Void = { _ = gsl_set_error_handler_off() }()

  static func prepare() { handlerOff }

  static func call(_ routine: String, _ body: () -> Int32) throws(GSLError) {
    handlerOff
    let status = body()
    guard status == GSL_SUCCESS else { throw GSLError(status: status, routine: routine) }
  }

  static func allocate<T>(_ routine: String, _ body: () -> T?) throws(GSLError) -> T {
    handlerOff
    guard let handle = body() else {
      throw GSLError(status: Int32(GSL_ENOMEM), routine: routine)
    }
    return handle
  }
}
