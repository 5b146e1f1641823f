extension Corpus {
    /// The fields of a collection whose texts people read, and so look for words in.
    static func proseFields(_ collection: Collection) -> Set<String> {
        Set(
            Schema.of(collection).fields.filter { $0.kind == .text && $0.name != "id" && $0.name != "url" }
                .map(\.name))
    }
}

/// A column of texts that people read, and its index of words in the making.
struct Prose {
    let collection: Collection
    let position: Int
    let builder: WordIndexBuilder

    /// The reading of its texts, in parts that are begun in their order; they make no column.
    var parts: [() -> IndexedColumn?] {
        (0..<builder.segmentCount).map { number in
            {
                builder.read(number)
                return nil
            }
        }
    }
}

// Indexes of words.
extension Corpus {
    /// The columns that are to have an index of words, since they have many rows or long texts: one has as many bytes as
    /// that many rows of quotes have. The longest come first, as several may be read at the same time.
    func prose(in tables: ByCollection<Table>, minimumRows: Int, _ monitor: LoadMonitor) -> [Prose] {
        let all = Collection.allCases.flatMap { prose(in: tables[$0], $0, minimumRows, monitor) }
        monitor.expect(textBytes: all.reduce(0) { $0 + $1.builder.byteCount })
        return all.sorted { $0.builder.byteCount > $1.builder.byteCount }
    }

    private func prose(
        in table: Table, _ collection: Collection, _ minimumRows: Int, _ monitor: LoadMonitor
    ) -> [Prose] {
        let fields = Self.proseFields(collection)
        lazy var languages = languages(collection)
        return table.columns.enumerated().compactMap { position, column in
            guard case .texts(let texts) = column.data, column.role == .field, fields.contains(column.name),
                !texts.bytes.isEmpty,
                table.rowCount >= minimumRows || texts.bytes.count >= minimumRows * 256
            else { return nil }
            let builder = WordIndexBuilder(texts, languages, monitor)
            return Prose(collection: collection, position: position, builder: builder)
        }
    }
}

extension Table {
    /// The same table, in which a column of texts has an index of words.
    func with(_ words: WordIndex, at position: Int) -> Table {
        var columns = self.columns
        columns[position] = columns[position].with(ColumnIndex(words: words))
        return with(columns)
    }
}
