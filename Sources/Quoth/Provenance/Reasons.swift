import QuothSyntax

// What a condition found at one row.
extension Evaluation {
    /// What a condition found at the only row of a frame.
    func reason(_ condition: Condition, _ frame: Frame) throws(Diagnostic) -> Reason {
        let truth = try truth(condition, frame, nil)
        var reason = Reason(
            condition: condition.text, verdict: truth.holds[0] ? .holds : .fails,
            isJudged: truth.holds[0] && !truth.statedOrHolds[0])
        switch condition {
        case .and(let parts): reason.parts = try reasons(parts, isAnd: true, frame)
        case .or(let parts): reason.parts = try reasons(parts, isAnd: false, frame)
        case .not(let inner): reason.parts = [try self.reason(inner, frame)]
        case .isTrue(let operand):
            if case .condition(let inner) = operand.kind { return try self.reason(inner, frame) }
            reason.values = [try looked(operand, nil, frame)]
            reason.ends = try ends(countedBy: operand, frame)
        case .test(let test): try explain(test, frame, &reason)
        case .quantified(let quantifier, let path, let inner):
            reason.ends = try ends(path, inner, frame, quantifier)
        }
        return reason
    }

    /// The parts of an `and` or an `or`. One that comes after the decision and could fail isn't asked.
    private func reasons(
        _ parts: [Condition], isAnd: Bool, _ frame: Frame
    ) throws(Diagnostic) -> [Reason] {
        let junction = Junction(isAnd: isAnd, count: frame.count)
        var reasons: [Reason] = []
        for part in parts {
            if part.canFail, let mask = junction.mask(for: part, within: nil), !mask.rows[0] {
                reasons.append(Reason(condition: part.text, verdict: .notAsked, isJudged: false))
                continue
            }
            junction.add(try truth(part, frame, nil))
            reasons.append(try reason(part, frame))
        }
        return reasons
    }

    private func explain(_ test: Test, _ frame: Frame, _ reason: inout Reason) throws(Diagnostic) {
        for operand in test.operands where !operand.isConstant {
            let isFirst = reason.values.isEmpty
            reason.values.append(try looked(operand, isFirst ? test : nil, frame))
            if reason.ends == nil { reason.ends = try ends(countedBy: operand, frame) }
        }
        // Of rows that come from a query, what that query asked of them.
        guard case .among(let operand, let plan, _) = test.kind, reason.verdict == .holds,
            case .records(let collection) = plan.shape,
            case .codes(let codes, _) = try vector(operand, frame, nil).values.data,
            let code = (0..<codes.count).map({ codes[$0] }).first(where: { $0 > 0 })
        else { return }
        let place = Int32(bitPattern: code) - 1
        let table = corpus.table(collection)
        let inner = Frame(table: table, collection: collection, rows: [place])
        guard try selection(plan).bitmap(table.rowCount)[Int(place)] else { return }
        for operation in plan.operations {
            guard case .filter(let filter) = operation else { continue }
            reason.parts.append(try self.reason(filter.condition, inner))
        }
    }

    /// What an operand is in the row, and which values of a list pass the test by themselves.
    private func looked(
        _ operand: Operand, _ test: Test?, _ frame: Frame
    ) throws(Diagnostic) -> Reason.Looked {
        let vector = try vector(operand, frame, nil)
        let value = vector.value(0)
        var fitting: [Value] = []
        if case .list(let values) = value, values.count > 1, values.count <= Self.maximumListed, let test {
            for value in values {
                guard let constant = value.constant, let single = test.replacingFirst(by: constant) else {
                    continue
                }
                if try truth(.test(single), frame, nil).holds[0] { fitting.append(value) }
            }
        }
        let places = vector.range(0, vector.known)
        return Reason.Looked(
            expression: operand.text, value: value, fitting: fitting,
            isJudged: !places.isEmpty && places.allSatisfy(vector.isJudged),
            found: try test.map { (test) throws(Diagnostic) in try found(test, value, frame) } ?? [])
    }

    /// Where in a text stands what a test looks for.
    private func found(_ test: Test, _ value: Value, _ frame: Frame) throws(Diagnostic) -> [Range<Int>] {
        guard case .text(_, let sign, let right, let pattern) = test.kind, case .text(let text) = value,
            case .text(let wanted) = try vector(right, frame, nil).value(0)
        else { return [] }
        var search = TextSearch(sign, wanted, pattern)
        // Which language's words were compared depends on the way to the text.
        for language in [language(frame), corpus.languages(nil).common] {
            let places = search.places(in: text, language)
            if !places.isEmpty { return places }
        }
        return []
    }

    /// The language of the article that the only row of a frame stands in.
    private func language(_ frame: Frame) -> String? {
        guard let collection = frame.collection, let row = frame.rows?.first else { return nil }
        return corpus.languages(collection).of(Int(row))
    }

    /// Of longer lists it isn't asked which values fit.
    private static let maximumListed = 20

    private func ends(countedBy operand: Operand, _ frame: Frame) throws(Diagnostic) -> Reason.Ends? {
        guard case .count(let path, let condition) = operand.kind else { return nil }
        return try ends(path, condition, frame, .any)
    }

    /// The records at the end of a path, and what a condition found there.
    private func ends(
        _ path: ResolvedPath, _ inner: Condition?, _ frame: Frame, _ quantifier: Quantifier
    ) throws(Diagnostic) -> Reason.Ends? {
        let (linked, pairs) = try pairFrame(path, frame)
        guard let pairs, let collection = pairs.collection else { return nil }
        var passes = Bitmap(count: linked.rows.count, filled: true)
        if let inner { passes = try truth(inner, pairs, nil).holds }
        // Some decide by passing, or by failing where all must pass; they are what there is to see.
        let decisive = linked.rows.indices.filter { passes[$0] == (quantifier != .all) }
        let places = decisive.isEmpty ? Array(linked.rows.indices) : decisive
        var shown: [Reason.End] = []
        for place in places.prefix(Reason.maximumEnds) {
            let record = corpus.reference(collection, Int(linked.rows[place]))
            var reason: Reason?
            if let inner {
                let one = Frame(
                    table: pairs.table, collection: collection, rows: [linked.rows[place]],
                    outer: .rows(frame, places: [0]))
                reason = try self.reason(inner, one)
            }
            shown.append(Reason.End(record: record, reason: reason))
        }
        return Reason.Ends(count: linked.rows.count, fitting: passes.population, shown: shown)
    }
}

extension Test {
    /// The test of one value by itself; nil if the first operand isn't looked at value by value.
    fileprivate func replacingFirst(by constant: Constant) -> Test? {
        var test = self
        func single(_ operand: Operand) -> Operand {
            var operand = operand
            operand.kind = .constant(constant)
            operand.isMany = false
            return operand
        }
        switch kind {
        case .compare(let left, let sign, let right, let possibly):
            test.kind = .compare(single(left), sign, right, possibly: possibly || left.isExtent)
        case .oneOf(let left, let values, let isNegated, let possibly):
            test.kind = .oneOf(
                single(left), values, isNegated: isNegated, possibly: possibly || left.isExtent)
        case .between(let left, let lower, let upper, let possibly):
            test.kind = .between(single(left), lower, upper, possibly: possibly || left.isExtent)
        case .among(let left, let plan, let isNegated):
            test.kind = .among(single(left), plan, isNegated: isNegated)
        case .amongValues(let left, let plan, let isNegated):
            test.kind = .amongValues(single(left), plan, isNegated: isNegated)
        case .underRecord(let left, let collection, let row, let parent):
            test.kind = .underRecord(single(left), collection, row: row, parent: parent)
        case .underTerm(let left, let term): test.kind = .underTerm(single(left), term)
        case .text(let left, let sign, let right, let pattern):
            test.kind = .text(single(left), sign, right, pattern)
        case .inGroup(let left, let value): test.kind = .inGroup(single(left), value)
        case .presence: return nil
        }
        return test
    }
}

extension Condition {
    /// The condition as written, but for brackets that say nothing.
    var text: String {
        switch self {
        case .and(let parts): parts.map { $0.text(inside: true) }.joined(by: " and ")
        case .or(let parts): parts.map { $0.text(inside: true) }.joined(by: " or ")
        case .not(let inner): "not (" + inner.text + ")"
        case .test(let test): test.text
        case .isTrue(let operand): operand.text
        case .quantified(let quantifier, let path, let inner):
            "\(quantifier.rawValue) \(path.text)" + (inner.map { " (" + $0.text + ")" } ?? "")
        }
    }

    private func text(inside: Bool) -> String {
        switch self {
        case .and, .or: "(" + text + ")"
        default: text
        }
    }
}
