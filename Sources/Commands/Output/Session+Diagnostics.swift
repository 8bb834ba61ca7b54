import Texts

extension Session {
  /// Prints diagnostics on standard error, in the format the user chose.
  func report(_ diagnostics: [Diagnostic], files: [SourceFile]) throws(CommandFailure) {
    let renderer = DiagnosticRenderer(
      format: diagnosticFormat,
      usesColor: colorsError,
      files: files
    )
    let text = renderer.render(diagnostics)
    guard !text.isEmpty else { return }
    try streams.error.write(text)
  }
}
