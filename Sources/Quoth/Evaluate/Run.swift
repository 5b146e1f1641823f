import QuothSyntax

/// The rows of a plan on their way through its operations.
struct Progress {
    var frame: Frame
    var selection: Selection
    var accounting = Accounting()
    /// Of the records that are left, those that aren't in all of these sets rest on a judgement: to count them is all
    /// that is mostly done with them.
    var stated: [Bitmap] = []
    /// The records that entered the first stage that makes something else of them.
    var entered: FoundRecords?
    /// Whether the operation after this one only counts the rows.
    var isCountedNext = false

    init(frame: Frame, selection: Selection) {
        self.frame = frame
        self.selection = selection
    }

    /// Goes on from records that a query has found.
    init(frame: Frame, _ found: FoundRecords) {
        self.frame = frame
        selection = found.rows
        accounting = found.accounting
        // What many queries in turn went on from is one set.
        let stated = found.stated.dropFirst().reduce(found.stated.first) { $0?.intersection($1) }
        self.stated = stated.map { [$0] } ?? []
        forgetPlaces()
    }

    /// Goes on from rows by their numbers, if they were known by their places in the order of time.
    mutating func forgetPlaces() {
        guard case .dated(let rows) = selection else { return }
        selection = .some(rows.bitmap.counted)
        if let rows = rows.stated { stated.append(rows) }
    }

    var rows: [Int32] { selection.rows }

    /// The rows as they are now, where they are records.
    var found: FoundRecords { FoundRecords(rows: selection, accounting: accounting, stated: stated) }

    /// Notes the records that enter the first stage that makes something else of them, and those of them that
    /// rest on a judgement by it, as bits of the table.
    mutating func enter(judged: Bitmap?) {
        guard entered == nil else { return }
        entered = found
        if let judged { stated.append(judged.complement) }
    }

    /// Notes that a stage keeps only so many rows, whatever they are; of fewer it keeps all.
    mutating func cut(_ stage: String, to held: Int) {
        guard selection.count > 0, selection.count >= held else { return }
        accounting.cuts.append(
            .init(
                stage: stage, filtersBefore: accounting.filters.count,
                isOfPairs: accounting.pairing != nil, held: held))
    }

    /// Goes on with the rows of another table.
    mutating func become(_ table: Table) {
        frame = Frame(table: table, collection: nil)
        selection = .all(table.rowCount)
    }
}

extension Evaluation {
    /// Runs a plan to its answer, and says which records `it` is afterwards.
    func answer(
        _ plan: Plan, warnings: [Diagnostic], question: Question? = nil
    ) throws(Diagnostic) -> (Answer, it: FoundRecords) {
        try checkLimits()
        var progress = try run(plan)
        let count = progress.selection.count
        guard count <= limits.maximumRows else {
            throw Diagnostic(
                .rowLimit, at: Span(start: 0, end: 0), in: source, found: String(count),
                expected: [String(limits.maximumRows)])
        }
        let rows = progress.rows
        let it = progress.entered ?? progress.found
        let collection = plan.collection
        account(&progress, it.rows, collection)
        let chosen = progress.frame.choosing(rows)
        var noun: Noun? = plan.noun
        if case .table = plan.shape { noun = nil }
        let marks = noun == nil ? nil : RowMarks(rows, collection, corpus)
        let shown = plan.shown ?? []
        var columns: [Answer.ColumnInfo] = []
        var vectors: [Vector] = []
        var paraphrases: [Paraphrases?] = []
        columns.reserveCapacity(shown.count)
        vectors.reserveCapacity(shown.count)
        paraphrases.reserveCapacity(shown.count)
        for column in shown {
            let operand = column.operand
            columns.append(.init(name: column.name, type: operand.type, role: plan.role(of: operand)))
            vectors.append(try vector(operand, chosen, nil))
            paraphrases.append(try self.paraphrases(operand, chosen, marks))
        }
        let timeline = try timeline(plan, chosen, &progress.accounting)
        let answer = Answer(
            columns: columns, rowCount: rows.count, accounting: progress.accounting, warnings: warnings,
            layout: plan.layout, noun: noun, origin: plan.noun, values: vectors,
            records: noun == nil ? nil : rows,
            marks: marks, paraphrases: paraphrases, timeline: timeline, question: question)
        return (answer, it)
    }

    private func timeline(
        _ plan: Plan, _ chosen: Frame, _ accounting: inout Accounting
    ) throws(Diagnostic) -> Answer.Timeline? {
        guard let timeline = plan.timeline, let date = timeline.date else { return nil }
        let dates = try vector(date, chosen, nil)
        accounting.undated = dates.known.map { dates.count - $0.population } ?? 0
        var lanes: Vector?
        if let lane = timeline.lane { lanes = try vector(lane, chosen, nil) }
        return Answer.Timeline(dates: dates, lanes: lanes)
    }

    /// The rows that a plan selects, without their values.
    func selection(_ plan: Plan) throws(Diagnostic) -> Selection { try progress(plan).selection }

    /// What a plan that stands in a condition comes to: the `let` that it begins with is run only once.
    private func progress(_ plan: Plan) throws(Diagnostic) -> Progress {
        guard let base = plan.base else { return try run(plan) }
        var progress: Progress
        if let known = lets[base.number] {
            progress = known
        } else {
            progress = try run(plan.part(plan.operations.prefix(base.operations), corpus))
            try claim(progress.selection.count * MemoryLayout<Int32>.size)
            lets[base.number] = progress
        }
        var rest = plan.operations.dropFirst(base.operations)
        if case .records = base.shape { rest = plan.part(rest, corpus).operations[...] }
        for operation in rest { try apply(operation, &progress) }
        return progress
    }

    /// Runs a plan; whoever wants to know what went into an operation is told before it is applied.
    func run(
        _ plan: Plan, noting note: (Plan.Operation, Progress) -> Void = { _, _ in }
    ) throws(Diagnostic) -> Progress {
        var progress = begin(plan)
        for (place, operation) in plan.operations.enumerated() {
            note(operation, progress)
            progress.isCountedNext =
                place + 1 < plan.operations.count && plan.operations[place + 1].isCountOfRows
            try apply(operation, &progress)
        }
        return progress
    }

    private func begin(_ plan: Plan) -> Progress {
        let table = corpus.table(plan.collection)
        let frame = Frame(table: table, collection: plan.collection)
        switch plan.source {
        case .records(let noun):
            var progress = Progress(frame: frame, selection: rows(of: noun, table))
            progress.accounting.start = progress.selection.count
            return progress
        case .it: return Progress(frame: frame, it)
        case .captured(let slot, _): return Progress(frame: frame, captured[slot] ?? .empty)
        }
    }

    private func rows(of noun: Noun, _ table: Table) -> Selection {
        guard let kind = noun.kind, let position = table.position(of: "kind"),
            case .codes(_, .terms(let dictionary, _)) = table.columns[position].data,
            let coded = CodedColumn(vector(table.columns[position]))
        else { return .all(table.rowCount) }
        let kinds = dictionary.code(of: kind).map { Int($0) - 1 }
        return .some(coded.rows(Bitmap(count: dictionary.count, rows: kinds.map { [$0] } ?? [])))
    }

    private func apply(_ operation: Plan.Operation, _ progress: inout Progress) throws(Diagnostic) {
        let frame = progress.frame
        if !operation.isCountOfRows { progress.forgetPlaces() }
        switch operation {
        case .filter(let filter): try apply(filter, &progress)
        case .sort(let keys): progress.selection = .ordered(try sorted(progress.selection, by: keys, frame))
        case .top(let keys, let count):
            progress.cut("limit \(count)", to: count)
            progress.selection = .ordered(try sorted(progress.selection, by: keys, first: count, frame))
        case .limit(let count):
            progress.cut("limit \(count)", to: count)
            if progress.selection.count > count {
                progress.selection = .ordered(progress.selection.first(count))
            }
        case .skip(let count):
            guard count > 0 else { break }
            progress.cut("skip \(count)", to: max(0, progress.selection.count - count))
            progress.selection = .ordered(Array(progress.rows.dropFirst(count)))
        case .distinct(let operands):
            let rows = try distinct(progress.selection, by: operands, frame)
            if rows.count < progress.selection.count {
                progress.cut("distinct " + operands.map(\.text).joined(by: ", "), to: rows.count)
            }
            progress.selection = .ordered(rows)
        case .group(let grouping):
            let isFirst = progress.entered == nil
            let made = try grouped(grouping, progress.selection, frame)
            progress.enter(judged: made.judged)
            if isFirst {
                progress.accounting.inSeveralGroups = made.inSeveral
                progress.accounting.spanning = made.spanning
            } else if progress.accounting.pairing?.isGrouped == false {
                progress.accounting.pairing?.isGrouped = true
                progress.accounting.pairing?.inSeveralGroups = made.inSeveral
                progress.accounting.pairing?.spanning = made.spanning
            }
            progress.become(made.table)
        case .pairs(let pairs): try pair(pairs, &progress)
        case .pairCount(let pairs, let grouping): try count(pairs, grouping, &progress)
        }
    }

    private func account(_ progress: inout Progress, _ entered: Selection, _ collection: Collection) {
        progress.accounting.records = entered.count
        var stated = progress.stated.isEmpty ? entered.count : entered.population(progress.stated)
        if case .dated(let rows) = entered { stated = rows.statedCount }
        progress.accounting.judged = entered.count - stated
        progress.accounting.nested = nestedCount(entered, collection)
    }

    /// How many of some quotes, or stances of quotes, are reported inside another; nil for other collections.
    private func nestedCount(_ rows: Selection, _ collection: Collection) -> Int? {
        let table = corpus.table(collection)
        guard let nesting = table.nestingPosition(collection) else {
            let all = Selection.all(table.rowCount).rows
            return (RowMarks(all, collection, corpus)?.nested).map(rows.population)
        }
        if case .dated(let rows) = rows, let count = rows.population(knownIn: nesting) { return count }
        let column = table.columns[nesting]
        let known = column.index.map(\.known) ?? CodedColumn(vector(column))?.known
        return rows.population(known ?? Bitmap(count: table.rowCount, filled: true))
    }
}

extension Plan.Operation {
    /// Whether it does nothing but count the rows.
    fileprivate var isCountOfRows: Bool {
        guard case .group(let grouping) = self else { return false }
        return grouping.keys.isEmpty && grouping.isOnlyCounted
    }
}

extension Plan {
    /// The collection whose records the plan begins with.
    package var collection: Collection {
        switch source {
        case .records(let noun): noun.collection
        case .it(let collection), .captured(_, let collection): collection
        }
    }
}

extension Evaluation {
    /// The values of the only column of a query, as a set.
    func valueSet(_ plan: Plan) throws(Diagnostic) -> ValueSet {
        let progress = try progress(plan)
        let operand = plan.shown?.first?.operand
        let column = operand ?? plan.onlyColumn
        guard let column else { return .texts(TextNumbers(ChosenTexts(.empty, rows: nil))) }
        let vector = try self.vector(column, progress.frame.choosing(progress.rows), nil)
        let values = vector.values
        let known = values.known
        try claim(values.count * 16)
        let places = (0..<values.count).filter { known?[$0] ?? true }
        switch values.data {
        case .codes(let codes, .records(let collection, _)):
            let count = corpus.table(collection).rowCount
            return .rows(Bitmap(count: count, rows: places.lazy.map { Int(codes[$0]) - 1 }))
        case .codes(let codes, .terms(let dictionary)):
            let used = Bitmap(count: dictionary.count, rows: places.lazy.map { Int(codes[$0]) - 1 })
            return .texts(try textSet(ChosenTexts(dictionary.texts, rows: nil), used.rows.map(Int.init)))
        case .texts(let column, let rows):
            return .texts(try textSet(ChosenTexts(column, rows: rows), places))
        case .integers, .reals: return .numbers(try valueSet(places) { values.number($0) })
        case .dates(let dates):
            return .periods(PeriodSet(try valueSet(places) { dates[$0] }, isExtent: column.isExtent))
        case .truths(let bits, _): return .truths(Set(places.map { bits[$0] }))
        case .lists: return .texts(TextNumbers(ChosenTexts(.empty, rows: nil)))
        }
    }
}

extension Plan {
    fileprivate var onlyColumn: Operand? {
        guard case .table(let columns) = shape, let first = columns.first else { return nil }
        return .column(0, first, at: Span(start: 0, end: 0))
    }
}

extension Plan {
    /// Some of its operations as a plan of their own, rewritten.
    fileprivate func part(_ operations: ArraySlice<Operation>, _ corpus: Corpus) -> Plan {
        var plan = self
        plan.operations = Array(operations)
        plan.shown = nil
        return plan.rewritten(for: corpus)
    }
}
