import Quoth
import QuothSyntax
import QuothTerminal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the user wants asked, however the command line was read, and how it is done.
struct Asking {
    var corpus: CorpusChoice
    var scripts: [String] = []
    var queries: [String] = []
    var format: Format?
    var parameters: [ParameterBinding] = []
    var isLenient = false
    var keepsGoing = false
    var timeout: Seconds?
    var maximumRows: PositiveNumber?
    var maximumMemory: MemorySize?
    var output: String?
    var isRaw = false
    var isSafeForSheets = false
    var isSafe = false
    var keepsHistory = true
    var usesPager = true

    init(corpus: CorpusChoice) { self.corpus = corpus }

    /// The plain forms of the command line: a corpus, scripts, `-c` and `--format`.
    ///
    /// Nil for any other, which takes the argument parser; to set that up takes longer than a small query.
    init?(plain arguments: [String]) {
        var paths: [String] = []
        var queries: [String] = []
        var format: Format?
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "-c":
                guard let query = rest.popFirst() else { return nil }
                queries.append(query)
            case "--format":
                guard let form = rest.popFirst().flatMap(Format.init(rawValue:)) else { return nil }
                format = form
            default:
                guard !word.hasPrefix("-"), !word.isEmpty, !Self.commands.contains(word) else { return nil }
                paths.append(word)
            }
        }
        guard let corpus = paths.first else { return nil }
        self.init(corpus: CorpusChoice(path: corpus))
        scripts = Array(paths.dropFirst())
        self.queries = queries
        self.format = format
    }

    /// The commands that are named on the command line.
    static let commands = ["ask", "fmt", "check", "build", "verify", "schema", "help"]

    func run(_ console: Console) -> ExitStatus {
        corpus.apply(to: console.reporter)
        if let slip = misspeltCommand(console) {
            console.reporter.report([slip])
            return .inaccessible
        }
        let isPrompt = scripts.isEmpty && queries.isEmpty && Terminal.isInput
        var texts: [Script] = []
        do throws(Stop) {
            if !isPrompt { texts = try readScripts(console) }
            try checkParameters(texts, isPrompt: isPrompt, console)
        } catch { return console.status(of: error) }
        if isPrompt { TypeAhead.hold() }
        defer { if isPrompt { TypeAhead.giveBack() } }
        let loaded: Corpus
        do throws(Stop) { loaded = try corpus.load(console) } catch { return console.status(of: error) }
        ReleasedMemory.keep()
        console.reporter.report(loaded.notes.filter { $0.code == .staleSnapshot })
        let remarks = loaded.notes.count { $0.code != .staleSnapshot }
        if remarks > 0 {
            let path = SafeText.escape(corpus.path)
            console.reporter.note(
                Phrase.count(remarks, "remark")
                    + " on the corpus; 'quoth check \(path)' shows them\n")
        }
        let loop = Loop(session(loaded, console.progress), console, settings)
        // All of it goes with the process; to take it apart first takes a fiftieth of a small query.
        _ = Unmanaged.passRetained(loop)
        return run(loop, texts, isPrompt: isPrompt, console)
    }

    /// What is wrong if the corpus isn't there and is spelt nearly as a command is.
    private func misspeltCommand(_ console: Console) -> Diagnostic? {
        guard !corpus.path.contains("/"), (try? console.files.mode(corpus.path)) == nil,
            let command = nearest(to: corpus.path, among: Self.commands).first
        else { return nil }
        var diagnostic = Diagnostic(.unreadable, in: corpus.path, FileFault(.notFound))
        diagnostic.subject = "command"
        diagnostic.near = [.init(command)]
        return diagnostic
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
                loop.readUserSettings(butNot: given)
                try Prompt(loop, keepsHistory: keepsHistory).run()
            } else {
                for text in texts { try loop.run(text.source, text.origin) }
            }
        } catch {
            if case .quit = error {
            } else {
                loop.discardOutput()
                return console.status(of: error)
            }
        }
        do throws(OutputFailure) {
            try loop.commitOutput()
            // Whoever sits at the prompt has seen what failed.
            return isPrompt ? .success : loop.firstFailure ?? .success
        } catch { return console.report(error) }
    }
}

// From options to what the loop takes.
extension Asking {
    /// The settings that the command line decides.
    private var given: Set<String> {
        var given: Set<String> = []
        if format != nil { given.insert("format") }
        if corpus.colour != .auto { given.insert("color") }
        if !usesPager { given.insert("pager") }
        return given
    }

    private var settings: Loop.Settings {
        Loop.Settings(
            format: format ?? .table, keepsGoing: keepsGoing, isRaw: isRaw,
            isSafeForSheets: isSafeForSheets, isSafe: isSafe, colour: corpus.colour,
            timeout: timeout?.nanoseconds, pager: usesPager ? Paging.command("auto") : nil)
    }

    private func session(_ corpus: Corpus, _ progress: ProgressLine) -> Session {
        var limits = Limits(
            now: MonotonicClock.now,
            shouldStop: {
                progress.tick()
                return Interrupt.isRaised()
            })
        if let maximumRows { limits.maximumRows = maximumRows.value }
        if let maximumMemory { limits.maximumMemory = maximumMemory.bytes }
        var session = Session(corpus, limits: limits, isLenient: isLenient)
        for parameter in parameters { session.setParameter(parameter.name, to: parameter.value) }
        return session
    }

    private func readScripts(_ console: Console) throws(Stop) -> [Script] {
        var texts: [Script] = []
        for path in scripts {
            let bytes: [UInt8]
            do throws(FileFault) { bytes = try console.files.read(path) } catch {
                var diagnostic = Diagnostic(.unreadable, in: path, error)
                // Other shells take a query there, and few files have blanks in their names.
                if error.kind == .notFound, path.contains(" ") { diagnostic.subject = "query" }
                if error.kind == .isFolder { diagnostic.subject = "script" }
                console.reporter.report([diagnostic])
                throw .failed(.inaccessible)
            }
            texts.append(
                Script(
                    source: SourceText(name: path, utf8: bytes), origin: .script(FilePath.folder(of: path))))
        }
        for query in queries {
            let source = SourceText(name: "<command line>", utf8: CommandLine.bytes(of: query))
            texts.append(Script(source: source, origin: .typed))
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

extension CommandLine {
    /// The bytes of an argument as they were given; what isn't UTF-8 is replaced in the argument that Swift makes of them.
    fileprivate static func bytes(of argument: String) -> [UInt8] {
        guard argument.unicodeScalars.contains("\u{FFFD}") else { return Array(argument.utf8) }
        // The system's list of arguments stays as it is while the program runs, and each ends with a NUL.
        for place in 0..<Int(argc) {
            guard let start = unsafeArgv[place], String(cString: start) == argument else { continue }
            return UnsafeBufferPointer(start: start, count: strlen(start)).map { UInt8(bitPattern: $0) }
        }
        return Array(argument.utf8)
    }
}
