import QuothSyntax

/// Turns ids into rows when everything has been read, and checks what links make together.
struct References {
    let tables: [Collection: TableBuilder]
    let faults: FaultList

    func resolve() {
        for collection in Collection.allCases { tables[collection]?.makeIDs(faults) }
        for collection in Collection.allCases {
            guard let table = tables[collection] else { continue }
            for field in table.fields { resolve(field, table) }
            imply(table)
        }
        for collection in Collection.allCases {
            guard let table = tables[collection] else { continue }
            findCircles(table)
            closeUtterances(table)
        }
    }

    private func resolve(_ field: FieldBuilder, _ table: TableBuilder) {
        switch field {
        case let link as LinkBuilder:
            link.resolve(rowCount: table.rowCount) { row, element, id in
                dangling(table, field, row, element, id, link.target, link.near)
            }
        case let links as LinkListBuilder:
            links.resolve(rowCount: table.rowCount) { row, element, id in
                dangling(table, field, row, element, id, links.target, links.near)
            }
        case let evidence as EvidenceBuilder:
            evidence.pad(to: table.rowCount)
        default: break
        }
    }

    private func dangling(
        _ table: TableBuilder, _ field: FieldBuilder, _ row: Int, _ element: Int?, _ id: String,
        _ target: Collection, _ near: (String) -> [String]
    ) {
        // What can't be read may have held the record that is missed.
        if faults.isFull || faults.isIncomplete { return }
        var steps: [FieldStep] = [.member(field.field.name)]
        if let element { steps.append(.element(element)) }
        var fault = table.fault(.danglingReference, row: row, steps)
        fault.found = id
        fault.subject = target.rawValue
        fault.near = near(id)
        faults.add(fault)
    }

    /// Leads the implied links of nested records to the records around them.
    private func imply(_ table: TableBuilder) {
        guard let nesting = table.schema.nestedIn, let link = table.field(nesting.link) as? LinkBuilder
        else { return }
        for (index, segment) in table.segments.enumerated() {
            guard case .nested(let owner, let ownerRow, _) = segment.place else { continue }
            let next = index + 1
            let end = next < table.segments.count ? table.segments[next].firstRow : table.rowCount
            for row in segment.firstRow..<max(end, segment.firstRow) {
                if let given = link.end(row), given != ownerRow {
                    var fault = table.fault(.wrongValue, row: row, [.member(nesting.link)])
                    fault.found = owner.id(given)
                    fault.expected = [owner.id(ownerRow)]
                    fault.subject = nesting.link
                    faults.add(fault)
                }
                link.imply(ownerRow, row: row)
            }
        }
    }

    /// Reports each circle of `parent` or `within` once.
    private func findCircles(_ table: TableBuilder) {
        for case let link as LinkBuilder in table.fields where link.target == table.schema.collection {
            // 0 for a row not seen, else the number of the walk that saw it.
            var walks = [Int32](repeating: 0, count: table.rowCount)
            var walk: Int32 = 0
            for start in 0..<table.rowCount where walks[start] == 0 {
                walk += 1
                var row = start
                while walks[row] == 0, let next = link.end(row) {
                    walks[row] = walk
                    row = next
                }
                if walks[row] == walk { circle(table, link, through: row) }
                if walks[row] == 0 { walks[row] = walk }
            }
        }
    }

    private func circle(_ table: TableBuilder, _ link: LinkBuilder, through start: Int) {
        // A row without an end closes no circle, though its own walk saw it last.
        guard link.end(start) != nil else { return }
        var ids = [table.id(start)]
        var row = link.end(start)
        while let next = row, next != start {
            if ids.count < 10 { ids.append(table.id(next)) }
            row = link.end(next)
        }
        var fault = table.fault(.circle, row: start, [.member(link.field.name)])
        fault.found = (ids + [table.id(start)]).joined(separator: " → ")
        fault.subject = link.field.name
        faults.add(fault)
    }

    private func closeUtterances(_ table: TableBuilder) {
        guard let links = table.field("same_utterance") as? LinkListBuilder else { return }
        links.closeSymmetrically()
    }
}
