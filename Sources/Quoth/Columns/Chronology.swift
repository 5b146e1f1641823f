/// The rows of a table in the order of their dates, those without one last, and what is known of its columns in that
/// order. Rows of a period are a run of places there, so that a query about it reads no more bits than it has rows.
package final class Chronology: Sendable {
    /// Where the column of dates stands in the table.
    package let position: Int
    /// The number of rows, and so of places.
    package let rowCount: Int
    /// The rows of each date, by its code, as rows + 1: a row's place is that of its number among them.
    private let rowsByDate: Lists
    /// What is known of each column, with a place for a row; nil for columns of which queries look at the rows.
    package let indexes: [ColumnIndex?]

    /// Nil if the column has no dates with an index.
    package init?(position: Int, of columns: [Column], rowCount: Int, indexes: [ColumnIndex?]) {
        guard position < columns.count, indexes.count == columns.count,
            case .dates = columns[position].data, let rows = columns[position].index?.rowsByCode
        else { return nil }
        self.position = position
        self.rowCount = rowCount
        self.indexes = indexes
        rowsByDate = rows
    }

    /// How many rows have a date: the places from there on are those of the others.
    var datedCount: Int { min(rowsByDate.values.count, rowCount) }

    /// The places of the rows with a date of some code, from 0.
    func places(ofDate code: Int) -> Range<Int> { rowsByDate.range(code).clamped(to: 0..<datedCount) }

    /// The code, from 1, of the date of the row at a place that has one.
    func date(at place: Int) -> UInt32 {
        let code = (0..<rowsByDate.count).partitionPoint { rowsByDate.range($0).upperBound <= place }
        return UInt32(min(code + 1, rowsByDate.count))
    }

    /// The places that may have one of some dates, and those without a date: runs of whole words, in their order.
    func stretches(of dates: Bitmap) -> [Stretch] {
        var stretches: [Range<Int>] = []
        func add(_ places: Range<Int>) {
            guard !places.isEmpty else { return }
            let words = places.lowerBound & ~63..<min((places.upperBound + 63) & ~63, rowCount)
            if let last = stretches.last, words.lowerBound <= last.upperBound {
                stretches[stretches.count - 1] =
                    last.lowerBound..<max(last.upperBound, words.upperBound)
            } else {
                stretches.append(words)
            }
        }
        dates.forEach { if $0 < rowsByDate.count { add(places(ofDate: $0)) } }
        add(datedCount..<rowCount)
        return stretches.map { Stretch(chronology: self, places: $0) }
    }

    /// The rows at some places of a stretch, none of which is without a date.
    func rows(at places: Bitmap, of stretch: Stretch) -> Bitmap {
        let start = min(stretch.places.lowerBound, datedCount)
        return Kernel.marked(
            rowsByDate.values.part(start..<min(stretch.places.upperBound, datedCount)),
            at: places.part(0..<min(places.count, datedCount - start)), rowCount)
    }

    /// Places that lie side by side. They begin with a word of the bits, and end with one or with the last place.
    struct Stretch: Equatable {
        let chronology: Chronology
        let places: Range<Int>

        static func == (one: Stretch, other: Stretch) -> Bool {
            one.chronology === other.chronology && one.places == other.places
        }

        var count: Int { places.count }

        /// The bits at these places of bits that have one for each.
        func part(_ bits: Bitmap) -> Bitmap { bits.part(places) }
    }
}

extension Table {
    /// Where the link from a quote, or from a stance by its quote, to the quote stands that reports it.
    func nestingPosition(_ collection: Collection) -> Int? {
        position(of: collection == .quotes ? "within" : Column.copyName(of: "within", along: "quote"))
    }
}
