import QuothSyntax

/// A reference that leads nowhere.
struct Dangling {
    let row: Int
    /// Its place in a list.
    var element: Int?
    let id: String

    /// No more of one field need be known than faults are reported, and one that says that there are more.
    static let limit = LoadFailure.limit + 1
}

/// Takes in a reference to one record.
///
/// What it refers to may come later, so each distinct id has a code. After ``resolve(_:)`` codes are rows + 1.
final class LinkBuilder: FieldBuilder {
    let target: Collection
    @exclusivity(unchecked) private var store = TermStore()

    init(_ field: Field, _ target: Collection) {
        self.target = target
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        let code = reading.code(value, in: &store.interner, step, expected: "id")
        if code != 0 { store.append(code, row: row) }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        if let other = other as? LinkBuilder { store.absorb(&other.store, at: row) }
    }

    override var byteCount: Int { store.interner.byteCount }

    /// Turns ids into rows, and says whose links lead nowhere.
    func resolve(_ targets: IDBuilder) -> [Dangling] {
        if isEmpty { return [] }
        let rows = store.interner.rows(in: targets)
        var dangling: [Dangling] = []
        if rows.dropFirst().contains(0) {
            for row in 0..<store.codes.count where dangling.count < Dangling.limit {
                let code = store.code(row)
                if code != 0, rows[Int(code)] == 0 {
                    dangling.append(Dangling(row: row, id: store.interner.text(code)))
                }
            }
        }
        store.translate(rows)
        return dangling
    }

    /// Leads the links of rows to those of another collection around them; reports what had led elsewhere.
    func imply(
        _ owners: borrowing BufferBuilder<UInt32>, _ differs: (_ row: Int, _ given: Int, _ owner: Int) -> Void
    ) {
        for row in 0..<owners.count where owners[row] != 0 {
            let given = store.code(row)
            if given != 0, given != owners[row] { differs(row, Int(given) - 1, Int(owners[row]) - 1) }
            store.set(owners[row], row: row)
        }
    }

    var isEmpty: Bool { store.codes.count == 0 }

    /// Lends the rows + 1 that the links lead to, as many as there were rows up to the last that had one.
    func withEnds<Result>(_ body: (Swift.Span<UInt32>) -> Result) -> Result { store.codes.withSpan(body) }

    /// The row that the link of a row leads to.
    func end(_ row: Int) -> Int? {
        let code = store.code(row)
        return code == 0 ? nil : Int(code) - 1
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        var bits = judged
        if let judged {
            bits = Bitmap(
                count: rowCount, rows: judged.rows.lazy.map(Int.init).filter { self.store.code($0) != 0 })
        }
        let limit = Int(store.codes.largest)
        let codes = Codes(packing: store.codes, limit: limit, count: rowCount)
        return [column("", .codes(codes, .rows(target)), judged: bits)]
    }
}

/// Takes in references to several records; the codes are like ``LinkBuilder``'s.
final class LinkListBuilder: FieldBuilder {
    let target: Collection
    @exclusivity(unchecked) private var ids = ByteInterner()
    @exclusivity(unchecked) private var lists = ListStore()

    init(_ field: Field, _ target: Collection) {
        self.target = target
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        lists.pad(to: row)
        var index = 0
        value.forEachElement { element in
            defer { index += 1 }
            if element.isNull { return }
            let code = reading.code(element, in: &ids, step + [.element(index)], expected: "id")
            if code != 0 { lists.append(code) }
        }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? LinkListBuilder else { return }
        lists.absorb(&other.lists, at: row, ids.absorb(&other.ids))
    }

    override var byteCount: Int { ids.byteCount }

    /// Turns ids into rows, and says which references lead nowhere.
    func resolve(_ targets: IDBuilder, rowCount: Int) -> [Dangling] {
        if lists.rowCount > 0 { lists.pad(to: rowCount) }
        let rows = ids.rows(in: targets)
        var dangling: [Dangling] = []
        if rows.dropFirst().contains(0) {
            for row in 0..<lists.rowCount where dangling.count < Dangling.limit {
                let range = lists.range(row)
                for place in range where rows[Int(lists.values[place])] == 0 {
                    let id = ids.text(lists.values[place])
                    dangling.append(Dangling(row: row, element: place - range.lowerBound, id: id))
                }
            }
        }
        lists.translate(rows)
        return dangling
    }

    var isEmpty: Bool { lists.values.count == 0 }

    /// Lends the rows + 1 that all links lead to, and for each the row that has it.
    func withEnds<Result>(
        _ body: (_ ends: Swift.Span<UInt32>, _ rows: Swift.Span<UInt32>) -> Result
    ) -> Result {
        var rows = BufferBuilder<UInt32>()
        rows.reserve(lists.values.count)
        for row in 0..<lists.rowCount {
            for _ in lists.range(row) { rows.append(UInt32(row)) }
        }
        return lists.values.withSpan { ends in rows.withSpan { rows in body(ends, rows) } }
    }

    private func forEachEnd(_ body: (_ row: Int, _ end: UInt32) -> Void) {
        for row in 0..<lists.rowCount {
            for place in lists.range(row) { body(row, lists.values[place]) }
        }
    }

    /// Closes a relation between records of one collection: whoever is named names back, after those that it names
    /// itself, and nobody himself.
    func closeSymmetrically(rowCount: Int) {
        if lists.rowCount == 0 { return }
        var named = [[UInt32]](repeating: [], count: rowCount)
        var back = named
        forEachEnd { row, end in
            guard end != 0, Int(end) - 1 != row else { return }
            named[row].append(end)
            back[Int(end) - 1].append(UInt32(row + 1))
        }
        var closed = ListStore()
        for row in 0..<rowCount {
            closed.pad(to: row)
            for end in named[row] + back[row] { closed.append(end) }
        }
        lists = closed
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        [column("", .lists(lists.copied(rowCount: rowCount), .rows(target)))]
    }
}

extension ByteInterner {
    /// For each code the row + 1 of the record that has it as its id, 0 if none has.
    func rows(in targets: IDBuilder) -> [UInt32] {
        [0]
            + (0..<count).map { code in
                withBytes(UInt32(code + 1)) { targets.row(of: $0).map { UInt32($0 + 1) } ?? 0 }
            }
    }
}
