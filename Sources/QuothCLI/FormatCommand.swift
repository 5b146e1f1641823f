import ArgumentParser
import Quoth
import QuothSyntax

/// `quoth fmt`: writes scripts in the one canonical form.
struct FormatCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Writes scripts in the one canonical form.",
        usage: QuothCommand.form("fmt") + " [options]",
        discussion: "Comments are kept. A script with errors is reported and left as it is.")

    @Flag(help: "Only name the scripts that aren't in the canonical form; the exit status is then 1.")
    var check = false

    @Option(help: "How errors are written.")
    var errors = Given(ErrorForm.text)

    @Argument(help: "The scripts.", completion: .file())
    var files: [String]

    func run(_ console: Console) throws(Diagnostic) -> ExitStatus {
        console.reporter.isJSON = try errors.value(behind: "--errors") == .json
        var first = ExitStatus.success
        for file in files {
            let status = format(file, console)
            if status == .closedPipe { return status }
            if first == .success { first = status }
        }
        return first
    }

    private func format(_ path: String, _ console: Console) -> ExitStatus {
        let source: SourceText
        do throws(FileFault) {
            source = SourceText(name: path, utf8: try console.files.read(path))
        } catch {
            console.reporter.report([Diagnostic(.unreadable, in: path, error)])
            return .inaccessible
        }
        let result = Parser.parse(source)
        guard result.diagnostics.isEmpty else {
            console.reporter.report(result.diagnostics, in: source)
            return .failed
        }
        let text = Array(SyntaxPrinter.text(result.script).utf8)
        if text == source.bytes { return .success }
        if check {
            let status = console.print(SafeText.escape(path) + "\n")
            return status == .success ? .failed : status
        }
        do throws(FileFault) {
            try console.files.write(text, to: path)
            return .success
        } catch {
            console.reporter.report([Diagnostic(.unwritable, in: path, error)])
            return .inaccessible
        }
    }
}
