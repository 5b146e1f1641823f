import QuothSyntax

/// A CSV file as records of a collection.
struct CSVTable {
    private var rows: CSVRows
    private(set) var header: CSVHeader
    /// Where the names stand.
    let headerRow: CSVRow
    private let record: CSVRecord

    /// Nil if there is no row at all.
    init?(_ bytes: [UInt8], _ schema: CollectionSchema) throws(CSVProblem) {
        rows = CSVRows(bytes)
        guard let row = try rows.next() else { return nil }
        headerRow = row
        let reader = rows.reader
        header = CSVHeader((0..<row.count).map { reader.text($0) }, schema)
        record = CSVRecord(bytes, names: header.keys)
    }

    /// The line in which the row that was read last begins.
    var line: Int { rows.line }

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

// The types of the user's own fields.
extension CSVTable {
    /// Finds out what is in the columns that the schema doesn't name: numbers, or words for yes and no, if all
    /// cells are such. What is wrong with the file is left for the reading of its records.
    mutating func settleOwn() {
        var forms: [(member: Int, cell: Int, isNumber: Bool, isTruth: Bool)] = []
        for (index, member) in header.members.enumerated() where member.isOwn {
            forms.append((index, member.parts[0].cell, true, true))
        }
        if forms.isEmpty { return }
        var all = CSVRows(rows.bytes)
        _ = try? all.next()
        while forms.contains(where: { $0.isNumber || $0.isTruth }), let row = try? all.next() {
            guard row.count == header.names.count else { continue }
            for index in forms.indices {
                let form = forms[index]
                guard form.isNumber || form.isTruth else { continue }
                all.reader.withCell(form.cell) { cell in
                    if cell.isEmpty { return }
                    forms[index].isNumber = form.isNumber && CellNumber(cell) != nil
                    forms[index].isTruth = form.isTruth && CellTruth.truth(cell) != nil
                }
            }
        }
        for form in forms {
            header.settle(form.isNumber ? .number : form.isTruth ? .truth : .text, ofMember: form.member)
        }
    }
}

// Reading a table into the builders of its collection.
extension FileReader {
    func readTable(_ bytes: [UInt8], _ collection: Collection) {
        guard let table = tables[collection] else { return }
        do throws(CSVProblem) {
            guard var rows = try CSVTable(bytes, table.schema) else {
                reading.faults.isIncomplete = true
                return reading.fault(.badCSV, at: 0, [], subject: "no-names")
            }
            reading.line = rows.line
            guard accepts(rows, bytes) else { return }
            rows.settleOwn()
            try read(&rows, bytes, into: table)
        } catch {
            reading.faults.isIncomplete = true
            reading.line = error.line
            // Without a header there is no telling what the cell would be called.
            report(error, field: nil)
        }
    }

    /// Reports what is wrong with the names, which would be wrong with every row.
    private func accepts(_ rows: CSVTable, _ bytes: [UInt8]) -> Bool {
        for refusal in rows.header.refusals {
            reading.faults.isIncomplete = true
            let byte = CSVReader.offset(ofCell: refusal.cell, in: bytes.span, rows.headerRow.range)
            let name = refusal.code == .missingField ? refusal.subject : rows.header.names[refusal.cell]
            reading.fault(
                refusal.code, at: byte, name.map { $0.isEmpty ? [] : [.member($0)] } ?? [],
                found: refusal.found, expected: refusal.expected, subject: refusal.subject,
                near: refusal.near)
        }
        return rows.header.refusals.isEmpty
    }

    private func read(_ rows: inout CSVTable, _ bytes: [UInt8], into table: TableBuilder) throws(CSVProblem) {
        var number = 0
        // The line at which the open segment goes on.
        var next = -1
        while !reading.faults.isFull, !monitor.isStopped {
            let row: CSVRow?
            do throws(CSVProblem) {
                row = try rows.next()
            } catch {
                reading.faults.isIncomplete = true
                reading.line = error.line
                return report(error, field: error.cell.flatMap { name(rows, $0) })
            }
            guard let row else { return }
            number += 1
            reading.line = rows.line
            guard row.count == rows.header.names.count else {
                reportRagged(row, rows, bytes)
                next = -1
                continue
            }
            if rows.line != next { table.begin(.rows(line: rows.line, number: number), file: reading.file) }
            next = rows.line + 1
            rows.withValue(of: row) { table.read($0, reading) }
            if number & 4_095 == 0 { monitor.add(bytes: 0, records: 4_096) }
        }
    }

    private func name(_ rows: CSVTable, _ cell: Int) -> String? {
        rows.header.names.indices.contains(cell) ? rows.header.names[cell] : nil
    }

    private func report(_ problem: CSVProblem, field: String?) {
        let steps = field.map { [FieldStep.member($0)] } ?? []
        switch problem.kind {
        case .text: reading.fault(.invalidUTF8, at: problem.byte, steps)
        case .memory: reading.fault(.tooLarge, at: problem.byte, steps)
        default: reading.fault(.badCSV, at: problem.byte, steps, subject: problem.kind.rawValue)
        }
    }

    /// A row that has too few cells ends before a field, and one that has too many goes on after the last.
    private func reportRagged(_ row: CSVRow, _ rows: CSVTable, _ bytes: [UInt8]) {
        reading.faults.isIncomplete = true
        let count = rows.header.names.count
        let byte =
            row.count < count
            ? row.range.lowerBound : CSVReader.offset(ofCell: count, in: bytes.span, row.range)
        reading.fault(
            .badCSV, at: byte, name(rows, row.count).map { [.member($0)] } ?? [], found: String(row.count),
            expected: [String(count)], subject: "ragged")
    }
}
