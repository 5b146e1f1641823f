/// Where each word stands in the texts of a column, so that a search needn't read them.
///
/// Words are kept as they are written but for case and accents, since a substring is looked for in these. A search for
/// words goes by stems, each of which leads to its words. Everything lies in buffers of numbers, as in a file.
package final class WordIndex: Sendable {
    /// The distinct words, folded.
    package let forms: TextColumn
    /// What a search for words compares: a language, a zero byte, and a folded stem made by the language's rules.
    package let stems: TextColumn
    /// Finds a stem.
    package let lookup: TextLookup
    /// For each stem the forms that have it, as forms + 1.
    package let formsOfStem: Lists
    /// The languages of the texts; an empty one if some text's isn't known.
    package let languages: TextColumn
    /// For each row the number of its words.
    package let lengths: Codes
    /// Rows that have more in them, once folded, than their words and what separates words: letters out of signs such
    /// as ℡, or words joined by what can't be seen. Nil if there are none.
    package let irregular: Bitmap?
    /// The words of so many rows after each other.
    package let segments: [Segment]

    /// The words of 65,536 rows, so that a row takes two bytes.
    package struct Segment: Sendable {
        package static let rowCount = 65_536
        /// The forms that occur, ascending.
        package let forms: Buffer<UInt32>
        /// Where the occurrences of each form begin, and where the last ones end.
        package let offsets: Buffer<UInt32>
        /// For each occurrence its row, less the first of the segment; those of a form ascend.
        package let rows: Buffer<UInt16>
        /// For each occurrence how many words of its row come before it.
        package let positions: Codes

        package init(
            forms: Buffer<UInt32>, offsets: Buffer<UInt32>, rows: Buffer<UInt16>, positions: Codes
        ) {
            self.forms = forms
            self.offsets = offsets
            self.rows = rows
            self.positions = positions
        }
    }

    package init(
        forms: TextColumn, stems: TextColumn, lookup: TextLookup, formsOfStem: Lists, languages: TextColumn,
        lengths: Codes, irregular: Bitmap?, segments: [Segment]
    ) {
        self.forms = forms
        self.stems = stems
        self.lookup = lookup
        self.formsOfStem = formsOfStem
        self.languages = languages
        self.lengths = lengths
        self.irregular = irregular
        self.segments = segments
    }

    package var rowCount: Int { lengths.count }
}

extension WordIndex.Segment {
    /// The occurrences of a form.
    func occurrences(of form: UInt32) -> Range<Int> {
        let place = forms.indices.partitionPoint { forms[$0] < form }
        return place < forms.count && forms[place] == form ? offsets.run(place) : 0..<0
    }

    /// The occurrences of ascending forms, those of each by themselves; none is empty.
    func occurrences(of wanted: [UInt32]) -> [Run] {
        guard wanted.count * 16 > forms.count else {
            return wanted.map { Run(occurrences(of: $0)) }.filter { !$0.isEmpty }
        }
        var found: [Run] = []
        var place = 0
        for form in wanted {
            while place < forms.count, forms[place] < form { place += 1 }
            if place < forms.count, forms[place] == form { found.append(Run(offsets.run(place))) }
        }
        return found
    }
}

extension WordIndex {
    /// The forms of a stem of a language, ascending; none if no text has any.
    func forms(ofStem stem: [UInt8], _ language: String) -> [UInt32] {
        let key = Array(language.utf8) + [0] + stem
        guard let row = lookup.row(of: key.span, in: stems) else { return [] }
        return formsOfStem.range(row).map { formsOfStem.values[$0] - 1 }.sorted()
    }

    /// The forms with some bytes in them, ascending.
    func forms(containing wanted: Span<UInt8>) -> [UInt32] {
        var found: [UInt32] = []
        forms.bytes.withSpan { bytes in
            var start = 0
            while let place = ByteSearch.firstRange(of: wanted, in: bytes, from: start) {
                // Forms lie end to end, so that what is found may belong to two of them.
                let form = self.form(at: place.lowerBound)
                let end = Int(forms.offsets[form + 1])
                if place.upperBound <= end { found.append(UInt32(form)) }
                start = place.upperBound <= end ? end : place.lowerBound + 1
            }
        }
        return found
    }

    /// The form that a byte of the forms belongs to.
    private func form(at offset: Int) -> Int {
        var (low, high) = (0, forms.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(forms.offsets[middle]) <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The rows that have any of some ascending forms.
    func rows(withAny forms: [UInt32]) -> Bitmap {
        Bitmap(count: rowCount) { (words: inout MutableSpan<UInt64>) in
            for (number, segment) in segments.enumerated() {
                let first = number * Segment.rowCount >> 6
                for run in segment.occurrences(of: forms) {
                    segment.rows.withSpan { rows in
                        for place in run.places {
                            let row = Int(rows[place])
                            words[first &+ row >> 6] |= 1 << UInt64(row & 63)
                        }
                    }
                }
            }
        }
    }

    /// The rows that have some words side by side in this order, each given by its ascending forms.
    func rows(withPhrase phrase: [[UInt32]]) -> Bitmap {
        if phrase.count == 1 { return rows(withAny: phrase[0]) }
        return Bitmap(count: rowCount) { (words: inout MutableSpan<UInt64>) in
            for (number, segment) in segments.enumerated() {
                let first = number * Segment.rowCount >> 6
                segment.forEachRow(withPhrase: phrase) { row in
                    words[first &+ row >> 6] |= 1 << UInt64(row & 63)
                }
            }
        }
    }
}

extension WordIndex.Segment {
    /// Calls the body with the row, less the segment's first, of each place where some words stand side by side.
    @inline(__always)
    fileprivate func forEachRow(withPhrase phrase: [[UInt32]], _ body: (Int) -> Void) {
        let runs = phrase.map { occurrences(of: $0) }
        let counts = runs.map { $0.reduce(0) { $0 + $1.count } }
        guard let rarest = counts.indices.min(by: { counts[$0] < counts[$1] }), counts[rarest] > 0 else {
            return
        }
        let anchors = runs[rarest]
        let others = runs.indices.filter { $0 != rarest }.map { (distance: $0 - rarest, runs: runs[$0]) }
        let read = Array(runs.joined())
        rows.withSpan(reading: read) { rows in
            switch positions {
            case .narrow(let positions):
                positions.withSpan(reading: read) { Self.forEachRow(rows, $0, anchors, others, body) }
            case .medium(let positions):
                positions.withSpan(reading: read) { Self.forEachRow(rows, $0, anchors, others, body) }
            case .wide(let positions):
                positions.withSpan(reading: read) { Self.forEachRow(rows, $0, anchors, others, body) }
            }
        }
    }

    /// The same for positions of one width. Each of the other words stands so far from the anchor.
    @inline(__always)
    private static func forEachRow<Position: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Span<UInt16>, _ positions: Span<Position>, _ anchors: [Run],
        _ others: [(distance: Int, runs: [Run])], _ body: (Int) -> Void
    ) {
        for run in anchors {
            var searches = others
            for anchor in run.places {
                let row = rows[anchor]
                let position = Int(positions[anchor])
                var isThere = true
                for index in searches.indices where isThere {
                    let wanted = position + searches[index].distance
                    isThere = has(rows, positions, row, wanted, in: &searches[index].runs)
                }
                if isThere { body(Int(row)) }
            }
        }
    }

    /// Whether an occurrence stands there; moves each run on to the first that doesn't come before.
    @inline(__always)
    private static func has<Position: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Span<UInt16>, _ positions: Span<Position>, _ row: UInt16, _ position: Int,
        in runs: inout [Run]
    ) -> Bool {
        guard position >= 0 else { return false }
        var isThere = false
        for index in runs.indices {
            let end = runs[index].end
            let start = firstPlace(rows, positions, notBefore: row, position, in: runs[index])
            runs[index] = Run(start..<end)
            if start < end, rows[start] == row, Int(positions[start]) == position { isThere = true }
        }
        return isThere
    }

    /// Doubles its steps, since the next one is seldom far.
    @inline(__always)
    private static func firstPlace<Position: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Span<UInt16>, _ positions: Span<Position>, notBefore row: UInt16, _ position: Int,
        in run: Run
    ) -> Int {
        func isBefore(_ place: Int) -> Bool {
            rows[place] < row || (rows[place] == row && Int(positions[place]) < position)
        }
        var (low, step) = (run.start, 1)
        while low + step < run.end, isBefore(low + step) {
            low += step
            step *= 2
        }
        return (low..<min(low + step, run.end)).partitionPoint(isBefore)
    }
}
