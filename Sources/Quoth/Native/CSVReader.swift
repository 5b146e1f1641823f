import CNative

/// Why a table was refused.
struct CSVFault: Error, Equatable {
    enum Kind: Equatable {
        /// A quotation mark in a bare cell, or something after a closing one.
        case quote
        /// The text ends in a cell whose quotation mark isn't closed.
        case open
        case outOfMemory
    }

    let kind: Kind
    /// Where the row begins.
    let row: Int
    /// How many cells stand before the one that is wrong.
    let cell: Int
    /// The byte that is wrong or, for a cell left open, its quotation mark.
    let byteOffset: Int
}

/// Where a row stands in the text.
struct CSVRow {
    /// From its first cell up to and with what ends its line.
    let range: Range<Int>
    let count: Int
    /// The byte that ended it, nil if the text did.
    let terminator: UInt8?
}

/// Reads the rows of a CSV text (RFC 4180), one after the other, with libcsv.
final class CSVReader {
    private let reader: OpaquePointer?
    // One row is read at a time, and cells are lent without a change here.
    @exclusivity(unchecked) private var row = native_csv_row()
    /// Where the next row is looked for.
    @exclusivity(unchecked) private(set) var position = 0

    init(from position: Int = 0) {
        reader = native_csv_new()
        self.position = position
    }

    deinit {
        native_csv_free(reader)
    }

    /// The next row, whose cells hold until the one after it; nil after the last.
    func next(in text: Span<UInt8>) throws(CSVFault) -> CSVRow? {
        row = native_csv_row()
        position = Self.skipBlanks(text, from: position)
        let start = position
        guard start < text.count else { return nil }
        let status = text.withUnsafeBufferPointer { bytes in
            // The text isn't used after the call.
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            guard let reader, let base = rest.baseAddress else { return NATIVE_CSV_OUT_OF_MEMORY }
            return native_csv_next(reader, base, rest.count, &row)
        }
        switch status {
        case NATIVE_CSV_ROW:
            position = start + row.length
            return CSVRow(
                range: start..<position, count: row.count, terminator: UInt8(exactly: row.terminator))
        case NATIVE_CSV_END: return nil
        case NATIVE_CSV_QUOTE:
            throw CSVFault(kind: .quote, row: start, cell: row.count, byteOffset: start + row.length)
        case NATIVE_CSV_OPEN:
            let mark = Self.offset(ofCell: row.count, in: text, start..<text.count)
            throw CSVFault(kind: .open, row: start, cell: row.count, byteOffset: mark)
        default: throw CSVFault(kind: .outOfMemory, row: start, cell: row.count, byteOffset: start)
        }
    }

    /// Lends a cell of the row that was read last.
    func withCell<Result, Failure: Error>(
        _ index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The bytes are the reader's, and Swift may free an object after its last mention.
        defer { extendLifetime(self) }
        guard index >= 0, index < row.count, let ends = row.ends, let bytes = row.bytes else {
            return try body(UnsafeBufferPointer<UInt8>(start: nil, count: 0).span)
        }
        // The shim has written as many ends as it counts, in ascending order.
        let start = index == 0 ? 0 : ends[index - 1]
        return try body(UnsafeBufferPointer(start: bytes + start, count: ends[index] - start).span)
    }

    /// Goes on at the beginning of another row.
    func seek(to position: Int) { self.position = position }

    func isEmpty(_ index: Int) -> Bool { withCell(index) { $0.isEmpty } }

    func text(_ index: Int) -> String {
        withCell(index) { cell in cell.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    }

    private static func skipBlanks(_ text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < text.count,
            isBlank(text[position]) || text[position] == 0x0A || text[position] == 0x0D
        {
            position += 1
        }
        return position
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

// Places in a row, found by reading it anew: for messages only.
extension CSVReader {
    /// Where a cell begins, of a row that stands at `range`; blanks before it aren't counted in.
    static func offset(ofCell cell: Int, in text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var start = range.lowerBound + skip(cell, in: text, range).bytes
        while start < range.upperBound, isBlank(text[start]) { start += 1 }
        return start
    }

    /// The cell in which a byte of a row stands.
    static func cell(at byte: Int, in text: Span<UInt8>, _ range: Range<Int>) -> Int {
        skip(.max, in: text, range.lowerBound..<byte).cells
    }

    private static func skip(
        _ cells: Int, in text: Span<UInt8>, _ range: Range<Int>
    ) -> (bytes: Int, cells: Int) {
        text.withUnsafeBufferPointer { bytes in
            // The text isn't used after the call.
            let part = UnsafeBufferPointer(rebasing: bytes[range])
            var passed = 0
            guard let base = part.baseAddress else { return (0, 0) }
            let count = native_csv_skip(base, part.count, cells, &passed)
            return (count, passed)
        }
    }
}
