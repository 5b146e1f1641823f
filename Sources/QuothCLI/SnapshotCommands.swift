import ArgumentParser
import Quoth
import QuothSyntax

/// `quoth build`: keeps a corpus as a snapshot.
struct BuildCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Keeps a corpus as a snapshot, which opens at once.",
        usage: QuothCommand.form("build") + " [options]",
        discussion: """
            The snapshot has the checked records, the texts that were at hand, and everything that is found out when \
            a corpus is opened. It is asked like any corpus: quoth FILE.quothdb
            """)

    @OptionGroup var options: CorpusOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The snapshot to write.", valueName: "file"),
        completion: .file())
    var output: String

    func run(_ console: Console) throws(Diagnostic) -> ExitStatus {
        let choice = try options.choice(console)
        let corpus: Corpus
        do throws(Stop) { corpus = try choice.load(console) } catch { return console.status(of: error) }
        console.reporter.report(corpus.notes)
        do throws(Diagnostic) { try corpus.save(to: output, files: console.files.interruptible) } catch {
            if Interrupt.isPending { return console.status(of: console.stopped()) }
            console.reporter.report([error])
            return .inaccessible
        }
        return console.output.isTerminal ? console.print("built: " + corpus.summary + "\n") : .success
    }
}

/// `quoth verify`: checks all of a snapshot.
struct VerifyCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks all of a snapshot, and says what is in it.",
        usage: QuothCommand.form("verify") + " [options]")

    @Argument(help: "A snapshot that 'quoth build' has made.", completion: .file())
    var snapshot: String

    @Option(help: "How errors are written.")
    var errors = Given(ErrorForm.text)

    @Option(help: "When to use colours.")
    var color = Given(ColourChoice.auto)

    func run(_ console: Console) throws(Diagnostic) -> ExitStatus {
        let choice = try CorpusChoice(path: snapshot, errors, color, console)
        guard let report = choice.verified(console) else { return .inaccessible }
        for path in report.changedSources {
            console.reporter.report([
                Diagnostic(
                    .staleSnapshot, in: snapshot, severity: .warning, record: .init(line: 0), found: path)
            ])
        }
        return console.print(report.text)
    }
}

extension CorpusChoice {
    /// What is in a snapshot, or nil once everything that is wrong with it has been said.
    func verified(_ console: Console) -> SnapshotReport? {
        do throws(LoadFailure) { return try Corpus.verify(path, files: console.files) } catch {
            console.reporter.report(error.diagnostics)
            return nil
        }
    }
}

extension SnapshotReport {
    /// What is in it, a line each.
    fileprivate var text: String {
        let counts = Collection.allCases.filter { records[$0] ?? 0 > 0 }
        let width = counts.map(\.rawValue.count).max() ?? 0
        let lines = counts.map { collection in
            "  " + collection.rawValue + String(repeating: " ", count: width - collection.rawValue.count + 2)
                + Phrase.number(records[collection] ?? 0) + "\n"
        }
        return "sound: \(Phrase.number(byteCount)) bytes in version \(version) of the format, made of "
            + "\(Phrase.count(sources, "file"))\ndigest \(digest)\n" + lines.joined()
    }
}
