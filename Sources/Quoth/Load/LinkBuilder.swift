import QuothSyntax

/// The ids of one collection: those of its records, and those that other records refer to.
///
/// References may come before what they refer to, so each id has a provisional code from where it is first seen.
final class IDRegistry {
    private(set) var ids = ByteInterner()
    /// The row of each code, or -1 while no record has the id.
    private var rows: [Int32] = []

    func code(of string: JSONString) -> UInt32 {
        let code = string.withBytes { ids.insert($0) }
        while rows.count < ids.count { rows.append(-1) }
        return code
    }

    func code(of text: String) -> UInt32 {
        let code = ids.insert(text)
        while rows.count < ids.count { rows.append(-1) }
        return code
    }

    /// Says that a record has an id; false if another one has it.
    func define(_ code: UInt32, row: Int) -> Bool {
        let index = Int(code) - 1
        guard rows[index] < 0 else { return false }
        rows[index] = Int32(truncatingIfNeeded: row)
        return true
    }

    func row(_ code: UInt32) -> Int? {
        let row = rows[Int(code) - 1]
        return row < 0 ? nil : Int(row)
    }

    func text(_ code: UInt32) -> String { ids.text(code) }

    /// The ids that records have, for suggestions.
    var defined: [String] {
        rows.indices.filter { rows[$0] >= 0 }.map { ids.text(UInt32($0 + 1)) }
    }

    /// Defined ids near to one that isn't; a search of more than this many would take too long.
    func near(_ id: String) -> [String] {
        rows.count <= 20_000 ? nearest(to: id, among: defined) : []
    }
}

/// Takes in a reference to one record. Until ``resolve(_:)`` the codes are the registry's, afterwards rows + 1.
final class LinkBuilder: FieldBuilder {
    let target: Collection
    private let registry: IDRegistry
    private(set) var codes: [UInt32] = []

    init(_ field: Field, _ target: Collection, _ registry: IDRegistry) {
        self.target = target
        self.registry = registry
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let string = reading.text(value, step, expected: "id") else { return }
        pad(to: row)
        codes.append(registry.code(of: string))
        lastValueRow = row
    }

    private func pad(to row: Int) {
        while codes.count < row { codes.append(0) }
    }

    /// Sets the row that a link leads to, where it is implied.
    func imply(_ owner: Int, row: Int) { codes[row] = UInt32(owner + 1) }

    /// Turns codes into rows, and reports each row whose link leads nowhere.
    func resolve(rowCount: Int, _ dangling: (_ row: Int, _ element: Int?, _ id: String) -> Void) {
        pad(to: rowCount)
        for row in 0..<rowCount where codes[row] != 0 {
            let code = codes[row]
            if let end = registry.row(code) {
                codes[row] = UInt32(end + 1)
            } else {
                codes[row] = 0
                dangling(row, nil, registry.text(code))
            }
        }
    }

    /// The row that the link of a row leads to.
    func end(_ row: Int) -> Int? { codes[row] == 0 ? nil : Int(codes[row]) - 1 }

    func near(_ id: String) -> [String] { registry.near(id) }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let limit = Int(codes.max() ?? 0)
        let bits = judged.map { bits in
            Bitmap(count: rowCount, rows: bits.rows.lazy.map(Int.init).filter { self.codes[$0] != 0 })
        }
        return [column("", .codes(Codes(codes, limit: limit), .rows(target)), judged: bits)]
    }
}

/// Takes in references to several records; the codes are like ``LinkBuilder``'s.
final class LinkListBuilder: FieldBuilder {
    let target: Collection
    private let registry: IDRegistry
    private var lists = ListStore()
    private(set) var offsets: [UInt32] = []
    private(set) var values: [UInt32] = []

    init(_ field: Field, _ target: Collection, _ registry: IDRegistry) {
        self.target = target
        self.registry = registry
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        lists.pad(to: row)
        lastValueRow = row
        var index = 0
        value.forEachElement { element in
            defer { index += 1 }
            if element.isNull { return }
            guard let string = reading.text(element, step + [.element(index)], expected: "id") else { return }
            lists.append(registry.code(of: string))
        }
    }

    /// Turns codes into rows, and reports each that leads nowhere with its place in the list.
    func resolve(rowCount: Int, _ dangling: (_ row: Int, _ element: Int?, _ id: String) -> Void) {
        lists.pad(to: rowCount)
        offsets = lists.offsets
        values = lists.values
        for row in 0..<rowCount {
            for index in Int(offsets[row])..<Int(offsets[row + 1]) {
                let code = values[index]
                if let end = registry.row(code) {
                    values[index] = UInt32(end + 1)
                } else {
                    values[index] = 0
                    dangling(row, index - Int(offsets[row]), registry.text(code))
                }
            }
        }
    }

    func ends(_ row: Int) -> ArraySlice<UInt32> { values[Int(offsets[row])..<Int(offsets[row + 1])] }

    func near(_ id: String) -> [String] { registry.near(id) }

    /// Closes a relation between records of one collection: whoever is named names back, and nobody himself.
    func closeSymmetrically() {
        let rowCount = offsets.count - 1
        var backward = [[UInt32]](repeating: [], count: rowCount)
        for row in 0..<rowCount {
            for end in ends(row) where end != 0 && Int(end) - 1 != row {
                backward[Int(end) - 1].append(UInt32(row + 1))
            }
        }
        var closed = ListStore()
        for row in 0..<rowCount {
            closed.pad(to: row)
            let own = ends(row).filter { $0 != 0 && Int($0) - 1 != row }
            for end in (own + backward[row]).sorted() { closed.append(end) }
        }
        closed.pad(to: rowCount)
        offsets = closed.offsets
        values = closed.values
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let packed = Lists(offsets: Buffer(offsets), values: Codes(values, limit: Int(values.max() ?? 0)))
        return [column("", .lists(packed, .rows(target)))]
    }
}
