extension WordIndex {
    /// Reads all texts of a column; O(length). Each distinct word is folded and stemmed once by each thread.
    static func of(_ texts: TextColumn, _ languages: Languages) -> WordIndex {
        of(texts, languages, workers: 1, LoadMonitor(nil, bytesTotal: 0))
    }

    /// The same, which is of no use if it is stopped meanwhile.
    static func of(
        _ texts: TextColumn, _ languages: Languages, workers: Int, _ monitor: LoadMonitor
    ) -> WordIndex {
        WordIndexBuilder(texts, languages, monitor).build(workers)
    }
}

/// Reads texts segment by segment, on several threads: each numbers the words by a vocabulary of its own, waits its
/// turn, and has those that are new to all added to the common one.
///
/// So words are numbered in the order in which they first come, whoever reads.
private final class WordIndexBuilder {
    private let texts: TextColumn
    private let languages: Languages
    private let monitor: LoadMonitor
    /// Touched by who passes the turnstile.
    private var vocabulary = WordVocabulary()
    private let turnstile = Turnstile()
    private let lock = Lock()
    /// Those that read no segment; touched by who holds the lock.
    private var idle: [SegmentReader] = []

    init(_ texts: TextColumn, _ languages: Languages, _ monitor: LoadMonitor) {
        self.texts = texts
        self.languages = languages
        self.monitor = monitor
    }

    func build(_ workers: Int) -> WordIndex {
        let size = WordIndex.Segment.rowCount
        let starts = Array(stride(from: 0, to: texts.count, by: size))
        let parts = Workers.map(starts, on: workers) { start in
            segment(start / size, start..<min(start + size, texts.count))
        }
        let stems = vocabulary.stemColumn
        return WordIndex(
            forms: vocabulary.formColumn, stems: stems, lookup: TextLookup(stems),
            formsOfStem: vocabulary.formsOfStem, languages: usedLanguages, lengths: Self.lengths(parts),
            irregular: Self.irregular(parts, rowCount: texts.count), segments: parts.map(\.segment))
    }

    private func segment(_ number: Int, _ rows: Range<Int>) -> SegmentReader.Part {
        let bytes = Int(texts.offsets[rows.upperBound] - texts.offsets[rows.lowerBound])
        let isWanted = monitor.add(textBytes: bytes)
        let reader = lock.hold { idle.popLast() } ?? SegmentReader(languages)
        reader.read(texts, isWanted ? rows : rows.lowerBound..<rows.lowerBound)
        turnstile.pass(number) { reader.number(by: &vocabulary) }
        let part = reader.part()
        lock.hold { idle.append(reader) }
        return part
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
    /// The number that each word of the vocabulary has in the common one.
    private var numbers: [UInt32] = []
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
            for row in rows {
                let start = forms.count
                if texts.isValid(row) {
                    let isRegular = readers[Int(codes?[row] ?? 0)].read(
                        texts.offsets.run(row), of: bytes, &vocabulary, into: &forms)
                    if !isRegular { irregular.append(row - rows.lowerBound) }
                }
                lengths.append(UInt32(forms.count - start))
            }
        }
    }

    /// Finds the numbers of words that it hadn't read before in the common vocabulary.
    func number(by common: inout WordVocabulary) {
        for form in numbers.count..<vocabulary.formCount {
            numbers.append(vocabulary.withForm(form) { common.number(of: $0, stem: $1) })
        }
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
        var order = FormOrder(forms, numbers)
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

    init(_ occurrences: borrowing BufferBuilder<UInt32>, _ numbers: [UInt32]) {
        places = BufferBuilder(zeros: numbers.count)
        occurrences.withSpan { forms in
            for index in forms.indices { places[Int(forms[index])] &+= 1 }
        }
        var order: [Int] = []
        for form in numbers.indices where places[form] > 0 { order.append(form) }
        order.sort { numbers[$0] < numbers[$1] }
        var total: UInt32 = 0
        for form in order {
            forms.append(numbers[form])
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
