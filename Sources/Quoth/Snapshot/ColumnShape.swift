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

extension CollectionSchema {
    /// The first column that isn't as the loader makes it for this collection; nil if all are.
    func difference(_ columns: [Column]) -> String? {
        var place = 0
        var different: String?
        func expect(_ name: String, _ part: String, _ shape: ColumnShape) {
            guard different == nil else { return }
            let isThere =
                place < columns.count && ColumnShape(columns[place]) == shape
                && columns[place].name.isJoined(name, part)
            if isThere { place += 1 } else { different = name + part }
        }
        for field in fields { field.forEachColumn { part, shape in expect(field.name, part, shape) } }
        for source in Collection.allCases {
            for field in Schema.of(source).fields where field.kind == .link(collection) {
                if let name = field.inverse { expect(name, "", .rowLists(source)) }
            }
        }
        for name in DerivedLinks.names(collection) { expect(name, "", .rowLists(.factions)) }
        return different ?? columns[place...].first { $0.role != .own && $0.role != .copy }?.name
    }
}

extension Table {
    /// The first copy that isn't as it is where the fields of some records were copied from; nil if all are.
    func differentCopy(of original: Table?) -> String? {
        columns.first { column in
            guard column.role == .copy else { return false }
            let field = original?.columns.first {
                $0.role != .copy && Column.copyName(of: $0.name, along: "quote") == column.name
            }
            return field.map { ColumnShape($0) != ColumnShape(column) } ?? true
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
        second.isEmpty
            ? self == first
            : utf8.count == first.utf8.count + second.utf8.count
                && hasPrefix(first) && hasSuffix(second)
    }
}
