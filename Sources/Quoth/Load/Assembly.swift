import QuothSyntax

/// Makes the finished tables out of builders whose references are resolved and checked.
struct Assembly {
    let tables: [Collection: TableBuilder]
    /// Folds a name as a query's word is folded.
    let fold: (String) -> String

    func corpus(path: String?, digest: String, notes: [Diagnostic], sources: SourceFiles) -> Corpus {
        var finished: [Collection: Table] = [:]
        var evidence: [Collection: EvidenceColumn] = [:]
        for collection in Collection.allCases {
            guard let builder = tables[collection] else { continue }
            finished[collection] = table(builder)
            if let spans = builder.field("evidence") as? EvidenceBuilder, spans.spans.count > 0 {
                evidence[collection] = spans.evidence
            }
        }
        return Corpus(
            tables: finished, path: path, digest: digest, notes: notes, evidence: evidence, sources: sources
        ).indexed()
    }

    private func table(_ builder: TableBuilder) -> Table {
        let judged = builder.judgedRows
        var columns = [builder.idColumn]
        for field in builder.fields {
            columns += field.columns(
                rowCount: builder.rowCount, judged: field.field.isGoverned ? judged : nil)
        }
        columns += inverses(onto: builder.schema.collection, rowCount: builder.rowCount)
        columns += DerivedLinks(tables: tables).columns(builder.schema.collection)
        columns += builder.own.compactMap { $0.column(rowCount: builder.rowCount) }
        var ids: TextLookup?
        if case .texts(let texts) = builder.idColumn.data { ids = TextLookup(texts) }
        return Table(rowCount: builder.rowCount, columns: columns, names: names(builder), ids: ids)
    }

    private func inverses(onto target: Collection, rowCount: Int) -> [Column] {
        var columns: [Column] = []
        for source in Collection.allCases {
            guard let table = tables[source] else { continue }
            for field in table.fields {
                guard field.field.kind == .link(target), let name = field.field.inverse else { continue }
                let judged = field.field.isGoverned ? table.judgedRows : nil
                columns.append(inverse(name, field, table, rowCount: rowCount, judged: judged))
            }
        }
        return columns
    }

    /// Sorts the ends of a link by where they lead, which keeps the rows that lead to one end in their order.
    private func inverse(
        _ name: String, _ field: FieldBuilder, _ source: TableBuilder, rowCount: Int, judged: Bitmap?
    ) -> Column {
        var offsets = [UInt32](repeating: 0, count: rowCount + 1)
        Self.forEachEnd(field, source.rowCount) { _, end in offsets[end + 1] += 1 }
        for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
        var places = offsets
        var values = [UInt32](repeating: 0, count: Int(offsets[rowCount]))
        Self.forEachEnd(field, source.rowCount) { row, end in
            values[Int(places[end])] = UInt32(row + 1)
            places[end] += 1
        }
        let bits = judged.map { judged in
            Bitmap(count: values.count, rows: values.indices.lazy.filter { judged[Int(values[$0]) - 1] })
        }
        let lists = Lists(offsets: Buffer(offsets), values: Codes(values, limit: source.rowCount))
        return Column(
            name: name, data: .lists(lists, .rows(source.schema.collection)), role: .inverse,
            judged: bits.flatMap { $0.isEmpty ? nil : $0 })
    }

    private static func forEachEnd(_ field: FieldBuilder, _ rowCount: Int, _ body: (Int, Int) -> Void) {
        if let link = field as? LinkBuilder {
            for row in 0..<rowCount {
                if let end = link.end(row) { body(row, end) }
            }
        } else if let links = field as? LinkListBuilder {
            for row in 0..<rowCount {
                for end in links.ends(row) where end != 0 { body(row, Int(end) - 1) }
            }
        }
    }

    private func names(_ builder: TableBuilder) -> NameIndex? {
        guard let nameField = builder.schema.nameField, let texts = builder.field(nameField) as? TextBuilder
        else { return nil }
        let others = builder.field("other_names") as? TermListBuilder
        var index = NameIndex.Builder()
        for row in 0..<builder.rowCount {
            guard let name = texts.texts[row] else { continue }
            index.insert(
                name: fold(String(decoding: name, as: UTF8.self)),
                otherNames: others?.terms(row).map(fold) ?? [], row: Int32(truncatingIfNeeded: row))
        }
        return index.finished()
    }
}

extension TableBuilder {
    /// The rows whose basis is recorded and isn't `stated`; nil if there are none.
    var judgedRows: Bitmap? {
        guard let basis = field("basis") as? TermBuilder else { return nil }
        let codes = basis.store.codes
        let rows = Bitmap(count: rowCount, rows: codes.indices.lazy.filter { codes[$0] > 1 })
        return rows.isEmpty ? nil : rows
    }
}
