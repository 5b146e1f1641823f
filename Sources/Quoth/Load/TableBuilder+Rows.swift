import QuothSyntax

// Where a row came from, and what it is called.
extension TableBuilder {
    /// The segment of a row; O(log segments).
    private func segment(of row: Int) -> Segment {
        segments[(1..<segments.count).partitionPoint { segments[$0].firstRow <= row } - 1]
    }

    /// A fault about a row that was read before.
    func fault(_ code: DiagnosticCode, row: Int, _ steps: [FieldStep]) -> Fault {
        let segment = segment(of: row)
        let index = row - segment.firstRow
        var fault = Fault(code: code, file: segment.file)
        switch segment.place {
        case .document: fault.path = [.member(schema.collection.rawValue), .element(index)]
        case .list: fault.path = [.element(index)]
        case .lines(let first), .rows(let first, _): fault.line = first + index
        case .nested:
            guard let owner, let member = schema.nestedIn?.member else { break }
            let place: [FieldStep] = [.member(member), .element(row - firstRow(besides: row))]
            fault = owner.fault(code, row: Int(owners[row]) - 1, place)
        }
        fault.path += steps
        return fault
    }

    /// The first row of the list in which a nested record stands.
    private func firstRow(besides row: Int) -> Int {
        var first = row
        while first > 0, owners[first - 1] == owners[row] { first -= 1 }
        return first
    }

    func id(_ row: Int) -> String { ids.id(row) }

    /// Ends the reading of ids: gives some to records that need none of their own, nested ones and rows of tables.
    /// Records in which others may be nested come first, as their ids are a part of those.
    ///
    /// To be called when everything is read and before references are resolved, since they may be referred to.
    func finishIDs() {
        if let owner, let nesting = schema.nestedIn, rowCount > 0 { makeIDs(owner, nesting.member) }
        ids.finish(rowCount: rowCount)
    }

    /// Makes the ids of rows without one: `q1/stances/2` in a quote, `stances/7` in a table.
    private func makeIDs(_ owner: TableBuilder, _ member: String) {
        let member = Array("/\(member)/".utf8)
        let stem = Array("\(schema.collection.rawValue)/".utf8)
        let outer = owner.ids.column
        var list = (owner: UInt32(0), firstRow: 0)
        ids.fill(rowCount: rowCount) { row, id in
            let around = row < owners.count ? owners[row] : 0
            if around != 0 {
                if around != list.owner { list = (around, firstRow(besides: row)) }
                outer.withBytes(Int(around) - 1) { $0.append(to: &id) }
                member.span.append(to: &id)
                id += String(row - list.firstRow + 1).utf8
            } else {
                let segment = segment(of: row)
                guard case .rows(_, let number) = segment.place else { return }
                stem.span.append(to: &id)
                id += String(number + row - segment.firstRow).utf8
            }
        }
    }

    /// Makes records known by their ids; says which have an id that another has before them.
    func indexIDs() -> [Int] { ids.index() }

    func reportDuplicateID(_ row: Int, _ faults: FaultList) {
        var fault = fault(.duplicateID, row: row, ids.isGiven(row) ? [.member("id")] : [])
        fault.found = id(row)
        fault.subject = schema.collection.rawValue
        faults.add(fault)
    }
}
