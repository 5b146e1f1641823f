extension Corpus {
    /// The fields of a collection whose texts people read, and so look for words in.
    static func proseFields(_ collection: Collection) -> Set<String> {
        Set(
            Schema.of(collection).fields.filter { $0.kind == .text && $0.name != "id" && $0.name != "url" }
                .map(\.name))
    }
}

// Indexes of words.
extension Corpus {
    /// A column of texts that people read.
    private struct Prose {
        let collection: Collection
        let position: Int
        let texts: TextColumn
    }

    /// Gives an index of words to each column of texts that people read, if it has many rows or long texts: one has as
    /// many bytes as that many rows of quotes have.
    func indexWords(
        of tables: inout ByCollection<Table>, minimumRows: Int, workers: Int, _ monitor: LoadMonitor
    ) {
        let prose = Collection.allCases.flatMap { collection in
            Self.prose(tables[collection], collection, minimumRows)
        }
        monitor.expect(textBytes: prose.reduce(0) { $0 + $1.texts.bytes.count })
        var languages: [Collection: Languages] = [:]
        for column in prose {
            let known = languages[column.collection] ?? self.languages(column.collection)
            languages[column.collection] = known
            let words = WordIndex.of(column.texts, known, workers: workers, monitor)
            let index = ColumnIndex(words: words)
            tables[column.collection] = tables[column.collection].with(index, at: column.position)
        }
    }

    private static func prose(_ table: Table, _ collection: Collection, _ minimumRows: Int) -> [Prose] {
        let fields = proseFields(collection)
        return table.columns.enumerated().compactMap { position, column in
            guard case .texts(let texts) = column.data, column.role == .field, fields.contains(column.name),
                !texts.bytes.isEmpty,
                table.rowCount >= minimumRows || texts.bytes.count >= minimumRows * 256
            else { return nil }
            return Prose(collection: collection, position: position, texts: texts)
        }
    }
}

extension Table {
    fileprivate func with(_ index: ColumnIndex, at position: Int) -> Table {
        var columns = self.columns
        columns[position] = columns[position].with(index)
        return with(columns)
    }
}
