import QuothSyntax

/// Gives out the blocks of a file to several threads, each block to one.
final class BlockQueue {
    /// Touched by who holds the lock.
    @exclusivity(unchecked) private var source: Source
    private let lock = Lock()
    /// The number of the first block.
    let first: Int

    private struct Source: ~Copyable {
        var blocks: BlockSource
        var failure: FileFault?
        /// No more blocks are wanted.
        var isOver = false
    }

    init(_ source: consuming BlockSource) {
        first = source.number
        self.source = Source(blocks: source)
    }

    /// Takes the next block; false if there is none or no more are wanted.
    func take(_ block: inout FileBlock) -> Bool {
        lock.hold {
            if source.isOver { return false }
            do throws(FileFault) {
                source.isOver = try !source.blocks.next(&block)
            } catch {
                source.failure = error
                source.isOver = true
            }
            return !source.isOver
        }
    }

    /// Gives out no more.
    func stop() { lock.hold { source.isOver = true } }

    /// Closes the file when no thread takes blocks any more, and returns the XXH3 of what has been read.
    func close() throws(FileFault) -> String {
        if let failure = source.failure { throw failure }
        return try source.blocks.close()
    }
}

/// Reads the records of a file on several threads: each takes the next block, reads it into builders of its own, waits
/// its turn, and hands over what it has read.
///
/// So records come in the order of the file. A block that isn't plainly sound is read again in its turn as one thread
/// would have read it, so that faults are the same, too, whoever reads.
final class RecordCrew<Reader: BlockReader> {
    private let file: FileReader
    private let queue: BlockQueue
    /// What the readers of all threads are made after.
    private let model: Reader
    /// Reads the blocks that have to be read again, and counts lines and rows.
    private var main: Reader
    private let turnstile: Turnstile

    init(_ file: FileReader, _ queue: BlockQueue, _ reader: Reader) {
        self.file = file
        self.queue = queue
        model = reader
        main = reader
        turnstile = Turnstile(first: queue.first)
    }

    /// Reads all blocks, and returns the file's XXH3.
    func read() throws(FileFault) -> String {
        Workers.run(file.workers, on: file.workers) { _ in work() }
        return try queue.close()
    }

    private func work() {
        var tables = TableBuilder.all()
        var block = FileBlock()
        while queue.take(&block) {
            // The first fault ends the reading of a block that is going to be read again.
            let reading = Reading(FaultList(limit: 0), textLimit: file.options.textLimit)
            reading.file = file.reading.file
            guard let own = tables[model.table.schema.collection] else { return }
            var reader = model.another(own, reading)
            reader.read(block, after: FilePosition())
            var isTaken = false
            turnstile.pass(block.number) { isTaken = handOver(block, reader) }
            if !isTaken { tables = TableBuilder.all() }
        }
    }

    /// Adds a block to what has been read; false if the builders of its reader still hold something.
    private func handOver(_ block: borrowing FileBlock, _ own: Reader) -> Bool {
        let (table, reading) = (main.table, main.reading)
        if reading.faults.isFull || file.monitor.isStopped || main.isBroken {
            queue.stop()
            return false
        }
        let records = table.recordCount
        let isSound = !own.reading.faults.isFull && table.canAbsorb(own.table, textLimit: reading.textLimit)
        if isSound {
            table.absorb(own.table, after: reading.position, reading.faults)
            reading.position.line += own.reading.position.line
            reading.position.row += own.reading.position.row
            main.restart()
        } else {
            main.read(block, after: reading.position)
        }
        file.monitor.add(bytes: block.count, records: table.recordCount - records)
        return isSound
    }
}
