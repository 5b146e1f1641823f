/// What the evaluator may rely on without looking: which columns a collection has, and how their values lie.
enum ColumnShape: Equatable {
    case terms, termLists, texts, integers, reals, truths, dates
    case rows(Collection)
    case rowLists(Collection)

    init(_ column: Column) {
        switch column.data {
        case .codes(_, .terms): self = .terms
        case .codes(_, .rows(let collection)): self = .rows(collection)
        case .lists(_, .terms): self = .termLists
        case .lists(_, .rows(let collection)): self = .rowLists(collection)
        case .texts: self = .texts
        case .integers: self = .integers
        case .reals: self = .reals
        case .truths: self = .truths
        case .dates: self = .dates
        }
    }
}

/// The shapes of all collections; made once for a snapshot, since to look through all fields for each takes longer than
/// the rest of opening it.
struct ColumnShapes {
    /// The links that lead to a collection, by what they are called from there.
    private var inverses: [(target: Collection, name: String, source: Collection)] = []

    init() {
        for source in Collection.allCases {
            for field in Schema.of(source).fields {
                guard let name = field.inverse, case .link(let target) = field.kind else { continue }
                inverses.append((target, name, source))
            }
        }
    }

    /// The first column that isn't as the loader makes it for a collection; nil if all are.
    func difference(_ columns: [Column], from collection: Collection) -> String? {
        var place = 0
        var different: String?
        func expect(_ name: String, _ part: String, _ shape: ColumnShape) {
            guard different == nil else { return }
            let isThere =
                place < columns.count && ColumnShape(columns[place]) == shape
                && columns[place].name.isJoined(name, part)
            if isThere { place += 1 } else { different = name + part }
        }
        for field in Schema.of(collection).fields {
            field.forEachColumn { part, shape in expect(field.name, part, shape) }
        }
        for link in inverses where link.target == collection {
            expect(link.name, "", .rowLists(link.source))
        }
        for name in DerivedLinks.names(collection) { expect(name, "", .rowLists(.factions)) }
        let rest = columns[place...].first { column in
            column.role != .own && !(column.role == .copy && collection == .stances)
        }
        return different ?? rest?.name
    }
}

extension Table {
    /// The first copy that isn't as it is where the fields of some records were copied from; nil if all are.
    func differentCopy(of original: Table) -> String? {
        let beginning = Column.copyName(of: "", along: "quote").utf8.count
        return columns.first { column in
            guard column.role == .copy else { return false }
            let name = String(Substring(column.name.utf8.dropFirst(beginning)))
            guard let field = original.position(of: name),
                Column.copyName(of: name, along: "quote") == column.name
            else { return true }
            return ColumnShape(original.columns[field]) != ColumnShape(column)
        }?.name
    }
}

extension Field {
    /// The columns that the loader makes of the field: what is added to its name, and how the values lie.
    fileprivate func forEachColumn(_ body: (String, ColumnShape) -> Void) {
        switch kind {
        case .text: body("", .texts)
        case .term: body("", isMany ? .termLists : .terms)
        case .integer: body("", .integers)
        case .real: body("", .reals)
        case .date:
            body("", .dates)
            for part in DateBuilder.parts { body(part, .terms) }
        case .link(let target): body("", isMany ? .rowLists(target) : .rows(target))
        case .span where isMany: body("", .truths)
        case .span:
            let shapes: [ColumnShape] = [.integers, .integers, .texts, .texts, .texts]
            for (part, shape) in zip(SpanBuilder.parts, shapes) { body(part, shape) }
        case .source:
            let shapes: [ColumnShape] = [.texts, .texts, .integers]
            for (part, shape) in zip(SourceBuilder.parts, shapes) { body(part, shape) }
        }
    }
}

extension String {
    /// Whether it is two texts end to end.
    fileprivate func isJoined(_ first: String, _ second: String) -> Bool {
        if second.isEmpty { return self == first }
        return utf8.starts(with: first.utf8) && utf8.dropFirst(first.utf8.count).elementsEqual(second.utf8)
    }
}
