// What the record at the end of a link has, kept with the rows that the link starts from: a stance has every field of
// its quote, and to go over the link for each of a million stances takes longer than the rest of a query.
extension Table {
    /// The fields of quotes that stances have copies of: those by which people filter and group.
    private static let copiedFields = [
        "article", "speaker", "kind", "channel", "said", "topics", "within", "faction",
    ]

    /// Stances with copies of their quotes' fields.
    func withCopies(of quotes: Table) -> Table {
        guard let link = position(of: "quote"), case .codes(let codes, _) = columns[link].data,
            position(of: Column.copyName(of: "kind", along: "quote")) == nil
        else { return self }
        let rows = (0..<codes.count).map { Int32(bitPattern: codes[$0]) - 1 }
        let copies = Self.copiedFields.compactMap { name in
            quotes.position(of: name).flatMap { quotes.columns[$0].copied(rows) }
        }
        return Table(rowCount: rowCount, columns: columns + copies, names: names, ids: ids)
    }
}

extension Column {
    /// The values at some rows; a row of -1 has none. Nil for columns of no codes.
    fileprivate func copied(_ rows: [Int32]) -> Column? {
        let data: Storage
        // Of lists, which have a bit a value, the rows of the values.
        var judgedPlaces = rows
        switch self.data {
        case .codes(let codes, let domain): data = .codes(codes.taking(rows), domain)
        case .dates(let dates, let extent):
            let codes = dates.codes.taking(rows)
            data = .dates(DateColumn(codes: codes, firsts: dates.firsts, lasts: dates.lasts), extent: extent)
        case .lists(let lists, let domain):
            var offsets: [UInt32] = [0]
            var places: [Int32] = []
            offsets.reserveCapacity(rows.count + 1)
            for row in rows {
                if row >= 0 { for place in lists.range(Int(row)) { places.append(Int32(place)) } }
                offsets.append(UInt32(places.count))
            }
            judgedPlaces = places
            data = .lists(Lists(offsets: Buffer(offsets), values: lists.values.taking(places)), domain)
        case .texts, .integers, .reals, .truths: return nil
        }
        let name = Self.copyName(of: name, along: "quote")
        let judged = judged?.gathered(judgedPlaces)
        return Column(name: name, data: data, role: .copy, judged: judged.flatMap { $0.isEmpty ? nil : $0 })
    }
}

extension Corpus {
    /// The same corpus with copies and indexes in each table of at least so many rows.
    package func indexed(minimumRows: Int = ColumnIndex.minimumRows) -> Corpus {
        var tables = self.tables
        if let stances = tables[.stances], let quotes = tables[.quotes], stances.rowCount >= minimumRows {
            tables[.stances] = stances.withCopies(of: quotes)
        }
        return Corpus(
            tables: Dictionary(
                uniqueKeysWithValues: tables.map { collection, table in
                    let indexed = table.indexed(minimumRows: minimumRows)
                    return (collection, indexed.withWords(of: self, collection, minimumRows: minimumRows))
                }),
            path: path, digest: digest, notes: notes, evidence: evidence, sources: sources, snapshot: snapshot
        )
    }
}
