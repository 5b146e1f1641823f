/// What is in the columns that the schema doesn't name: numbers, or words for yes and no, if all cells are such.
struct OwnForms {
    private var columns: [(member: Int, cell: Int, isNumber: Bool, isTruth: Bool)] = []
    private let width: Int

    init(_ header: CSVHeader) {
        width = header.names.count
        for (index, member) in header.members.enumerated() where member.isOwn {
            columns.append((index, member.parts[0].cell, true, true))
        }
    }

    /// Whether there is nothing to find out any more.
    var isSettled: Bool { !columns.contains { $0.isNumber || $0.isTruth } }

    /// Looks through the rows of a block, which may begin with the names. Rows that can't be read leave all columns
    /// texts; what is wrong with them is left for the reading of their records.
    mutating func look(through block: borrowing FileBlock, isHeaded: Bool) {
        var rows = CSVRows(block, after: 0)
        do throws(CSVProblem) {
            if isHeaded { _ = try rows.next() }
            while !isSettled, let row = try rows.next() {
                if row.count == width { look(at: rows.reader) }
            }
        } catch {
            for index in columns.indices { exclude(index, number: true, truth: true) }
        }
    }

    private mutating func look(at reader: CSVReader) {
        for index in columns.indices {
            let column = columns[index]
            guard column.isNumber || column.isTruth else { continue }
            reader.withCell(column.cell) { cell in
                if cell.isEmpty { return }
                exclude(
                    index, number: column.isNumber && CellNumber(cell) == nil,
                    truth: column.isTruth && CellTruth.truth(cell) == nil)
            }
        }
    }

    private mutating func exclude(_ index: Int, number: Bool, truth: Bool) {
        if number { columns[index].isNumber = false }
        if truth { columns[index].isTruth = false }
    }

    /// Adds what has been found in other rows.
    mutating func join(_ other: OwnForms) {
        for (index, column) in other.columns.enumerated() {
            exclude(index, number: !column.isNumber, truth: !column.isTruth)
        }
    }

    /// Takes the cells for what they are.
    func settle(_ header: inout CSVHeader) {
        for column in columns {
            header.settle(
                column.isNumber ? .number : column.isTruth ? .truth : .text, ofMember: column.member)
        }
    }
}

/// Looks through the rows of a file on several threads.
private final class OwnFormCrew {
    private let queue: BlockQueue
    private let monitor: LoadMonitor
    /// The number of the block that begins with the names.
    private let headed: Int
    private let lock = Lock()
    /// Touched by who holds the lock.
    @exclusivity(unchecked) private(set) var forms: OwnForms

    init(_ queue: BlockQueue, _ monitor: LoadMonitor, headed: Int, _ forms: OwnForms) {
        self.queue = queue
        self.monitor = monitor
        self.headed = headed
        self.forms = forms
    }

    func work() {
        var block = FileBlock()
        while queue.take(&block) {
            var own = lock.hold { forms }
            own.look(through: block, isHeaded: block.number == headed)
            lock.hold {
                forms.join(own)
                monitor.ask()
                if forms.isSettled || monitor.isStopped { queue.stop() }
            }
        }
    }
}

extension FileReader {
    /// The header of a table with the kinds of the user's own fields, for which all of the file is looked through if the
    /// block that begins with the names isn't all of it.
    func settled(
        _ header: CSVHeader, _ path: String, in block: borrowing FileBlock, isAll: Bool
    ) throws(FileFault) -> CSVHeader {
        var header = header
        var forms = OwnForms(header)
        if isAll {
            forms.look(through: block, isHeaded: true)
        } else if !forms.isSettled, let access = corpus.access {
            let queue = BlockQueue(
                try BlockSource(path, access, blockSize: options.blockSize, end: .row))
            let crew = OwnFormCrew(queue, monitor, headed: block.number, forms)
            Workers.run(workers, on: workers) { _ in crew.work() }
            _ = try queue.close()
            forms = crew.forms
        }
        forms.settle(&header)
        return header
    }
}
