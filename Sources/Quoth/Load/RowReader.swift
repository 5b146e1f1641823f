import QuothSyntax

/// Reads blocks of rows of a table, a record a row, into the builder of their collection.
struct RowReader: BlockReader {
    let table: TableBuilder
    let reading: Reading
    private let header: CSVHeader
    private(set) var isBroken = false
    /// The line at which the open segment goes on.
    private var next = -1

    init(_ table: TableBuilder, _ reading: Reading, _ header: CSVHeader) {
        self.table = table
        self.reading = reading
        self.header = header
    }

    func another(_ table: TableBuilder, _ reading: Reading) -> Self { Self(table, reading, header) }

    mutating func read(_ block: borrowing FileBlock, after position: FilePosition) {
        read(CSVRows(block, after: position.line), at: block.offset, after: position)
    }

    /// Reads the rows that are left of a block which begins at a byte of the file.
    mutating func read(_ rows: CSVRows, at offset: Int, after position: FilePosition) {
        reading.offset = offset
        reading.position = FilePosition(line: position.line + rows.lineFeeds, row: position.row)
        defer { reading.offset = 0 }
        var rows = CSVTable(header, rows)
        do throws(CSVProblem) {
            while !reading.faults.isFull, let row = try rows.next() { read(row, of: rows) }
        } catch {
            isBroken = true
            let names = header.names
            reading.report(error, field: error.cell.flatMap { names.indices.contains($0) ? names[$0] : nil })
        }
    }

    private mutating func read(_ row: CSVRow, of rows: CSVTable) {
        reading.position.row += 1
        reading.line = rows.line
        guard row.count == header.names.count else {
            next = -1
            return reportRagged(row, rows.bytes)
        }
        if rows.line != next {
            table.begin(.rows(line: rows.line, number: reading.position.row), file: reading.file)
        }
        next = rows.line + 1
        rows.withValue(of: row) { table.read($0, reading) }
    }

    mutating func restart() { next = -1 }

    /// A row that has too few cells ends before a field, and one that has too many goes on after the last.
    private func reportRagged(_ row: CSVRow, _ bytes: [UInt8]) {
        reading.faults.isIncomplete = true
        let count = header.names.count
        let byte =
            row.count < count
            ? row.range.lowerBound : CSVReader.offset(ofCell: count, in: bytes.span, row.range)
        reading.fault(
            .badCSV, at: byte, row.count < count ? [.member(header.names[row.count])] : [],
            found: String(row.count), expected: [String(count)], subject: "ragged")
    }
}

extension CSVRows {
    /// The rows of a block that comes after so many lines.
    init(_ block: borrowing FileBlock, after lines: Int) {
        self.init(
            block.bytes.withSpan(0..<block.count) { span in span.withUnsafeBufferPointer { Array($0) } },
            isBeginning: block.offset == 0, after: lines)
    }

    /// How many lines end in what was read.
    fileprivate var lineFeeds: Int { Lines.count(in: bytes.span, before: bytes.count) }
}

// Reading a table into the builders of its collection.
extension FileReader {
    /// Reads the rows of a file of so many bytes, and returns the file's XXH3.
    func readTable(_ path: String, size: Int, _ collection: Collection) throws(FileFault) -> String {
        guard let table = tables[collection], let access = corpus.access else { return "" }
        var source = try BlockSource(path, access, blockSize: options.blockSize, end: .row)
        var block = FileBlock()
        while try source.next(&block) {
            var rows = CSVRows(block, after: reading.position.line)
            let names: CSVHeader?
            do throws(CSVProblem) {
                names = try CSVHeader(&rows, table.schema)
            } catch {
                // Without names there is no telling what the cell would be called.
                reading.report(error, field: nil)
                return try source.close()
            }
            guard let names else {
                reading.position.line += rows.lineFeeds
                continue
            }
            reading.line = rows.line
            guard accepts(names, rows.bytes) else { return try source.close() }
            let header = try settled(names, path, in: block, isAll: source.isDrained)
            var reader = RowReader(table, reading, header)
            let records = table.recordCount
            reader.read(rows, at: block.offset, after: reading.position)
            monitor.add(bytes: block.count, records: table.recordCount - records)
            return try read(source, size: size, reader)
        }
        reading.faults.isIncomplete = true
        reading.fault(.badCSV, at: 0, [], subject: "no-names")
        return try source.close()
    }

    /// Reports what is wrong with the names, which would be wrong with every row.
    private func accepts(_ header: CSVHeader, _ bytes: [UInt8]) -> Bool {
        for refusal in header.refusals {
            reading.faults.isIncomplete = true
            let byte = CSVReader.offset(ofCell: refusal.cell, in: bytes.span, header.row.range)
            let name = refusal.code == .missingField ? refusal.subject : header.names[refusal.cell]
            reading.fault(
                refusal.code, at: byte, name.map { $0.isEmpty ? [] : [.member($0)] } ?? [],
                found: refusal.found, expected: refusal.expected, subject: refusal.subject,
                near: refusal.near)
        }
        return header.refusals.isEmpty
    }
}

extension Reading {
    /// Reports what is wrong with a table, and in the cell of which field.
    fileprivate func report(_ problem: CSVProblem, field: String?) {
        faults.isIncomplete = true
        line = problem.line
        let steps = field.map { [FieldStep.member($0)] } ?? []
        switch problem.kind {
        case .text: fault(.invalidUTF8, at: problem.byte, steps)
        case .memory: fault(.tooLarge, at: problem.byte, steps)
        default: fault(.badCSV, at: problem.byte, steps, subject: problem.kind.rawValue)
        }
    }
}
