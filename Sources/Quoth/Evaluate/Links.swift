import QuothSyntax

// Following links: sets of records back to the rows that lead to them, and rows forward to their records.
extension Bitmap {
    /// One bit a run: whether any of its bits is one. Run r goes from `offsets[r]` up to `offsets[r + 1]`.
    func anyInRuns(_ offsets: Buffer<UInt32>) -> Bitmap {
        Bitmap(count: max(0, offsets.count - 1)) { (words: inout MutableSpan<UInt64>) in
            for row in 0..<(offsets.count - 1) {
                for place in offsets.run(row) where self[place] {
                    words[row >> 6] |= 1 << UInt64(row & 63)
                    break
                }
            }
        }
    }

    /// One bit a run: whether it isn't empty.
    static func nonEmptyRuns(_ offsets: Buffer<UInt32>) -> Bitmap {
        // One at a time through the buffer takes as long as the rest of an index.
        offsets.withSpan { offsets in
            Kernel.fill(max(0, offsets.count - 1)) { offsets[$0] < offsets[$0 &+ 1] }
        }
    }
}

extension Evaluation {
    /// The table that a link leads to.
    func target(_ column: Column) -> (Table, Collection)? {
        switch column.data {
        case .codes(_, .rows(let collection)), .lists(_, .rows(let collection)):
            return (corpus.table(collection), collection)
        default: return nil
        }
    }

    /// The way back along a link of a collection's records: its inverse, or what it is the inverse of.
    func waysBack(along link: Column, _ collection: Collection?) -> WaysBack? {
        guard let collection, let (table, end) = target(link) else { return nil }
        let name =
            link.role == .inverse
            ? Schema.of(end).fields.first { $0.inverse == link.name && $0.kind == .link(collection) }?.name
            : Schema.of(collection).field(link.name)?.inverse
        guard let name, let position = table.position(of: name) else { return nil }
        switch table.columns[position].data {
        case .codes(let codes, .rows): return .single(codes)
        case .lists(let lists, .rows): return .many(lists)
        default: return nil
        }
    }

    /// The columns of a path, each in its table.
    func columns(_ path: ResolvedPath, from table: Table) -> [Column] {
        var columns: [Column] = []
        var current = table
        for position in path.columns {
            let column = current.columns[position]
            columns.append(column)
            if let (next, _) = target(column) { current = next }
        }
        return columns
    }

    /// The links of a path, each in its table.
    func links(_ path: ResolvedPath, from frame: Frame) -> [CodedColumn] {
        var links: [CodedColumn] = []
        var (table, collection) = (frame.table, frame.collection)
        for position in path.columns {
            let column = table.columns[position]
            guard let (next, nextCollection) = target(column),
                let link = CodedColumn(link: column, back: waysBack(along: column, collection))
            else { break }
            links.append(link)
            (table, collection) = (next, nextCollection)
        }
        return links
    }

    /// The frame in which a path begins, and for an outer one the places of this frame's rows in it.
    func origin(_ path: ResolvedPath, _ frame: Frame) -> (Frame, places: [Int32]?) {
        guard path.isOuter, case .rows(let outer, let places) = frame.outer else { return (frame, nil) }
        return (outer, places)
    }
}

/// Rows that links lead to, distinct for each row that they start from.
struct LinkedRows {
    var offsets: [UInt32]
    var rows: [Int32]
    /// Ends that no stated way leads to; nil if there are none.
    var judged: [Bool]?
}

extension Evaluation {
    /// The records at the ends of a path's links, for each of some rows (a row of -1 leads nowhere). With
    /// `keepsDoubles`, those to which several ways lead by the last link are there for each way.
    func linkedRows(
        _ columns: [Column], from start: [Int32], keepsDoubles: Bool = false
    ) throws(Diagnostic) -> LinkedRows {
        try claim(start.count * 12)
        var linked = LinkedRows(
            offsets: [0], rows: start.filter { $0 >= 0 }, judged: nil)
        linked.offsets.reserveCapacity(start.count + 1)
        for row in start { linked.offsets.append((linked.offsets.last ?? 0) + (row >= 0 ? 1 : 0)) }
        for (place, column) in columns.enumerated() {
            linked = try followed(column, linked, isDistinct: !keepsDoubles || place < columns.count - 1)
        }
        return linked
    }

    /// The number of records at the ends of a path, for each row of a frame.
    func endCounts(_ path: ResolvedPath, _ frame: Frame) throws(Diagnostic) -> [Int] {
        let (start, places) = origin(path, frame)
        if path.columns.count == 1, start.rows == nil, places == nil,
            case .lists(let lists, .rows) = start.table.columns[path.columns[0]].data
        {
            try pass(lists.values.count)
            try claim(lists.count * 16)
            if lists.areInOrder { return (0..<lists.count).map { lists.range($0).count } }
        }
        let offsets = try ends(path, frame).offsets
        return (0..<frame.count).map { Int(offsets[$0 + 1] - offsets[$0]) }
    }

    private func followed(
        _ column: Column, _ from: LinkedRows, isDistinct: Bool
    ) throws(Diagnostic) -> LinkedRows {
        var offsets: [UInt32] = [0]
        var rows: [Int32] = []
        var judged: [Bool] = []
        // To note of each that it isn't judged takes a third of the time.
        let canBeJudged = column.judged != nil || from.judged != nil
        var anyJudged = false
        offsets.reserveCapacity(from.offsets.count)
        var known = EndPlaces()
        for row in 0..<(from.offsets.count - 1) {
            known.begin(at: rows.count)
            let range = Int(from.offsets[row])..<Int(from.offsets[row + 1])
            for place in range {
                let links = column.linkCount(Int(from.rows[place]))
                try pass(1 + links)
                // Rows, whether they are judged, and where they are known to stand.
                try claim(links * (column.isMany || range.count > 1 ? 24 : 5))
                column.forEachLink(Int(from.rows[place])) { target, isJudged in
                    let isJudged = isJudged || from.judged?[place] ?? false
                    anyJudged = anyJudged || isJudged
                    if isDistinct, range.count > 1 || column.isMany {
                        if let known = known.place(of: target, in: rows) {
                            if canBeJudged { judged[known] = judged[known] && isJudged }
                            return
                        }
                    }
                    rows.append(target)
                    if canBeJudged { judged.append(isJudged) }
                }
            }
            offsets.append(UInt32(rows.count))
        }
        return LinkedRows(offsets: offsets, rows: rows, judged: anyJudged ? judged : nil)
    }
}

/// Where the ends of the current row are, so that none is there twice. Most links lead to rows in their order, of which
/// none needs to be looked up.
private struct EndPlaces {
    private var start = 0
    private var isInOrder = true
    private var placeOf: [Int32: Int] = [:]

    /// Begins with the ends of another row.
    mutating func begin(at start: Int) {
        self.start = start
        isInOrder = true
        // To clear a large table takes as long as it is large, however little is in it.
        if !placeOf.isEmpty { placeOf.removeAll(keepingCapacity: placeOf.count < 64) }
    }

    /// Where a record is; nil if it is new, and is added to the rows.
    mutating func place(of end: Int32, in rows: [Int32]) -> Int? {
        if isInOrder {
            guard start < rows.count, let last = rows.last, end <= last else { return nil }
            isInOrder = false
            for place in start..<rows.count { placeOf[rows[place]] = place }
        }
        if let known = placeOf[end] { return known }
        placeOf[end] = rows.count
        return nil
    }
}

extension Column {
    /// How many rows a row's link leads to.
    fileprivate func linkCount(_ row: Int) -> Int {
        switch data {
        case .codes: 1
        case .lists(let lists, _): lists.range(row).count
        default: 0
        }
    }

    /// Calls the body with each row that a row's link leads to, and whether that rests on a judgement.
    func forEachLink(_ row: Int, _ body: (Int32, Bool) -> Void) {
        switch data {
        case .codes(let codes, _):
            let code = codes[row]
            if code != 0 { body(Int32(bitPattern: code) - 1, judged?[row] ?? false) }
        case .lists(let lists, _):
            for place in lists.range(row) {
                body(Int32(bitPattern: lists.values[place]) - 1, judged?[place] ?? false)
            }
        default: break
        }
    }
}
