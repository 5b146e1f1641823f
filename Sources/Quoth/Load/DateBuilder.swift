import QuothSyntax

/// Takes in a date: EDTF text, or an object with `date`, `expression`, `basis` and `anchor`.
final class DateBuilder: FieldBuilder {
    /// The texts of the dates, of which there are far fewer than rows, and the period of each.
    @exclusivity(unchecked) private var dates = TermStore()
    @exclusivity(unchecked) private var periods: [Period] = []
    @exclusivity(unchecked) private var expression = TermStore()
    @exclusivity(unchecked) private var basis = TermStore()
    @exclusivity(unchecked) private var anchor = TermStore()
    private let isExtent: Bool

    init(_ field: Field, isExtent: Bool) {
        self.isExtent = isExtent
        super.init(field)
        addBases()
    }

    private func addBases() {
        for value in Schema.bases { _ = basis.interner.insert(value) }
    }

    /// The names of the columns beside the one with the days.
    static let parts = [".expression", ".basis", ".anchor"]

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        switch value.kind {
        case .string: readDate(value, step, row: row, reading)
        case .object: readObject(value, row: row, reading)
        default: return reading.wrong(value, step, expected: "date", "object")
        }
    }

    private func readDate(
        _ value: JSONValue, _ steps: @autoclosure () -> [FieldStep], row: Int, _ reading: Reading
    ) {
        guard let string = value.string else { return reading.wrong(value, steps(), expected: "date") }
        let code = string.withBytes { bytes in
            dates.interner.insert(bytes) { _ in
                let period = bytes.withUnsafeBufferPointer { EDTF.period(of: $0) }
                if let period { periods.append(period) }
                return period != nil
            }
        }
        guard code != 0 else {
            return reading.fault(.badDate, at: value.byteOffset, steps(), found: string.text)
        }
        dates.append(code, row: row)
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
                let code = reading.closedTerm(member, basis.interner, Schema.bases, steps)
                if code != 0 { basis.append(code, row: row) }
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
        let code = reading.code(value, in: &store.interner, steps)
        if code != 0 { store.append(code, row: row) }
    }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? DateBuilder else { return }
        dates.absorb(&other.dates, at: row) { code, theirs in
            if Int(code) > periods.count { periods.append(other.periods[Int(theirs) - 1]) }
        }
        other.periods.removeAll(keepingCapacity: true)
        expression.absorb(&other.expression, at: row)
        basis.absorb(&other.basis, at: row)
        anchor.absorb(&other.anchor, at: row)
        other.addBases()
    }

    /// The days of a row; nil if none are known.
    func days(_ row: Int) -> Period? {
        let code = dates.code(row)
        return code == 0 ? nil : periods[Int(code) - 1]
    }

    /// Whether the date itself is said to be anything but stated.
    func isJudged(_ row: Int) -> Bool { basis.code(row) > 1 }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        var bits: Bitmap?
        if judged != nil || basis.codes.count > 0 {
            let rows = (0..<dates.codes.count).lazy.filter { row in
                self.dates.code(row) != 0 && (judged?[row] ?? false || self.isJudged(row))
            }
            bits = Bitmap(count: rowCount, rows: rows)
        }
        let days = dates.codes.withSpan { DateColumn(periods, codes: $0, count: rowCount) }
        return [
            column("", .dates(days, extent: isExtent), judged: bits),
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
