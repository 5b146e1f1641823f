extension WordIndex {
    /// Reads all texts of a column; O(length). Each distinct word is folded and stemmed once by each thread.
    static func of(_ texts: TextColumn, _ languages: Languages) -> WordIndex {
        let builder = WordIndexBuilder(texts, languages, LoadMonitor(nil, bytesTotal: 0))
        for number in 0..<builder.segmentCount { builder.read(number) }
        return builder.index
    }
}

/// Reads texts segment by segment, on several threads: each numbers the words by a vocabulary of its own, waits its
/// turn, and has those that are new to all added to the common one.
///
/// So words are numbered in the order in which they first come, whoever reads.
final class WordIndexBuilder {
    private let texts: TextColumn
    private let languages: Languages
    private let monitor: LoadMonitor
    /// Touched by who passes the turnstile.
    private var vocabulary = WordVocabulary()
    private let turnstile = Turnstile()
    private let lock = Lock()
    /// Those that read no segment; touched by who holds the lock, as are the parts.
    private var idle: [SegmentReader] = []
    /// What has been read.
    private var parts: [SegmentReader.Part?]
    private var unread: Int
    /// To be asked for when all segments have been read.
    private(set) lazy var index = finished()

    init(_ texts: TextColumn, _ languages: Languages, _ monitor: LoadMonitor) {
        self.texts = texts
        self.languages = languages
        self.monitor = monitor
        let size = WordIndex.Segment.rowCount
        unread = (texts.count + size - 1) / size
        parts = Array(repeating: nil, count: unread)
    }

    var segmentCount: Int { parts.count }
    /// How long the texts are together.
    var byteCount: Int { texts.bytes.count }

    /// Reads a segment. Each is to be read once, and none begun before the one before it.
    func read(_ number: Int) {
        let start = number * WordIndex.Segment.rowCount
        let rows = start..<min(start + WordIndex.Segment.rowCount, texts.count)
        let bytes = Int(texts.offsets[rows.upperBound] - texts.offsets[rows.lowerBound])
        let isWanted = monitor.add(textBytes: bytes)
        let reader = lock.hold { idle.popLast() } ?? SegmentReader(languages)
        reader.read(texts, isWanted ? rows : rows.lowerBound..<rows.lowerBound)
        turnstile.pass(number) { reader.number(by: &vocabulary) }
        let part = reader.part()
        let isLast = lock.hold {
            idle.append(reader)
            parts[number] = part
            unread -= 1
            return unread == 0
        }
        // The index is put together while others read another column.
        if isLast { _ = index }
    }

    private func finished() -> WordIndex {
        let parts = parts.compactMap { $0 }
        let stems = vocabulary.stemColumn
        defer { idle = [] }
        return WordIndex(
            forms: vocabulary.formColumn, stems: stems, lookup: TextLookup(stems),
            formsOfStem: vocabulary.formsOfStem, languages: usedLanguages, lengths: Self.lengths(parts),
            irregular: Self.irregular(parts, rowCount: texts.count), segments: parts.map(\.segment))
    }

    private var usedLanguages: TextColumn {
        var used = FlatTexts()
        for (code, language) in languages.readers.enumerated()
        where idle.contains(where: { $0.hasRead(code) }) {
            used.append(Array(language.utf8))
        }
        return used.column
    }

    private static func lengths(_ parts: [SegmentReader.Part]) -> Codes {
        var lengths = BufferBuilder<UInt32>()
        for part in parts { part.lengths.withSpan { lengths.append($0) } }
        return Codes(taking: &lengths, limit: Int(lengths.largest))
    }

    private static func irregular(_ parts: [SegmentReader.Part], rowCount: Int) -> Bitmap? {
        let rows = parts.enumerated().flatMap { number, part in
            part.irregular.map { $0 + number * WordIndex.Segment.rowCount }
        }
        return rows.isEmpty ? nil : Bitmap(count: rowCount, rows: rows)
    }
}

extension Languages {
    /// The languages by their codes; that of code 0 is what texts have whose language isn't told.
    fileprivate var readers: [String] { codes == nil ? [common ?? ""] : [""] + names }
}

/// Reads the words of segments, one after the other.
private final class SegmentReader {
    // One segment is read at a time and never from within the reading of another, so Swift need not watch over these.
    @exclusivity(unchecked) private var vocabulary = WordVocabulary()
    /// How many words of the vocabulary have been looked for in the common one; and by the numbers there the words
    /// here, from 1, or 0 where there is none.
    private var numberedCount = 0
    @exclusivity(unchecked) private var formsByNumber = BufferBuilder<UInt32>()
    /// The words of the segment.
    @exclusivity(unchecked) private var forms = BufferBuilder<UInt32>()
    @exclusivity(unchecked) private var lengths = BufferBuilder<UInt32>()
    private var irregular: [Int] = []
    private let codes: Codes?
    private let readers: [TextReader]

    init(_ languages: Languages) {
        codes = languages.codes
        readers = languages.readers.map { TextReader($0) }
    }

    /// A segment, the lengths of its rows, and which of them, counted from its first, are irregular.
    struct Part {
        let segment: WordIndex.Segment
        let lengths: Buffer<UInt32>
        let irregular: [Int]
    }

    /// Whether it has read texts in a language.
    func hasRead(_ language: Int) -> Bool { readers[language].isUsed }

    func read(_ texts: TextColumn, _ rows: Range<Int>) {
        forms.removeAll()
        irregular = []
        texts.bytes.withSpan { bytes in
            texts.offsets.withSpan { offsets in
                for row in rows {
                    let start = forms.count
                    if texts.isValid(row) {
                        let isRegular = readers[Int(codes?[row] ?? 0)].read(
                            offsets.run(row), of: bytes, &vocabulary, into: &forms)
                        if !isRegular { irregular.append(row - rows.lowerBound) }
                    }
                    lengths.append(UInt32(forms.count - start))
                }
            }
        }
    }

    /// Finds the numbers of words that it hadn't read before in the common vocabulary.
    func number(by common: inout WordVocabulary) {
        for form in numberedCount..<vocabulary.formCount {
            let number = Int(vocabulary.withForm(form) { common.number(of: $0, stem: $1) })
            formsByNumber.pad(to: number + 1, with: 0)
            formsByNumber[number] = UInt32(form + 1)
        }
        numberedCount = vocabulary.formCount
    }

    /// The segment that it has read, once all words have numbers.
    func part() -> Part {
        let longest = lengths.largest
        let lengths = self.lengths.take()
        let segment =
            longest <= UInt32(UInt8.max)
            ? sorted(lengths) { Codes.narrow($0) }
            : longest <= UInt32(UInt16.max)
                ? sorted(lengths) { Codes.medium($0) } : sorted(lengths) { Codes.wide($0) }
        return Part(segment: segment, lengths: lengths, irregular: irregular)
    }

    /// Sorts the words by counting them, which leaves those of each form in their order.
    @inline(__always)
    private func sorted<Position: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ lengths: Buffer<UInt32>, _ codes: (Buffer<Position>) -> Codes
    ) -> WordIndex.Segment {
        var order = FormOrder(forms, formsByNumber, formCount: numberedCount)
        var rows = BufferBuilder<UInt16>(zeros: forms.count)
        var positions = BufferBuilder<Position>(zeros: forms.count)
        forms.withSpan { forms in
            lengths.withSpan { lengths in
                var next = 0
                for row in lengths.indices {
                    for position in 0..<Int(lengths[row]) {
                        let place = order.nextPlace(Int(forms[next]))
                        rows[place] = UInt16(truncatingIfNeeded: row)
                        positions[place] = Position(truncatingIfNeeded: position)
                        next &+= 1
                    }
                }
            }
        }
        return WordIndex.Segment(
            forms: order.forms.take(), offsets: order.offsets.take(), rows: rows.take(),
            positions: codes(positions.take()))
    }
}

/// Where the occurrences of each form stand in a segment, whose forms have other numbers in the index.
private struct FormOrder: ~Copyable {
    /// Where the next occurrence of each form stands.
    private var places: BufferBuilder<UInt32>
    /// The forms that occur, as they are numbered in the index, ascending.
    var forms = BufferBuilder<UInt32>()
    /// Where the occurrences of each of these begin, and where the last ones end.
    var offsets = BufferBuilder<UInt32>()

    init(
        _ occurrences: borrowing BufferBuilder<UInt32>, _ formsByNumber: borrowing BufferBuilder<UInt32>,
        formCount: Int
    ) {
        places = BufferBuilder(zeros: formCount)
        occurrences.withSpan { forms in
            for index in forms.indices { places[Int(forms[index])] &+= 1 }
        }
        var total: UInt32 = 0
        for number in 0..<formsByNumber.count where formsByNumber[number] != 0 {
            let form = Int(formsByNumber[number]) - 1
            if places[form] == 0 { continue }
            forms.append(UInt32(number))
            offsets.append(total)
            (places[form], total) = (total, total + places[form])
        }
        offsets.append(total)
    }

    @inline(__always)
    mutating func nextPlace(_ form: Int) -> Int {
        let place = places[form]
        places[form] = place &+ 1
        return Int(place)
    }
}
