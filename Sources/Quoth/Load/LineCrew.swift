import QuothSyntax

/// Reads the lines of a file on several threads: each takes the next block of lines, reads it into builders of its
/// own, waits its turn, and hands over what it has read.
///
/// So records come in the order of the file. A block that isn't plainly sound is read again in its turn as one thread
/// would have read it, so that faults are the same, too, whoever reads.
final class LineCrew {
    private let reader: FileReader
    private let collection: Collection
    private let table: TableBuilder
    /// Reads the blocks that have to be read again, and counts lines.
    private var lines: LineReader
    /// Touched by who holds the lock.
    @exclusivity(unchecked) private var source: Source
    private let lock = Lock()
    private let turnstile = Turnstile()

    private struct Source: ~Copyable {
        var lines: LineSource
        var failure: FileFault?
        /// No more blocks are wanted.
        var isOver = false
    }

    init(
        _ reader: FileReader, _ source: consuming LineSource, _ collection: Collection,
        _ table: TableBuilder
    ) {
        self.reader = reader
        self.collection = collection
        self.table = table
        lines = LineReader(table, reader.reading)
        self.source = Source(lines: source)
    }

    /// Reads all lines, and returns the file's XXH3.
    func read() throws(FileFault) -> String {
        Workers.run(reader.workers, on: reader.workers) { _ in work() }
        if let failure = source.failure { throw failure }
        return try source.lines.close()
    }

    private func work() {
        var tables = TableBuilder.all()
        var block = LineBlock()
        while take(&block) {
            // The first fault ends the reading of a block that is going to be read again.
            let reading = Reading(FaultList(limit: 0), textLimit: reader.options.textLimit)
            reading.file = reader.reading.file
            guard let own = tables[collection] else { return }
            var lines = LineReader(own, reading)
            lines.read(block, after: 0)
            var isTaken = false
            turnstile.pass(block.number) { isTaken = handOver(block, own, reading) }
            if !isTaken { tables = TableBuilder.all() }
        }
    }

    /// Takes the next block of lines; false if there is none or no more are wanted.
    private func take(_ block: inout LineBlock) -> Bool {
        lock.hold {
            if source.isOver { return false }
            do throws(FileFault) {
                source.isOver = try !source.lines.next(&block)
            } catch {
                source.failure = error
                source.isOver = true
            }
            return !source.isOver
        }
    }

    /// Adds a block to what has been read; false if the builders of its reader still hold something.
    private func handOver(_ block: borrowing LineBlock, _ own: TableBuilder, _ reading: Reading) -> Bool {
        let main = reader.reading
        if main.faults.isFull || reader.monitor.isStopped {
            lock.hold { source.isOver = true }
            return false
        }
        let records = table.recordCount
        let isSound = !reading.faults.isFull && table.canAbsorb(own, textLimit: main.textLimit)
        if isSound {
            table.absorb(own, after: main.line, main.faults)
            main.line += reading.line
            lines.restart()
        } else {
            lines.read(block, after: main.line)
        }
        reader.monitor.add(bytes: block.count, records: table.recordCount - records)
        return isSound
    }
}
