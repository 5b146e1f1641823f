import QuothSyntax

/// What is wrong with a table as such, so that nothing after it can be read.
struct CSVProblem: Error {
    enum Kind: String {
        case open, nul, text
        case afterQuote = "after-quote"
        case strayQuote = "stray-quote"
        case lineEnd = "line-end"
        case memory = "out-of-memory"
    }

    let kind: Kind
    let byte: Int
    /// The line in which the row begins.
    let line: Int
    /// The cell in which it is.
    let cell: Int?
}

/// The rows of a CSV file, or of a part of it, with their lines, none of which holds what can't be text.
struct CSVRows {
    let bytes: [UInt8]
    let reader: CSVReader
    /// The line in which the row that was read last begins, from 1.
    private(set) var line: Int
    /// How far line feeds have been counted.
    private var counted = 0
    /// The first byte that can't be text.
    private let unfit: (byte: Int, kind: CSVProblem.Kind)?

    /// The rows of a part that comes after so many lines; the beginning may have a byte order mark.
    init(_ bytes: [UInt8], isBeginning: Bool = true, after lines: Int = 0) {
        self.bytes = bytes
        line = lines + 1
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        reader = CSVReader(from: isBeginning && bytes.starts(with: mark) ? mark.count : 0)
        let nul = ByteSearch.first(0, in: bytes.span)
        let encoding = JSONFault.encodingFault(in: bytes.span, range: 0..<(nul ?? bytes.count))
        unfit = encoding.map { ($0.byteOffset, .text) } ?? nul.map { ($0, .nul) }
    }

    /// The next row; nil after the last.
    mutating func next() throws(CSVProblem) -> CSVRow? {
        let row: CSVRow?
        do throws(CSVFault) {
            row = try reader.next(in: bytes.span)
        } catch {
            advance(to: error.row)
            throw problem(error)
        }
        guard let row else { return nil }
        advance(to: row.range.lowerBound)
        if let unfit = unfitProblem(row.range) { throw unfit }
        if let ending = endingProblem(row) { throw ending }
        return row
    }

    /// The row that begins at a byte, for messages.
    func row(at byte: Int) throws(CSVFault) -> CSVRow? {
        reader.seek(to: byte)
        return try reader.next(in: bytes.span)
    }

    /// Counts the lines before a row.
    private mutating func advance(to start: Int) {
        while let feed = ByteSearch.first(0x0A, in: bytes.span, from: counted), feed < start {
            line += 1
            counted = feed + 1
        }
        counted = max(counted, start)
    }

    private func problem(_ fault: CSVFault) -> CSVProblem {
        let start = fault.row
        if let unfit = unfitProblem(start..<(fault.kind == .open ? bytes.count : fault.byteOffset)) {
            return unfit
        }
        let kind: CSVProblem.Kind
        switch fault.kind {
        case .open: kind = .open
        case .outOfMemory: kind = .memory
        case .quote:
            let cell = CSVReader.offset(ofCell: fault.cell, in: bytes.span, start..<fault.byteOffset)
            let isQuoted = cell < fault.byteOffset && bytes[cell] == UInt8(ascii: "\"")
            kind = isQuoted ? .afterQuote : .strayQuote
        }
        return CSVProblem(kind: kind, byte: fault.byteOffset, line: line, cell: fault.cell)
    }

    private func unfitProblem(_ range: Range<Int>) -> CSVProblem? {
        guard let unfit, range.contains(unfit.byte) else { return nil }
        let cell = CSVReader.cell(at: unfit.byte, in: bytes.span, range)
        return CSVProblem(kind: unfit.kind, byte: unfit.byte, line: line, cell: cell)
    }

    /// A lone carriage return may be part of a cell that ought to stand in quotation marks. Many programs end the last
    /// row with the text alone.
    private func endingProblem(_ row: CSVRow) -> CSVProblem? {
        let end = row.range.upperBound
        switch row.terminator {
        case 0x0A, nil: return nil
        case 0x0D where end < bytes.count && bytes[end] == 0x0A: return nil
        default: return CSVProblem(kind: .lineEnd, byte: end - 1, line: line, cell: row.count - 1)
        }
    }
}
