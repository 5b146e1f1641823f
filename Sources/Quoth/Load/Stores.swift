/// Texts end to end, with a row for each record.
struct TextStore: ~Copyable {
    private var bytes = BufferBuilder<UInt8>()
    /// Where each text begins, and where the last ends; empty as long as there is no row.
    private var offsets = BufferBuilder<UInt32>()
    private var valid = BitBuilder()

    var count: Int { valid.count }
    /// How long all texts are together.
    var byteCount: Int { bytes.count }

    @inline(__always)
    mutating func append(_ text: Swift.Span<UInt8>, row: Int) {
        pad(to: row)
        if offsets.count == 0 { offsets.append(0) }
        bytes.append(text)
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        valid.append(true)
    }

    @inline(__always)
    mutating func pad(to row: Int) {
        if valid.count < row { skip(to: row) }
    }

    private mutating func skip(to row: Int) {
        offsets.pad(to: row + 1, with: UInt32(truncatingIfNeeded: bytes.count))
        valid.pad(to: row)
    }

    func has(_ row: Int) -> Bool { valid[row] }

    /// The rows of so many that have a text; nil if all have.
    func given(rowCount: Int) -> Bitmap? {
        if valid.ones == rowCount { return nil }
        return Bitmap(count: rowCount) { words in
            for row in 0..<rowCount where valid[row] { words[row >> 6] |= 1 << UInt64(row & 63) }
        }
    }

    /// Lends the bytes of a row that has a text.
    @inline(__always)
    func withBytes<Result>(_ row: Int, _ body: (Swift.Span<UInt8>) -> Result) -> Result {
        bytes.withSpan(Int(offsets[row])..<Int(offsets[row + 1]), body)
    }

    /// The bytes of a row; nil if it has no text.
    subscript(row: Int) -> [UInt8]? {
        valid[row] ? withBytes(row) { $0.withUnsafeBufferPointer { Array($0) } } : nil
    }

    func text(_ row: Int) -> String? { valid[row] ? withBytes(row) { String(bytes: $0) } : nil }

    /// Adds the texts of another after those up to a row, and leaves it empty.
    mutating func absorb(_ other: inout TextStore, at row: Int) {
        guard other.count > 0 else { return }
        pad(to: row)
        if offsets.count == 0 { offsets.append(0) }
        let start = UInt32(truncatingIfNeeded: bytes.count)
        other.bytes.withSpan { bytes.append($0) }
        offsets.reserve(other.count)
        for index in 1...other.count { offsets.append(other.offsets[index] &+ start) }
        valid.absorb(&other.valid, at: row)
        other.bytes.removeAll()
        other.offsets.removeAll()
    }

    /// The column of so many rows, which leaves none here.
    mutating func column(rowCount: Int) -> TextColumn {
        guard count > 0 else {
            return TextColumn(
                bytes: [], offsets: Buffer.zeros(rowCount + 1), valid: valid.validity(count: rowCount))
        }
        pad(to: rowCount)
        let valid = valid.validity(count: rowCount)
        self.valid.removeAll()
        return TextColumn(bytes: bytes.take(), offsets: offsets.take(), valid: valid)
    }
}

/// Codes of a dictionary that grows, with a row for each record.
struct TermStore: ~Copyable {
    var interner = ByteInterner()
    /// As many as there were rows up to the last that had a term; 0 where there is none.
    private(set) var codes = BufferBuilder<UInt32>()

    @inline(__always)
    mutating func append(_ code: UInt32, row: Int) {
        codes.pad(to: row, with: 0)
        codes.append(code)
    }

    /// The code of a row, 0 if it has none.
    func code(_ row: Int) -> UInt32 { row < codes.count ? codes[row] : 0 }

    /// Sets the code of a row.
    mutating func set(_ code: UInt32, row: Int) {
        codes.pad(to: row + 1, with: 0)
        codes[row] = code
    }

    /// Adds the terms of another after those up to a row, and leaves it empty. The body is given the code that each
    /// of its terms has here, and the one that it had there.
    mutating func absorb(
        _ other: inout TermStore, at row: Int, _ body: (_ code: UInt32, _ other: UInt32) -> Void = { _, _ in }
    ) {
        guard other.codes.count > 0 else { return other.interner.removeAll() }
        let table = interner.absorb(&other.interner)
        for (other, code) in table.enumerated().dropFirst() { body(code, UInt32(other)) }
        codes.absorb(&other.codes, at: row, table)
    }

    /// Makes other codes of all, as a table says for each.
    mutating func translate(_ table: [UInt32]) {
        codes.withMutableSpan { codes in
            for index in codes.indices { codes[index] = table[Int(codes[index])] }
        }
    }

    mutating func storage(rowCount: Int, hierarchical: Bool = false) -> Column.Storage {
        let packed = Codes(packing: codes, limit: interner.count, count: rowCount)
        return .codes(packed, .terms(interner.dictionary(), hierarchical: hierarchical))
    }
}

extension BufferBuilder<UInt32> {
    var largest: UInt32 {
        withSpan { elements in
            var largest: UInt32 = 0
            for index in elements.indices { largest = Swift.max(largest, elements[index]) }
            return largest
        }
    }

    /// Adds codes of another after those up to a row, each as a table says, and leaves the other empty.
    mutating func absorb(_ other: inout BufferBuilder<UInt32>, at row: Int, _ table: [UInt32]) {
        pad(to: row, with: 0)
        reserve(other.count)
        other.withSpan { codes in
            for index in codes.indices { append(table[Int(codes[index])]) }
        }
        other.removeAll()
    }
}

/// Runs of codes, one a record, in which none stands twice.
struct ListStore: ~Copyable {
    /// Where the run of each row begins, and where the last ends; empty as long as there is no row.
    private(set) var offsets = BufferBuilder<UInt32>()
    private(set) var values = BufferBuilder<UInt32>()
    /// For each code the number of the list that had it last.
    private var lastLists = BufferBuilder<UInt32>()

    /// Ends the rows before a row, so that its values may be added.
    @inline(__always)
    mutating func pad(to row: Int) {
        offsets.pad(to: row + 1, with: UInt32(values.count))
    }

    /// Adds a value to the row that is open unless it has it already.
    mutating func append(_ code: UInt32) {
        let list = UInt32(offsets.count)
        lastLists.pad(to: Int(code) + 1, with: 0)
        if lastLists[Int(code)] == list { return }
        lastLists[Int(code)] = list
        values.append(code)
    }

    /// The rows up to the last that had a list.
    var rowCount: Int { offsets.count }

    @inline(__always)
    func range(_ row: Int) -> Range<Int> {
        guard row + 1 < offsets.count else {
            return row < offsets.count ? Int(offsets[row])..<values.count : 0..<0
        }
        return Int(offsets[row])..<Int(offsets[row + 1])
    }

    /// Adds the lists of another after those up to a row, each code as a table says, and leaves the other empty.
    mutating func absorb(_ other: inout ListStore, at row: Int, _ table: [UInt32]) {
        guard other.offsets.count > 0 else { return }
        pad(to: row)
        let start = UInt32(values.count)
        values.absorb(&other.values, at: values.count, table)
        for index in 1..<max(other.offsets.count, 1) { offsets.append(other.offsets[index] &+ start) }
        other.removeAll()
    }

    mutating func removeAll() {
        offsets.removeAll()
        values.removeAll()
        lastLists.removeAll()
    }

    /// Makes other codes of all, as a table says for each.
    mutating func translate(_ table: [UInt32]) {
        values.withMutableSpan { values in
            for index in values.indices { values[index] = table[Int(values[index])] }
        }
    }

    /// The lists of so many rows, of which these stay.
    mutating func copied(rowCount: Int) -> Lists {
        guard offsets.count > 0 else {
            return Lists(offsets: Buffer.zeros(rowCount + 1), values: .narrow([]))
        }
        pad(to: rowCount)
        return Lists(
            offsets: offsets.withSpan { Buffer(copying: $0) },
            values: Codes(packing: values, limit: Int(values.largest), count: values.count))
    }

    /// The lists of so many rows, which leaves none here.
    mutating func lists(rowCount: Int, limit: Int) -> Lists {
        guard offsets.count > 0 else {
            return Lists(offsets: Buffer.zeros(rowCount + 1), values: .narrow([]))
        }
        pad(to: rowCount)
        return Lists(offsets: offsets.take(), values: Codes(taking: &values, limit: limit))
    }
}
