extension Corpus {
    /// The same corpus with copies and indexes in each table of at least so many rows.
    package func indexed(minimumRows: Int = ColumnIndex.minimumRows, workers: Int = 1) -> Corpus {
        indexed(minimumRows: minimumRows, workers: workers, monitor: LoadMonitor(nil, bytesTotal: 0))
    }

    /// The same; of no use if it is stopped meanwhile.
    func indexed(
        minimumRows: Int = ColumnIndex.minimumRows, workers: Int, monitor: LoadMonitor
    ) -> Corpus {
        var tables = self.tables
        if tables[.stances].rowCount >= minimumRows {
            tables[.stances] = tables[.stances].withCopies(of: tables[.quotes], workers: workers)
        }
        let prose = prose(in: tables, minimumRows: minimumRows, monitor)
        let indexed = Collection.allCases.filter { tables[$0].isIndexed(minimumRows) }
        let orders = Workers.map(indexed, on: workers) { TimeOrder(tables[$0], $0) }
        // What is left to do when the last texts are being read keeps the other threads busy.
        var parts = prose.flatMap(\.parts)
        for (collection, order) in zip(indexed, orders) {
            for (position, column) in tables[collection].columns.enumerated() {
                parts.append { IndexedColumn(column, at: position, order) }
            }
        }
        var columns = Workers.map(parts, on: workers) { $0() }.compactMap { $0 }[...]
        for (collection, order) in zip(indexed, orders) {
            let mine = columns.prefix(tables[collection].columns.count)
            columns.removeFirst(mine.count)
            tables[collection] = tables[collection].with(Array(mine), order)
        }
        for prose in prose {
            tables[prose.collection] = tables[prose.collection].with(prose.builder.index, at: prose.position)
        }
        return Corpus(
            tables: tables, path: path, digest: digest, notes: notes, evidence: evidence, sources: sources,
            snapshot: snapshot)
    }
}

/// A column and what is known of it: of its rows, and of the same in the order of time.
struct IndexedColumn {
    let column: Column
    let inTime: ColumnIndex?

    fileprivate init(_ column: Column, at position: Int, _ order: TimeOrder?) {
        let indexed = order.flatMap { $0.position == position ? $0.dates : nil } ?? column.indexed()
        self.column = indexed
        inTime = order?.index(of: indexed, at: position)
    }
}

extension Table {
    /// The same table with what is known of its columns.
    fileprivate func with(_ indexed: [IndexedColumn], _ order: TimeOrder?) -> Table {
        let columns = indexed.map(\.column)
        let chronology = order.flatMap {
            Chronology(
                position: $0.position, of: columns, rowCount: rowCount, indexes: indexed.map(\.inTime))
        }
        return Table(rowCount: rowCount, columns: columns, names: names, ids: ids, chronology: chronology)
    }
}

/// The rows of a table in the order of the dates of its first column of them, and those without one.
private struct TimeOrder: Sendable {
    let position: Int
    /// The column of dates with its index.
    let dates: Column
    private let rows: [Int32]
    private let nesting: Int?

    /// Nil for a table without dates.
    init?(_ table: Table, _ collection: Collection) {
        guard let position = table.columns.firstIndex(where: \.isOfDates) else { return nil }
        dates = table.columns[position].indexed()
        guard let index = dates.index, let dated = index.rowsByCode else { return nil }
        self.position = position
        rows = dated.values.rows + (index.missing?.rows ?? [])
        nesting = table.nestingPosition(collection)
    }

    /// What is kept of a column in this order: of one with few values the rows of each, and of the link to the outer
    /// quote whether there is one, since every answer says it.
    func index(of column: Column, at place: Int) -> ColumnIndex? {
        if place == position { return ColumnIndex(judgedRows: column.judged?.gathered(rows)) }
        if place == nesting, case .codes(let codes, _) = column.data {
            return ColumnIndex(known: Kernel.rows(rows, of: codes) { $0 != 0 })
        }
        return ColumnIndex(of: column, at: rows)
    }
}

extension Column {
    fileprivate var isOfDates: Bool {
        if case .dates = data { return true }
        return false
    }
}
