// What the record at the end of a link has, kept with the rows that the link starts from: a stance has every field of
// its quote, and to go over the link for each of a million stances takes longer than the rest of a query.
extension Table {
    /// The fields of quotes that stances have copies of: those by which people filter and group.
    private static let copiedFields = [
        "article", "speaker", "kind", "channel", "said", "topics", "within", "faction",
    ]

    /// Stances with copies of their quotes' fields.
    func withCopies(of quotes: Table, workers: Int) -> Table {
        guard let link = position(of: "quote"), case .codes(let codes, _) = columns[link].data,
            position(of: Column.copyName(of: "kind", along: "quote")) == nil
        else { return self }
        let rows = codes.rows
        let originals = Self.copiedFields.compactMap { name in quotes.position(of: name) }
        let copies = Workers.map(originals, on: workers) { quotes.columns[$0].copied(rows) }
        return with(columns + copies.compactMap { $0 })
    }
}

extension Codes {
    /// The rows that links lead to, -1 for none.
    var rows: [Int32] {
        // The one empty array that there is would be written to, by several threads at once.
        guard count > 0 else { return [] }
        return [Int32](unsafeUninitializedCapacity: count) { rows, filled in
            // As many are written as there is room for.
            forEach { row, code in rows[row] = Int32(bitPattern: code) - 1 }
            filled = count
        }
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
