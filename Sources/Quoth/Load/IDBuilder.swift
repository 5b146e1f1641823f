import QuothSyntax

/// Takes in the ids of a collection's records, and finds records by them when all have been read.
final class IDBuilder: MemberBuilder {
    @exclusivity(unchecked) private var texts = TextStore()
    private(set) var column = TextColumn.empty
    private(set) var lookup: TextLookup?
    /// The rows that had an id of their own; nil if all had.
    private var given: Bitmap?

    init() { super.init("id") }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let string = reading.text(value, step, beside: texts.byteCount) else { return }
        guard string.count > 0 else {
            return reading.fault(.wrongValue, at: value.byteOffset, step, found: "", expected: ["id"])
        }
        string.withBytes { texts.append($0, row: row) }
    }

    override var byteCount: Int { texts.byteCount }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        if let other = other as? IDBuilder { texts.absorb(&other.texts, at: row) }
    }

    /// Ends the reading.
    func finish(rowCount: Int) { column = texts.column(rowCount: rowCount) }

    /// Makes rows known by their ids; says which have an id that another has before them.
    func index() -> [Int] {
        var repeated: [Int] = []
        lookup = TextLookup(column) { repeated.append($0) }
        return repeated
    }

    /// Whether a row had an id of its own.
    func isGiven(_ row: Int) -> Bool { given?[row] ?? true }

    /// Gives an id to each row without one, as the body says, which appends none if it must have its own.
    @inline(__always)
    func fill(rowCount: Int, _ body: (_ row: Int, _ id: inout [UInt8]) -> Void) {
        given = texts.given(rowCount: rowCount)
        if given == nil { return }
        var filled = TextStore()
        var id: [UInt8] = []
        for row in 0..<rowCount {
            if texts.has(row) {
                texts.withBytes(row) { filled.append($0, row: row) }
            } else {
                id.removeAll(keepingCapacity: true)
                body(row, &id)
                if !id.isEmpty { filled.append(id.span, row: row) }
            }
        }
        texts = filled
    }

    func id(_ row: Int) -> String { column[row] ?? "" }

    func row(of id: Swift.Span<UInt8>) -> Int? { lookup?.row(of: id, in: column) }

    /// Ids near to one that no record has; a search of more than this many would take too long.
    func near(_ id: String) -> [String] {
        guard column.count <= 20_000 else { return [] }
        return nearest(to: id, among: (0..<column.count).compactMap { column[$0] })
    }
}
