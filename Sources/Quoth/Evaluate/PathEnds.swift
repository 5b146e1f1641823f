import QuothSyntax

// Tests of an operand's values against values in the query: at the end of the path, then back along its links.
extension Evaluation {
    /// What a test finds at the ends of an operand.
    func ends(
        _ operand: Operand, _ test: ElementTest, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        guard case .path(let path) = operand.kind else {
            return try ends(try vector(operand, frame, mask), test, nil, nil)
        }
        if let view = frame.view { return try ends(path.columns[0], in: view, of: frame.table, test) }
        let (start, places) = origin(path, frame)
        let isWhole = start.rows == nil && places == nil
        var ends = try denseEnds(path.columns[...], test, start.whole, isWhole && frame.isMasked ? mask : nil)
        if let rows = start.rows { ends = ends.gathered(rows) }
        if let places { ends = ends.gathered(places) }
        return ends
    }

    /// The same for every row of a table, or for those within a mask.
    private func denseEnds(
        _ path: ArraySlice<Int>, _ test: ElementTest, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        guard let position = path.first else {
            if let rows = test.subject.rows(frame.table.rowCount) {
                return Ends(isAll: test.isAll, marked: rows)
            }
            return try ends(rowVector(frame), test, frame.collection, mask)
        }
        let column = frame.table.columns[position]
        let ways = waysBack(along: column, frame.collection)
        guard path.count > 1, let (table, collection) = target(column),
            let link = CodedColumn(link: column, back: ways)
        else { return try ends(vector(column), test, frame.collection, mask, ways) }
        let inner = try denseEnds(path.dropFirst(), test, Frame(table: table, collection: collection), nil)
        try pass(frame.table.rowCount)
        return inner.pulledBack(link, mask)
    }

    /// What a test finds in each row of a vector, or in those within a mask.
    private func ends(
        _ vector: Vector, _ test: ElementTest, _ collection: Collection?, _ mask: Mask?,
        _ ways: WaysBack? = nil
    ) throws(Diagnostic) -> Ends {
        if let coded = CodedColumn(vector, back: ways), let entries = vector.entries(for: test) {
            return try ends(coded, entries, test, mask)
        }
        guard case .lists(let offsets, let values) = vector.data else {
            let (marked, possible) = try test.mark(vector, collection)
            let known = vector.known
            return Ends(
                isAll: test.isAll, marked: marked, stated: vector.judged.map(marked.subtracting),
                possible: possible, missing: [known?.complement],
                knownStated: vector.judged.map {
                    (known ?? Bitmap(count: vector.count, filled: true)).subtracting($0)
                })
        }
        let (marked, possible) = try test.mark(values, nil)
        let judged = vector.judged ?? values.judged
        return Ends(
            isAll: test.isAll, marked: marked.anyInRuns(offsets),
            stated: judged.map { marked.subtracting($0).anyInRuns(offsets) },
            possible: possible?.anyInRuns(offsets), missing: [Bitmap.nonEmptyRuns(offsets).complement],
            knownStated: judged?.complement.anyInRuns(offsets))
    }

    /// What a test finds in a column at the places of a view.
    private func ends(
        _ position: Int, in view: TimeView, of table: Table, _ test: ElementTest
    ) throws(Diagnostic) -> Ends {
        guard let column = view.column(position),
            let entries = vector(table.columns[position]).entries(for: test, evenIfMany: true)
        else { return Ends(count: view.count, isAll: test.isAll) }
        return try ends(column, entries, test, nil)
    }

    private func ends(
        _ coded: some RowsOfCodes, _ entries: Entries, _ test: ElementTest, _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        let (set, possible) = try entries.marks(test)
        let marked = coded.rows(set, statedOnly: false, within: mask)
        return Ends(
            isAll: test.isAll, marked: marked, stated: coded.statedRows(set, of: marked, within: mask),
            possible: possible.map { coded.rows($0, statedOnly: false, within: mask) },
            missing: [coded.missing],
            knownStated: test.isAll && coded.isJudged
                ? coded.rows(nil, statedOnly: true, within: mask) : nil)
    }

    /// The rows of a frame's table as records of themselves.
    func rowVector(_ frame: Frame) -> Vector {
        let codes = (0..<UInt32(frame.table.rowCount)).map { $0 + 1 }
        guard let collection = frame.collection else {
            return Vector(.integers(Buffer(codes.map(Int.init)), valid: nil))
        }
        return Vector(
            .codes(
                Codes(codes, limit: codes.count), .records(collection, labels: corpus.labels(collection))))
    }

    /// A column as a vector; its storage is shared.
    func vector(_ column: Column) -> Vector {
        switch column.data {
        case .codes(let codes, let domain):
            return Vector(.codes(codes, meaning(domain)), judged: column.judged, index: column.index)
        case .lists(let lists, let domain):
            let values = Vector(.codes(lists.values, meaning(domain)), judged: column.judged)
            return Vector(
                .lists(offsets: lists.offsets, values), judged: column.judged, index: column.index)
        case .texts(let texts):
            return Vector(.texts(texts, rows: nil), judged: column.judged, index: column.index)
        case .integers(let numbers, let valid):
            return Vector(.integers(numbers, valid: valid), judged: column.judged)
        case .reals(let numbers, let valid):
            return Vector(.reals(numbers, valid: valid), judged: column.judged)
        case .truths(let bits, let valid): return Vector(.truths(bits, valid: valid), judged: column.judged)
        case .dates(let dates, _): return Vector(.dates(dates), judged: column.judged, index: column.index)
        }
    }

    private func meaning(_ domain: Domain) -> Vector.Meaning {
        switch domain {
        case .terms(let dictionary, _): .terms(dictionary)
        case .rows(let collection): .records(collection, labels: corpus.labels(collection))
        }
    }

    /// The rows for which an operand has a value, and those for which it has one that isn't judged.
    func known(
        _ operand: Operand, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> (known: Bitmap, stated: Bitmap?) {
        let ends = try ends(operand, .present, frame, mask)
        return (ends.marked, ends.stated)
    }

    /// Whether an operand's values belong to a set.
    func belongs(
        _ left: Operand, to set: ValueSet, _ isNegated: Bool, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Truth {
        let test = ElementTest.belongs(set, isNegated: isNegated, possibly: left.isExtent, self)
        return try truth(ends(left, test, frame, mask), [left], frame)
    }

    /// A comparison of two operands.
    func compared(
        _ left: Operand, _ sign: ComparisonOperator, _ right: Operand, _ possibly: Bool, _ frame: Frame,
        _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        let possibly = possibly || left.isExtent || right.isExtent
        if case .constant(let constant) = right.kind {
            return try ends(left, .compare(sign, constant, possibly: possibly, self), frame, mask)
        }
        let pairs = Pairs(try vector(left, frame, mask), try vector(right, frame, mask))
        return try pairs.ends(self, sign, possibly, rightIsLiteral: right.isPeriod)
    }

    /// `X from A to B`.
    func between(
        _ left: Operand, _ lower: Operand, _ upper: Operand, _ possibly: Bool, _ frame: Frame,
        _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        let possibly = possibly || left.isExtent
        if case .constant(let from) = lower.kind, case .constant(let to) = upper.kind {
            return try ends(left, .between(from, to, possibly: possibly, self), frame, mask)
        }
        let value = try vector(left, frame, mask)
        let (from, to) = (try vector(lower, frame, mask), try vector(upper, frame, mask))
        let bounds = Bounds(
            above: Pairs(value, from), isLowerLiteral: lower.isConstant || lower.isPeriod,
            below: Pairs(value, to), isUpperLiteral: upper.isConstant || upper.isPeriod)
        return try bounds.ends(self, possibly)
    }
}

extension Operand {
    /// Whether its days form an extent.
    var isExtent: Bool {
        switch kind {
        case .path(let path), .reduction(_, let path): path.isExtent
        case .shifted(let inner, _, _): inner.isExtent
        default: false
        }
    }

    /// Whether it is a year, month, week or day, which is known exactly and compares as a literal does.
    var isPeriod: Bool {
        switch kind {
        case .function(let function, _): function.result(.date) == .date
        case .shifted(let inner, _, _): inner.isPeriod
        default: false
        }
    }

    var isConstant: Bool {
        if case .constant = kind { return true }
        return false
    }
}

extension Ends {
    /// What was found, seen from the rows of a link that leads to it.
    func pulledBack(_ link: CodedColumn, _ mask: Mask?) -> Ends {
        let isJudged = link.judged != nil
        // The rows that have a value at the end of the link.
        let inner = missing.first.flatMap(\.?.complement)
        let rows = link.rows(marked, within: mask)
        return Ends(
            isAll: isAll, marked: rows,
            stated: stated.map { link.rows($0, statedOnly: true, within: mask) }
                ?? link.statedRows(marked, of: rows, within: mask),
            possible: possible.map { link.rows($0, within: mask) },
            missing: [inner.map { link.rows($0, within: mask).complement } ?? link.missing],
            knownStated: isAll && (knownStated != nil || isJudged)
                ? link.rows(knownStated ?? inner, statedOnly: true, within: mask) : nil)
    }
}
