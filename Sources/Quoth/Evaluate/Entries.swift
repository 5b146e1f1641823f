import QuothSyntax

/// The distinct values that a column's codes stand for, each once: what is asked of a value is asked of each entry,
/// and the rows follow from their codes.
enum Entries {
    /// An entry each, code k at k - 1.
    case values(Vector)
    /// Records, of which those that pass are known without looking.
    case records(Bitmap)
    /// Any entry at all passes.
    case any

    /// The entries that a test marks (nil: all), and those that it marks under `possibly` if they differ.
    func marks(_ test: ElementTest) throws(Diagnostic) -> (marked: Bitmap?, possible: Bitmap?) {
        switch self {
        case .values(let vector): return try test.mark(vector, nil)
        case .records(let rows): return (rows, nil)
        case .any: return (nil, nil)
        }
    }
}

extension Vector {
    /// What a test is to be asked of instead of every row; nil if the values aren't codes, or of more entries than rows
    /// unless it says otherwise.
    func entries(for test: ElementTest, evenIfMany: Bool = false) -> Entries? {
        let values = self.values
        switch (values.data, test.subject) {
        case (.codes, .presence), (.dates, .presence): return .any
        case (.codes(_, .records(_, let labels)), .record(let row)):
            return .records(Bitmap(count: max(labels.count, row + 1), rows: CollectionOfOne(row)))
        case (.codes(_, .records(_, let labels)), .records(let rows)) where rows.count >= labels.count:
            return .records(rows)
        case (.codes(let codes, let meaning), _):
            let count = meaning.entryCount
            guard evenIfMany || count < codes.count else { return nil }
            return .values(Vector(.codes(.identity(count), meaning)))
        case (.dates(let dates), _):
            guard evenIfMany || dates.periodCount < dates.count else { return nil }
            return .values(Vector(.dates(dates.periods)))
        default: return nil
        }
    }
}

extension ElementTest.Subject {
    /// The rows that pass of a collection's own records; nil if each has to be looked at.
    func rows(_ count: Int) -> Bitmap? {
        switch self {
        case .presence: Bitmap(count: count, filled: true)
        case .record(let row): row < count ? Bitmap(count: count, rows: CollectionOfOne(row)) : nil
        case .records(let rows): rows.count == count ? rows : nil
        case .values: nil
        }
    }
}

extension Vector.Meaning {
    /// The largest code there may be.
    var entryCount: Int {
        switch self {
        case .terms(let dictionary): dictionary.count
        case .records(_, let labels): labels.count
        }
    }
}
