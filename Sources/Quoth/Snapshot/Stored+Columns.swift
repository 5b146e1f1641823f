// How columns are kept in a snapshot: a pair of functions a type. A new kind of storage or index takes a pair of its own
// here, and a line where its owner is written and read. Whoever reads says of each buffer what holds of its elements
// (see ``Region``), since no reader asks again: codes and rows lie within what they stand for, offsets ascend.

extension Codes {
    func write(to snapshot: inout SnapshotWriter) {
        switch self {
        case .narrow(let codes):
            snapshot.number(1)
            snapshot.buffer(codes)
        case .medium(let codes):
            snapshot.number(2)
            snapshot.buffer(codes)
        case .wide(let codes):
            snapshot.number(4)
            snapshot.buffer(codes)
        }
    }

    static func read(
        from snapshot: inout SnapshotReader, count: Int, in range: ClosedRange<Int>
    ) throws(SnapshotFault) -> Codes {
        switch try snapshot.number() {
        case 1: .narrow(try snapshot.buffer(UInt8.self, count: count, .within(range)))
        case 2: .medium(try snapshot.buffer(UInt16.self, count: count, .within(range)))
        case 4: .wide(try snapshot.buffer(UInt32.self, count: count, .within(range)))
        default: throw snapshot.unsound
        }
    }
}

extension Lists {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.number(values.count)
        values.write(to: &snapshot)
        snapshot.buffer(offsets)
    }

    /// Lists for so many rows of values from 1 up to a limit.
    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int, limit: Int
    ) throws(SnapshotFault) -> Lists {
        let count = try snapshot.number()
        guard count == 0 || limit > 0 else { throw snapshot.unsound }
        let values = try Codes.read(from: &snapshot, count: count, in: 1...max(limit, 1))
        let offsets = try snapshot.buffer(UInt32.self, count: rowCount + 1, .ascending(through: count))
        return Lists(offsets: offsets, values: values)
    }
}

extension Bitmap {
    func write(to snapshot: inout SnapshotWriter) { snapshot.buffer(words) }

    static func read(from snapshot: inout SnapshotReader, count: Int) throws(SnapshotFault) -> Bitmap {
        Bitmap(
            count: count, stored: try snapshot.buffer(UInt64.self, count: (count + 63) / 64, .bits(count)))
    }
}

extension TextColumn {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.buffer(bytes)
        snapshot.buffer(offsets)
        snapshot.optional(valid) { $1.write(to: &$0) }
    }

    /// Texts of so many rows; nil for any number of them.
    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int?
    ) throws(SnapshotFault) -> TextColumn {
        let bytes = try snapshot.buffer(UInt8.self, .any)
        let offsets = try snapshot.buffer(
            UInt32.self, count: rowCount.map { $0 + 1 }, .ascending(through: bytes.count))
        // Bytes belong to some text.
        guard offsets.count > 1 || offsets.count == 1 && bytes.isEmpty else { throw snapshot.unsound }
        let valid = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try Bitmap.read(from: &snapshot, count: offsets.count - 1)
        }
        return TextColumn(bytes: bytes, offsets: offsets, valid: valid)
    }
}

extension TermDictionary {
    func write(to snapshot: inout SnapshotWriter) {
        texts.write(to: &snapshot)
        snapshot.optional(order) { $0.buffer($1) }
    }

    static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> TermDictionary {
        let texts = try TextColumn.read(from: &snapshot, rowCount: nil)
        let order = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try snapshot.buffer(UInt32.self, count: texts.count, .within(1...max(texts.count, 1)))
        }
        return TermDictionary(texts, order: order)
    }
}

extension DateColumn {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.buffer(firsts)
        snapshot.buffer(lasts)
        codes.write(to: &snapshot)
    }

    static func read(from snapshot: inout SnapshotReader, rowCount: Int) throws(SnapshotFault) -> DateColumn {
        let firsts = try snapshot.buffer(Int32.self, .days)
        let lasts = try snapshot.buffer(Int32.self, count: firsts.count, .days)
        let codes = try Codes.read(from: &snapshot, count: rowCount, in: 0...firsts.count)
        return DateColumn(codes: codes, firsts: firsts, lasts: lasts)
    }
}

extension TextLookup {
    func write(to snapshot: inout SnapshotWriter) { snapshot.buffer(slots) }

    static func read(from snapshot: inout SnapshotReader, rowCount: Int) throws(SnapshotFault) -> TextLookup {
        TextLookup(slots: try snapshot.buffer(UInt32.self, .within(0...rowCount)))
    }
}

extension NamedRows {
    func write(to snapshot: inout SnapshotWriter) {
        words.write(to: &snapshot)
        rows.write(to: &snapshot)
    }

    static func read(from snapshot: inout SnapshotReader, rowCount: Int) throws(SnapshotFault) -> NamedRows {
        let words = try TermDictionary.read(from: &snapshot)
        let rows = try Lists.read(from: &snapshot, rowCount: words.count, limit: rowCount)
        return NamedRows(words: words, rows: rows)
    }
}

extension NameIndex {
    func write(to snapshot: inout SnapshotWriter) {
        for way in [ids, names, otherNames, lastWords] { way.write(to: &snapshot) }
    }

    static func read(from snapshot: inout SnapshotReader, rowCount: Int) throws(SnapshotFault) -> NameIndex {
        NameIndex(
            ids: try NamedRows.read(from: &snapshot, rowCount: rowCount),
            names: try NamedRows.read(from: &snapshot, rowCount: rowCount),
            otherNames: try NamedRows.read(from: &snapshot, rowCount: rowCount),
            lastWords: try NamedRows.read(from: &snapshot, rowCount: rowCount))
    }
}

extension EvidenceColumn {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.buffer(articles)
        snapshot.buffer(starts)
        snapshot.buffer(ends)
        snapshot.buffer(offsets)
    }

    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int, articles: Int
    ) throws(SnapshotFault) -> EvidenceColumn {
        let rows = try snapshot.buffer(Int32.self, .within(-1...articles - 1))
        let starts = try snapshot.buffer(Int.self, count: rows.count, .within(0...Int.max))
        let ends = try snapshot.buffer(Int.self, count: rows.count, .within(0...Int.max))
        let offsets = try snapshot.buffer(UInt32.self, count: rowCount + 1, .ascending(through: rows.count))
        return EvidenceColumn(offsets: offsets, articles: rows, starts: starts, ends: ends)
    }
}

extension ColumnIndex {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.list(rowsOfCode) { $1.write(to: &$0) }
        snapshot.list(statedRowsOfCode) { $1.write(to: &$0) }
        snapshot.number(missingCount)
        for bits in [known, missing, judgedRows, several] { snapshot.optional(bits) { $1.write(to: &$0) } }
        snapshot.optional(rowsByCode) { $1.write(to: &$0) }
        snapshot.optional(words) { $1.write(to: &$0) }
    }

    /// The index of a column with codes up to a number.
    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int, codeCount: Int
    ) throws(SnapshotFault) -> ColumnIndex {
        func bitmap(_ snapshot: inout SnapshotReader) throws(SnapshotFault) -> Bitmap {
            try Bitmap.read(from: &snapshot, count: rowCount)
        }
        let rows = try snapshot.list(bitmap)
        let stated = try snapshot.list(bitmap)
        guard rows.count <= codeCount, stated.isEmpty || stated.count == rows.count else {
            throw snapshot.unsound
        }
        let missingCount = try snapshot.number()
        guard missingCount <= rowCount else { throw snapshot.unsound }
        return ColumnIndex(
            known: try snapshot.optional(bitmap), missing: try snapshot.optional(bitmap),
            missingCount: missingCount, rowsOfCode: rows, statedRowsOfCode: stated,
            judgedRows: try snapshot.optional(bitmap), several: try snapshot.optional(bitmap),
            rowsByCode: try snapshot.optional { (snapshot) throws(SnapshotFault) in
                try Lists.read(from: &snapshot, rowCount: codeCount, limit: rowCount)
            },
            words: try snapshot.optional { (snapshot) throws(SnapshotFault) in
                try WordIndex.read(from: &snapshot, rowCount: rowCount)
            })
    }
}
