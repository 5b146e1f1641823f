import QuothSyntax

/// Takes in a field that the schema doesn't name, and finds out what is in it.
final class OwnVariable: MemberBuilder {
    private(set) var kind: Kind?
    /// The first value was of one kind and this one of another; told once.
    private var isMixed = false
    @exclusivity(unchecked) private var integers = NumberStore<Int>()
    @exclusivity(unchecked) private var reals = NumberStore<Double>()
    @exclusivity(unchecked) private var truths = BitBuilder()
    @exclusivity(unchecked) private var valid = BitBuilder()
    @exclusivity(unchecked) private var terms = TermStore()
    @exclusivity(unchecked) private var lists = ListStore()
    /// The first place where it stood, to be told if its name looks misspelt.
    let first: Fault

    enum Kind: String {
        case integer = "whole-number"
        case real = "number"
        case truth, text, list
    }

    init(_ name: String, first: Fault) {
        self.first = first
        super.init(name)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard !value.isWideInteger else {
            // As the nearest number it would lose its last digits, and two codes might become one.
            return reading.wrong(value, step, expected: "a number of up to 18 digits", "text")
        }
        guard let kind = kind(of: value), settle(kind) else { return refuse(value, reading) }
        switch kind {
        case .integer where self.kind == .integer: integers.append(value.wholeNumber ?? 0, row: row)
        case .integer, .real: reals.append(value.double ?? 0, row: row)
        case .truth:
            truths.pad(to: row)
            truths.append(value.boolean == true)
            valid.pad(to: row)
            valid.append(true)
        case .text:
            let code = reading.code(value, in: &terms.interner, step)
            if code != 0 { terms.append(code, row: row) }
        case .list: readList(value, row: row, reading)
        }
    }

    private func readList(_ value: JSONValue, row: Int, _ reading: Reading) {
        lists.pad(to: row)
        var index = 0
        value.forEachElement { element in
            defer { index += 1 }
            if element.isNull { return }
            let code = reading.code(element, in: &terms.interner, step + [.element(index)])
            if code != 0 { lists.append(code) }
        }
    }

    override var byteCount: Int { terms.interner.byteCount }

    /// Values of two kinds can't be told apart from faults without reading them in their order.
    override func canAbsorb(_ other: MemberBuilder, textLimit: Int) -> Bool {
        guard super.canAbsorb(other, textLimit: textLimit), let other = other as? OwnVariable else {
            return false
        }
        guard let kind, let theirs = other.kind else { return true }
        return kind == theirs || [kind, theirs].allSatisfy { $0 == .integer || $0 == .real }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? OwnVariable, let theirs = other.kind else { return }
        if theirs == .integer, kind == .real { other.makeReal() }
        _ = settle(theirs)
        integers.absorb(&other.integers, at: row)
        reals.absorb(&other.reals, at: row)
        truths.absorb(&other.truths, at: row)
        valid.absorb(&other.valid, at: row)
        if theirs == .list {
            lists.absorb(&other.lists, at: row, terms.interner.absorb(&other.terms.interner))
        } else {
            terms.absorb(&other.terms, at: row)
        }
    }

    private func kind(of value: JSONValue) -> Kind? {
        switch value.kind {
        case .string: .text
        case .array: .list
        case .boolean: .truth
        case .integer: .integer
        case .unsigned: nil
        // What is written as 3.0 is a number of its own kind: a column of those isn't one of whole numbers.
        case .double: value.double?.isFinite == true ? .real : nil
        case .object, .null: nil
        }
    }

    /// Whether a value of that kind goes with those before it; whole numbers become numbers at need.
    private func settle(_ new: Kind) -> Bool {
        switch (kind, new) {
        case (nil, _): kind = new
        case (.integer, .real):
            makeReal()
        case (.real, .integer): break
        default: return kind == new
        }
        return true
    }

    private func makeReal() {
        reals = integers.mapped { Double($0) }
        kind = .real
    }

    private func refuse(_ value: JSONValue, _ reading: Reading) {
        guard let kind, self.kind(of: value) != nil else {
            return reading.wrong(
                value, step, expected: "number", "truth", "text", "date", "list", subject: name.text)
        }
        if isMixed { return }
        isMixed = true
        reading.fault(
            .mixedTypes, at: value.byteOffset, step, found: value.summary, expected: [kind.rawValue],
            subject: name.text)
    }

    /// The column; nil if no record has a value.
    func column(rowCount: Int) -> Column? {
        guard let kind else { return nil }
        return Column(name: name.text, data: storage(kind, rowCount: rowCount), role: .own)
    }

    private func storage(_ kind: Kind, rowCount: Int) -> Column.Storage {
        switch kind {
        case .integer:
            let (values, valid) = integers.column(rowCount: rowCount)
            return .integers(values, valid: valid)
        case .real:
            let (values, valid) = reals.column(rowCount: rowCount)
            return .reals(values, valid: valid)
        case .truth:
            return .truths(truths.bitmap(count: rowCount), valid: valid.validity(count: rowCount))
        case .list:
            let values = lists.lists(rowCount: rowCount, limit: terms.interner.count)
            return .lists(values, .terms(terms.interner.dictionary(), hierarchical: false))
        case .text:
            return dates(rowCount: rowCount).map { .dates($0, extent: false) }
                ?? terms.storage(rowCount: rowCount)
        }
    }

    /// The values as dates, if every one of them is a date with a month.
    private func dates(rowCount: Int) -> DateColumn? {
        var periods: [Period] = []
        for code in 0..<distinctCount {
            guard let period = withText(UInt32(code + 1), Self.period) else { return nil }
            periods.append(period)
        }
        return terms.codes.withSpan { DateColumn(periods, codes: $0, count: rowCount) }
    }

    /// The period of a date. `2018` may be anything; `2018-05` is one.
    static func period(of text: Swift.Span<UInt8>) -> Period? {
        guard text.count >= 7 else { return nil }
        let looksLikeDate = (0..<7).allSatisfy { index in
            index == 4 ? text[index] == UInt8(ascii: "-") : (0x30...0x39).contains(text[index])
        }
        return looksLikeDate ? EDTF.period(of: text.withUnsafeBufferPointer { Array($0) }) : nil
    }
}

// The texts, until the column is made of them.
extension OwnVariable {
    /// How many different ones there are; their codes begin at 1.
    var distinctCount: Int { terms.interner.count }

    /// Lends the bytes of a code.
    func withText<Result>(_ code: UInt32, _ body: (Swift.Span<UInt8>) -> Result) -> Result {
        terms.interner.withBytes(code, body)
    }

    /// The number of rows up to the last that has a text.
    var codeCount: Int { terms.codes.count }

    /// The code of a row; 0 if it has none.
    func code(_ row: Int) -> UInt32 { terms.code(row) }
}
