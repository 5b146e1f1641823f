import QuothSyntax

// The values of a field, with how many rows have each.
extension CompletionPlace {
    /// The most names that are looked through for what has been begun, and the most that are compared with it.
    private static let mostNames = 100_000
    private static let mostCompared = 5_000
    /// The most rows that are grouped where all are too many.
    private static let mostGrouped = 50_000
    /// The most values that are told with their counts.
    private static let mostCounted = 1_000
    /// A longer text is no name that anybody would choose from a list.
    private static let longestValue = 60
    /// Where the records are kept among which an operand's must be.
    private static let slot = -1

    /// The values of an operand, the most frequent first, and then what it could be too.
    func values(_ operand: Operand, _ scope: Scope, _ plan: Plan?) -> CompletionChoices {
        guard let (counting, key) = counting(operand, scope, plan) else { return CompletionChoices(list: []) }
        if case .record(let collection) = operand.type { return records(of: collection, key, counting) }
        var choices: [CompletionChoice] = []
        if operand.type == .text {
            if !begunText.isEmpty { choices = texts(key, begunText, counting) }
            if choices.isEmpty { choices = texts(key, nil, counting) }
        } else {
            choices = counted(counting)
        }
        let seen = Set(choices.map(\.name))
        let others = operand.type == .truth ? ["yes", "no"] : vocabulary(of: operand, scope)
        choices += others.filter { !seen.contains($0) }.map { value($0, "no \(counting.noun.name)") }
        return CompletionChoices(list: choices)
    }

    // MARK: Counting

    /// The values of a plan that counts by them, each with its count, or without one if all rows are too many to be
    /// counted in time: then the first of them tell which values there are.
    private func counts(
        _ counting: Plan, among rows: [Int32] = [], isSampled: Bool = false
    ) -> [(value: Value, count: Int?)] {
        var (plan, limits) = (counting, session.limits)
        if isSampled {
            plan.operations.insert(.limit(Self.mostGrouped), at: 0)
            limits.deadline = nil
        }
        let evaluation = Evaluation(
            session.corpus, limits: limits, source: Session.promptName,
            it: session.known.it?.found,
            captured: session.captured.merging([Self.slot: FoundRecords(.ordered(rows))]) { $1 })
        guard let (answer, _) = try? evaluation.answer(plan.rewritten(for: session.corpus), warnings: [])
        else { return isSampled ? [] : counts(counting, among: rows, isSampled: true) }
        return (0..<answer.rowCount).map { row in
            guard !isSampled, case .integer(let count) = answer[row, 1] else { return (answer[row, 0], nil) }
            return (answer[row, 0], count)
        }
    }

    private func counted(_ counting: Plan, isSampled: Bool = false) -> [CompletionChoice] {
        counts(counting, isSampled: isSampled).compactMap { choice($0.value, detail($0.count, counting)) }
    }

    private func detail(_ count: Int?, _ counting: Plan) -> String {
        count.map { Phrase.count($0, counting.noun.singular, counting.noun.name) } ?? ""
    }

    /// The texts of an operand that have in them what has been begun.
    private func texts(_ key: Operand, _ begun: String?, _ counting: Plan) -> [CompletionChoice] {
        var counting = counting
        if let begun {
            let wanted = Operand(
                kind: .constant(.text(begun)), type: .text, isMany: false, text: begun, span: key.span)
            counting.keepOnly(.text(key, .contains, wanted, nil), key)
        }
        counting.operations.append(.limit(Self.mostCounted))
        // Texts that are different in every row take long to group.
        let isLong =
            session.corpus.table(counting.collection).rowCount > Self.mostGrouped && isFreeText(key, counting)
        return counted(counting, isSampled: isLong)
    }

    private func isFreeText(_ key: Operand, _ counting: Plan) -> Bool {
        guard case .path(let path) = key.kind else { return false }
        var collection = counting.collection
        for position in path.columns {
            let column = session.corpus.table(collection).columns[position]
            if case .texts = column.data { return true }
            if case .record(let target) = column.type { collection = target }
        }
        return false
    }

    // MARK: Records

    /// The records that an operand may lead to and whose names have in them what has been begun.
    private func records(of collection: Collection, _ key: Operand, _ counting: Plan) -> CompletionChoices {
        let labels = session.corpus.labels(collection)
        var rows = rows(of: labels, containing: Folding.fold(begunText))
        // If there are none, what has been begun may be spelt nearly as one is.
        let mostListed = rows.isEmpty ? Self.mostCompared : Session.maximumCandidates
        if rows.isEmpty { rows = Array(0..<Int32(min(labels.count, mostListed))) }
        var counting = counting
        if rows.count < labels.count {
            let kept = Plan(
                source: .captured(Self.slot, collection), operations: [], shape: .records(collection),
                shown: nil, layout: .rows, noun: .whole(collection))
            counting.keepOnly(.among(key, kept, isNegated: false), key)
        }
        counting.operations.append(.limit(Self.mostCounted))
        let counts = counts(counting, among: rows, isSampled: rows.count > Self.mostGrouped)
        var counted: [(row: Int, detail: String)] = counts.compactMap { value, count in
            guard case .record(let record) = value else { return nil }
            return (record.row, detail(count, counting))
        }
        let seen = Set(counted.map(\.row))
        let isComplete = counts.count < Self.mostCounted && counts.allSatisfy { $0.count != nil }
        let others = rows.lazy.map { Int($0) }.filter { !seen.contains($0) }
        let total = begunText.isEmpty ? labels.count : rows.count
        counted += others.prefix(mostListed).map { ($0, isComplete ? "no \(counting.noun.name)" : "") }
        let choices = counted.compactMap { row, detail in
            labels[row].flatMap { name(of: row, $0, collection) }.map { value($0, detail) }
        }
        return CompletionChoices(list: choices, omitted: max(0, total - counted.count))
    }

    /// The rows whose label has a folded text in it; all if that is empty.
    private func rows(of labels: TextColumn, containing wanted: String) -> [Int32] {
        let all = 0..<Int32(min(labels.count, Self.mostNames))
        guard !wanted.isEmpty else { return Array(all) }
        let wanted = Array(wanted.utf8)
        var folded: [UInt8] = []
        return all.filter { row in
            guard labels.isValid(Int(row)) else { return false }
            folded.removeAll(keepingCapacity: true)
            labels.withBytes(Int(row)) { Folding.fold($0, into: &folded) }
            return ByteSearch.contains(wanted.span, in: folded.span)
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

    /// `NOUN count by OPERAND`, as a plan and with what it counts by; nil if that can't be asked.
    private func counting(
        _ operand: Operand, _ scope: Scope, _ plan: Plan?
    ) -> (Plan, key: Operand)? {
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
        return (counting, key)
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

extension Plan {
    /// Lets only rows be grouped of which a test of the key holds.
    fileprivate mutating func keepOnly(_ kind: Test.Kind, _ key: Operand) {
        let condition = Condition.test(Test(kind: kind, text: key.text, span: key.span))
        let place = operations.count - 1
        operations.insert(
            .filter(.init(condition: condition, text: key.text)), at: max(0, place))
    }
}
