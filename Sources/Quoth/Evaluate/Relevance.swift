import QuothSyntax

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How much a word in a text says about the text: BM25, as Robertson and Zaragoza define it in "The Probabilistic
/// Relevance Framework: BM25 and Beyond" (2009), with 1 added in the logarithm so that no word counts against a text.
struct BM25 {
    /// How soon more occurrences of a word cease to add anything.
    static let saturation = 1.2
    /// How far long texts are held to say less with a word than short ones: from 0, not at all, to 1.
    static let normalization = 0.75

    /// What the word's rarity makes it worth.
    private let weight: Double
    private let averageLength: Double

    /// A word that so many of some texts have.
    init(textsWithWord: Int, textCount: Int, wordCount: Int) {
        weight = log(1 + (Double(textCount - textsWithWord) + 0.5) / (Double(textsWithWord) + 0.5))
        averageLength = Double(wordCount) / Double(max(textCount, 1))
    }

    /// The score of a text of so many words, so many of which are the word.
    func score(occurrences: UInt32, length: UInt32) -> Double {
        let relative = averageLength > 0 ? Double(length) / averageLength : 1
        let norm = Self.saturation * (1 - Self.normalization + Self.normalization * relative)
        return weight * Double(occurrences) * (Self.saturation + 1) / (Double(occurrences) + norm)
    }
}

extension Evaluation {
    /// For each row of a frame how well its texts fit the words looked for in them, as less than nothing.
    func relevance(_ mentions: [Mention], _ frame: Frame) throws(Diagnostic) -> Vector {
        var scores = [Double](repeating: 0, count: frame.count)
        try claim(frame.count * 16)
        var fields: [(path: ResolvedPath, wanted: [String])] = []
        for mention in mentions {
            guard case .path(let path) = mention.operand.kind else { continue }
            if let place = fields.firstIndex(where: { $0.path.columns == path.columns }) {
                fields[place].wanted.append(mention.wanted)
            } else {
                fields.append((path, [mention.wanted]))
            }
        }
        for field in fields { try rate(field.path, field.wanted, frame, &scores) }
        return Vector(.reals(Buffer(scores), valid: nil))
    }

    /// Takes the scores of one field's texts away from those of the rows.
    private func rate(
        _ path: ResolvedPath, _ wanted: [String], _ frame: Frame, _ scores: inout [Double]
    ) throws(Diagnostic) {
        let operand = Operand(
            kind: .path(path), type: .text, isMany: false, text: path.text, span: Span(start: 0, end: 0))
        guard let index = try wordIndex(path, frame),
            case .texts(let column, let chosen) = try vector(operand, frame, nil).data
        else { return }
        let rows = chosen ?? Selection.all(column.count).rows
        let textCount = column.valid?.population ?? column.count
        for place in 0..<index.languages.count {
            let language = index.languages[place] ?? ""
            var seen: Set<[UInt8]> = []
            for word in wanted.flatMap({ WordSearch($0, language).wanted })
            where seen.insert(word).inserted {
                let counts = index.counts(of: index.forms(ofStem: word, language))
                try pass(counts.rows.count)
                let measure = BM25(
                    textsWithWord: counts.rows.count, textCount: textCount, wordCount: index.wordCount)
                let lengths = index.lengths.taking(rows).widened
                counts.forEach(in: rows) { row, occurrences in
                    scores[row] -= measure.score(occurrences: occurrences, length: lengths[row])
                }
            }
        }
    }

    /// The index of the texts at the end of a path; tables too small to have one get it for the occasion.
    private func wordIndex(_ path: ResolvedPath, _ frame: Frame) throws(Diagnostic) -> WordIndex? {
        var (table, collection) = (frame.table, frame.collection)
        var last: Column?
        for position in path.columns {
            let column = table.columns[position]
            if let (next, owner) = target(column) { (table, collection) = (next, owner) }
            last = column
        }
        guard let last, case .texts(let texts) = last.data else { return nil }
        if let words = last.index?.words { return words }
        try claim(texts.bytes.count * 4)
        return WordIndex.of(texts, corpus.languages(collection))
    }
}

/// The rows that have a word, ascending, and how often each has it.
struct WordCounts {
    var rows: [UInt32] = []
    var counts: [UInt32] = []

    mutating func add(_ row: UInt32) {
        if rows.last == row {
            counts[counts.count - 1] += 1
        } else {
            rows.append(row)
            counts.append(1)
        }
    }

    /// Calls the body with each place in some rows whose row has the word.
    func forEach(in chosen: [Int32], _ body: (Int, UInt32) -> Void) {
        var next = 0
        var before: Int32 = -1
        for (place, row) in chosen.enumerated() where row >= 0 {
            if row < before { next = firstPlace(notBefore: UInt32(row)) }
            before = row
            while next < rows.count, rows[next] < UInt32(row) { next += 1 }
            if next < rows.count, rows[next] == UInt32(row) { body(place, counts[next]) }
        }
    }

    private func firstPlace(notBefore row: UInt32) -> Int {
        rows.indices.partitionPoint { rows[$0] < row }
    }
}

extension WordIndex {
    /// The number of words in all texts.
    var wordCount: Int { segments.reduce(0) { $0 + $1.rows.count } }

    /// The rows that have any of some ascending forms, and how often.
    func counts(of forms: [UInt32]) -> WordCounts {
        var counts = WordCounts()
        for (number, segment) in segments.enumerated() {
            let first = UInt32(number * Segment.rowCount)
            let runs = segment.occurrences(of: forms)
            var rows: [UInt16] = []
            for run in runs {
                segment.rows.withSpan(run.places) { found in
                    for place in found.indices { rows.append(found[place]) }
                }
            }
            if runs.count > 1 { rows.sort() }
            for row in rows { counts.add(first + UInt32(row)) }
        }
        return counts
    }
}
