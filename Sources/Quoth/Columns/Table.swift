import QuothSyntax
import Synchronization

/// What the codes of a column stand for.
package enum Domain: Sendable {
    /// Entries of a dictionary; terms `a/b` are under `a` if hierarchical.
    case terms(TermDictionary, hierarchical: Bool)
    /// Rows of a collection.
    case rows(Collection)
}

/// One column of a table: what every record has in one field, or at the end of one inverse or derived link.
package final class Column: Sendable {
    /// The name by which a path reaches it; parts of a field have dotted names, such as `said.basis`.
    package let name: String
    package let data: Storage
    /// Kept, since whoever looks at ``data`` copies it.
    let shape: ColumnShape
    package let role: Role
    /// Values that rest on a judgement: a bit a row, or for lists a bit a value. Nil if none does.
    package let judged: Bitmap?
    /// What is known beforehand about large columns.
    package let index: ColumnIndex?

    package init(name: String, data: Storage, role: Role, judged: Bitmap? = nil, index: ColumnIndex? = nil) {
        self.name = name
        self.data = data
        shape = ColumnShape(data)
        self.role = role
        self.judged = judged
        self.index = index
    }

    /// How the values lie in memory.
    package enum Storage: Sendable {
        case codes(Codes, Domain)
        case lists(Lists, Domain)
        case texts(TextColumn)
        /// Whole numbers; nil as the bitmap means that every row has one.
        case integers(Buffer<Int>, valid: Bitmap?)
        case reals(Buffer<Double>, valid: Bitmap?)
        case truths(Bitmap, valid: Bitmap?)
        case dates(DateColumn, extent: Bool)
    }

    /// Where the column comes from; snapshots keep the number.
    package enum Role: Int, Sendable {
        /// A field of the schema, or a part of one.
        case field
        /// A link of another collection, followed backwards.
        case inverse
        /// Computed on load, such as a quote's faction.
        case derived
        /// A field that the schema doesn't name.
        case own
        /// What the record at the end of a link has, kept with the rows that the link starts from. No path names
        /// it; the planner goes there instead of over the link.
        case copy
    }
}

extension Column {
    /// The number of rows that have a value. O(rows)
    package var knownCount: Int {
        switch data {
        case .codes(let codes, _): Kernel.nonzero(codes).population
        case .dates(let dates, _): Kernel.nonzero(dates.codes).population
        case .lists(let lists, _): Bitmap.nonEmptyRuns(lists.offsets).population
        case .texts(let texts): texts.valid?.population ?? texts.count
        case .integers(let numbers, let valid): valid?.population ?? numbers.count
        case .reals(let numbers, let valid): valid?.population ?? numbers.count
        case .truths(let truths, let valid): valid?.population ?? truths.count
        }
    }

    /// The name of a copy, which no path can have.
    package static func copyName(of field: String, along link: String) -> String { "\(link) → \(field)" }
}

/// The records of one collection, or the rows of an answer, as columns of one length.
package final class Table: Sendable {
    package let rowCount: Int
    package let columns: [Column]
    /// The rows of the ids; nil if the table has none.
    package let ids: TextLookup?
    /// The names by which records are found; nil if they have none.
    package let names: NameIndex?
    /// Its rows in the order of time; nil if nothing is known of that.
    package let chronology: Chronology?
    private let columnNames: [String]
    private let keptShown = Mutex<[Plan.ShownColumn]?>(nil)

    /// Makes a table. Its `id` column, if it has one, must be of texts without repeats, and `ids` their look-up.
    package init(
        rowCount: Int, columns: [Column], names: NameIndex? = nil, ids: TextLookup? = nil,
        chronology: Chronology? = nil
    ) {
        self.rowCount = rowCount
        self.columns = columns
        self.names = names
        self.ids = ids
        self.chronology = chronology
        columnNames = columns.map { $0.name }
    }

    static let empty = Table(rowCount: 0, columns: [])

    /// What queries show of its records unless they say what: the same for each, so the first that asks finds it.
    func shown<Failure>(
        _ find: () throws(Failure) -> [Plan.ShownColumn]
    ) throws(Failure) -> [Plan.ShownColumn] {
        if let kept = keptShown.withLock({ $0 }) { return kept }
        let shown = try find()
        keptShown.withLock { $0 = shown }
        return shown
    }

    /// The names of the columns, but for copies, which no path names.
    package var fieldNames: [String] { columns.filter { $0.role != .copy }.map(\.name) }

    /// The position of the column of that name; nil if there is none. O(number of columns), which are few.
    package func position(of name: String) -> Int? { columnNames.firstIndex(of: name) }

    /// The row of the record with that id; nil if there is none.
    package func row(id: String) -> Int? {
        guard let ids, let position = position(of: "id"), case .texts(let texts) = columns[position].data
        else {
            return nil
        }
        return ids.row(of: id, in: texts)
    }

    /// The rows that a word stands for: an id as it is written, else ids but for case and accents, else names; more
    /// than one if the word doesn't say which.
    package func rows(named word: String) -> [Int32] {
        if let row = row(id: word) { return [Int32(row)] }
        guard let names else { return [] }
        let folded = Folding.fold(word)
        let ids = (row(id: folded).map { [Int32($0)] } ?? []) + names.ids.rows(of: folded)
        return ids.isEmpty ? names.rows(matching: folded) : ids.sorted()
    }

    /// The records that a word names beside the one whose id it is; none if it is no id.
    func namesakes(ofID word: String, byLastWord: Bool) -> [Int32] {
        guard let names else { return [] }
        let folded = Folding.fold(word)
        let isID = row(id: word) != nil || row(id: folded) != nil || !names.ids.rows(of: folded).isEmpty
        guard isID else { return [] }
        let lastWords = byLastWord ? names.lastWords.rows(of: folded) : []
        let named = names.names.rows(of: folded) + names.otherNames.rows(of: folded) + lastWords
        return Set(named).subtracting(rows(named: word)).sorted()
    }
}
