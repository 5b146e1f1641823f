extension WordIndex {
    /// Reads all texts of a column; O(length), and each distinct word is folded and stemmed but once.
    init(_ texts: TextColumn, _ languages: Languages) {
        var builder = WordIndexBuilder(texts, languages)
        self = builder.build()
    }
}

private struct WordIndexBuilder: ~Copyable {
    private let texts: TextColumn
    private let languages: Languages
    /// By the codes of languages; the first is for texts whose language isn't known.
    private var readers: [TextReader]
    private var vocabulary = WordVocabulary()
    private var irregular: Bitmap
    private var lengths: [UInt32] = []

    init(_ texts: TextColumn, _ languages: Languages) {
        self.texts = texts
        self.languages = languages
        let names = languages.codes == nil ? [languages.common ?? ""] : [""] + languages.names
        readers = names.map { TextReader($0) }
        irregular = Bitmap(count: texts.count)
        lengths.reserveCapacity(texts.count)
    }

    mutating func build() -> WordIndex {
        let size = WordIndex.Segment.rowCount
        var segments: [WordIndex.Segment] = []
        for start in stride(from: 0, to: texts.count, by: size) {
            segments.append(segment(start..<min(start + size, texts.count)))
        }
        var used = FlatTexts()
        for reader in readers where reader.isUsed { used.append(Array(reader.language.utf8)) }
        let stems = vocabulary.stemColumn
        return WordIndex(
            forms: vocabulary.formColumn, stems: stems, lookup: TextLookup(stems),
            formsOfStem: vocabulary.formsOfStem, languages: used.column,
            lengths: Codes(lengths, limit: Int(lengths.max() ?? 0)),
            irregular: irregular.isEmpty ? nil : irregular, segments: segments)
    }

    private mutating func segment(_ rows: Range<Int>) -> WordIndex.Segment {
        var forms: [UInt32] = []
        let before = lengths.count
        let (texts, languages) = (texts, languages)
        texts.bytes.withSpan { bytes in
            for row in rows {
                let start = forms.count
                if texts.isValid(row) {
                    let reader = Int(languages.codes?[row] ?? 0)
                    let isRegular = readers[reader].read(
                        texts.offsets.run(row), of: bytes, &vocabulary, into: &forms)
                    if !isRegular { irregular[row] = true }
                }
                lengths.append(UInt32(forms.count - start))
            }
        }
        return sorted(forms, lengths[before...])
    }

    /// Sorts the words of some rows by counting them, which leaves those of each form in their order.
    private func sorted(_ forms: [UInt32], _ lengths: ArraySlice<UInt32>) -> WordIndex.Segment {
        var places = [UInt32](repeating: 0, count: vocabulary.formCount)
        for form in forms { places[Int(form)] += 1 }
        var occurring: [UInt32] = []
        var offsets: [UInt32] = []
        var total: UInt32 = 0
        for form in places.indices where places[form] > 0 {
            occurring.append(UInt32(form))
            offsets.append(total)
            (places[form], total) = (total, total + places[form])
        }
        offsets.append(total)
        var rows = [UInt16](repeating: 0, count: forms.count)
        var positions = [UInt32](repeating: 0, count: forms.count)
        var next = 0
        for (row, length) in lengths.enumerated() {
            for position in 0..<length {
                let form = Int(forms[next])
                let place = Int(places[form])
                places[form] += 1
                rows[place] = UInt16(row)
                positions[place] = position
                next += 1
            }
        }
        return WordIndex.Segment(
            forms: Buffer(occurring), offsets: Buffer(offsets), rows: Buffer(rows),
            positions: Codes(positions, limit: Int(lengths.max() ?? 0)))
    }
}
