import QuothSyntax

/// One run of a plan: the corpus it reads, the limits it keeps, and the accounts it writes.
final class Evaluation {
    let corpus: Corpus
    let limits: Limits
    /// The name of the text that is run, for run-time diagnostics.
    let source: String
    /// The records behind the last answer.
    let it: FoundRecords
    /// What lets have captured.
    let captured: [Int: FoundRecords]
    /// What the lets that stand in conditions came to, by their numbers: each is run once, however often it is named.
    var lets: [Int: Progress] = [:]
    private var rowsSinceCheck = 0
    private var bytesClaimed = 0

    init(
        _ corpus: Corpus, limits: Limits, source: String, it: FoundRecords? = nil,
        captured: [Int: FoundRecords] = [:]
    ) {
        self.corpus = corpus
        self.limits = limits
        self.source = source
        self.it = it ?? .empty
        self.captured = captured
    }

    /// Notes that so many rows have been passed, and now and then asks whether to go on.
    func pass(_ rows: Int) throws(Diagnostic) {
        rowsSinceCheck += rows
        guard rowsSinceCheck >= Limits.rowsBetweenChecks else { return }
        rowsSinceCheck = 0
        try checkLimits()
    }

    /// Asks whether to go on.
    func checkLimits() throws(Diagnostic) {
        if limits.shouldStop() { throw error(.interrupted, at: Span(start: 0, end: 0)) }
        if let deadline = limits.deadline, limits.now() >= deadline {
            throw error(.timeLimit, at: Span(start: 0, end: 0))
        }
    }

    /// Counts memory before it is taken.
    func claim(_ bytes: Int) throws(Diagnostic) {
        bytesClaimed += bytes
        guard bytesClaimed <= limits.maximumMemory else {
            throw Diagnostic(
                .memoryLimit, at: Span(start: 0, end: 0), in: source, found: String(limits.maximumMemory))
        }
    }

    func error(_ code: DiagnosticCode, at span: Span) -> Diagnostic { Diagnostic(code, at: span, in: source) }
}

/// The rows at which an expression is evaluated: all of a table, or chosen ones, each perhaps inside an outer row.
struct Frame {
    let table: Table
    /// Nil if the rows aren't records.
    let collection: Collection?
    /// Nil for all rows in order.
    var rows: [Int32]?
    var outer: Outer = .none
    /// Whether it doesn't matter what a condition comes to outside the mask, so that such rows may be passed over.
    var isMasked = false
    /// What its conditions are looked at on instead of all rows, in the order of time.
    var view: TimeView?

    indirect enum Outer {
        case none
        /// For each row, the place of its outer row in the frame outside.
        case rows(Frame, places: [Int32])
    }

    var count: Int { rows?.count ?? view?.count ?? table.rowCount }

    /// The same table without a choice of rows.
    var whole: Frame { Frame(table: table, collection: collection) }
}

/// Rows that are left: all, some in the order of the table, or some in an order of their own.
package enum Selection: Sendable {
    case all(Int)
    case some(Bitmap)
    case ordered([Int32])
    /// Some in the order of the table, whose places in the order of time are known.
    case dated(DatedRows)

    var count: Int {
        switch self {
        case .dated(let rows): rows.count
        case .all(let count): count
        case .some(let bits): bits.population
        case .ordered(let rows): rows.count
        }
    }

    var rows: [Int32] {
        switch self {
        case .dated(let rows): rows.bitmap.rows
        case .all(let count): (0..<count).map { Int32(truncatingIfNeeded: $0) }
        case .some(let bits): bits.rows
        case .ordered(let rows): rows
        }
    }

    /// The first rows.
    func first(_ count: Int) -> [Int32] {
        switch self {
        case .dated(let rows): rows.bitmap.firstRows(count)
        case .all(let all): (0..<Int32(Swift.min(count, all))).map { $0 }
        case .some(let bits): bits.firstRows(count)
        case .ordered(let rows): Array(rows.prefix(count))
        }
    }

    func contains(_ row: Int) -> Bool {
        switch self {
        case .dated(let rows): rows.bitmap[row]
        case .all(let count): row < count
        case .some(let bits): row < bits.count && bits[row]
        case .ordered(let rows): rows.contains { Int($0) == row }
        }
    }

    /// The number of rows whose bits are one.
    func population(_ bits: Bitmap) -> Int {
        switch self {
        case .dated(let rows): rows.bitmap.population(with: bits)
        case .all: bits.population
        case .some(let rows): rows.population(with: bits)
        case .ordered(let rows): rows.count { bits[Int($0)] }
        }
    }

    /// The number of rows that are in all of some sets.
    func population(_ sets: [Bitmap]) -> Int {
        switch self {
        case .dated(let rows): JoinedParts.population(of: sets + [rows.bitmap])
        case .all: JoinedParts.population(of: sets)
        case .some(let rows): JoinedParts.population(of: sets + [rows])
        case .ordered(let rows): rows.count { row in sets.allSatisfy { $0[Int(row)] } }
        }
    }

    /// The rows as bits of a table of so many rows.
    func bitmap(_ rowCount: Int) -> Bitmap {
        switch self {
        case .dated(let rows): rows.bitmap
        case .all: Bitmap(count: rowCount, filled: true)
        case .some(let bits): bits
        case .ordered(let rows): Bitmap(count: rowCount, rows: rows.lazy.map(Int.init))
        }
    }

    /// The rows of a set all of which are among these.
    func narrowed(to set: Bitmap) -> Selection {
        if case .ordered = self { return intersection(set) }
        return .some(set)
    }

    /// The rows that are also in a set.
    func intersection(_ set: Bitmap) -> Selection {
        switch self {
        case .dated(let rows): .some(rows.bitmap.intersection(set))
        case .all: .some(set)
        case .some(let bits): .some(bits.intersection(set))
        case .ordered(let rows): .ordered(rows.filter { set[Int($0)] })
        }
    }
}

/// Records that a query goes on from: which, and what was counted when they were found, so that the accounting of the
/// query is that of both written as one.
package final class FoundRecords: Sendable {
    let rows: Selection
    /// What led to them; nothing is counted of the records themselves.
    let accounting: Accounting
    /// Those that aren't in all of these sets rest on a judgement.
    let stated: [Bitmap]

    init(rows: Selection, accounting: Accounting, stated: [Bitmap]) {
        self.rows = rows
        self.accounting = accounting
        self.stated = stated
    }

    /// Records that are given, and weren't looked for.
    convenience init(_ rows: Selection) {
        var accounting = Accounting()
        accounting.start = rows.count
        self.init(rows: rows, accounting: accounting, stated: [])
    }

    static let empty = FoundRecords(.ordered([]))
}

extension Selection: Equatable {
    /// Whether the rows are the same, in the same order.
    package static func == (left: Selection, right: Selection) -> Bool {
        switch (left, right) {
        case (.all(let one), .all(let other)): one == other
        case (.some(let one), .some(let other)): one == other
        case (.dated(let one), .dated(let other)): one.isSame(as: other)
        case (.dated(let rows), .some(let bits)), (.some(let bits), .dated(let rows)):
            rows.count == bits.population && rows.bitmap == bits
        default: left.count == right.count && left.rows == right.rows
        }
    }
}
