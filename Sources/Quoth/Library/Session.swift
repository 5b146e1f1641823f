public import QuothSyntax

/// A corpus being asked: the names given so far, the parameters, and `it`, the records behind the last answer.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// var session = Session(corpus)
/// for outcome in try session.run(SourceText(name: "example", "quotes where kind = direct")) {
///     if case .answer(let answer) = outcome { print(answer.rowCount) }
/// }
/// ```
///
/// A session is a value: a copy goes its own way.
public struct Session: Sendable {
    /// The corpus that is asked.
    public let corpus: Corpus
    /// What each query may use.
    public var limits: Limits
    /// Whether a name that no record has is a warning and an empty set, instead of an error.
    public var isLenient: Bool

    /// What is done to plans before they are run; for tests.
    package var rewrites = Rewrite.all

    private var given: [String: String] = [:]
    var known = Known()
    /// What `it` was before, the last set last.
    var past: [Step] = []
    var trail = Trail()
    private(set) var captured: [Int: FoundRecords] = [:]

    /// Makes a session without names, parameters and `it`.
    public init(_ corpus: Corpus, limits: Limits = Limits(), isLenient: Bool = false) {
        self.corpus = corpus
        self.limits = limits
        self.isLenient = isLenient
    }

    /// Gives a parameter its value before a script declares it, as `--param NAME=VALUE` does.
    ///
    /// The text is read as the declared type when the `param` statement is checked.
    public mutating func setParameter(_ name: String, to text: String) {
        given[name] = text
    }

    /// Parses and checks a whole text, and changes nothing.
    ///
    /// Statements are checked in order, each with the names that those before it give.
    public func check(_ source: SourceText) -> CheckedScript { checked(source).script }

    /// Checks a text, and answers with what would be known after it too.
    private func checked(
        _ source: SourceText, probe: CheckerProbe? = nil
    ) -> (script: CheckedScript, after: Known) {
        let result = Parser.parse(source)
        var after = known
        var statements: [CheckedStatement] = []
        var diagnostics = result.diagnostics
        // What the statements that failed would have given.
        var lost: Set<String> = []
        for statement in result.script.statements {
            var checker = checker(source, after)
            checker.probe = probe
            do throws(Diagnostic) {
                statements.append(try check(statement, &checker, &after))
            } catch {
                if !error.isBut(aConsequenceOf: lost) { diagnostics.append(error) }
                lost.insert(statement.kind.given)
                if let noun = statement.kind.noun { after.it = (noun, .empty) }
            }
            diagnostics += checker.warnings
        }
        // What was read in a damaged snapshot says nothing about the text.
        if let damage = corpus.damage {
            return (CheckedScript(statements: [], diagnostics: [damage]), known)
        }
        if diagnostics.count > 1 { diagnostics.sort { $0.span.start < $1.span.start } }
        return (CheckedScript(statements: statements, diagnostics: diagnostics), after)
    }

    /// What the checker says of a text, and what may stand at a place in it if the checker gets there.
    func check(_ source: SourceText, probing offset: Int) -> (script: CheckedScript, probe: CheckerProbe) {
        let probe = CheckerProbe(at: offset)
        return (checked(source, probe: probe).script, probe)
    }

    /// The session with the names that the statements of a text give.
    func previewed(_ source: SourceText) -> Session {
        var session = self
        session.known = checked(source).after
        return session
    }

    /// Checks a text and runs its statements; stops at the first that fails.
    ///
    /// - Throws: the first error, found while checking (then nothing has run) or while running.
    public mutating func run(_ source: SourceText) throws(Diagnostic) -> [Outcome] {
        let checked = check(source)
        if let error = checked.diagnostics.first(where: { $0.severity == .error }) { throw error }
        var outcomes: [Outcome] = []
        for statement in checked.statements { outcomes.append(try run(statement)) }
        return outcomes
    }

    /// Runs one checked statement; statements must be run in the order in which they were checked.
    ///
    /// - Throws: what went wrong while it ran, such as a division by zero, a limit, or a failed `expect`. The
    ///   session is then as it was.
    public mutating func run(_ statement: CheckedStatement) throws(Diagnostic) -> Outcome {
        do throws(Diagnostic) { return try perform(statement) } catch {
            var fault = corpus.damage ?? error
            // It is the whole of it that reaches a limit.
            if [.rowLimit, .timeLimit, .memoryLimit].contains(fault.code) { fault.span = statement.span }
            throw fault
        }
    }

    /// Runs a statement; nothing is changed before all has gone well.
    private mutating func perform(_ statement: CheckedStatement) throws(Diagnostic) -> Outcome {
        // It was checked when a query stood before it that has failed since.
        if let antecedent = statement.antecedent, antecedent != known.it?.noun.collection {
            throw Diagnostic(
                .nothingBefore, at: statement.span, in: statement.source, subject: antecedent.rawValue)
        }
        let evaluation = Evaluation(
            corpus, limits: limits, source: statement.source, it: known.it?.found, captured: captured
        )
        switch statement.action {
        case .query(let plan):
            let (noun, columns) = (plan.nounOfRecords, plan.groupedColumns)
            let query = trail.resolved(statement, bound: known.parameters)
            let (answer, found) = try evaluation.answer(
                plan.rewritten(for: corpus, by: rewrites), warnings: statement.warnings,
                question: query.flatMap { trail.alone($0) }.map { Question(query: $0) })
            if corpus.isSnapshot { answer.touch(corpus) }
            try stopIfDamaged()
            step(to: found, noun, columns, query)
            return .answer(answer)
        case .expectation(let expectation, let plan):
            let rows = try evaluation.selection(plan.rewritten(for: corpus, by: rewrites)).count
            guard expectation.isMet(by: rows) else {
                throw Diagnostic(
                    .expectationFailed, at: statement.span, in: statement.source, found: String(rows),
                    expected: [expectation.phrase], subject: plan.noun.name)
            }
            try stopIfDamaged()
            trail.ran(statement.syntax, bound: known.parameters)
            return .expected(rows: rows)
        case .name(let name, let plan, let slot):
            try stopIfDamaged()
            if let slot {
                captured[slot] = known.it?.found
                known.captures = max(known.captures, slot + 1)
            }
            known.lets = max(known.lets, (plan.base?.number ?? 0) + 1)
            known.names[name] = plan
            trail.ran(statement.syntax, bound: known.parameters)
            return .defined(name)
        case .parameter(let name, let value):
            try stopIfDamaged()
            known.parameters[name] = value
            trail.ran(statement.syntax, bound: known.parameters)
            return .defined(name)
        case .command(let line): return .command(line)
        }
    }

    private func stopIfDamaged() throws(Diagnostic) {
        if let damage = corpus.damage { throw damage }
    }

    /// What a statement came to.
    public enum Outcome: Sendable {
        /// A query's answer.
        case answer(Answer)
        /// A `let` or a `param`, by its name.
        case defined(String)
        /// An `expect` that was met, with its number of rows.
        case expected(rows: Int)
        /// A line for the program around, without its dot.
        case command(String)
    }
}

// Values bound into one query.
extension Session {
    mutating func bind(_ values: [String: Expression]) {
        known.parameters.merge(values) { _, bound in bound }
    }

    mutating func unbind(_ names: some Sequence<String>) {
        for name in names { known.parameters[name] = nil }
    }
}

/// What a statement may name, by what the statements before it have given.
struct Known: Sendable {
    var names: [String: Plan] = [:]
    var parameters: [String: Expression] = [:]
    /// The records behind the last answer; before it has run, none.
    var it: (noun: Noun, found: FoundRecords)?
    /// The columns of the last answer, if it was grouped.
    var lastColumns: [String] = []
    /// The number of captures so far, those of checked statements that haven't run included.
    var captures = 0
    /// The number of lets so far, counted likewise.
    var lets = 0
}

// Checking: each statement leaves its traces on what is known.
extension Session {
    private func checker(_ source: SourceText, _ known: Known) -> Checker {
        Checker(
            corpus: corpus, source: source, isLenient: isLenient, names: known.names,
            parameters: known.parameters, it: known.it?.noun, lastColumns: known.lastColumns)
    }

    private func check(
        _ statement: Statement, _ checker: inout Checker, _ known: inout Known
    ) throws(Diagnostic) -> CheckedStatement {
        let action = try action(statement, &checker, &known)
        return CheckedStatement(
            span: statement.span, source: checker.source.name, warnings: checker.warnings, action: action,
            syntax: statement.kind, standsAlone: checker.standsAlone,
            antecedent: checker.usesIt ? checker.it?.collection : nil)
    }

    private func action(
        _ statement: Statement, _ checker: inout Checker, _ known: inout Known
    ) throws(Diagnostic) -> CheckedStatement.Action {
        switch statement.kind {
        case .query(let query):
            var plan = try checker.plan(query)
            try checker.display(&plan, query)
            known.it = (plan.nounOfRecords, .empty)
            known.lastColumns = plan.groupedColumns
            return .query(plan)
        case .named(let name, let query):
            try checkFree(name, checker, known, mayRepeat: checker.source.name == Self.promptName)
            checker.slot = known.captures
            var plan = try checker.plan(query)
            if checker.usesIt { known.captures += 1 }
            plan.base = .init(
                name: name.text, number: known.lets, operations: plan.operations.count, shape: plan.shape)
            known.lets += 1
            known.names[name.text] = plan
            return .name(name.text, plan, captures: checker.usesIt ? checker.slot : nil)
        case .parameter(let name, let type, let value):
            try checkFree(name, checker, known, mayRepeat: false)
            let value = try checker.parameter(name, type, value, given: given[name.text])
            known.parameters[name.text] = value
            return .parameter(name.text, value)
        case .expectation(let expectation, let query):
            if let last = query.stages.last, case .count(let groups, _) = last.kind, groups.isEmpty {
                throw Diagnostic(.expectsCount, at: last.span, in: checker.source.name)
            }
            return .expectation(expectation, try checker.plan(query))
        case .command(let line): return .command(line)
        }
    }

    /// What the prompt calls its text; there a `let` may be given again.
    public static let promptName = "<prompt>"

    private func checkFree(
        _ name: Name, _ checker: Checker, _ known: Known, mayRepeat: Bool
    ) throws(Diagnostic) {
        let isNoun = Noun.named(name.text) != nil
        let isTaken = known.names[name.text] != nil || known.parameters[name.text] != nil
        guard isNoun || isTaken && !mayRepeat else { return }
        throw Diagnostic(
            .nameTaken, at: name.span, in: checker.source.name, found: name.text,
            subject: isNoun ? "a collection" : nil)
    }
}

extension Plan {
    /// The columns that `count` or `summarize` made; none if the rows are records.
    var groupedColumns: [String] {
        guard case .table(let columns) = shape else { return [] }
        return columns.map(\.name)
    }

    /// What its records are called: those of `people` are people.
    var nounOfRecords: Noun { noun.collection == collection ? noun : .whole(collection) }
}

// A fault in one statement isn't told again for those that build on it.
extension Statement.Kind {
    /// The name that it gives, or `it`.
    fileprivate var given: String {
        switch self {
        case .named(let name, _): name.text
        case .parameter(let name, _, _): "$" + name.text
        case .query: "it"
        case .expectation, .command: ""
        }
    }

    /// What a query over a collection asks for.
    fileprivate var noun: Noun? {
        guard case .query(let query) = self, let name = query.source?.text else { return nil }
        return Noun.named(name)
    }
}

extension Diagnostic {
    /// Whether nothing is wrong but that an earlier statement failed.
    fileprivate func isBut(aConsequenceOf lost: Set<String>) -> Bool {
        switch code {
        case .nothingBefore: lost.contains("it")
        case .unknownName, .unknownCollection: found.map(lost.contains) ?? false
        case .unknownParameter: found.map { lost.contains("$" + $0) } ?? false
        default: false
        }
    }
}

extension Expectation {
    func isMet(by rows: Int) -> Bool {
        switch self {
        case .none: rows == 0
        case .some: rows > 0
        case .exactly(let count): rows == count
        }
    }

    var phrase: String {
        switch self {
        case .none: "none"
        case .some: "some"
        case .exactly(let count): String(count)
        }
    }
}

/// A text after checking.
public struct CheckedScript: Sendable {
    /// The statements that can be run, in order.
    public let statements: [CheckedStatement]
    /// Errors, and warnings, in the order of the text. A script with an error should not be run.
    public let diagnostics: [Diagnostic]

    /// Whether anything in it is wrong.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// A statement whose names and types are settled.
public final class CheckedStatement: Sendable {
    /// Where it stands in its text.
    public let span: Span
    let source: String
    let warnings: [Diagnostic]
    let action: Action
    let syntax: Statement.Kind
    /// Whether it means the same in any session over the corpus.
    let standsAlone: Bool
    /// What `it` must be records of; nil if it isn't asked for.
    let antecedent: Collection?

    init(
        span: Span, source: String, warnings: [Diagnostic], action: Action, syntax: Statement.Kind,
        standsAlone: Bool, antecedent: Collection?
    ) {
        self.span = span
        self.source = source
        self.warnings = warnings
        self.action = action
        self.syntax = syntax
        self.standsAlone = standsAlone
        self.antecedent = antecedent
    }

    enum Action: Sendable {
        case query(Plan)
        case name(String, Plan, captures: Int?)
        case parameter(String, Expression)
        case expectation(Expectation, Plan)
        case command(String)
    }
}
