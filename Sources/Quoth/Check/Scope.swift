import QuothSyntax

/// What names mean at one place of a query.
struct Scope {
    /// What the rows are.
    var shape: RowShape
    /// What the rows outside the quantifier are.
    var outer: RowShape?
    /// The names that `show` has given.
    var aliases: [String: Operand] = [:]
    /// The rows that the query began with, for counts beside suggestions.
    var noun: Noun
    /// Whether the rows can be sorted here by how well they fit the words looked for.
    var hasRelevance = false

    /// The scope inside a quantifier over records of a collection.
    func inside(_ collection: Collection) -> Scope {
        Scope(shape: .records(collection), outer: shape, noun: noun)
    }
}

/// The column that a step of a path leads to.
struct PathStep {
    let column: Int
    let type: ValueType
    let isMany: Bool
    let isExtent: Bool
}

extension Corpus {
    /// The column of a name in a collection, with the name's length in steps (`said.basis` takes two).
    func step(_ names: ArraySlice<Name>, in collection: Collection) -> (PathStep, taken: Int)? {
        guard let first = names.first else { return nil }
        let table = self.table(collection)
        if let second = names.dropFirst().first,
            let position = table.position(of: first.text + "." + second.text)
        {
            return (step(position, collection), 2)
        }
        return table.position(of: first.text).map { (step($0, collection), 1) }
    }

    private func step(_ position: Int, _ collection: Collection) -> PathStep {
        let column = table(collection).columns[position]
        var isExtent = false
        if case .dates(_, let extent) = column.data { isExtent = extent }
        return PathStep(column: position, type: column.type, isMany: column.isMany, isExtent: isExtent)
    }

    /// The names of fields and links of a collection, for suggestions and completion.
    func fieldNames(_ collection: Collection) -> [String] {
        let own = table(collection).fieldNames
        return collection == .stances ? own + table(.quotes).fieldNames : own
    }

    /// The position of the link that leads one level up: `parent`, or a quote's `within`.
    func parentColumn(_ collection: Collection) -> Int? {
        table(collection).position(of: collection == .quotes ? "within" : "parent")
    }

    /// The texts by which records are called: their names, or else their ids.
    func labels(_ collection: Collection) -> TextColumn {
        let table = self.table(collection)
        let name = Schema.of(collection).nameField ?? "id"
        if let position = table.position(of: name), case .texts(let texts) = table.columns[position].data {
            return texts
        }
        return .empty
    }
}

extension Column {
    /// What the values are.
    package var type: ValueType {
        switch data {
        case .codes(_, .rows(let collection)), .lists(_, .rows(let collection)): .record(collection)
        case .codes, .lists, .texts: .text
        case .integers: .integer
        case .reals: .real
        case .truths: .truth
        case .dates: .date
        }
    }

    /// Whether a row may have several values.
    package var isMany: Bool {
        if case .lists = data { return true }
        return false
    }
}
