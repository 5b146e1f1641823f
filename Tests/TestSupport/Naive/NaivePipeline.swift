import Quoth
import QuothSyntax

/// A row on its way through the stages.
struct NaiveTagged {
    var row: NaiveRow
    /// Whether a `where` so far held for it only by judgement.
    var isJudged = false
}

/// Records that a query has found, with what was counted on the way.
struct NaiveFound {
    var shape: NaiveShape
    var rows: [NaiveTagged]
    var accounting: NaiveAccounting
}

/// A query on its way: the rows that are left, how they are shown, and what was counted so far.
struct NaivePipeline {
    var evaluator: NaiveEvaluator
    var shape: NaiveShape
    var rows: [NaiveTagged]
    var shown: [(name: String, alias: NaiveAlias)]?
    var aliases: [String: NaiveAlias] = [:]
    var accounting = NaiveAccounting()
    /// What the conditions so far look for by `mentions`.
    var wanted: [Wanted] = []
    /// Whether the rows are pairs of records.
    var isOfPairs = false
    /// Whether the rows are drawn in the order of the times that they begin with.
    var isByTime = false
    /// The records that entered the first `count` or `summarize`, once there was one.
    var grouped: NaiveFound?

    func frame(_ row: NaiveRow) -> NaiveFrame { NaiveFrame(shape: shape, row: row, aliases: aliases) }

    /// The frames where only types are asked for.
    var frames: [NaiveFrame] { [NaiveFrame(shape: shape, aliases: aliases)] }

    func cells(_ expression: Expression, _ row: NaiveRow) throws -> [NaiveCell] {
        evaluator.distinct(try evaluator.cells(expression, [frame(row)]))
    }
}

extension NaiveEvaluator {
    /// Runs a query up to the rows that it leaves; the source's own stages come first.
    func run(_ query: Query) throws -> NaivePipeline {
        var pipeline = try source(query.source)
        pipeline.evaluator = self
        for stage in query.stages { try pipeline.apply(stage) }
        return pipeline
    }

    private func source(_ name: Name?) throws -> NaivePipeline {
        if let name, name.text != "it" {
            if let named = environment.queries[name.text] {
                return try NaiveEvaluator(corpus: corpus, environment: named.environment).run(named.query)
            }
            guard let noun = Noun.all.first(where: { $0.name == name.text }) else {
                throw NaiveFault(.unknownCollection, name.text)
            }
            let rows = corpus.all(noun.collection).indices.filter { row in
                guard let kind = noun.kind else { return true }
                return corpus.record(noun.collection, row).first("kind") == .text(kind)
            }
            return began(.records(noun.collection), rows.map { .record(noun.collection, $0) })
        }
        guard let it = environment.it else { throw NaiveFault(.nothingBefore) }
        return NaivePipeline(evaluator: self, shape: it.shape, rows: it.rows, accounting: it.accounting)
    }

    private func began(_ shape: NaiveShape, _ rows: [NaiveRow]) -> NaivePipeline {
        var pipeline = NaivePipeline(
            evaluator: self, shape: shape, rows: rows.map { NaiveTagged(row: $0) })
        pipeline.accounting.start = rows.count
        return pipeline
    }

    /// The answer after `in`; no row has a part in it, so it is found once.
    private func answer(_ source: RowSource) throws -> NaivePipeline {
        let query: Query
        switch source {
        case .query(let inner): query = inner
        case .name(let name):
            guard var named = NaiveInterpreter.anyQuery else { throw NaiveFault(.unexpected) }
            named.source = name
            query = named
        }
        let key = SyntaxPrinter.text(query)
        if let known = environment.answers[key] { return known }
        let found = try run(query)
        environment.answers[key] = found
        return found
    }

    /// The records after `in` without a left side.
    func rows(_ source: RowSource) throws -> Set<NaiveRow> {
        Set(try answer(source).rows.map(\.row))
    }

    /// Both sides of `PATH in NAME` (decision 2, number 8).
    func sides(_ left: Expression, _ source: RowSource, _ frames: Frames) throws -> (NaiveSide, NaiveSide) {
        let first = try side(left, frames)
        let answer = try answer(source)
        let wanted = try type(left, frames)
        var second = NaiveSide(cells: [])
        let shown = answer.columns
        if shown.count == 1, let column = shown.first {
            let type = try type(column.alias.expression, answer.frames(column))
            if Self.isComparable(wanted, type) {
                for row in answer.rows {
                    second.cells += try cells(column.alias.expression, answer.frames(column, row.row))
                }
                second.isExtent = type.isExtent
                return (first, second.withoutJudgement)
            }
            if case .record(let collection) = wanted {
                var named = true
                for row in answer.rows {
                    let found = try records(column.alias.expression, answer.frames(column, row.row))
                    guard let (kind, ends) = found, kind == collection else {
                        named = false
                        break
                    }
                    second.cells += ends
                }
                if named { return (first, second.withoutJudgement) }
            }
        }
        guard case .record(let collection) = wanted, case .records(collection) = answer.shape else {
            throw NaiveFault(.rowsDiffer)
        }
        second.isElsewhere = true
        second.cells = answer.rows.compactMap {
            guard case .record(let collection, let row) = $0.row else { return nil }
            return NaiveCell(value: .record(collection, row))
        }
        return (first, second)
    }

    private static func isComparable(_ left: NaiveType, _ right: NaiveType) -> Bool {
        switch (left, right) {
        case (.date, .date): true
        case (.integer, .real), (.real, .integer): true
        default: left == right
        }
    }
}

extension NaiveSide {
    /// The values of another query are what they are, whatever they rest on there.
    var withoutJudgement: NaiveSide {
        NaiveSide(
            cells: cells.map { NaiveCell(value: $0.value) }, isConstant: isConstant, isExtent: isExtent,
            isElsewhere: true)
    }
}

extension NaivePipeline {
    /// A column of the answer with what it shows.
    typealias Column = (name: String, alias: NaiveAlias)

    /// What the answer shows: what `show` says, else the columns of the table or of such records.
    var columns: [Column] {
        if let shown { return shown }
        let names: [String]
        switch shape {
        case .records(let collection): names = Schema.of(collection).shown
        case .table(let columns):
            names = columns.flatMap { column in
                guard isOfPairs, case .record(let collection) = column.type else { return [column.name] }
                return Schema.of(collection).shown.map { column.name + "." + $0 }
            }
        }
        return names.compactMap { name in
            NaiveInterpreter.path(name).map { (name, NaiveAlias(expression: $0, aliases: [:])) }
        }
    }

    func frames(_ column: Column, _ row: NaiveRow? = nil) -> [NaiveFrame] {
        [NaiveFrame(shape: shape, row: row, aliases: column.alias.aliases)]
    }

    /// The cells of a row as the answer shows them.
    func shownCells(_ row: NaiveRow, _ columns: [Column]) throws -> [[NaiveCell]] {
        if shown == nil, !isOfPairs, case .cells(let cells) = row { return cells }
        return try columns.map {
            evaluator.distinct(try evaluator.cells($0.alias.expression, frames($0, row)))
        }
    }
}
