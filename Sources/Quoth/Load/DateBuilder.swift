import QuothSyntax

/// Takes in a date: EDTF text, or an object with `date`, `expression`, `basis` and `anchor`.
final class DateBuilder: FieldBuilder {
    private var first: [Int32] = []
    private var last: [Int32] = []
    private var expression = TermStore()
    private var basis = TermStore()
    private var anchor = TermStore()
    private let isExtent: Bool

    init(_ field: Field, isExtent: Bool) {
        self.isExtent = isExtent
        for value in Schema.bases { _ = basis.interner.insert(value) }
        super.init(field)
    }

    /// The names of the columns beside the one with the days.
    static let parts = [".expression", ".basis", ".anchor"]

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        switch value.kind {
        case .string: readDate(value, step, row: row, reading)
        case .object: readObject(value, row: row, reading)
        default: return reading.wrong(value, step, expected: "date", "object")
        }
        lastValueRow = row
    }

    private func readDate(_ value: JSONValue, _ steps: [FieldStep], row: Int, _ reading: Reading) {
        guard let string = value.string else { return reading.wrong(value, steps, expected: "date") }
        let period = string.withBytes { bytes in
            bytes.withUnsafeBufferPointer { EDTF.period(of: $0) }
        }
        guard let period else {
            return reading.fault(.badDate, at: value.byteOffset, steps, found: string.text)
        }
        pad(to: row)
        first.append(period.first)
        last.append(period.last)
    }

    private func readObject(_ value: JSONValue, row: Int, _ reading: Reading) {
        var seen: Set<String> = []
        var hasDate = false
        value.forEachMember { key, member in
            let name = key.text
            let steps = step + [.member(name)]
            guard seen.insert(name).inserted else {
                return reading.fault(.duplicateField, at: key.byteOffset, steps, found: name)
            }
            if member.isNull { return }
            switch name {
            case "date":
                hasDate = true
                readDate(member, steps, row: row, reading)
            case "expression":
                hasDate = true
                readTerm(member, steps, into: &expression, row: row, reading)
            case "anchor": readTerm(member, steps, into: &anchor, row: row, reading)
            case "basis":
                guard let string = reading.text(member, steps),
                    let code = reading.closedTerm(string, basis.interner, Schema.bases, steps)
                else { return }
                basis.append(code, row: row)
            default: reading.unknownMember(key, steps, among: ["date", "expression", "basis", "anchor"])
            }
        }
        if !hasDate {
            reading.fault(
                .missingField, at: value.byteOffset, step, expected: ["date", "expression"], subject: "date")
        }
    }

    private func readTerm(
        _ value: JSONValue, _ steps: [FieldStep], into store: inout TermStore, row: Int, _ reading: Reading
    ) {
        if let string = reading.text(value, steps) { store.append(string, row: row) }
    }

    private func pad(to row: Int) {
        while first.count < row {
            first.append(DateColumn.missing.first)
            last.append(DateColumn.missing.last)
        }
    }

    /// The days of a row; nil if none are known.
    func days(_ row: Int) -> Period? {
        row < first.count ? Period(first: first[row], last: last[row]) : nil
    }

    /// Whether the date itself is said to be anything but stated.
    func isJudged(_ row: Int) -> Bool { row < basis.codes.count && basis.codes[row] > 1 }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        pad(to: rowCount)
        var bits = BitBuilder()
        for row in 0..<rowCount {
            let byRecord = judged?[row] ?? false
            bits.append(first[row] <= last[row] && (byRecord || isJudged(row)))
        }
        let days = DateColumn(first: first, last: last)
        return [
            column("", .dates(days, extent: isExtent), judged: bits.bitmap(count: rowCount)),
            column(Self.parts[0], expression.storage(rowCount: rowCount)),
            column(Self.parts[1], basis.storage(rowCount: rowCount)),
            column(Self.parts[2], anchor.storage(rowCount: rowCount)),
        ]
    }
}

extension Reading {
    /// Reports a member that an object can't have.
    func unknownMember(_ key: JSONString, _ steps: [FieldStep], among names: [String]) {
        fault(
            .unknownMember, at: key.byteOffset, steps, found: key.text, expected: names,
            near: nearest(to: key.text, among: names))
    }
}
