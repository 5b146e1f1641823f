import QuothSyntax

/// Remarks on the user's own fields of tables that are texts for the sake of a few cells.
///
/// All cells of a column decide what it is, so one `n/a` among numbers makes texts of them, which neither compare nor
/// add up as numbers.
struct OddCells {
    let tables: [Collection: TableBuilder]
    let faults: FaultList

    func remark() {
        for collection in Collection.allCases {
            guard let table = tables[collection], case .rows? = table.segments.first?.place else { continue }
            for variable in table.own { remark(variable, table) }
        }
    }

    private func remark(_ variable: OwnVariable, _ table: TableBuilder) {
        guard let odd = variable.oddText else { return }
        var fault = table.fault(.mixedTypes, row: odd.row, variable.step)
        fault.severity = .warning
        fault.found = odd.text
        fault.expected = [odd.others]
        fault.subject = variable.name.text
        faults.add(fault)
    }
}

extension OwnVariable {
    /// The first text where at least three rows in four have numbers, or dates; nil where that isn't so.
    fileprivate var oddText: (row: Int, text: String, others: String)? {
        guard kind == .text else { return nil }
        return oddText("number") { CellNumber($0) != nil } ?? oddText("date") { Self.period(of: $0) != nil }
    }

    private func oddText(
        _ others: String, _ fits: (Swift.Span<UInt8>) -> Bool
    ) -> (row: Int, text: String, others: String)? {
        var fitting = [false]
        for code in 0..<distinctCount { fitting.append(withText(UInt32(code + 1), fits)) }
        guard fitting.contains(true), let first = fitting.dropFirst().firstIndex(of: false) else {
            return nil
        }
        var (row, odd, all) = (0, 0, 0)
        for place in 0..<codeCount {
            let code = Int(code(place))
            if code == 0 { continue }
            all += 1
            if fitting[code] { continue }
            if odd == 0 { row = place }
            odd += 1
        }
        // What has nothing but digits, such as 007, is a code, and so are those beside it.
        let isCode = withText(UInt32(first)) { bytes in
            bytes.indices.allSatisfy { (0x30...0x39).contains(bytes[$0]) }
        }
        guard odd * 4 <= all, !isCode else { return nil }
        return (row, withText(UInt32(first)) { String(bytes: $0) }, others)
    }
}
