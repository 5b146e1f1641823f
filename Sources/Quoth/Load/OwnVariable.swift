import QuothSyntax

/// Takes in a field that the schema doesn't name, and finds out what is in it.
final class OwnVariable {
    let name: String
    let key: [UInt8]
    var lastRow = -1
    private var kind: Kind?
    /// The first value was of one kind and this one of another; told once.
    private var isMixed = false
    private var integers: [Int] = []
    private var reals: [Double] = []
    private var truths = BitBuilder()
    private var valid = BitBuilder()
    private var terms = TermStore()
    private var lists = ListStore()

    enum Kind: String {
        case integer = "whole-number"
        case real = "number"
        case truth, text, list
    }

    init(_ name: String) {
        self.name = name
        key = Array(name.utf8)
    }

    /// Takes a value that isn't null.
    func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard !value.isWideInteger else {
            // As the nearest number it would lose its last digits, and two codes might become one.
            return reading.wrong(value, [.member(name)], expected: "a number of up to 18 digits", "text")
        }
        guard let kind = kind(of: value), settle(kind) else { return refuse(value, reading) }
        switch kind {
        case .integer where self.kind == .integer:
            while integers.count < row { integers.append(0) }
            mark(row)
            integers.append(value.wholeNumber ?? 0)
        case .integer, .real:
            while reals.count < row { reals.append(0) }
            mark(row)
            reals.append(value.double ?? 0)
        case .truth:
            truths.pad(to: row)
            mark(row)
            truths.append(value.boolean == true)
        case .text:
            if let string = reading.text(value, [.member(name)]) { terms.append(string, row: row) }
        case .list: readList(value, row: row, reading)
        }
    }

    private func readList(_ value: JSONValue, row: Int, _ reading: Reading) {
        lists.pad(to: row)
        var index = 0
        value.forEachElement { element in
            defer { index += 1 }
            if element.isNull { return }
            guard let string = reading.text(element, [.member(name), .element(index)]) else { return }
            lists.append(string.withBytes { terms.interner.insert($0) })
        }
    }

    private func mark(_ row: Int) {
        valid.pad(to: row)
        valid.append(true)
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
            reals = integers.map(Double.init)
            integers = []
            kind = .real
        case (.real, .integer): break
        default: return kind == new
        }
        return true
    }

    private func refuse(_ value: JSONValue, _ reading: Reading) {
        let steps: [FieldStep] = [.member(name)]
        guard let kind, self.kind(of: value) != nil else {
            return reading.wrong(
                value, steps, expected: "number", "truth", "text", "date", "list", subject: name)
        }
        if isMixed { return }
        isMixed = true
        reading.fault(
            .mixedTypes, at: value.byteOffset, steps, found: value.summary, expected: [kind.rawValue],
            subject: name)
    }

    /// The column; nil if no record has a value.
    func column(rowCount: Int) -> Column? {
        guard let kind else { return nil }
        return Column(name: name, data: storage(kind, rowCount: rowCount), role: .own)
    }

    private func storage(_ kind: Kind, rowCount: Int) -> Column.Storage {
        switch kind {
        case .integer:
            while integers.count < rowCount { integers.append(0) }
            return .integers(Buffer(integers), valid: valid.validity(count: rowCount))
        case .real:
            while reals.count < rowCount { reals.append(0) }
            return .reals(Buffer(reals), valid: valid.validity(count: rowCount))
        case .truth:
            return .truths(truths.bitmap(count: rowCount), valid: valid.validity(count: rowCount))
        case .list:
            lists.pad(to: rowCount)
            let domain = Domain.terms(terms.interner.dictionary(), hierarchical: false)
            return .lists(lists.lists(limit: terms.interner.count), domain)
        case .text:
            return dates(rowCount: rowCount).map { .dates($0, extent: false) }
                ?? terms.storage(rowCount: rowCount)
        }
    }

    /// The values as dates, if every one of them is a date with a month.
    private func dates(rowCount: Int) -> DateColumn? {
        var periods: [(first: Int32, last: Int32)] = [DateColumn.missing]
        for code in 0..<terms.interner.count {
            let text = terms.interner.value(UInt32(code + 1))
            guard Self.looksLikeDate(text), let period = EDTF.period(of: text) else { return nil }
            periods.append((period.first, period.last))
        }
        terms.pad(to: rowCount)
        return DateColumn(
            first: terms.codes.map { periods[Int($0)].first },
            last: terms.codes.map { periods[Int($0)].last })
    }

    /// `2018` may be anything; `2018-05` is a date.
    private static func looksLikeDate(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 7 else { return false }
        return text.prefix(7).enumerated().allSatisfy { index, byte in
            index == 4 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
        }
    }
}
