/// The names of the records of a collection, folded, by the ways in which a name can match.
///
/// Whoever fills it folds the names (case and accents); a query's word is folded the same way.
package struct NameIndex: Sendable {
    /// The ids that folding changes; the others are found as they are.
    package let ids: NamedRows
    package let names: NamedRows
    package let otherNames: NamedRows
    /// The last words of names and other names that have several.
    package let lastWords: NamedRows

    package init(ids: NamedRows, names: NamedRows, otherNames: NamedRows, lastWords: NamedRows) {
        self.ids = ids
        self.names = names
        self.otherNames = otherNames
        self.lastWords = lastWords
    }

    /// The rows whose name is the word, else some other name, else the family name (the last word of either), else
    /// which begin with it up to the end of a word; the first way with a match decides. O(log records + found).
    package func rows(matching folded: String) -> [Int32] {
        guard !folded.isEmpty else { return [] }
        for way in [names, otherNames, lastWords] {
            let rows = way.rows(of: folded)
            if !rows.isEmpty { return rows }
        }
        let beginning = folded + " "
        return Set(names.rows(beginningWith: beginning) + otherNames.rows(beginningWith: beginning)).sorted()
    }

    /// Every folded name, for suggestions; O(length of all).
    package var allNames: [(name: String, rows: [Int32])] { names.all + otherNames.all }

    /// Collects names record by record.
    struct Builder: ~Copyable {
        private var ids = NamedRows.Builder()
        private var names = NamedRows.Builder()
        private var otherNames = NamedRows.Builder()
        private var lastWords = NamedRows.Builder()

        /// Adds a record's id, folded, if it is another text then.
        mutating func insert(foldedID id: Span<UInt8>, row: Int) { ids.insert(id, row: row) }

        /// Adds a record's name, folded, and its last word.
        mutating func insert(name: Span<UInt8>, row: Int) {
            names.insert(name, row: row)
            insert(lastWordOf: name, row: row)
        }

        /// Adds another name of a record, folded, and its last word.
        mutating func insert(otherName: Span<UInt8>, row: Int) {
            otherNames.insert(otherName, row: row)
            insert(lastWordOf: otherName, row: row)
        }

        private mutating func insert(lastWordOf name: Span<UInt8>, row: Int) {
            var start = name.count
            while start > 0, name[start - 1] != UInt8(ascii: " ") { start -= 1 }
            if start > 0, start < name.count {
                lastWords.insert(name.extracting(start..<name.count), row: row)
            }
        }

        mutating func finished() -> NameIndex {
            NameIndex(
                ids: ids.finished(), names: names.finished(), otherNames: otherNames.finished(),
                lastWords: lastWords.finished())
        }
    }
}

/// Words, and for each the rows of the records that are called so.
package struct NamedRows: Sendable {
    package let words: TermDictionary
    /// Rows + 1; the runs are those of the words.
    package let rows: Lists

    package init(words: TermDictionary, rows: Lists) {
        self.words = words
        self.rows = rows
    }

    func rows(of word: String) -> [Int32] { words.code(of: word).map(rows(ofCode:)) ?? [] }

    /// In the order of the rows.
    func rows(beginningWith beginning: String) -> [Int32] {
        words.codes(beginningWith: beginning).flatMap(rows(ofCode:)).sorted()
    }

    var all: [(name: String, rows: [Int32])] {
        (0..<words.count).map { (words.term(UInt32($0 + 1)), rows(ofCode: UInt32($0 + 1))) }
    }

    private func rows(ofCode code: UInt32) -> [Int32] {
        rows.range(Int(code) - 1).map { Int32(bitPattern: rows.values[$0]) - 1 }
    }

    struct Builder: ~Copyable {
        private var words = ByteInterner()
        /// The word and the row of each entry.
        private var entries = BufferBuilder<UInt32>()
        private var rows = BufferBuilder<UInt32>()
        /// The last row of each word, plus one.
        private var lastRows = BufferBuilder<UInt32>()

        mutating func insert(_ word: Span<UInt8>, row: Int) {
            let code = words.insert(word)
            lastRows.pad(to: words.count, with: 0)
            guard lastRows[Int(code) - 1] != UInt32(row + 1) else { return }
            lastRows[Int(code) - 1] = UInt32(row + 1)
            entries.append(code)
            rows.append(UInt32(row))
        }

        mutating func finished() -> NamedRows {
            let limit = rows.count > 0 ? Int(rows[rows.count - 1]) + 1 : 0
            let lists = entries.withSpan { entries in
                rows.withSpan { rows in
                    RowsByEnd.lists(entries, endCount: words.count, rowCount: limit) { rows[$0] }
                }
            }
            return NamedRows(words: words.dictionary(), rows: lists)
        }
    }
}
