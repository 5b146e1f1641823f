import QuothSyntax

/// Takes in one field of one collection, record by record, straight into the form of a column.
///
/// A record without the field costs nothing: rows that were passed over are filled in when the next one comes.
class FieldBuilder {
    let field: Field
    let key: [UInt8]
    /// The last row that had the field, even as null, so that a second one in the same record is seen.
    var lastRow = -1
    /// The last row that had a value.
    var lastValueRow = -1

    init(_ field: Field) {
        self.field = field
        key = Array(field.name.utf8)
        step = [.member(field.name)]
    }

    let step: [FieldStep]

    /// Takes a value that isn't null.
    func read(_ value: JSONValue, row: Int, _ reading: Reading) {}

    /// The finished columns. `judged` has the rows whose basis makes a judgement of this field, if any do.
    func columns(rowCount: Int, judged: Bitmap?) -> [Column] { [] }

    func column(_ part: String, _ data: Column.Storage, judged: Bitmap? = nil) -> Column {
        Column(
            name: field.name + part, data: data, role: .field,
            judged: judged.flatMap { $0.isEmpty ? nil : $0 })
    }
}

/// Texts end to end, with a row for each record.
struct TextStore {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = [0]
    private var valid = BitBuilder()

    var count: Int { valid.count }

    mutating func append(_ string: JSONString, row: Int) {
        pad(to: row)
        string.append(to: &bytes)
        offsets.append(bytes.count)
        valid.append(true)
    }

    mutating func append(_ text: some Sequence<UInt8>, row: Int) {
        pad(to: row)
        bytes.append(contentsOf: text)
        offsets.append(bytes.count)
        valid.append(true)
    }

    mutating func pad(to row: Int) {
        while valid.count < row {
            offsets.append(bytes.count)
            valid.append(false)
        }
    }

    /// The bytes of a row; nil if it has no text.
    subscript(row: Int) -> ArraySlice<UInt8>? {
        valid[row] ? bytes[offsets[row]..<offsets[row + 1]] : nil
    }

    mutating func column(rowCount: Int) -> TextColumn {
        pad(to: rowCount)
        return TextColumn(
            bytes: Buffer(bytes), offsets: Buffer(offsets.map { UInt32(clamping: $0) }),
            valid: valid.validity(count: rowCount))
    }
}

/// Codes of a dictionary that grows, with a row for each record.
struct TermStore {
    var interner = ByteInterner()
    private(set) var codes: [UInt32] = []

    mutating func append(_ code: UInt32, row: Int) {
        pad(to: row)
        codes.append(code)
    }

    mutating func append(_ string: JSONString, row: Int) {
        let code = string.withBytes { interner.insert($0) }
        append(code, row: row)
    }

    mutating func pad(to row: Int) {
        while codes.count < row { codes.append(0) }
    }

    mutating func storage(rowCount: Int, hierarchical: Bool = false) -> Column.Storage {
        pad(to: rowCount)
        return .codes(
            Codes(codes, limit: interner.count), .terms(interner.dictionary(), hierarchical: hierarchical))
    }
}

/// Runs of codes, one a record, in which none stands twice.
struct ListStore {
    private(set) var offsets: [UInt32] = [0]
    private(set) var values: [UInt32] = []
    /// For each code the number of the list that had it last.
    private var lastLists: [UInt32] = []

    /// Ends the rows before a row, so that its values may be added.
    mutating func pad(to row: Int) {
        while offsets.count <= row { offsets.append(UInt32(values.count)) }
    }

    /// Adds a value to the row that is open unless it has it already.
    mutating func append(_ code: UInt32) {
        let list = UInt32(offsets.count)
        while lastLists.count <= Int(code) { lastLists.append(0) }
        if lastLists[Int(code)] == list { return }
        lastLists[Int(code)] = list
        values.append(code)
    }

    func lists(limit: Int) -> Lists { Lists(offsets: Buffer(offsets), values: Codes(values, limit: limit)) }
}

final class TextBuilder: FieldBuilder {
    var texts = TextStore()

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let string = reading.text(value, step) else { return }
        texts.append(string, row: row)
        lastValueRow = row
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        [column("", .texts(texts.column(rowCount: rowCount)), judged: judged)]
    }
}

final class TermBuilder: FieldBuilder {
    var store = TermStore()
    private let values: [String]
    private let isHierarchical: Bool

    init(_ field: Field, values: [String], isHierarchical: Bool) {
        self.values = values
        self.isHierarchical = isHierarchical
        for value in values { _ = store.interner.insert(value) }
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let string = reading.text(value, step) else { return }
        lastValueRow = row
        if values.isEmpty { return store.append(string, row: row) }
        if let code = reading.closedTerm(string, store.interner, values, step) {
            store.append(code, row: row)
        }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let storage = store.storage(rowCount: rowCount, hierarchical: isHierarchical)
        let valid = judged.map { bits in
            Bitmap(count: rowCount, rows: bits.rows.lazy.map(Int.init).filter { self.store.codes[$0] != 0 })
        }
        return [column("", storage, judged: valid)]
    }
}

extension Reading {
    /// The code of a term of a closed vocabulary; reports what is none.
    func closedTerm(
        _ string: JSONString, _ interner: ByteInterner, _ values: [String], _ steps: [FieldStep]
    ) -> UInt32? {
        if let code = string.withBytes({ interner.code(of: $0) }) { return code }
        let text = string.text
        fault(
            .badTerm, at: string.byteOffset, steps, found: text, expected: values,
            near: nearest(to: text, among: values))
        return nil
    }
}

/// Several terms of an open vocabulary.
final class TermListBuilder: FieldBuilder {
    private var interner = ByteInterner()
    private var lists = ListStore()
    private let isHierarchical: Bool

    init(_ field: Field, isHierarchical: Bool) {
        self.isHierarchical = isHierarchical
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
            guard let string = reading.text(element, step + [.element(index)]) else { return }
            lists.append(string.withBytes { interner.insert($0) })
        }
    }

    /// The terms of a row, for the index of names.
    func terms(_ row: Int) -> [String] {
        guard row + 1 < lists.offsets.count else { return [] }
        return lists.values[Int(lists.offsets[row])..<Int(lists.offsets[row + 1])].map { interner.text($0) }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        lists.pad(to: rowCount)
        let domain = Domain.terms(interner.dictionary(), hierarchical: isHierarchical)
        return [column("", .lists(lists.lists(limit: interner.count), domain))]
    }
}

final class IntegerBuilder: FieldBuilder {
    private var values: [Int] = []
    private var valid = BitBuilder()

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let number = value.wholeNumber else {
            return reading.wrong(value, step, expected: "whole-number")
        }
        while values.count < row { values.append(0) }
        valid.pad(to: row)
        values.append(number)
        valid.append(true)
        lastValueRow = row
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        while values.count < rowCount { values.append(0) }
        return [column("", .integers(Buffer(values), valid: valid.validity(count: rowCount)))]
    }
}

final class RealBuilder: FieldBuilder {
    private var values: [Double] = []
    private var valid = BitBuilder()

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let number = value.double, number.isFinite else {
            return reading.wrong(value, step, expected: "number")
        }
        while values.count < row { values.append(0) }
        valid.pad(to: row)
        values.append(number)
        valid.append(true)
        lastValueRow = row
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        while values.count < rowCount { values.append(0) }
        return [column("", .reals(Buffer(values), valid: valid.validity(count: rowCount)))]
    }
}

extension JSONValue {
    /// A whole number, also where it is written as `3.0` or `3e0`.
    var wholeNumber: Int? {
        if let integer { return Int(integer) }
        return kind == .double ? double.flatMap { Int(exactly: $0) } : nil
    }
}
