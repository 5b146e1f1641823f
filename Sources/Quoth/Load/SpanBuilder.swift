import QuothSyntax

/// Stretches of articles' bodies, and the words that ought to stand there.
struct SpanStore: ~Copyable {
    var starts = BufferBuilder<Int>()
    var ends = BufferBuilder<Int>()
    /// The article that a span names itself.
    var articles = TermStore()
    var exact = TextStore()
    var prefix = TextStore()
    var suffix = TextStore()

    var count: Int { starts.count }

    mutating func pad(to row: Int) {
        starts.pad(to: row, with: 0)
        ends.pad(to: row, with: 0)
    }

    /// Adds the spans of another after the first so many entries, and leaves it empty.
    mutating func absorb(_ other: inout SpanStore, at entry: Int) {
        guard other.count > 0 else { return }
        pad(to: entry)
        other.starts.withSpan { starts.append($0) }
        other.ends.withSpan { ends.append($0) }
        other.starts.removeAll()
        other.ends.removeAll()
        articles.absorb(&other.articles, at: entry)
        exact.absorb(&other.exact, at: entry)
        prefix.absorb(&other.prefix, at: entry)
        suffix.absorb(&other.suffix, at: entry)
    }

    var byteCount: Int {
        max(exact.byteCount, prefix.byteCount, suffix.byteCount, articles.interner.byteCount)
    }

    static let members = ["start", "end", "exact", "prefix", "suffix"]
    private static let allMembers = members + ["article"]
    private static let keys = allMembers.map(MemberName.init)

    /// Reads a span as the entry of that number; false if it isn't one.
    mutating func read(
        _ value: JSONValue, entry: Int, _ steps: [FieldStep], namesArticles: Bool, _ reading: Reading
    ) -> Bool {
        guard value.kind == .object else {
            reading.wrong(value, steps, expected: "span")
            return false
        }
        pad(to: entry)
        var offsets: [Int?] = [nil, nil]
        var article: UInt32 = 0
        var seen = 0
        var isSound = true
        value.forEachMember { key, member in
            guard let index = Self.keys.firstIndex(where: { key.matches($0) }), index < 5 || namesArticles
            else {
                let names = namesArticles ? Self.allMembers : Self.members
                return reading.unknownMember(key, steps + [.member(key.text)], among: names)
            }
            let inner = { steps + [.member(Self.allMembers[index])] }
            guard seen & (1 << index) == 0 else {
                return reading.fault(.duplicateField, at: key.byteOffset, inner(), found: key.text)
            }
            seen |= 1 << index
            if member.isNull { return }
            switch index {
            case 0, 1: offsets[index] = offset(member, inner, &isSound, reading)
            case 2: Self.append(member, to: &exact, entry, inner, reading)
            case 3: Self.append(member, to: &prefix, entry, inner, reading)
            case 4: Self.append(member, to: &suffix, entry, inner, reading)
            default: article = reading.code(member, in: &articles.interner, inner(), expected: "id")
            }
        }
        return isSound && finish(value, offsets[0], offsets[1], article, steps, reading)
    }

    private mutating func finish(
        _ value: JSONValue, _ start: Int?, _ end: Int?, _ article: UInt32, _ steps: [FieldStep],
        _ reading: Reading
    ) -> Bool {
        guard let start, let end else {
            let missing = start == nil ? "start" : "end"
            reading.fault(
                .missingField, at: value.byteOffset, steps, expected: [missing], subject: missing)
            return false
        }
        guard start >= 0, start <= end else {
            reading.fault(.badSpan, at: value.byteOffset, steps, found: "\(start)–\(end)")
            return false
        }
        starts.append(start)
        ends.append(end)
        if article != 0 { articles.append(article, row: starts.count - 1) }
        return true
    }

    private func offset(
        _ value: JSONValue, _ steps: () -> [FieldStep], _ isSound: inout Bool, _ reading: Reading
    ) -> Int? {
        if let number = value.wholeNumber { return number }
        isSound = false
        reading.wrong(value, steps(), expected: "whole-number")
        return nil
    }

    private static func append(
        _ value: JSONValue, to store: inout TextStore, _ entry: Int, _ steps: () -> [FieldStep],
        _ reading: Reading
    ) {
        if let string = reading.text(value, steps(), beside: store.byteCount) {
            string.withBytes { store.append($0, row: entry) }
        }
    }
}

/// Takes in the one span of a record.
final class SpanBuilder: FieldBuilder {
    @exclusivity(unchecked) var spans = SpanStore()
    @exclusivity(unchecked) private var valid = BitBuilder()

    /// The names of the columns that it makes.
    static let parts = SpanStore.members.map { "." + $0 }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard spans.read(value, entry: row, step, namesArticles: false, reading) else { return }
        valid.pad(to: row)
        valid.append(true)
    }

    func has(_ row: Int) -> Bool { valid[row] }

    override var byteCount: Int { spans.byteCount }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? SpanBuilder else { return }
        spans.absorb(&other.spans, at: row)
        valid.absorb(&other.valid, at: row)
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let bits = valid.validity(count: rowCount)
        return [
            column(".start", .integers(Self.taken(&spans.starts, rowCount), valid: bits)),
            column(".end", .integers(Self.taken(&spans.ends, rowCount), valid: bits)),
            column(".exact", .texts(spans.exact.column(rowCount: rowCount))),
            column(".prefix", .texts(spans.prefix.column(rowCount: rowCount))),
            column(".suffix", .texts(spans.suffix.column(rowCount: rowCount))),
        ]
    }

    private static func taken(_ offsets: inout BufferBuilder<Int>, _ rowCount: Int) -> Buffer<Int> {
        if offsets.count == 0 { return Buffer.zeros(rowCount) }
        offsets.pad(to: rowCount, with: 0)
        return offsets.take()
    }
}

/// Takes in the spans that a record rests on. They are kept beside the table; its column only says whether
/// there are any.
final class EvidenceBuilder: FieldBuilder {
    @exclusivity(unchecked) var spans = SpanStore()
    /// Where the spans of each row begin, and where the last end; empty as long as there is no row.
    @exclusivity(unchecked) private var offsets = BufferBuilder<UInt32>()
    /// The article of each span as a row, once the references are resolved.
    var articleRows: [Int32] = []

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        pad(to: row)
        var index = 0
        value.forEachElement { element in
            if !element.isNull {
                _ = spans.read(
                    element, entry: spans.count, step + [.element(index)], namesArticles: true, reading)
            }
            index += 1
        }
    }

    override var byteCount: Int { spans.byteCount }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? EvidenceBuilder, other.offsets.count > 0 else { return }
        pad(to: row)
        let start = UInt32(spans.count)
        for index in 1..<max(other.offsets.count, 1) { offsets.append(other.offsets[index] + start) }
        other.offsets.removeAll()
        spans.absorb(&other.spans, at: spans.count)
    }

    func pad(to row: Int) { offsets.pad(to: row + 1, with: UInt32(spans.count)) }

    func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

    /// The row of each article that spans name, by the code of its id; 0 for those that aren't there.
    func namedArticles(_ articles: IDBuilder) -> [UInt32] { spans.articles.interner.rows(in: articles) }

    var evidence: EvidenceColumn {
        EvidenceColumn(
            offsets: offsets.withSpan { Buffer(copying: $0) }, articles: Buffer(articleRows),
            starts: spans.starts.withSpan { Buffer(copying: $0) },
            ends: spans.ends.withSpan { Buffer(copying: $0) })
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        var rows = Bitmap(count: rowCount)
        if spans.count > 0 {
            rows = Bitmap(count: rowCount, rows: (0..<rowCount).lazy.filter { !self.range($0).isEmpty })
        }
        return [column("", .truths(rows, valid: rows))]
    }
}

/// The passages that the records of a collection rest on: record r has the entries from `offsets[r]` up to
/// `offsets[r + 1]`.
package struct EvidenceColumn: Sendable {
    package let offsets: Buffer<UInt32>
    /// The row of the article.
    package let articles: Buffer<Int32>
    /// In Unicode scalars of the article's body, end exclusive.
    package let starts: Buffer<Int>
    package let ends: Buffer<Int>

    package func range(_ row: Int) -> Range<Int> { offsets.run(row) }
}
