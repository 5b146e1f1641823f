import QuothSyntax

/// The rows of a CSV file, or of a part of it, as records of a collection.
struct CSVTable {
    private var rows: CSVRows
    let header: CSVHeader
    private let record: CSVRecord

    init(_ header: CSVHeader, _ rows: CSVRows) {
        self.header = header
        self.rows = rows
        record = CSVRecord(rows.bytes, names: header.keys)
    }

    /// The table that is a whole file; nil if that doesn't begin with a row.
    static func whole(_ bytes: [UInt8], _ schema: CollectionSchema) -> CSVTable? {
        var rows = CSVRows(bytes)
        guard let header = try? CSVHeader(&rows, schema) else { return nil }
        return CSVTable(header, rows)
    }

    /// The line in which the row that was read last begins.
    var line: Int { rows.line }

    var bytes: [UInt8] { rows.bytes }

    mutating func next() throws(CSVProblem) -> CSVRow? { try rows.next() }

    /// Lends the row that was read last to the body, as a record.
    func withValue<Result>(of row: CSVRow, _ body: (JSONValue) -> Result) -> Result {
        record.begin(row.range)
        for member in header.members { write(member) }
        record.end()
        // Swift may free an object after its last mention, and the value doesn't count as one.
        defer { extendLifetime(record) }
        return body(record.value)
    }

    /// Lends the record of the row that begins at a byte, for messages; nil if none does.
    func withValue<Result>(at byte: Int, _ body: (JSONValue) -> Result) -> Result? {
        guard let row = try? rows.row(at: byte), row.count == header.names.count else { return nil }
        return withValue(of: row, body)
    }

    private func write(_ member: CSVHeader.Member) {
        guard let first = member.parts.first(where: { !rows.reader.isEmpty($0.cell) }) else { return }
        record.name(member.name, cell: first.cell)
        if member.shape == .value { return write(first) }
        let filled = member.parts.filter { !rows.reader.isEmpty($0.cell) }
        if member.shape == .date, filled.count == 1, header.keys[first.name] == "date" { return write(first) }
        let list = member.shape == .list ? record.open("[", cell: first.cell) : nil
        let object = record.open("{", cell: first.cell)
        for part in filled {
            record.name(part.name, cell: part.cell)
            write(part)
        }
        record.close("}", object)
        if let list { record.close("]", list) }
    }

    private func write(_ part: CSVHeader.Part) {
        rows.reader.withCell(part.cell) { cell in
            switch part.form {
            case .text: record.text(cell, cell: part.cell)
            case .list: writeList(cell, part)
            case .truth:
                // The column was looked through before; what isn't so after all is refused as a text.
                guard let truth = CellTruth.truth(cell) else { return record.text(cell, cell: part.cell) }
                record.truth(truth, cell: part.cell)
            case .number:
                switch CellNumber(cell) {
                case .integer(let number): record.integer(number, cell: part.cell)
                case .real(let number): record.real(number, cell: part.cell)
                case nil: record.text(cell, cell: part.cell)
                }
            }
        }
    }

    /// Writes what stands between semicolons, without the blanks around it.
    private func writeList(_ cell: Swift.Span<UInt8>, _ part: CSVHeader.Part) {
        let list = record.open("[", cell: part.cell)
        var start = 0
        while start <= cell.count {
            let end = ByteSearch.first(UInt8(ascii: ";"), in: cell, from: start) ?? cell.count
            var from = start
            var upTo = end
            while from < upTo, Self.isBlank(cell[from]) { from += 1 }
            while upTo > from, Self.isBlank(cell[upTo - 1]) { upTo -= 1 }
            if from < upTo { record.text(cell.extracting(from..<upTo), cell: part.cell) }
            start = end + 1
        }
        record.close("]", list)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
