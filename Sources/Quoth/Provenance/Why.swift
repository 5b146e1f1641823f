public import QuothSyntax

/// Why a row is in an answer: what made each condition hold, and for a group the records behind it.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let answer = try corpus.query("quotes where faction = hardliner count by speaker")
/// let why = try corpus.why(row: 0, of: answer)
/// print(why?.behind?.rowCount ?? 0, why?.reasons ?? [])
/// ```
///
/// No lineage is kept: the query is asked again.
public struct Why: Sendable {
    /// The record that the row is; nil if it is a group or a pair.
    public let record: RecordReference?
    /// Each `where` that the row passed, in order. Of a group, those after the last `count` or `summarize`.
    public let reasons: [Reason]
    /// Of a group, the records in it, and of a pair the two, in the order in which they were counted or paired. They
    /// can be asked why in their turn.
    public let behind: Answer?
}

/// One condition, and what it found at a row.
public struct Reason: Sendable, Hashable {
    /// The condition as written.
    public let condition: String
    /// What it came to.
    public let verdict: Verdict
    /// Whether it holds on a judgement only, which the source doesn't state.
    public let isJudged: Bool
    /// What it looked at; nothing if it is made of other conditions.
    public internal(set) var values: [Looked] = []
    /// The conditions that it is made of, by `and`, `or` or `not`, or those of the rows it looked into.
    public internal(set) var parts: [Reason] = []
    /// Of `any`, `no`, `all` and `count(…)`, the records that the link leads to.
    public internal(set) var ends: Ends?

    /// What a condition comes to.
    public enum Verdict: Sendable, Hashable {
        case holds, fails
        /// What stands before it had decided already.
        case notAsked
    }

    /// An expression, and what it is in the row.
    public struct Looked: Sendable, Hashable {
        /// As written.
        public let expression: String
        /// Its value, which may be a list.
        public let value: Value
        /// Of a list, the values for which the condition holds by themselves.
        public let fitting: [Value]
        /// Whether the value rests on a judgement.
        public let isJudged: Bool
        /// Of a text, where what `mentions`, `contains` or `matches` looks for stands in it, in Unicode scalars.
        public internal(set) var found: [Range<Int>] = []
    }

    /// The records at the other end of a link.
    public struct Ends: Sendable, Hashable {
        /// How many there are.
        public let count: Int
        /// For how many of them the condition inside holds.
        public let fitting: Int
        /// The first of those that decide: for which it holds, or of `all` for which it doesn't. If there are none,
        /// the first of all.
        public let shown: [End]
    }

    /// One record at the other end of a link.
    public struct End: Sendable, Hashable {
        /// The record.
        public let record: RecordReference
        /// What the condition inside found there; nil if there is none.
        public let reason: Reason?
    }

    /// No more records at the end of a link are gone into.
    public static let maximumEnds = 5
}

extension Corpus {
    /// Why a row, from 0, is in an answer; nil if there is no such row, or ``Answer/query`` is nil.
    ///
    /// The query is run again. Of a group this is done with the group's values as a further condition, which are
    /// bound as values and never read as text.
    ///
    /// - Throws: what a limit, or the evaluation of a condition, comes to.
    public func why(row: Int, of answer: Answer, limits: Limits = Limits()) throws(Diagnostic) -> Why? {
        try why(rows: [row], of: answer, limits: limits)
    }

    /// Why several groups, or one row, are in an answer: the records behind all of them, without the reasons of each.
    package func why(rows: [Int], of answer: Answer, limits: Limits) throws(Diagnostic) -> Why? {
        guard let question = answer.question, !rows.isEmpty, rows.allSatisfy((0..<answer.rowCount).contains)
        else { return nil }
        var plan = question.plan
        if plan == nil { plan = try self.plan(question.query) }
        guard let plan else { return nil }
        let why = try Evaluation(self, limits: limits, source: "<query>", captured: question.captured)
            .why(rows, plan, question.query)
        if isSnapshot { why?.behind?.touch(self) }
        if let damage { throw damage }
        return why
    }

    /// The plan of a query that stands alone. What was a warning when it was asked is no error now.
    private func plan(_ query: Query) throws(Diagnostic) -> Plan? {
        let source = SourceText(name: "<query>", SyntaxPrinter.text(query))
        let checked = Session(self, isLenient: true).check(source)
        if let error = checked.diagnostics.first(where: { $0.severity == .error }) { throw error }
        guard case .query(let plan)? = checked.statements.first?.action else { return nil }
        return plan
    }
}

extension Evaluation {
    /// What made a table of rows, and those rows.
    private struct Made {
        let maker: Maker
        let frame: Frame
        let selection: Selection

        enum Maker {
            case group(Plan.Grouping)
            case pairs(Collection)
            case pairCount(Plan.Pairs, Plan.Grouping)
        }
    }

    fileprivate func why(_ rows: [Int], _ plan: Plan, _ query: Query) throws(Diagnostic) -> Why? {
        // All the pairs may be far more than those of one count.
        var plan = plan
        Rewrite.countInsteadOfPairs.apply(&plan, corpus)
        var filters: [(filter: Plan.Filter, frame: Frame)] = []
        var made: [Made] = []
        let progress = try run(plan) { operation, before in
            switch operation {
            case .filter(let filter): filters.append((filter, before.frame))
            case .group(let grouping):
                made.append(
                    Made(maker: .group(grouping), frame: before.frame, selection: before.selection))
                filters = []
            case .pairs(let pairs):
                made.append(
                    Made(
                        maker: .pairs(pairs.collection), frame: before.frame, selection: before.selection))
                filters = []
            case .pairCount(let pairs, let grouping):
                made.append(
                    Made(
                        maker: .pairCount(pairs, grouping), frame: before.frame, selection: before.selection))
                filters = []
            case .sort, .limit, .skip, .distinct, .top: break
            }
        }
        guard rows.allSatisfy({ $0 < progress.selection.count }) else { return nil }
        let places = rows.map { progress.rows[$0] }
        var reasons: [Reason] = []
        for (filter, frame) in filters where places.count == 1 {
            let one = Frame(table: frame.table, collection: frame.collection, rows: places)
            reasons.append(try reason(filter.condition, one))
        }
        guard let last = made.last else {
            guard places.count == 1 else { return nil }
            let record = corpus.reference(plan.collection, Int(places[0]))
            return Why(record: record, reasons: reasons, behind: nil)
        }
        // From the last table back to the records.
        var (condition, paired) = try origin(last, progress.frame.table, places.map { Int($0) })
        for (step, next) in zip(made.dropLast(), made.dropFirst()).reversed() {
            let asking = Evaluation(
                corpus, limits: limits, source: source, captured: [0: FoundRecords(.ordered(paired))])
            let entered = next.selection.bitmap(next.frame.table.rowCount)
            let rows = try asking.truth(condition, next.frame, nil).holds.intersection(entered)
                .rows.map(Int.init)
            (condition, paired) = try origin(step, next.frame.table, rows)
        }
        let behind = try Evaluation(
            corpus, limits: limits, source: source, captured: [0: FoundRecords(.ordered(paired))]
        )
        .behind(plan, condition, query)
        return Why(record: nil, reasons: reasons, behind: behind)
    }

    /// What holds for the rows that some rows of a table were made of; for pairs, the records are kept as a set.
    private func origin(
        _ made: Made, _ table: Table, _ rows: [Int]
    ) throws(Diagnostic) -> (Condition, paired: [Int32]) {
        switch made.maker {
        case .group(let grouping): return (groupCondition(grouping, table, rows), [])
        case .pairs(let collection):
            var records: Set<Int32> = []
            for column in table.columns {
                for row in rows { column.forEachLink(row) { record, _ in records.insert(record) } }
            }
            return (pairCondition(collection), records.sorted())
        case .pairCount(let pairs, let grouping):
            var start = Progress(frame: made.frame, selection: made.selection)
            let groups = rows.map { groupTests(grouping, table, $0) }
            return (pairCondition(pairs.collection), try paired(pairs, in: groups, &start))
        }
    }

    /// That a record is among those of the pairs.
    private func pairCondition(_ collection: Collection) -> Condition {
        let nowhere = Span(start: 0, end: 0)
        let path = ResolvedPath(isOuter: false, columns: [], text: collection.singular, isExtent: false)
        let row = Operand(
            kind: .path(path), type: .record(collection), isMany: false, text: path.text, span: nowhere)
        let pairs = Plan(
            source: .captured(0, collection), operations: [], shape: .records(collection), shown: nil,
            layout: .rows, noun: .whole(collection))
        return .test(
            Test(kind: .among(row, pairs, isNegated: false), text: "in the pairs of this row", span: nowhere))
    }

    /// The records that entered the first grouping and fulfil a condition, as an answer of their own.
    private func behind(
        _ plan: Plan, _ condition: Condition, _ query: Query
    ) throws(Diagnostic) -> Answer {
        var plan = plan
        plan.operations = Array(plan.operations.prefix { !$0.makesTable })
        plan.operations.append(
            .filter(.init(condition: condition, text: condition.text)))
        plan.shape = .records(plan.collection)
        plan.shown = nil
        plan.layout = .rows
        plan.timeline = nil
        var checker = Checker(
            corpus: corpus, source: SourceText(name: source, ""), isLenient: false, names: [:],
            parameters: [:])
        let nowhere = Query(source: nil, stages: [], span: Span(start: 0, end: 0))
        try checker.display(&plan, nowhere)
        let question = Question(query: query, plan: plan, captured: captured)
        return try answer(plan.rewritten(for: corpus), warnings: [], question: question).0
    }

    /// That a row is in one of some rows of the table that a grouping made of it.
    private func groupCondition(_ grouping: Plan.Grouping, _ table: Table, _ rows: [Int]) -> Condition {
        let groups = rows.map { row in
            let tests = groupTests(grouping, table, row).map { Condition.test($0) }
            return tests.count == 1 ? tests[0] : Condition.and(tests)
        }
        return groups.count == 1 ? groups[0] : .or(groups)
    }

    /// For each key of a grouping, that a row has in it what a row of the table has.
    private func groupTests(_ grouping: Plan.Grouping, _ table: Table, _ row: Int) -> [Test] {
        grouping.keys.enumerated().map { place, key in
            let value = vector(table.columns[place]).value(row)
            let written = key.operand.text + " = " + (value == .missing ? "(none)" : value.description)
            return Test(kind: .inGroup(key.operand, value.constant), text: written, span: key.operand.span)
        }
    }
}

extension Plan.Operation {
    /// Whether the rows are others afterwards.
    fileprivate var makesTable: Bool {
        switch self {
        case .group, .pairs, .pairCount: true
        case .filter, .sort, .limit, .skip, .distinct, .top: false
        }
    }
}

extension Value {
    /// The value as it may stand in a query; nil if it is missing, or a list.
    var constant: Constant? {
        switch self {
        case .missing, .list: nil
        case .text(let text): .text(text)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .truth(let truth): .truth(truth)
        case .period(let period): .period(period)
        case .record(let record): .record(record.collection, row: record.row)
        }
    }
}
