import Quoth
public import QuothSyntax

/// What a query found, as the naive interpreter sees it.
public struct NaiveAnswer: Sendable {
    /// The headings.
    public let columns: [String]
    /// The rows; a cell has no value if it is missing, and several if it is a list.
    public let rows: [[[NaiveValue]]]
    /// What was counted on the way.
    public let accounting: NaiveAccounting
}

extension NaivePipeline {
    /// Takes down what is counted about the records that enter the first `count` or `summarize`.
    ///
    /// What makes groups or pairs may rest on a judgement too, and that isn't theirs where a refinement goes on.
    mutating func note(_ entered: NaiveFound, several: Int, spanning: Int) {
        guard grouped == nil else {
            if accounting.pairing?.groups == nil { accounting.pairing?.groups = [several, spanning] }
            return
        }
        grouped = entered
        accounting.inSeveralGroups = several
        accounting.spanning = spanning
        noteRecords()
    }

    private mutating func noteRecords() {
        accounting.records = rows.count
        accounting.judged = rows.count { $0.isJudged }
        guard case .records(let collection) = shape, collection == .quotes || collection == .stances else {
            return
        }
        accounting.nested = rows.count {
            guard case .record(let collection, let row) = $0.row else { return false }
            return evaluator.corpus.record(collection, row).first("within") != nil
        }
    }

    /// Turns the rows into a table.
    mutating func become(_ columns: [NaiveColumn], _ table: [[[NaiveCell]]]) {
        shape = .table(columns)
        isOfPairs = false
        isByTime = false
        rows = table.map { NaiveTagged(row: .cells($0)) }
        shown = nil
        aliases = [:]
    }

    /// The headings: the alias; else the last word of a path if no other column has it; else the expression.
    static func names(_ items: [Stage.Item], beside others: [String] = []) -> [String] {
        let short = items.map { item -> String in
            if let alias = item.alias { return alias.text }
            guard case .path(let path) = item.expression.kind else {
                return SyntaxPrinter.text(item.expression)
            }
            return path.steps.last?.text ?? ""
        }
        return items.enumerated().map { index, item in
            guard item.alias == nil, case .path(let path) = item.expression.kind else { return short[index] }
            let isTaken = (short + others).count { $0 == short[index] } > 1
            return isTaken ? path.steps.map(\.text).joined(separator: ".") : short[index]
        }
    }

    /// The answer as it stands.
    func answer() throws -> NaiveAnswer {
        var copy = self
        if copy.grouped == nil { copy.noteRecords() }
        return NaiveAnswer(
            columns: columns.map(\.name),
            rows: try drawn.map { row in try shownCells(row.row, columns).map { $0.map(\.value) } },
            accounting: copy.accounting)
    }

    /// The rows in the order in which they are drawn; equal ones keep theirs.
    private var drawn: [NaiveTagged] {
        guard isByTime else { return rows }
        func time(_ tagged: NaiveTagged) -> [NaiveCell] {
            if case .cells(let cells) = tagged.row { cells[0] } else { [] }
        }
        return rows.enumerated().sorted { left, right in
            let order = evaluator.corpus.order(time(left.element), time(right.element))
            return order != 0 ? order < 0 : left.offset < right.offset
        }.map(\.element)
    }

    /// The records behind the answer.
    var it: NaiveFound { grouped ?? found }

    private var found: NaiveFound { NaiveFound(shape: shape, rows: rows, accounting: accounting) }
}

/// Runs the statements of a script one after another, a row at a time.
public struct NaiveInterpreter {
    private let corpus: NaiveCorpus
    private let environment = NaiveEnvironment()

    /// Makes an interpreter without names, parameters and `it`.
    public init(_ corpus: NaiveCorpus) { self.corpus = corpus }

    /// Runs a script that parses without fault, and gives the answer of its last query.
    public func run(_ text: String) throws -> NaiveAnswer? {
        let result = Parser.parse(SourceText(name: "<naive>", text))
        if let fault = result.diagnostics.first { throw NaiveFault(fault.code, text) }
        return try run(result.script)
    }

    /// Runs a script and gives the answer of its last query.
    public func run(_ script: Script) throws -> NaiveAnswer? {
        try lastPipeline(script)?.answer()
    }

    private func lastPipeline(_ script: Script) throws -> NaivePipeline? {
        var last: NaivePipeline?
        for statement in script.statements {
            environment.answers = [:]
            switch statement.kind {
            case .named(let name, let query):
                environment.queries[name.text] = (query, environment.captured)
            case .parameter(let name, _, let value): environment.parameters[name.text] = value
            case .query(let query):
                let pipeline = try NaiveEvaluator(corpus: corpus, environment: environment).run(query)
                // Values that are only shown can be at fault too.
                _ = try pipeline.answer()
                environment.it = pipeline.it
                last = pipeline
            case .expectation, .command: continue
            }
        }
        return last
    }

    /// The table that the last query of a script comes to; nil if its rows are records.
    func table(_ text: String) throws -> (columns: [NaiveColumn], rows: [[[NaiveCell]]])? {
        let result = Parser.parse(SourceText(name: "<naive>", text))
        guard result.diagnostics.isEmpty, let pipeline = try lastPipeline(result.script),
            case .table(let columns) = pipeline.shape
        else { return nil }
        let rows = pipeline.rows.compactMap { tagged -> [[NaiveCell]]? in
            if case .cells(let cells) = tagged.row { cells } else { nil }
        }
        return (columns, rows)
    }

    /// The records for which a condition holds; nil if it can't be looked at by itself.
    func rows(_ rows: [NaiveRow], where condition: String) -> [NaiveRow]? {
        guard case .filter(let filter) = Self.query("quotes where " + condition)?.stages.first?.kind else {
            return nil
        }
        let evaluator = NaiveEvaluator(corpus: corpus, environment: environment)
        return try? rows.filter { row in
            guard case .record(let collection, _) = row else { return false }
            return try evaluator.verdict(filter, [NaiveFrame(shape: .records(collection), row: row)]).holds
        }
    }

    /// A query without stages and values, to be filled in.
    static func query(_ text: String) -> Query? {
        let statements = Parser.parse(SourceText(name: "<naive>", text)).script.statements
        guard case .query(let query) = statements.first?.kind else { return nil }
        return query
    }

    /// The path of a column's name, or of an expression that is a column's name.
    static func path(_ name: String) -> Expression? {
        let steps = name.split(separator: ".").map { Name(String($0), at: Span(start: 0, end: 0)) }
        guard !steps.isEmpty, var result = anyPath, case .path(var path) = result.kind else { return nil }
        path.steps = steps
        result.kind = .path(path)
        return result
    }

    /// Some query and some path, to be filled in: only the parser can make the first of either.
    static let anyQuery = query("quotes")
    private static let anyPath: Expression? = {
        guard case .sort(let keys) = query("quotes sort by x")?.stages.first?.kind else { return nil }
        return keys.first?.expression
    }()
}
