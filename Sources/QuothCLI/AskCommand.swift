import ArgumentParser
import Quoth
import QuothSyntax

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// `quoth CORPUS`: the prompt, queries and scripts.
struct AskCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Asks a corpus of coded news articles who said what.",
        usage: "quoth CORPUS [SCRIPT…] [-c QUERY]… [options]",
        discussion: """
            Without a script and -c, a script is read from standard input, or a prompt opens if that is a terminal.
            The exit status is 0 for success, 1 if a query failed, 2 if the command line can't be used, 3 if a file \
            can't be read or written, 4 if an 'expect' failed, 5 if a limit was reached.
            """)

    @OptionGroup var options: CorpusOptions

    @Argument(help: "Scripts to run, one after the other.")
    var scripts: [String] = []

    @Option(
        name: .customShort("c"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A query to run after the scripts; may be repeated.", valueName: "query"))
    var queries: [String] = []

    @Option(help: "How answers are printed.")
    var format: Format = .table

    @Option(
        name: .customLong("param"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A value for a parameter of the scripts; may be repeated.", valueName: "name=value"))
    var parameters: [ParameterBinding] = []

    @Flag(help: "Take a name that nothing has as a warning and not as an error.")
    var lenient = false

    @Flag(help: "Go on after a failure; the exit status is that of the first.")
    var keepGoing = false

    @Option(help: ArgumentHelp("The time that a query may take.", valueName: "seconds"))
    var timeout: Seconds?

    @Option(help: ArgumentHelp("The most rows that an answer may have.", valueName: "n"))
    var maxRows: PositiveNumber?

    @Option(help: ArgumentHelp("The most memory that a query may take, such as 512M.", valueName: "size"))
    var maxMemory: MemorySize?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the answers to a file.", valueName: "file"))
    var output: String?

    @Flag(help: "Let control characters in data reach the terminal.")
    var raw = false

    @Flag(help: "Let no command of a script or the prompt read or write files.")
    var safe = false

    @Flag(help: "Keep no history of the prompt.")
    var noHistory = false

    func run(_ console: Console) -> ExitStatus {
        options.apply(to: console.reporter)
        let isPrompt = scripts.isEmpty && queries.isEmpty && Terminal.isTerminal(STDIN_FILENO)
        var texts: [Script] = []
        do throws(Stop) {
            if !isPrompt { texts = try readScripts(console) }
            try checkParameters(texts, isPrompt: isPrompt, console)
        } catch { return status(of: error, console) }
        guard let corpus = options.load(console) else { return .inaccessible }
        if !corpus.notes.isEmpty {
            let path = SafeText.escape(options.corpus)
            console.reporter.note(
                Phrase.count(corpus.notes.count, "remark")
                    + " on the corpus; 'quoth check \(path)' shows them\n")
        }
        Interrupt.listen()
        let loop = Loop(session(corpus), console, settings)
        return run(loop, texts, isPrompt: isPrompt, console)
    }

    /// A text to run, and where it came from.
    struct Script {
        var source: SourceText
        var origin: Loop.Origin
    }

    private func run(_ loop: Loop, _ texts: [Script], isPrompt: Bool, _ console: Console) -> ExitStatus {
        do throws(Stop) {
            if let output { try loop.redirect(to: output) }
            if isPrompt {
                try Prompt(loop, keepsHistory: !noHistory).run()
            } else {
                for text in texts { try loop.run(text.source, text.origin) }
            }
        } catch {
            if case .quit = error {
            } else {
                loop.discardOutput()
                return status(of: error, console)
            }
        }
        do throws(OutputFailure) {
            try loop.commitOutput()
            // Whoever sits at the prompt has seen what failed.
            return isPrompt ? .success : loop.firstFailure ?? .success
        } catch { return console.report(error) }
    }

    private func status(of stop: Stop, _ console: Console) -> ExitStatus {
        switch stop {
        case .quit: .success
        case .failed(let status): status
        case .output(let failure): console.report(failure)
        }
    }
}

// From options to what the loop takes.
extension AskCommand {
    private var settings: Loop.Settings {
        Loop.Settings(
            format: format, keepsGoing: keepGoing, isRaw: raw, isSafe: safe, colour: options.color,
            timeout: timeout?.nanoseconds)
    }

    private func session(_ corpus: Corpus) -> Session {
        var limits = Limits(now: MonotonicClock.now, shouldStop: Interrupt.isRaised)
        if let maxRows { limits.maximumRows = maxRows.value }
        if let maxMemory { limits.maximumMemory = maxMemory.bytes }
        var session = Session(corpus, limits: limits, isLenient: lenient)
        for parameter in parameters { session.setParameter(parameter.name, to: parameter.value) }
        return session
    }

    private func readScripts(_ console: Console) throws(Stop) -> [Script] {
        var texts: [Script] = []
        for path in scripts {
            let bytes: [UInt8]
            do throws(FileFault) { bytes = try console.files.read(path) } catch {
                console.reporter.report([Diagnostic(.unreadable, in: path, error)])
                throw .failed(.inaccessible)
            }
            texts.append(
                Script(
                    source: SourceText(name: path, utf8: bytes), origin: .script(FilePath.folder(of: path))))
        }
        for query in queries {
            texts.append(Script(source: SourceText(name: "<command line>", query), origin: .typed))
        }
        guard texts.isEmpty else { return texts }
        do throws(FileFault) {
            let source = SourceText(name: "<standard input>", utf8: try StandardInput.readAll())
            return [Script(source: source, origin: .script("."))]
        } catch {
            console.reporter.report([Diagnostic(.unreadable, in: "<standard input>", error)])
            throw .failed(.inaccessible)
        }
    }

    /// A parameter that no script has is a slip that would otherwise go unnoticed.
    private func checkParameters(_ texts: [Script], isPrompt: Bool, _ console: Console) throws(Stop) {
        if parameters.isEmpty { return }
        var declared: Set<String> = []
        for text in texts {
            let result = Parser.parse(text.source)
            // What stands in a faulty text, or in a file that is read by a command, isn't known here.
            if !result.diagnostics.isEmpty { return }
            for statement in result.script.statements {
                switch statement.kind {
                case .parameter(let name, _, _): declared.insert(name.text)
                case .command: return
                default: break
                }
            }
        }
        guard !isPrompt, let unknown = parameters.first(where: { !declared.contains($0.name) }) else {
            return
        }
        console.reporter.report([
            Diagnostic(
                .badOption, in: "--param", record: .init(line: 0), found: unknown.name,
                expected: declared.sorted(), subject: "parameter of these scripts",
                near: nearest(to: unknown.name, among: declared).map { .init($0) })
        ])
        throw .failed(.unusable)
    }
}
