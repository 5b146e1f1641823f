import Quoth
import QuothSyntax

/// Says on standard error what went wrong, as text or as JSON, and what isn't part of the results.
final class Reporter {
    /// Whether diagnostics are written as JSON, an object a line.
    var isJSON = false
    var renderer = DiagnosticRenderer()
    /// Why something couldn't be said.
    private(set) var failure: OutputFailure?

    private let output: Output

    init(_ output: Output) {
        self.output = output
        renderer.width = output.isTerminal ? Terminal.width : DiagnosticRenderer.usualWidth
        use(.auto)
    }

    func use(_ choice: ColourChoice) { renderer.hasColour = choice.applies(to: output) }

    /// Reports diagnostics about a text, or about files.
    func report(_ diagnostics: [Diagnostic], in source: SourceText? = nil) {
        for diagnostic in diagnostics {
            say(
                isJSON
                    ? DiagnosticRenderer.json(diagnostic, in: source)
                    : renderer.text(diagnostic, in: source))
        }
    }

    /// Says something that is harmless for a terminal and ends with a line break.
    func say(_ text: String) {
        do throws(OutputFailure) {
            try output.write(text)
            try output.flush()
        } catch { failure = failure ?? error }
    }

    /// Says something that belongs to the results without being rows; it ends with a line break.
    func note(_ text: String) {
        guard isJSON else { return say(SafeText.escape(text, .text)) }
        let line = JSONLine.quoted(String(text.unicodeScalars.dropLast()))
        say(JSONLine.object([("note", line)]) + "\n")
    }
}
