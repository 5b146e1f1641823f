import QuothSyntax

/// Makes the finished tables out of builders whose references are resolved and checked.
struct Assembly {
    let tables: [Collection: TableBuilder]
    let workers: Int
    /// The rows of each collection whose basis makes judgements of its governed fields.
    private let judged: [Collection: Bitmap]

    init(tables: [Collection: TableBuilder], workers: Int) {
        self.tables = tables
        self.workers = workers
        judged = tables.compactMapValues(\.judgedRows)
    }

    /// Makes some columns of a table, without regard to the others.
    private typealias Part = () -> Result

    private struct Result {
        var columns: [Column]
        /// The index of names, if the name is among the columns.
        var names: NameIndex?
    }

    func corpus(path: String?, digest: String, notes: [Diagnostic], sources: SourceFiles) -> Corpus {
        let parts = Collection.allCases.map(self.parts)
        var results = Workers.map(Array(parts.joined()), on: workers) { $0() }[...]
        var finished = ByCollection(repeating: Table.empty)
        var evidence = ByCollection<EvidenceColumn?>(repeating: nil)
        for (collection, parts) in zip(Collection.allCases, parts) {
            guard let builder = tables[collection] else { continue }
            let mine = results.prefix(parts.count)
            results.removeFirst(parts.count)
            finished[collection] = Table(
                rowCount: builder.rowCount, columns: mine.flatMap(\.columns),
                names: mine.lazy.compactMap(\.names).first, ids: builder.ids.lookup)
            if let spans = builder.field("evidence") as? EvidenceBuilder, spans.spans.count > 0 {
                evidence[collection] = spans.evidence
            }
        }
        return Corpus(
            tables: finished, path: path, digest: digest, notes: notes, evidence: evidence, sources: sources
        )
    }

    /// The columns of a collection in their order. They are made at the same time, so no part may touch what another
    /// changes: links, dates and bases can be read while and after their columns are made, names and texts can't.
    private func parts(_ collection: Collection) -> [Part] {
        guard let builder = tables[collection] else { return [] }
        func part(_ make: @escaping () -> [Column]) -> Part { { Result(columns: make()) } }
        var parts = [part { [Column(name: "id", data: .texts(builder.ids.column), role: .field)] }]
        for field in builder.fields where field.field.name != "other_names" {
            if field.field.name == builder.schema.nameField {
                parts.append { self.names(builder, field) }
            } else {
                parts.append(part { self.columns(field, builder) })
            }
        }
        parts += inverses(onto: builder).map(part)
        parts.append(part { DerivedLinks(tables: self.tables, judged: self.judged).columns(collection) })
        parts += builder.own.map { own in part { [own.column(rowCount: builder.rowCount)].compactMap { $0 } }
        }
        return parts
    }

    private func columns(_ field: FieldBuilder, _ builder: TableBuilder) -> [Column] {
        let bits = field.field.isGoverned ? judged[builder.schema.collection] : nil
        return field.columns(rowCount: builder.rowCount, judged: bits)
    }

    /// The columns of the name and of other names, which come next, and the index of both.
    private func names(_ builder: TableBuilder, _ name: FieldBuilder) -> Result {
        let others = builder.field("other_names")
        var index: NameIndex?
        if let texts = name as? TextBuilder {
            index = Self.index(
                builder.ids.column, texts, others as? TermListBuilder, rowCount: builder.rowCount)
        }
        return Result(
            columns: columns(name, builder) + (others.map { columns($0, builder) } ?? []), names: index)
    }

    private static func index(
        _ ids: TextColumn, _ names: TextBuilder, _ others: TermListBuilder?, rowCount: Int
    ) -> NameIndex {
        var index = NameIndex.Builder()
        var folded: [UInt8] = []
        for row in 0..<rowCount {
            folded.removeAll(keepingCapacity: true)
            let isSame = ids.withBytes(row) { id in
                Folding.fold(id, into: &folded)
                return folded.span.isSame(as: id)
            }
            if !isSame { index.insert(foldedID: folded.span, row: row) }
            guard names.texts.has(row) else { continue }
            folded.removeAll(keepingCapacity: true)
            names.texts.withBytes(row) { Folding.fold($0, into: &folded) }
            index.insert(name: folded.span, row: row)
            others?.forEachTerm(row) { term in
                folded.removeAll(keepingCapacity: true)
                Folding.fold(term, into: &folded)
                index.insert(otherName: folded.span, row: row)
            }
        }
        return index.finished()
    }
}

// Links followed backwards.
extension Assembly {
    private func inverses(onto target: TableBuilder) -> [() -> [Column]] {
        var inverses: [() -> [Column]] = []
        for source in Collection.allCases {
            guard let table = tables[source] else { continue }
            for field in table.fields {
                guard field.field.kind == .link(target.schema.collection), let name = field.field.inverse
                else {
                    continue
                }
                let judged = field.field.isGoverned ? judged[source] : nil
                inverses.append {
                    [self.inverse(name, field, table, rowCount: target.rowCount, judged: judged)]
                }
            }
        }
        return inverses
    }

    private func inverse(
        _ name: String, _ field: FieldBuilder, _ source: TableBuilder, rowCount: Int, judged: Bitmap?
    ) -> Column {
        let lists = lists(field, source, rowCount)
        var bits: Bitmap?
        if let judged {
            let values = lists.values
            bits = Bitmap(
                count: values.count, rows: (0..<values.count).lazy.filter { judged[Int(values[$0]) - 1] })
        }
        return Column(
            name: name, data: .lists(lists, .rows(source.schema.collection)), role: .inverse,
            judged: bits.flatMap { $0.isEmpty ? nil : $0 })
    }

    private func lists(_ field: FieldBuilder, _ source: TableBuilder, _ rowCount: Int) -> Lists {
        switch field {
        case let link as LinkBuilder where !link.isEmpty:
            link.withEnds { ends in
                RowsByEnd.lists(ends, endCount: rowCount, rowCount: source.rowCount) { UInt32($0) }
            }
        case let links as LinkListBuilder where !links.isEmpty:
            links.withEnds { ends, rows in
                RowsByEnd.lists(ends, endCount: rowCount, rowCount: source.rowCount) { rows[$0] }
            }
        default: Lists(offsets: Buffer.zeros(rowCount + 1), values: .narrow([]))
        }
    }
}

extension TableBuilder {
    /// The rows whose basis is recorded and isn't `stated`; nil if there are none.
    var judgedRows: Bitmap? {
        guard let basis = field("basis") as? TermBuilder else { return nil }
        let rows = basis.rows(above: 1, rowCount: rowCount)
        return rows.isEmpty ? nil : rows
    }
}
