/// The names of the records of a collection, folded, by the ways in which a name can match.
///
/// Whoever fills it folds the names (case and accents); a query's word is folded the same way.
package struct NameIndex: Sendable {
    package let names: NamedRows
    package let otherNames: NamedRows
    package let lastWords: NamedRows

    package init(names: NamedRows, otherNames: NamedRows, lastWords: NamedRows) {
        self.names = names
        self.otherNames = otherNames
        self.lastWords = lastWords
    }

    /// The rows whose name is the word, else some other name, else the family name (the last word), else which
    /// begin with it up to the end of a word; the first way with a match decides. O(log records + found).
    package func rows(matching folded: String) -> [Int32] {
        guard !folded.isEmpty else { return [] }
        for way in [names, otherNames, lastWords] {
            let rows = way.rows(of: folded)
            if !rows.isEmpty { return rows }
        }
        return names.rows(beginningWith: folded + " ")
    }

    /// Every folded name, for suggestions; O(length of all).
    package var allNames: [(name: String, rows: [Int32])] { names.all + otherNames.all }

    /// Collects names record by record.
    struct Builder {
        private var names = NamedRows.Builder()
        private var otherNames = NamedRows.Builder()
        private var lastWords = NamedRows.Builder()

        /// Adds a record's name and other names, folded.
        mutating func insert(name: String, otherNames others: [String], row: Int32) {
            names.insert(name, row: row)
            for other in others { otherNames.insert(other, row: row) }
            if let blank = name.lastIndex(of: " ") {
                let last = name[name.index(after: blank)...]
                if !last.isEmpty { lastWords.insert(String(last), row: row) }
            }
        }

        func finished() -> NameIndex {
            NameIndex(
                names: names.finished(), otherNames: otherNames.finished(), lastWords: lastWords.finished())
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

    struct Builder {
        private var words = ByteInterner()
        private var entries: [(word: UInt32, row: Int32)] = []
        /// The last row of each word.
        private var lastRows: [Int32] = []

        mutating func insert(_ word: String, row: Int32) {
            let code = words.insert(word)
            while lastRows.count < words.count { lastRows.append(-1) }
            guard lastRows[Int(code) - 1] != row else { return }
            lastRows[Int(code) - 1] = row
            entries.append((code, row))
        }

        func finished() -> NamedRows {
            var offsets = [UInt32](repeating: 0, count: words.count + 1)
            for entry in entries { offsets[Int(entry.word)] += 1 }
            for word in 0..<words.count { offsets[word + 1] += offsets[word] }
            var places = offsets
            var rows = [UInt32](repeating: 0, count: entries.count)
            for entry in entries {
                rows[Int(places[Int(entry.word) - 1])] = UInt32(entry.row + 1)
                places[Int(entry.word) - 1] += 1
            }
            let limit = Int(rows.max() ?? 0)
            return NamedRows(
                words: words.dictionary(),
                rows: Lists(offsets: Buffer(offsets), values: Codes(rows, limit: limit)))
        }
    }
}
