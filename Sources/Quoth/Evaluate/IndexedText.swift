import QuothSyntax

// Searches that go by an index of words instead of through the texts.
extension Evaluation {
    /// The rows whose text has what is looked for; nil if the index can't tell.
    func found(
        _ index: WordIndex, _ column: TextColumn, _ search: inout TextSearch
    ) throws(Diagnostic) -> Bitmap? {
        try claim(index.rowCount / 4)
        try pass(index.rowCount)
        switch search.sign {
        case .matches: return nil
        case .mentions: return index.rows(mentioning: search)
        case .contains:
            let folded = search.folded
            guard let run = folded.longestRunOfLetters else { return nil }
            let rows = index.rows(withAny: index.forms(containing: folded.span.extracting(run)))
            guard run.count == folded.count else {
                return try self.rows(of: index.irregular?.union(rows) ?? rows, column, &search)
            }
            guard let irregular = index.irregular?.subtracting(rows) else { return rows }
            return try rows.union(self.rows(of: irregular, column, &search))
        }
    }

    /// Those of some rows whose texts have what is looked for, by reading them.
    private func rows(
        of candidates: Bitmap, _ column: TextColumn, _ search: inout TextSearch
    ) throws(Diagnostic) -> Bitmap {
        var found = Bitmap(count: candidates.count)
        for row in candidates.rows.lazy.map(Int.init) where column.isValid(row) {
            try pass(16)
            if column.withBytes(row, { search.finds(in: $0, nil) }) { found[row] = true }
        }
        return found
    }
}

extension WordIndex {
    /// The rows that mention some words, which are others in each language.
    fileprivate func rows(mentioning search: TextSearch) -> Bitmap {
        var found: Bitmap?
        for place in 0..<languages.count {
            guard let phrase = phrase(search, languages[place] ?? "") else { continue }
            let rows = rows(withPhrase: phrase)
            found = found?.union(rows) ?? rows
        }
        return found ?? Bitmap(count: rowCount)
    }

    /// For each wanted word its forms in texts of a language; nil if there are no words, or none such in the texts.
    func phrase(_ search: TextSearch, _ language: String) -> [[UInt32]]? {
        let phrase = search.words(language).map { forms(ofStem: $0, language) }
        return phrase.isEmpty || phrase.contains(where: \.isEmpty) ? nil : phrase
    }
}

extension [UInt8] {
    /// The longest run of letters and digits in a folded text, of scripts whose words are no single signs; nil if
    /// there is none.
    fileprivate var longestRunOfLetters: Range<Int>? {
        var longest = 0..<0
        var start = 0
        var end = 0
        for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
            let value = Int32(bitPattern: scalar.value)
            let isLetter = Scalars.isLetterOrNumber(value) && !Scalars.isIdeograph(value)
            end += UTF8.width(scalar)
            if !isLetter { start = end }
            if end - start > longest.count { longest = start..<end }
        }
        return longest.isEmpty || longest.upperBound > count ? nil : longest
    }
}
