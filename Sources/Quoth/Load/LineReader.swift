import QuothSyntax

/// Reads blocks of lines, a record a line, into the builder of their collection.
struct LineReader {
    let table: TableBuilder
    let reading: Reading
    private var reader = JSONReader()
    /// The line at which the open segment goes on.
    private var next = -1

    init(_ table: TableBuilder, _ reading: Reading) {
        self.table = table
        self.reading = reading
    }

    /// Reads the block whose first line comes after `line`.
    mutating func read(_ block: borrowing LineBlock, after line: Int) {
        reading.line = line
        reading.offset = block.offset
        defer { reading.offset = 0 }
        block.bytes.withSpan { bytes in
            var lines = Lines(count: block.count)
            while let range = lines.next(in: bytes), !reading.faults.isFull {
                reading.line += 1
                guard !Self.isBlank(bytes, range) else { continue }
                read(bytes, range, isFirst: block.offset == 0, isFollowed: range.upperBound < block.count)
            }
        }
    }

    private mutating func read(
        _ bytes: Swift.Span<UInt8>, _ range: Range<Int>, isFirst: Bool, isFollowed: Bool
    ) {
        if reading.line != next { table.begin(.lines(reading.line), file: reading.file) }
        next = reading.line + 1
        do throws(JSONFault) {
            let before = table.rowCount
            try reader.read(bytes, in: range, isBeginning: isFirst) { table.read($0, reading) }
            if table.rowCount == before { next = -1 }
        } catch {
            next = -1
            reading.report(error, isLine: isFollowed)
        }
    }

    /// Forgets where it was, since somebody else has read on.
    mutating func restart() { next = -1 }

    private static func isBlank(_ bytes: Swift.Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            switch bytes[index] {
            case 0x20, 0x09, 0x0D: continue
            default: return false
            }
        }
        return true
    }
}

extension FileReader {
    /// Reads the lines of a file of so many bytes, and returns the file's XXH3.
    func readLines(_ path: String, size: Int, _ collection: Collection) throws(FileFault) -> String {
        guard let table = tables[collection], let access = corpus.access else { return "" }
        var source = try LineSource(path, access, blockSize: options.blockSize)
        if workers > 1, size > options.blockSize {
            return try LineCrew(self, source, collection, table).read()
        }
        var reader = LineReader(table, reading)
        var block = LineBlock()
        while !reading.faults.isFull, !monitor.isStopped, try source.next(&block) {
            let records = table.recordCount
            reader.read(block, after: reading.line)
            monitor.add(bytes: block.count, records: table.recordCount - records)
        }
        return try source.close()
    }
}
