import QuothSyntax

/// Reads blocks of lines, a record a line, into the builder of their collection.
struct LineReader: BlockReader {
    let table: TableBuilder
    let reading: Reading
    /// The lines after one that can't be read can.
    let isBroken = false
    private var reader = JSONReader()
    /// The line at which the open segment goes on.
    private var next = -1

    init(_ table: TableBuilder, _ reading: Reading) {
        self.table = table
        self.reading = reading
    }

    func another(_ table: TableBuilder, _ reading: Reading) -> Self { Self(table, reading) }

    mutating func read(_ block: borrowing FileBlock, after position: FilePosition) {
        reading.line = position.line
        reading.offset = block.offset
        defer {
            reading.offset = 0
            reading.position.line = reading.line
        }
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
        let source = try BlockSource(path, access, blockSize: options.blockSize, end: .line)
        return try read(source, size: size, LineReader(table, reading))
    }
}
