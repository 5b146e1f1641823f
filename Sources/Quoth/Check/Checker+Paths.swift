import QuothSyntax

// Paths: names to columns, along links.
extension Checker {
    func path(_ path: Path, _ scope: Scope) throws(Diagnostic) -> Operand {
        let text = SyntaxPrinter.text(path)
        if path.origin == .bare, path.steps.count == 1, var alias = scope.aliases[path.steps[0].text] {
            alias.span = path.span
            alias.text = text
            if case .path(var behind) = alias.kind {
                behind.text = text
                alias.kind = .path(behind)
            }
            return alias
        }
        var shape = scope.shape
        if path.origin == .outer {
            guard let outer = scope.outer else { throw error(.noOuterRow, at: path.span, found: text) }
            shape = outer
        }
        try stop(at: path.steps[0].span, fields(shape, path.origin, scope))
        var walk = Walk(isOuter: path.origin == .outer, text: text, span: path.span)
        var rest = path.steps[...]
        switch shape {
        case .records(let collection): walk.type = .record(collection)
        case .table(let columns):
            guard let (position, taken) = Self.column(path.steps, columns) else {
                let names = columns.map(\.name)
                throw unknownField(
                    path.steps[0], names, of: "row", near: nearest(to: path.steps[0].text, among: names))
            }
            walk.columns = [position]
            walk.type = columns[position].type
            if let next = rest.dropFirst(taken).first, case .record(let target) = walk.type {
                try stop(at: next.span, .field(fields(of: target)))
            }
            walk.isExtent = columns[position].isExtent
            rest = rest.dropFirst(taken)
        }
        while !rest.isEmpty { try follow(&rest, &walk) }
        return walk.operand
    }

    /// The column that a path begins with, and how many of its names that takes: a column may be called or made by a path.
    private static func column(_ steps: [Name], _ columns: [TableColumn]) -> (position: Int, taken: Int)? {
        for taken in stride(from: steps.count, to: 0, by: -1) {
            let name = steps[..<taken].map(\.text).joined(by: ".")
            if let position = columns.position(of: name) { return (position, taken) }
        }
        return nil
    }

    /// A path on its way.
    private struct Walk {
        let isOuter: Bool
        let text: String
        let span: Span
        var columns: [Int] = []
        var type = ValueType.text
        var isMany = false
        var isExtent = false
        var impliesQuote = false

        var operand: Operand {
            let path = ResolvedPath(
                isOuter: isOuter, columns: columns, text: text, isExtent: isExtent, impliesQuote: impliesQuote
            )
            return Operand(kind: .path(path), type: type, isMany: isMany, text: text, span: span)
        }

        mutating func add(_ step: PathStep) {
            columns.append(step.column)
            type = step.type
            isMany = isMany || step.isMany
            isExtent = step.isExtent
        }
    }

    private func follow(_ rest: inout ArraySlice<Name>, _ walk: inout Walk) throws(Diagnostic) {
        guard let name = rest.first else { return }
        guard case .record(let collection) = walk.type else {
            throw error(.notALink, at: name.span, found: name.text, subject: walk.type.phrase)
        }
        if let (step, taken) = corpus.step(rest, in: collection) {
            if let next = rest.dropFirst().first {
                try stop(at: next.span, fields(after: name.text, of: collection, step.type))
            }
            walk.add(step)
            walk.impliesQuote = false
            rest = rest.dropFirst(taken)
        } else if collection == .stances,
            let (quote, _) = corpus.step([Name("quote", at: name.span)], in: .stances),
            let (step, taken) = corpus.step(rest, in: .quotes)
        {
            // A stance has every field of its quote.
            if let next = rest.dropFirst().first {
                try stop(at: next.span, fields(after: name.text, of: .quotes, step.type))
            }
            walk.add(quote)
            walk.add(step)
            walk.impliesQuote = true
            rest = rest.dropFirst(taken)
        } else {
            throw unknownField(name, of: collection)
        }
    }

    /// Where a text is wanted, a record stands for its name.
    func named(_ operand: Operand) -> Operand {
        guard case .path(var path) = operand.kind, case .record(let collection) = operand.type,
            let name = Schema.of(collection).nameField,
            let position = corpus.table(collection).position(of: name)
        else { return operand }
        path.columns.append(position)
        var operand = operand
        operand.kind = .path(path)
        operand.type = .text
        return operand
    }

    /// Where a record is looked for by name, its name and its id stand for the record itself.
    func asRecord(_ operand: Operand, _ scope: Scope) -> Operand {
        guard case .path(var path) = operand.kind, operand.type == .text, let last = path.columns.last
        else { return operand }
        let start: RowShape? = path.isOuter ? scope.outer : scope.shape
        guard let owner = owner(of: path, from: start) else { return operand }
        let name = corpus.table(owner).columns[last].name
        guard name == "id" || name == Schema.of(owner).nameField,
            corpus.table(owner).names != nil || name == "id"
        else { return operand }
        path.columns = Array(path.columns.dropLast())
        var operand = operand
        operand.kind = .path(path)
        operand.type = .record(owner)
        return operand
    }

    /// The collection in which the last column of a path stands.
    func owner(of path: ResolvedPath, from shape: RowShape?) -> Collection? {
        var columns = path.columns[...]
        var collection: Collection
        switch shape {
        case .records(let start): collection = start
        case .table(let table):
            guard let first = columns.popFirst(), !columns.isEmpty,
                case .record(let target) = table[first].type
            else { return nil }
            collection = target
        case nil: return nil
        }
        for column in columns.dropLast() {
            guard case .record(let target) = corpus.table(collection).columns[column].type else { return nil }
            collection = target
        }
        return collection
    }
}
