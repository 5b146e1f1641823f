/// What the evaluator may rely on without looking: which columns a collection has, and how their values lie.
enum ColumnShape: Equatable {
    case terms, termLists, texts, integers, reals, truths, dates
    case rows(Collection)
    case rowLists(Collection)

    init(_ data: Column.Storage) {
        switch data {
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
    private var inverses: [Inverse] = []

    private struct Inverse {
        let target: Collection
        let name: String
        let source: Collection
    }

    init() {
        inverses.reserveCapacity(64)
        for source in Collection.allCases {
            let fields = Schema.of(source).fields
            for index in fields.indices {
                guard let name = fields[index].inverse, case .link(let target) = fields[index].kind else {
                    continue
                }
                inverses.append(Inverse(target: target, name: name, source: source))
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
                place < columns.count && columns[place].shape == shape
                && columns[place].name == (part.isEmpty ? name : name + part)
            if isThere { place += 1 } else { different = name + part }
        }
        let fields = Schema.of(collection).fields
        for index in fields.indices {
            fields[index].forEachColumn { part, shape in expect(fields[index].name, part, shape) }
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
            return original.columns[field].shape != column.shape
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
