/// A corpus of coded articles, loaded and checked; immutable, and safe to ask from many threads at once.
public struct Corpus: Sendable {
    package let tables: [Collection: Table]

    /// Makes a corpus of tables that the loader has checked.
    package init(tables: [Collection: Table]) {
        self.tables = tables
    }

    package func table(_ collection: Collection) -> Table {
        tables[collection] ?? Table(rowCount: 0, columns: [])
    }
}
