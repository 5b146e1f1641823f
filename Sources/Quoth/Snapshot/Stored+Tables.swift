// How tables are kept in a snapshot.

/// The numbers of rows of all collections, which the codes of links lie within.
typealias RowCounts = ByCollection<Int>

extension Collection {
    func write(to snapshot: inout SnapshotWriter) { snapshot.number(place) }

    static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> Collection {
        let place = try snapshot.number()
        guard place < allCases.count else { throw snapshot.unsound }
        return allCases[place]
    }
}

extension Domain {
    func write(to snapshot: inout SnapshotWriter) {
        switch self {
        case .terms(let dictionary, let isHierarchical):
            snapshot.flag(true)
            snapshot.flag(isHierarchical)
            dictionary.write(to: &snapshot)
        case .rows(let collection):
            snapshot.flag(false)
            collection.write(to: &snapshot)
        }
    }

    /// A domain, and the largest code that stands for something in it.
    static func read(
        from snapshot: inout SnapshotReader, _ rows: RowCounts
    ) throws(SnapshotFault) -> (Domain, limit: Int) {
        if try snapshot.flag() {
            let isHierarchical = try snapshot.flag()
            let dictionary = try TermDictionary.read(from: &snapshot)
            return (.terms(dictionary, hierarchical: isHierarchical), dictionary.count)
        }
        let collection = try Collection.read(from: &snapshot)
        return (.rows(collection), rows[collection])
    }
}

extension Column.Storage {
    private enum Kind: Int {
        case codes, lists, texts, integers, reals, truths, dates
    }

    func write(to snapshot: inout SnapshotWriter) {
        switch self {
        case .codes(let codes, let domain):
            snapshot.number(Kind.codes.rawValue)
            domain.write(to: &snapshot)
            codes.write(to: &snapshot)
        case .lists(let lists, let domain):
            snapshot.number(Kind.lists.rawValue)
            domain.write(to: &snapshot)
            lists.write(to: &snapshot)
        case .texts(let texts):
            snapshot.number(Kind.texts.rawValue)
            texts.write(to: &snapshot)
        case .integers(let numbers, let valid):
            snapshot.number(Kind.integers.rawValue)
            snapshot.buffer(numbers)
            snapshot.optional(valid) { $1.write(to: &$0) }
        case .reals(let numbers, let valid):
            snapshot.number(Kind.reals.rawValue)
            snapshot.buffer(numbers)
            snapshot.optional(valid) { $1.write(to: &$0) }
        case .truths(let bits, let valid):
            snapshot.number(Kind.truths.rawValue)
            bits.write(to: &snapshot)
            snapshot.optional(valid) { $1.write(to: &$0) }
        case .dates(let dates, let isExtent):
            snapshot.number(Kind.dates.rawValue)
            snapshot.flag(isExtent)
            dates.write(to: &snapshot)
        }
    }

    /// Values of so many rows, and how many bits tell which of them rest on judgements.
    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int, _ rows: RowCounts
    ) throws(SnapshotFault) -> (Column.Storage, judgedCount: Int) {
        func valid(_ snapshot: inout SnapshotReader) throws(SnapshotFault) -> Bitmap? {
            try snapshot.optional { (snapshot) throws(SnapshotFault) in
                try Bitmap.read(from: &snapshot, count: rowCount)
            }
        }
        guard let kind = Kind(rawValue: try snapshot.number()) else { throw snapshot.unsound }
        switch kind {
        case .codes:
            let (domain, limit) = try Domain.read(from: &snapshot, rows)
            return (.codes(try Codes.read(from: &snapshot, count: rowCount, in: 0...limit), domain), rowCount)
        case .lists:
            let (domain, limit) = try Domain.read(from: &snapshot, rows)
            let lists = try Lists.read(from: &snapshot, rowCount: rowCount, limit: limit)
            return (.lists(lists, domain), lists.values.count)
        case .texts: return (.texts(try TextColumn.read(from: &snapshot, rowCount: rowCount)), rowCount)
        case .integers:
            let numbers = try snapshot.buffer(Int.self, count: rowCount, .any)
            return (.integers(numbers, valid: try valid(&snapshot)), rowCount)
        case .reals:
            let numbers = try snapshot.buffer(Double.self, count: rowCount, .finite)
            return (.reals(numbers, valid: try valid(&snapshot)), rowCount)
        case .truths:
            let bits = try Bitmap.read(from: &snapshot, count: rowCount)
            return (.truths(bits, valid: try valid(&snapshot)), rowCount)
        case .dates:
            let isExtent = try snapshot.flag()
            return (
                .dates(try DateColumn.read(from: &snapshot, rowCount: rowCount), extent: isExtent), rowCount
            )
        }
    }
}

extension Column.Storage {
    /// The largest code that there may be; 0 if the values are no codes.
    fileprivate func codeCount(_ rows: RowCounts) -> Int {
        switch self {
        case .codes(_, .terms(let dictionary, _)), .lists(_, .terms(let dictionary, _)): dictionary.count
        case .codes(_, .rows(let collection)), .lists(_, .rows(let collection)): rows[collection]
        case .dates(let dates, _): dates.periodCount
        case .texts, .integers, .reals, .truths: 0
        }
    }
}

extension Column.Role {
    func write(to snapshot: inout SnapshotWriter) { snapshot.number(rawValue) }

    static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> Column.Role {
        guard let role = Column.Role(rawValue: try snapshot.number()) else { throw snapshot.unsound }
        return role
    }
}

extension Column {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.text(name)
        role.write(to: &snapshot)
        data.write(to: &snapshot)
        snapshot.optional(judged) { $1.write(to: &$0) }
        snapshot.optional(index) { $1.write(to: &$0) }
    }

    static func read(
        from snapshot: inout SnapshotReader, of collection: Collection, _ rows: RowCounts
    ) throws(SnapshotFault) -> Column {
        let name = try snapshot.text()
        snapshot.enter(collection, name)
        let role = try Role.read(from: &snapshot)
        let (data, judgedCount) = try Storage.read(from: &snapshot, rowCount: rows[collection], rows)
        let judged = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try Bitmap.read(from: &snapshot, count: judgedCount)
        }
        let index = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try ColumnIndex.read(from: &snapshot, rowCount: rows[collection], codeCount: data.codeCount(rows))
        }
        return Column(name: name, data: data, role: role, judged: judged, index: index)
    }
}

extension Chronology {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.number(position)
        snapshot.list(indexes) { $0.optional($1) { $1.write(to: &$0) } }
    }

    static func read(
        from snapshot: inout SnapshotReader, of collection: Collection, _ columns: [Column],
        _ rows: RowCounts
    ) throws(SnapshotFault) -> Chronology {
        let position = try snapshot.number()
        var next = 0
        let indexes = try snapshot.list { (snapshot) throws(SnapshotFault) in
            guard next < columns.count else { throw snapshot.unsound }
            let column = columns[next]
            next += 1
            snapshot.enter(collection, column.name)
            return try snapshot.optional { (snapshot) throws(SnapshotFault) in
                try ColumnIndex.read(
                    from: &snapshot, rowCount: rows[collection], codeCount: column.data.codeCount(rows))
            }
        }
        let chronology = Chronology(
            position: position, of: columns, rowCount: rows[collection], indexes: indexes)
        guard let chronology else { throw snapshot.unsound }
        return chronology
    }
}

extension Table {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.list(columns) { $1.write(to: &$0) }
        snapshot.optional(ids) { $1.write(to: &$0) }
        snapshot.optional(names) { $1.write(to: &$0) }
        snapshot.optional(chronology) { $1.write(to: &$0) }
    }

    static func read(
        from snapshot: inout SnapshotReader, of collection: Collection, _ rows: RowCounts,
        _ shapes: ColumnShapes
    ) throws(SnapshotFault) -> Table {
        let columns = try snapshot.list { (snapshot) throws(SnapshotFault) in
            try Column.read(from: &snapshot, of: collection, rows)
        }
        if let other = shapes.difference(columns, from: collection) {
            throw .otherFields("\(collection.rawValue).\(other)")
        }
        snapshot.enter(collection, "id")
        let ids = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try TextLookup.read(from: &snapshot, rowCount: rows[collection])
        }
        snapshot.enter(collection, "name")
        let names = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try NameIndex.read(from: &snapshot, rowCount: rows[collection])
        }
        let chronology = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try Chronology.read(from: &snapshot, of: collection, columns, rows)
        }
        return Table(
            rowCount: rows[collection], columns: columns, names: names, ids: ids, chronology: chronology)
    }
}
