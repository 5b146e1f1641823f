import QuothSyntax

/// Takes in one field of one collection.
class FieldBuilder: MemberBuilder {
    let field: Field

    init(_ field: Field) {
        self.field = field
        super.init(field.name)
    }

    /// The finished columns, which may be asked for once. `judged` has the rows whose basis makes a judgement of
    /// this field, if any do.
    func columns(rowCount: Int, judged: Bitmap?) -> [Column] { [] }

    final func column(_ part: String, _ data: Column.Storage, judged: Bitmap? = nil) -> Column {
        Column(
            name: field.name + part, data: data, role: .field,
            judged: judged.flatMap { $0.isEmpty ? nil : $0 })
    }
}

// Each store is touched by one call at a time: builders belong to one reader, and no store is lent to code that could
// come back to its builder. So Swift need not watch over it, which it would do for every value.

final class TextBuilder: FieldBuilder {
    @exclusivity(unchecked) var texts = TextStore()
    /// The column, where it was needed before its time.
    var column: TextColumn?
    /// Whether records are called by it, so that it can't be blank.
    private let isName: Bool

    init(_ field: Field, isName: Bool) {
        self.isName = isName
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        if isName, value.isBlank {
            return reading.fault(
                .wrongValue, at: value.byteOffset, step, found: "an empty text", expected: ["name"])
        }
        guard let string = reading.text(value, step, beside: texts.byteCount) else { return }
        string.withBytes { texts.append($0, row: row) }
    }

    override var byteCount: Int { texts.byteCount }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        if let other = other as? TextBuilder { texts.absorb(&other.texts, at: row) }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        [column("", .texts(column ?? texts.column(rowCount: rowCount)), judged: judged)]
    }
}

final class TermBuilder: FieldBuilder {
    @exclusivity(unchecked) private var store = TermStore()
    private let values: [String]
    private let isClosed: Bool
    private let isHierarchical: Bool

    init(_ field: Field, values: [String], isHierarchical: Bool) {
        self.values = values
        isClosed = !values.isEmpty
        self.isHierarchical = isHierarchical
        super.init(field)
        addValues()
    }

    /// A closed vocabulary has its values in their order, also those that no record has.
    private func addValues() {
        for value in values { _ = store.interner.insert(value) }
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        let code =
            isClosed
            ? reading.closedTerm(value, store.interner, values, step)
            : reading.code(value, in: &store.interner, step)
        if code != 0 { store.append(code, row: row) }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? TermBuilder else { return }
        store.absorb(&other.store, at: row)
        other.addValues()
    }

    override var byteCount: Int { store.interner.byteCount }

    /// The code of a row, 0 if it has none.
    func code(_ row: Int) -> UInt32 { store.code(row) }

    /// The rows whose code is greater than another.
    func rows(above code: UInt32, rowCount: Int) -> Bitmap {
        Bitmap(count: rowCount) { words in
            store.codes.withSpan { codes in
                for row in codes.indices where codes[row] > code { words[row >> 6] |= 1 << UInt64(row & 63) }
            }
        }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let valid = judged?.intersection(rows(above: 0, rowCount: rowCount))
        return [column("", store.storage(rowCount: rowCount, hierarchical: isHierarchical), judged: valid)]
    }
}

extension Reading {
    /// The code of a term of a closed vocabulary; 0 for what is none, which is reported.
    func closedTerm(
        _ value: JSONValue, _ interner: borrowing ByteInterner, _ values: @autoclosure () -> [String],
        _ steps: @autoclosure () -> [FieldStep]
    ) -> UInt32 {
        guard let string = value.string else {
            wrong(value, steps(), expected: "text")
            return 0
        }
        if let code = string.withBytes({ interner.code(of: $0) }) { return code }
        guard let string = text(value, steps()) else { return 0 }
        let text = string.text
        let values = values()
        fault(
            .badTerm, at: string.byteOffset, steps(), found: text, expected: values,
            near: nearest(to: text, among: values))
        return 0
    }
}

/// Several terms of an open vocabulary.
final class TermListBuilder: FieldBuilder {
    @exclusivity(unchecked) private var interner = ByteInterner()
    @exclusivity(unchecked) private var lists = ListStore()
    private let isHierarchical: Bool

    init(_ field: Field, isHierarchical: Bool) {
        self.isHierarchical = isHierarchical
        super.init(field)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        lists.pad(to: row)
        var index = 0
        value.forEachElement { element in
            defer { index += 1 }
            if element.isNull { return }
            let code = reading.code(element, in: &interner, step + [.element(index)])
            if code != 0 { lists.append(code) }
        }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? TermListBuilder else { return }
        lists.absorb(&other.lists, at: row, interner.absorb(&other.interner))
    }

    override var byteCount: Int { interner.byteCount }

    /// Lends the terms of a row to the body, for the index of names.
    func forEachTerm(_ row: Int, _ body: (Swift.Span<UInt8>) -> Void) {
        for place in lists.range(row) { interner.withBytes(lists.values[place], body) }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let values = lists.lists(rowCount: rowCount, limit: interner.count)
        return [column("", .lists(values, .terms(interner.dictionary(), hierarchical: isHierarchical)))]
    }
}

/// Numbers with a row for each record.
struct NumberStore<Number: BitwiseCopyable & Sendable & Numeric>: ~Copyable {
    private var values = BufferBuilder<Number>()
    private var valid = BitBuilder()

    mutating func append(_ number: Number, row: Int) {
        values.pad(to: row, with: 0)
        valid.pad(to: row)
        values.append(number)
        valid.append(true)
    }

    subscript(row: Int) -> Number? { valid[row] ? values[row] : nil }

    mutating func absorb(_ other: inout NumberStore, at row: Int) {
        guard other.values.count > 0 else { return }
        values.pad(to: row, with: 0)
        other.values.withSpan { values.append($0) }
        other.values.removeAll()
        valid.absorb(&other.valid, at: row)
    }

    /// The numbers as others, which leaves none here.
    mutating func mapped<Other>(_ transform: (Number) -> Other) -> NumberStore<Other> {
        var result = NumberStore<Other>()
        for index in 0..<values.count { result.values.append(transform(values[index])) }
        swap(&result.valid, &valid)
        values.removeAll()
        return result
    }

    /// The numbers of so many rows, and which rows have one.
    mutating func column(rowCount: Int) -> (Buffer<Number>, Bitmap?) {
        let bits = valid.validity(count: rowCount)
        if values.count == 0 { return (Buffer.zeros(rowCount), bits) }
        values.pad(to: rowCount, with: 0)
        return (values.take(), bits)
    }
}

final class IntegerBuilder: FieldBuilder {
    @exclusivity(unchecked) private var numbers = NumberStore<Int>()

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let number = value.wholeNumber else {
            return reading.wrong(value, step, expected: "whole-number")
        }
        guard field.admits(Double(number)) else {
            return reading.wrong(value, step, expected: field.rangePhrase)
        }
        numbers.append(number, row: row)
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        if let other = other as? IntegerBuilder { numbers.absorb(&other.numbers, at: row) }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let (values, valid) = numbers.column(rowCount: rowCount)
        return [column("", .integers(values, valid: valid))]
    }
}

final class RealBuilder: FieldBuilder {
    @exclusivity(unchecked) private var numbers = NumberStore<Double>()

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard let number = value.double, number.isFinite else {
            return reading.wrong(value, step, expected: "number")
        }
        guard field.admits(number) else { return reading.wrong(value, step, expected: field.rangePhrase) }
        numbers.append(number, row: row)
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        if let other = other as? RealBuilder { numbers.absorb(&other.numbers, at: row) }
    }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let (values, valid) = numbers.column(rowCount: rowCount)
        return [column("", .reals(values, valid: valid))]
    }
}

extension Field {
    /// Whether a number is one that the field may have.
    fileprivate func admits(_ number: Double) -> Bool { range?.contains(number) ?? true }
}

extension JSONValue {
    /// A whole number, also where it is written as `3.0` or `3e0`.
    var wholeNumber: Int? {
        if let integer { return Int(integer) }
        return kind == .double ? double.flatMap { Int(exactly: $0) } : nil
    }
}
