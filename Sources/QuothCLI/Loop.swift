import Quoth
import QuothSyntax
import QuothTerminal

/// Runs texts in a session and prints what comes of them; the prompt and scripts go through it alike.
final class Loop {
    var session: Session
    var settings: Settings
    let console: Console
    /// Where answers go.
    private(set) var output: Output
    /// Whether the time that each query took is told.
    var tellsTime = false
    /// The status of the first failure that was gone on after.
    private(set) var firstFailure: ExitStatus?
    /// The last answer, whose rows commands may ask about.
    private(set) var lastAnswer: Answer?
    /// What was run, the last last.
    var history: [Asked] = []
    /// What the user has chosen at the prompt; nil elsewhere.
    var userSettings: [String: String]?
    /// The step of the tutorial that was shown last.
    var tutorialStep = 0
    /// Scripts that are being read by commands of others.
    var depth = 0

    /// How the loop behaves.
    struct Settings {
        var format: Format
        var keepsGoing: Bool
        var isRaw: Bool
        var isSafeForSheets = false
        /// Whether commands may not reach files.
        var isSafe: Bool
        var colour: ColourChoice
        /// Nanoseconds that a query may take.
        var timeout: Int64?
        /// The command that shows what is taller than the window; nil for none.
        var pager: [String]?
        /// The most columns that an answer takes, if the window has more.
        var width: Int?
        /// How many statements are remembered.
        var historySize = History.maximumEntries
    }

    /// Where a text comes from, which says how far its commands may reach.
    enum Origin {
        /// From the user's own hand: the prompt or the command line.
        case typed
        /// From a file in this folder.
        case script(String)
    }

    init(_ session: Session, _ console: Console, _ settings: Settings) {
        self.session = session
        self.console = console
        self.settings = settings
        output = console.output
    }

    /// Checks a text whole and runs it.
    ///
    /// A command in between may give names, or change what `it` is, so a text is checked in pieces that end there.
    func run(_ source: SourceText, _ origin: Origin) throws(Stop) {
        let parsed = Parser.parse(source)
        guard parsed.diagnostics.isEmpty else {
            console.reporter.report(parsed.diagnostics, in: source)
            return try fail(.failed)
        }
        let unknown = parsed.script.statements.compactMap(DotCommand.refusal)
        guard unknown.isEmpty else {
            for diagnostic in unknown { report(diagnostic, in: source) }
            return try fail(.failed)
        }
        var start = 0
        for statement in parsed.script.statements {
            guard case .command(let line) = statement.kind, DotCommand.changesSession(line) else { continue }
            try check(source.only(start..<statement.span.start), origin)
            try run(command: line, at: statement.span, source, origin)
            start = statement.span.end
        }
        try check(start == 0 ? source : source.only(start..<source.bytes.count), origin)
    }

    /// Runs each statement of a text by itself, as if they had been typed one after the other.
    func runSeparately(_ source: SourceText) throws(Stop) {
        let parsed = Parser.parse(source)
        guard parsed.diagnostics.isEmpty else {
            console.reporter.report(parsed.diagnostics, in: source)
            throw .failed(.failed)
        }
        for statement in parsed.script.statements {
            if case .command(let line) = statement.kind {
                try run(command: line, at: statement.span, source, .typed)
            } else {
                try check(source.only(statement.span.start..<statement.span.end), .typed)
            }
        }
    }

    private func check(_ source: SourceText, _ origin: Origin) throws(Stop) {
        let checked = session.check(source)
        console.reporter.report(checked.diagnostics, in: source)
        if let error = checked.diagnostics.first(where: { $0.severity == .error }) {
            return try fail(ExitStatus(error.code))
        }
        let told = Set(checked.diagnostics)
        for statement in checked.statements { try run(statement, source, origin, told) }
    }

    private func run(
        _ statement: CheckedStatement, _ source: SourceText, _ origin: Origin, _ told: Set<Diagnostic>
    ) throws(Stop) {
        if Interrupt.isPending { throw .failed(.interrupted) }
        let start = MonotonicClock.now()
        session.limits.deadline = deadline
        console.progress.begin()
        defer { console.progress.end() }
        let outcome: Session.Outcome
        do throws(Diagnostic) {
            outcome = try session.run(statement)
        } catch {
            if error.code == .interrupted { throw .failed(.interrupted) }
            console.reporter.report([error], in: source)
            return try fail(ExitStatus(error.code))
        }
        note(statement, outcome, in: source)
        switch outcome {
        case .answer(let answer):
            console.reporter.report(answer.warnings.filter { !told.contains($0) }, in: source)
            try present(answer)
            if tellsTime { tell(MonotonicClock.now() - start) }
        case .command(let line): try run(command: line, at: statement.span, source, origin)
        case .defined, .expected: break
        }
    }

    private func run(
        command line: String, at span: Span, _ source: SourceText, _ origin: Origin
    ) throws(Stop) {
        console.progress.begin()
        defer { console.progress.end() }
        do throws(DotCommand.Failure) {
            try DotCommand.run(
                line, DotCommand.Request(loop: self, source: source, span: span, origin: origin))
        } catch {
            switch error {
            case .stop(let stop): throw stop
            case .faulty(let diagnostic):
                report(diagnostic, in: source)
                try fail(ExitStatus(diagnostic.code))
            case .refused(var diagnostic):
                // What a query that the command made is wrong about stands in no text of the user's.
                if diagnostic.record == nil { diagnostic.span = span }
                report(diagnostic, in: source)
                try fail(ExitStatus(diagnostic.code))
            }
        }
    }

    private func report(_ diagnostic: Diagnostic, in source: SourceText) {
        var diagnostic = diagnostic
        if diagnostic.record == nil { diagnostic.source = source.name }
        console.reporter.report([diagnostic], in: source)
    }

    /// The time until which a query that begins now may run.
    var deadline: Int64? { settings.timeout.map { MonotonicClock.now() + $0 } }

    /// Goes on after a failure if that is wanted, and remembers the first.
    private func fail(_ status: ExitStatus) throws(Stop) {
        guard settings.keepsGoing else { throw .failed(status) }
        firstFailure = firstFailure ?? status
    }
}

// Where answers go, and how.
extension Loop {
    /// How rows are to look where they go.
    var style: PrintStyle {
        var style = PrintStyle()
        style.width = output.isTerminal ? min(Terminal.width, settings.width ?? .max) : nil
        style.hasColour = settings.colour.applies(to: output) && settings.format.isForPeople
        style.isRaw = settings.isRaw
        style.isSafeForSheets = settings.isSafeForSheets
        style.isPlain = output.isTerminal && Terminal.isPlain
        return style
    }

    /// How what a command shows to people is to look.
    var commandStyle: PrintStyle {
        var style = style
        style.hasColour = settings.colour.applies(to: output)
        return style
    }

    /// Prints an answer whose rows commands may ask about from now on.
    func present(_ answer: Answer) throws(Stop) {
        lastAnswer = answer
        try print(answer)
    }

    /// Prints an answer and what it says about itself: under its rows where people look at them, else on
    /// standard error.
    func print(_ answer: Answer) throws(Stop) {
        do throws(OutputFailure) {
            try output.paged(by: pager) { () throws(OutputFailure) in try write(answer) }
        } catch {
            if case .interrupted = error { throw .failed(.interrupted) }
            throw .output(error)
        }
        // Behind the rows, and so not before the pager has them all.
        if !hasAccountingBelow { console.reporter.note(AccountingWords.text(answer)) }
    }

    /// Whether what an answer says about itself stands under its rows, where they go.
    private var hasAccountingBelow: Bool {
        settings.format.hasAccounting || output.isTerminal && settings.format.isForPeople
    }

    /// The pager, where somebody can use it.
    private var pager: [String]? {
        output.isTerminal && Terminal.isInput && !settings.isSafe ? settings.pager : nil
    }

    private func write(_ answer: Answer) throws(OutputFailure) {
        try settings.format.printer.print(answer, style, to: output)
        var remarks = ""
        if settings.format == .table || settings.format == .card {
            remarks = QuoteMarks.legend(answer, style, besideRow: output.isTerminal).map { $0 + "\n" } ?? ""
        }
        if hasAccountingBelow, !settings.format.hasAccounting {
            remarks += SafeText.escape(AccountingWords.text(answer), .text)
        }
        if !remarks.isEmpty { try output.write(style.dim(fitted(remarks))) }
        try output.flush()
    }

    /// A text with its lines broken at blanks where the window is too narrow for them. They go on below their
    /// beginnings, or so far to the right of these.
    func fitted(_ text: String, indented: (Substring) -> Int = { _ in 0 }) -> String {
        guard let width = style.width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            if DisplayWidth.of(String(line)) <= width { return [String(line)] }
            let margin = line.prefix { $0 == " " }
            let indent = margin + String(repeating: " ", count: indented(line))
            let words = String(line.dropFirst(margin.count))
            return TextWrap.lines(words, width: max(20, width - indent.count)).enumerated().map {
                ($0 == 0 ? margin : indent) + $1
            }
        }.joined(by: "\n")
    }

    /// Prints a text that a command has made.
    func write(_ text: String) throws(Stop) {
        do throws(OutputFailure) {
            try output.paged(by: pager) { () throws(OutputFailure) in
                try output.write(text)
                try output.flush()
            }
        } catch { throw .output(error) }
    }

    private func tell(_ nanoseconds: Int64) {
        let milliseconds = (nanoseconds + 500_000) / 1_000_000
        let rest = String(milliseconds % 1_000)
        let decimals = String(repeating: "0", count: 3 - rest.count) + rest
        console.reporter.note("\(milliseconds / 1_000).\(decimals) s\n")
    }

    /// Sends further answers to a file, which is whole once the next one begins or the program ends; nil sends
    /// them back to standard output.
    func redirect(to path: String?) throws(Stop) {
        do throws(OutputFailure) {
            try commitOutput()
            guard let path else { return }
            if session.corpus.isRead(from: path, console.files) {
                throw .refused(target: path, FileFault(.isSource))
            }
            output = try Output.file(path, files: console.files)
        } catch { throw .output(error) }
    }

    /// Gives the file that was written its name.
    func commitOutput() throws(OutputFailure) {
        let finished = output
        output = console.output
        try finished.commit()
    }

    /// Leaves nothing of a file that was being written.
    func discardOutput() {
        if output !== console.output { output.discard() }
        output = console.output
    }
}

extension SourceText {
    /// The text with nothing but a part of it, at the same places.
    func only(_ part: Range<Int>) -> SourceText {
        var kept = bytes
        for index in kept.indices where !part.contains(index) && kept[index] != UInt8(ascii: "\n") {
            kept[index] = UInt8(ascii: " ")
        }
        return SourceText(name: name, utf8: kept)
    }
}
