import ArgumentParser
import Quoth
import QuothSyntax

/// A command that ends with a status of its own.
protocol RunnableCommand: ParsableCommand {
    /// - Throws: what is wrong with a value on the command line.
    func run(_ console: Console) throws(Diagnostic) -> ExitStatus
}

/// `quoth` and its subcommands.
struct QuothCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quoth", abstract: "Asks a corpus of coded news articles who said what.",
        usage: "quoth CORPUS [SCRIPT…] [-c QUERY]… [options]",
        discussion: "The first command, ask, needs no name: quoth CORPUS opens a prompt.",
        version: "quoth 0.1.0",
        subcommands: [
            AskCommand.self, FormatCommand.self, CheckCommand.self, BuildCommand.self, VerifyCommand.self,
            SchemaCommand.self, HelpCommand.self,
        ],
        defaultSubcommand: AskCommand.self)

    /// The forms that a command line has; the first three are those of the command without a name.
    static let forms: [(form: String, meaning: String)] = [
        ("quoth CORPUS", "open a prompt, or run the script that is read from standard input"),
        ("quoth CORPUS -c QUERY…", "answer a query, or the queries of several -c"),
        ("quoth CORPUS SCRIPT…", "run scripts"),
        ("quoth fmt [--check] FILE…", "write scripts in the one canonical form"),
        ("quoth check CORPUS", "say everything that is wrong with a corpus"),
        ("quoth build CORPUS -o FILE", "keep a corpus as a snapshot, FILE.quothdb, which opens at once"),
        ("quoth verify FILE", "check all of a snapshot, and say what is in it"),
        ("quoth schema", "print the JSON Schema of corpus files"),
        ("quoth help [WORD]…", "explain a command, or a word of the language"),
    ]

    /// The form of a command that has a name.
    static func form(_ command: String) -> String {
        forms.first { $0.form.hasPrefix("quoth \(command)") }?.form ?? ""
    }

    /// What the help of the default command says about the others.
    static func others(_ printer: HelpPrinter) -> String {
        "OTHER COMMANDS:\n" + table(forms.dropFirst(3), printer)
    }

    /// What is said where there are no arguments.
    static func usage(_ printer: HelpPrinter) -> String {
        "Error: a corpus is missing\n\nUSAGE:\n" + table(forms[...], printer)
            + "\n  See 'quoth --help' for the options.\n"
    }

    private static func table(
        _ forms: ArraySlice<(form: String, meaning: String)>, _ printer: HelpPrinter
    ) -> String {
        printer.table(forms.map { ["  " + $0.form, $0.meaning] })
    }
}

/// Options that every command that reads a corpus has.
struct CorpusOptions: ParsableArguments {
    @Argument(
        help: "A corpus: a .json document, a folder with a file for each collection, or a .quothdb snapshot.",
        completion: .file())
    var corpus: String

    @Option(
        name: .customLong("source"), parsing: .singleValue,
        help: ArgumentHelp("A text of an article, or a folder of texts; may be repeated.", valueName: "file"),
        completion: .file())
    var sources: [String] = []

    @Option(help: "How errors are written.")
    var errors = Given(ErrorForm.text)

    @Option(help: "When to use colours.")
    var color = Given(ColourChoice.auto)

    /// The options as plain values.
    func choice(_ console: Console) throws(Diagnostic) -> CorpusChoice {
        try CorpusChoice(path: corpus, sources: sources, errors, color, console)
    }
}

/// Which corpus is meant, and how what is wrong is said.
struct CorpusChoice {
    var path: String
    var sources: [String] = []
    var errors = ErrorForm.text
    var colour = ColourChoice.auto

    /// The corpus; otherwise everything that is wrong with it has been said. Ctrl-C stops loading, and from then on no
    /// longer ends the program by itself.
    func load(_ console: Console) throws(Stop) -> Corpus {
        Interrupt.listen()
        console.progress.begin()
        defer { console.progress.end() }
        do throws(LoadFailure) {
            let corpus = try Corpus.load(path, sources: sources, files: console.files) {
                [progress = console.progress] in
                progress.loading($0)
                return !Interrupt.isPending
            }
            if !Interrupt.isPending { return corpus }
        } catch {
            if !Interrupt.isPending {
                console.reporter.report(error.diagnostics)
                throw .failed(.inaccessible)
            }
        }
        throw console.stopped()
    }

    func apply(to reporter: Reporter) {
        reporter.isJSON = errors == .json
        reporter.use(colour)
    }
}

extension CorpusChoice {
    /// Takes the options as they were given, and has everything from then on said as they want it.
    init(
        path: String, sources: [String] = [], _ errors: Given<ErrorForm>, _ color: Given<ColourChoice>,
        _ console: Console
    ) throws(Diagnostic) {
        self.init(path: path, sources: sources, errors: try errors.value(behind: "--errors"))
        apply(to: console.reporter)
        colour = try color.value(behind: "--color")
        apply(to: console.reporter)
    }
}

/// `quoth check`: says what is wrong with a corpus.
struct CheckCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Says everything that is wrong with a corpus.",
        usage: QuothCommand.form("check") + " [options]")

    @OptionGroup var options: CorpusOptions

    func run(_ console: Console) throws(Diagnostic) -> ExitStatus {
        let choice = try options.choice(console)
        let corpus: Corpus
        do throws(Stop) { corpus = try choice.load(console) } catch { return console.status(of: error) }
        if corpus.isSnapshot, choice.verified(console) == nil { return .inaccessible }
        console.reporter.report(corpus.notes)
        // In a script silence is success; somebody at a terminal wants to be told.
        return console.output.isTerminal ? console.print("no faults: " + corpus.summary + "\n") : .success
    }
}

/// `quoth schema`: prints the JSON Schema of corpus files.
struct SchemaCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of corpus files.",
        usage: QuothCommand.form("schema"))

    func run(_ console: Console) -> ExitStatus { console.print(Schema.jsonSchema) }
}

extension Corpus {
    /// How many records of each kind there are: `1 article, 17 actors`.
    var summary: String {
        let parts = Collection.allCases.map(Noun.whole).compactMap { noun in
            let count = table(noun.collection).rowCount
            return count == 0 ? nil : Phrase.count(count, noun.singular, noun.name)
        }
        return parts.isEmpty ? "no records" : parts.joined(by: ", ")
    }
}
