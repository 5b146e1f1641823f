extension Corpus {
    /// The fields of a collection whose texts people read, and so look for words in.
    static func proseFields(_ collection: Collection) -> Set<String> {
        Set(
            Schema.of(collection).fields.filter { $0.kind == .text && $0.name != "id" && $0.name != "url" }
                .map(\.name))
    }
}

extension Table {
    /// The same table with an index of the words of each column of texts that people read, if it has many rows or
    /// long texts: one has as many bytes as that many rows of quotes have.
    func withWords(
        of corpus: Corpus, _ collection: Collection, minimumRows: Int, workers: Int
    ) -> Table {
        let fields = Corpus.proseFields(collection)
        var languages: Languages?
        let columns = self.columns.map { column in
            guard case .texts(let texts) = column.data, column.role == .field, fields.contains(column.name),
                !texts.bytes.isEmpty, rowCount >= minimumRows || texts.bytes.count >= minimumRows * 256
            else { return column }
            let known = languages ?? corpus.languages(collection)
            languages = known
            return Column(
                name: column.name, data: column.data, role: column.role, judged: column.judged,
                index: ColumnIndex(words: WordIndex(texts, known, workers: workers)))
        }
        return with(columns)
    }
}
