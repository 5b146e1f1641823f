import QuothSyntax

/// Turns ids into rows when everything has been read, and checks what links make together.
struct References {
    let tables: [Collection: TableBuilder]
    let faults: FaultList
    let workers: Int

    func resolve() {
        let all = Collection.allCases.compactMap { tables[$0] }
        finishIDs(all)
        let fields = all.flatMap { table in table.fields.map { (table, $0) } }
        var dangling = Workers.map(fields, on: workers) { resolve($1, $0) }[...]
        for table in all {
            for field in table.fields { dangling.removeFirst().forEach { report($0, field, table) } }
            imply(table)
        }
        for table in all {
            findCircles(table)
            let links = table.field("same_utterance") as? LinkListBuilder
            links?.closeSymmetrically(rowCount: table.rowCount)
        }
    }

    /// Ids of nested records have those of the records around them in them, which are there before.
    private func finishIDs(_ all: [TableBuilder]) {
        for table in all where table.schema.nestedIn == nil { table.finishIDs() }
        let repeated = Workers.map(all, on: workers) { table in
            if table.schema.nestedIn != nil { table.finishIDs() }
            return table.indexIDs()
        }
        for (table, rows) in zip(all, repeated) {
            for row in rows { table.reportDuplicateID(row, faults) }
        }
    }

    /// Turns the ids of a field into rows; says which lead nowhere.
    private func resolve(_ field: FieldBuilder, _ table: TableBuilder) -> [Dangling] {
        guard let targets = targets(of: field)?.ids else { return [] }
        return switch field {
        case let link as LinkBuilder: link.resolve(targets)
        case let links as LinkListBuilder: links.resolve(targets, rowCount: table.rowCount)
        default: []
        }
    }

    /// What the links of a field lead to.
    private func targets(of field: FieldBuilder) -> TableBuilder? {
        if case .link(let target) = field.field.kind { tables[target] } else { nil }
    }

    private func report(_ dangling: Dangling, _ field: FieldBuilder, _ table: TableBuilder) {
        // What can't be read may have held the record that is missed.
        guard !faults.isFull, !faults.isIncomplete, let targets = targets(of: field) else { return }
        var fault = table.fault(
            .danglingReference, row: dangling.row,
            field.step + (dangling.element.map { [.element($0)] } ?? []))
        fault.found = dangling.id
        fault.subject = targets.schema.collection.rawValue
        fault.near = targets.ids.near(dangling.id)
        faults.add(fault)
    }

    /// Leads the implied links of nested records to the records around them.
    private func imply(_ table: TableBuilder) {
        guard let nesting = table.schema.nestedIn, let owner = table.owner,
            let link = table.field(nesting.link) as? LinkBuilder
        else { return }
        link.imply(table.owners) { row, given, around in
            var fault = table.fault(.wrongValue, row: row, [.member(nesting.link)])
            fault.found = owner.id(given)
            fault.expected = [owner.id(around)]
            fault.subject = nesting.link
            faults.add(fault)
        }
    }

    /// Reports each circle of `parent` or `within` once.
    private func findCircles(_ table: TableBuilder) {
        for case let link as LinkBuilder in table.fields where link.target == table.schema.collection {
            if link.isEmpty { continue }
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
        fault.found = (ids + [table.id(start)]).joined(by: " → ")
        fault.subject = link.field.name
        faults.add(fault)
    }
}
