import QuothSyntax

extension Evaluation {
    /// `mentions`, `contains` and `matches`.
    func textTest(
        _ left: Operand, _ sign: TextOperator, _ right: Operand, _ pattern: Pattern?, _ frame: Frame,
        _ mask: Mask?
    ) throws(Diagnostic) -> Ends {
        if case .constant(.text(let wanted)) = right.kind {
            return try ends(left, try elementTest(sign, wanted, pattern), frame, mask)
        }
        // The wanted text differs from row to row.
        let values = try vector(left, frame, mask)
        let wanted = try vector(right, frame, mask)
        return try Pairs(values, wanted).ends(self) { (value, text) throws(Diagnostic) in
            let test = try self.elementTest(sign, text, nil)
            let single = Vector(.codes(.narrow([1]), .terms(TermDictionary(value))))
            return try test.mark(single, nil).marked[0]
        }
    }

    private func elementTest(
        _ sign: TextOperator, _ wanted: String, _ pattern: Pattern?
    ) throws(Diagnostic) -> ElementTest {
        ElementTest(isAll: false) { [self] (vector, collection) throws(Diagnostic) in
            var search = TextSearch(sign, wanted, pattern)
            guard case .codes(let codes, let meaning) = vector.data, case .terms(let dictionary) = meaning
            else {
                return (try searched(vector, collection, &search), nil)
            }
            let language = corpus.languages(nil).common
            var found = Bitmap(count: dictionary.count)
            for entry in 0..<dictionary.count {
                try pass(16)
                let isFound = dictionary.withBytes(UInt32(entry + 1)) { search.finds(in: $0, language) }
                if isFound { found[entry] = true }
            }
            return (Kernel.select(codes, found), nil)
        }
    }

    private func searched(
        _ vector: Vector, _ collection: Collection?, _ search: inout TextSearch
    ) throws(Diagnostic) -> Bitmap {
        guard case .texts(let column, let rows) = vector.data else { return Bitmap(count: vector.count) }
        if rows == nil, let index = vector.index?.words, let found = try found(index, column, &search) {
            return found
        }
        let languages =
            search.needsLanguage ? corpus.languages(rows == nil ? collection : nil) : Languages()
        var found = Bitmap(count: vector.count)
        for row in 0..<vector.count {
            try pass(16)
            let place = rows.map { Int($0[row]) } ?? row
            guard place >= 0, column.isValid(place) else { continue }
            let language = languages.of(row)
            if column.withBytes(place, { search.finds(in: $0, language) }) { found[row] = true }
        }
        return found
    }
}

/// Counts the words of a text.
final class WordCounter {
    private var splitter = WordSplitter(language: nil)

    func count(_ text: Swift.Span<UInt8>) -> Int {
        var count = 0
        splitter.words(in: text) { (_, _) in count += 1 }
        return count
    }
}
