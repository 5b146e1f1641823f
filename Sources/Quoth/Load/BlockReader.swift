import QuothSyntax

/// How far a file has been read.
struct FilePosition {
    /// The number of lines.
    var line = 0
    /// The number of rows, if it is a table.
    var row = 0
}

/// Reads the records of blocks into the builder of their collection, and says where it is to its ``Reading``.
protocol BlockReader {
    var table: TableBuilder { get }
    var reading: Reading { get }
    /// Whether something is wrong after which nothing can be read.
    var isBroken: Bool { get }

    /// A reader of the same records into another builder.
    func another(_ table: TableBuilder, _ reading: Reading) -> Self

    /// Reads a block that comes after so much of the file.
    mutating func read(_ block: borrowing FileBlock, after position: FilePosition)

    /// Forgets where it was, since somebody else has read on.
    mutating func restart()
}

extension FileReader {
    /// Reads the records of a file of so many bytes with a reader that may have read some blocks, and returns the file's
    /// XXH3.
    func read(
        _ source: consuming BlockSource, size: Int, _ reader: some BlockReader
    ) throws(FileFault) -> String {
        if workers > 1, size > options.blockSize {
            return try RecordCrew(self, BlockQueue(source), reader).read()
        }
        var reader = reader
        var block = FileBlock()
        while !reader.isBroken, !reading.faults.isFull, !monitor.isStopped, try source.next(&block) {
            let records = reader.table.recordCount
            reader.read(block, after: reading.position)
            monitor.add(bytes: block.count, records: reader.table.recordCount - records)
        }
        return try source.close()
    }
}
