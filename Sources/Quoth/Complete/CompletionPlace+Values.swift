import QuothSyntax

// The values of a field, with how many rows have each.
extension CompletionPlace {
    /// More values than this aren't looked at beyond those that rows have.
    private static let maximumUnused = 100_000
    /// A longer text is no name that anybody would choose from a list.
    private static let longestValue = 60

    /// The values of an operand, the most frequent first, and then what it could be too.
    func values(_ operand: Operand, _ scope: Scope, _ plan: Plan?) -> [CompletionChoice] {
        guard let counting = counting(operand, scope, plan) else { return [] }
        let evaluation = Evaluation(
            session.corpus, limits: session.limits, source: Session.promptName,
            it: session.it?.rows ?? .ordered([]), captured: session.captured)
        var choices: [CompletionChoice] = []
        if let (answer, _, _) = try? evaluation.answer(counting, warnings: []) {
            choices = (0..<answer.rowCount).compactMap { row in
                guard case .integer(let count) = answer[row, 1] else { return nil }
                let detail = Phrase.count(count, counting.noun.singular, counting.noun.name)
                return choice(answer[row, 0], detail)
            }
        }
        let seen = Set(choices.map(\.name))
        return choices
            + unused(operand, scope).filter { !seen.contains($0) }.map {
                value($0, "no \(counting.noun.name)")
            }
    }

    private func value(_ name: String, _ detail: String) -> CompletionChoice {
        CompletionChoice(name: name, kind: .value, detail: detail, isValue: true)
    }

    /// A value as a query would name it; nil if it can't.
    private func choice(_ value: Value, _ detail: String) -> CompletionChoice? {
        switch value {
        case .record(let record):
            return name(of: record.row, record.label, record.collection).map { self.value($0, detail) }
        case .text(let text):
            let isShort = text.utf8.count <= Self.longestValue && !text.utf8.contains(UInt8(ascii: "\n"))
            return isShort ? self.value(text, detail) : nil
        case .period(let period) where Checker.period(period.description) != period: return nil
        case .integer, .truth, .period:
            return CompletionChoice(name: value.description, kind: .value, detail: detail)
        case .real, .list, .missing: return nil
        }
    }

    /// `NOUN count by OPERAND`, as a plan; nil if that can't be asked.
    private func counting(_ operand: Operand, _ scope: Scope, _ plan: Plan?) -> Plan? {
        guard operand.type != .real, let (key, isOuter) = onItsRow(operand) else { return nil }
        var counting: Plan
        switch isOuter ? scope.outer : scope.shape {
        case .records(let collection):
            let isWhole = scope.outer == nil && scope.noun.collection == collection
            let noun = isWhole ? scope.noun : .whole(collection)
            counting = Plan(
                source: .records(noun), operations: [], shape: .records(collection), shown: nil,
                layout: .rows,
                noun: noun)
        case .table:
            guard let plan, !isOuter else { return nil }
            counting = plan
        case nil: return nil
        }
        counting.operations.append(
            .group(
                .init(
                    keys: [.init(name: "value", operand: key)],
                    aggregates: [.init(name: "count", function: .count, operand: nil, type: .integer)],
                    isCount: true)))
        let columns = [
            TableColumn(name: "value", text: "value", type: key.type),
            TableColumn(name: "count", text: "count", type: .integer),
        ]
        counting.shape = .table(columns)
        counting.layout = .rows
        counting.shown = columns.enumerated().map { index, column in
            .init(name: column.name, operand: .column(index, column, at: operand.span))
        }
        return counting
    }

    /// A path, or a function of one, as a field of the row that it begins at; and whether that is the row outside.
    private func onItsRow(_ operand: Operand) -> (Operand, isOuter: Bool)? {
        var changed = operand
        switch operand.kind {
        case .path(var path):
            let isOuter = path.isOuter
            path.isOuter = false
            changed.kind = .path(path)
            return (changed, isOuter)
        case .function(let function, let argument):
            guard let (inner, isOuter) = onItsRow(argument) else { return nil }
            changed.kind = .function(function, inner)
            return (changed, isOuter)
        default: return nil
        }
    }

    /// The name of a record if it means this record alone, or else its id.
    private func name(of row: Int, _ label: String, _ collection: Collection) -> String? {
        let table = session.corpus.table(collection)
        if !label.utf8.contains(UInt8(ascii: "\n")), table.rows(named: label) == [Int32(row)] { return label }
        guard let position = table.position(of: "id"), case .texts(let ids) = table.columns[position].data
        else { return nil }
        return ids[row]
    }

    /// What the operand could be, whether or not any row has it.
    private func unused(_ operand: Operand, _ scope: Scope) -> [String] {
        switch operand.type {
        case .truth: return ["yes", "no"]
        case .record(let collection):
            return unusedRecords(of: collection)
        case .text: return vocabulary(of: operand, scope)
        case .integer, .real, .date: return []
        }
    }

    /// The names of records that have in them what has been begun.
    private func unusedRecords(of collection: Collection) -> [String] {
        let labels = session.corpus.labels(collection)
        let wanted = Folding.fold(begunText)
        var names: [String] = []
        for row in 0..<min(labels.count, Self.maximumUnused) {
            guard let label = labels[row], wanted.isEmpty || Folding.fold(label).contains(wanted) else {
                continue
            }
            // Whether a name is that of one record alone needn't be known of those that are only counted.
            let isShown = names.count < Session.maximumCandidates
            if let name = isShown ? name(of: row, label, collection) : label { names.append(name) }
        }
        return names
    }

    /// The words of a closed vocabulary.
    private func vocabulary(of operand: Operand, _ scope: Scope) -> [String] {
        guard case .path(let path) = operand.kind,
            case .records(var collection)? = path.isOuter ? scope.outer : scope.shape
        else { return [] }
        for position in path.columns {
            let column = session.corpus.table(collection).columns[position]
            if case .record(let target) = column.type {
                collection = target
            } else if case .term(let values, _)? = Schema.of(collection).field(column.name)?.kind {
                return values
            }
        }
        return []
    }
}
