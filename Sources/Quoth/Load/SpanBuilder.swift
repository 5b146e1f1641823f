import QuothSyntax

/// Stretches of articles' bodies, and the words that ought to stand there.
struct SpanStore {
    var starts: [Int] = []
    var ends: [Int] = []
    /// The article that a span names itself, as a code of the registry of articles; 0 if it names none.
    var articles: [UInt32] = []
    var exact = TextStore()
    var prefix = TextStore()
    var suffix = TextStore()

    var count: Int { starts.count }

    mutating func pad(to row: Int) {
        while starts.count < row {
            starts.append(0)
            ends.append(0)
            articles.append(0)
        }
    }

    static let members = ["start", "end", "exact", "prefix", "suffix"]
    private static let allMembers = members + ["article"]
    private static let keys = allMembers.map { Array($0.utf8) }

    /// Reads a span as the entry of that number; false if it isn't one.
    mutating func read(
        _ value: JSONValue, entry: Int, _ steps: [FieldStep], articles registry: IDRegistry?,
        _ reading: Reading
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
            guard let index = Self.keys.firstIndex(where: { key.matches($0) }), index < 5 || registry != nil
            else {
                let names = registry == nil ? Self.members : Self.allMembers
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
            case 2: append(member, to: &exact, entry, inner, reading)
            case 3: append(member, to: &prefix, entry, inner, reading)
            case 4: append(member, to: &suffix, entry, inner, reading)
            default:
                if let string = reading.text(member, inner(), expected: "id"), let registry {
                    article = registry.code(of: string)
                }
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
        articles.append(article)
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

    private func append(
        _ value: JSONValue, to store: inout TextStore, _ entry: Int, _ steps: () -> [FieldStep],
        _ reading: Reading
    ) {
        if let string = reading.text(value, steps()) { store.append(string, row: entry) }
    }
}

/// Takes in the one span of a record.
final class SpanBuilder: FieldBuilder {
    var spans = SpanStore()
    private(set) var valid = BitBuilder()

    /// The names of the columns that it makes.
    static let parts = SpanStore.members.map { "." + $0 }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard spans.read(value, entry: row, step, articles: nil, reading) else { return }
        valid.pad(to: row)
        valid.append(true)
        lastValueRow = row
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        spans.pad(to: rowCount)
        let bits = valid.validity(count: rowCount)
        return [
            column(".start", .integers(Buffer(spans.starts), valid: bits)),
            column(".end", .integers(Buffer(spans.ends), valid: bits)),
            column(".exact", .texts(spans.exact.column(rowCount: rowCount))),
            column(".prefix", .texts(spans.prefix.column(rowCount: rowCount))),
            column(".suffix", .texts(spans.suffix.column(rowCount: rowCount))),
        ]
    }
}

/// Takes in the spans that a record rests on. They are kept beside the table; its column only says whether
/// there are any.
final class EvidenceBuilder: FieldBuilder {
    var spans = SpanStore()
    private(set) var offsets: [UInt32] = [0]
    /// The article of each span as a row, once the references are resolved.
    var articleRows: [Int32] = []
    private let registry: IDRegistry

    init(_ field: Field, _ registry: IDRegistry) {
        self.registry = registry
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        pad(to: row)
        lastValueRow = row
        var index = 0
        value.forEachElement { element in
            if !element.isNull {
                _ = spans.read(
                    element, entry: spans.count, step + [.element(index)], articles: registry, reading)
            }
            index += 1
        }
    }

    func pad(to row: Int) {
        while offsets.count <= row { offsets.append(UInt32(spans.count)) }
    }

    func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

    func namedArticle(_ entry: Int) -> (row: Int?, id: String)? {
        let code = spans.articles[entry]
        return code == 0 ? nil : (registry.row(code), registry.text(code))
    }

    func near(_ id: String) -> [String] { registry.near(id) }

    var evidence: EvidenceColumn {
        EvidenceColumn(
            offsets: Buffer(offsets), articles: Buffer(articleRows), starts: Buffer(spans.starts),
            ends: Buffer(spans.ends))
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let rows = Bitmap(count: rowCount, rows: (0..<rowCount).lazy.filter { !self.range($0).isEmpty })
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
