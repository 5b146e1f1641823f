import Quoth
import QuothSyntax

/// A corpus and a script about it, made smaller as long as it still fails.
public struct RandomCase: Sendable {
    /// The records.
    public var corpus: RandomCorpus
    /// The script.
    public var text: String

    /// Puts a corpus and a script together.
    public init(_ corpus: RandomCorpus, _ text: String) {
        self.corpus = corpus
        self.text = text
    }

    /// The smallest case found that still fails, looking at so many at most.
    public func shrunk(steps: Int = 3_000, fails: (RandomCase) -> Bool) -> RandomCase {
        var best = self
        var left = steps
        var hasImproved = true
        while hasImproved, left > 0 {
            hasImproved = false
            for candidate in best.smaller {
                left -= 1
                if left <= 0 { break }
                guard fails(candidate) else { continue }
                best = candidate
                hasImproved = true
                break
            }
        }
        return best
    }

    private var smaller: [RandomCase] {
        let script = Parser.parse(SourceText(name: "<case>", text)).script
        let texts = script.smaller.map { SyntaxPrinter.text($0) }.filter { $0.count < text.count }
        return texts.sorted { $0.count < $1.count }.map { RandomCase(corpus, $0) }
            + corpus.smaller.map { RandomCase($0, text) }
    }
}

extension Script {
    /// Scripts with a statement, a stage or a part of an expression less.
    var smaller: [Script] {
        var result: [Script] = []
        for index in statements.indices {
            if index < statements.count - 1 {
                var copy = self
                copy.statements.remove(at: index)
                result.append(copy)
            }
            for kind in Self.smaller(statements[index].kind) {
                var copy = self
                copy.statements[index].kind = kind
                result.append(copy)
            }
        }
        return result
    }

    private static func smaller(_ kind: Statement.Kind) -> [Statement.Kind] {
        switch kind {
        case .query(let query): query.smaller.map { .query($0) }
        case .named(let name, let query): query.smaller.map { .named(name, $0) }
        default: []
        }
    }
}

extension Query {
    var smaller: [Query] {
        var result: [Query] = []
        for index in stages.indices {
            var copy = self
            copy.stages.remove(at: index)
            result.append(copy)
            for kind in stages[index].kind.smaller {
                var copy = self
                copy.stages[index].kind = kind
                result.append(copy)
            }
        }
        return result
    }
}

/// Each list that lacks one element, or has a smaller one.
private func smaller<Element>(
    _ list: [Element], keeping least: Int = 1, _ element: (Element) -> [Element]
) -> [[Element]] {
    var result: [[Element]] = []
    for index in list.indices {
        var copy = list
        copy.remove(at: index)
        if copy.count >= least { result.append(copy) }
        for smaller in element(list[index]) {
            var copy = list
            copy[index] = smaller
            result.append(copy)
        }
    }
    return result
}

extension Stage.Kind {
    var smaller: [Stage.Kind] {
        switch self {
        case .filter(let condition): return condition.smaller.map { .filter($0) }
        case .show(let items): return Self.items(items).map { .show($0) }
        case .sort(let keys):
            return TestSupport.smaller(keys) { key in
                key.expression.smaller.map { smaller in
                    var copy = key
                    copy.expression = smaller
                    return copy
                }
            }.map { .sort($0) }
        case .limit, .skip: return []
        case .distinct(let expressions):
            return TestSupport.smaller(expressions) { $0.smaller }.map { .distinct($0) }
        case .count(let groups, let across):
            return (across == nil ? [] : [.count(by: groups, across: nil)])
                + Self.items(groups).map { .count(by: $0, across: across) }
        case .pairs(let pairs):
            var found: [Stage.Kind] = TestSupport.smaller(pairs.keys) { $0.smaller }.map {
                var copy = pairs
                copy.keys = $0
                return .pairs(copy)
            }
            for isRelation in [true, false] {
                var copy = pairs
                if isRelation { copy.relation = nil } else { copy.within = nil }
                found.append(.pairs(copy))
            }
            return found
        case .chart, .timeline: return []
        case .summarize(let aggregates, let groups):
            return Self.items(aggregates).map { .summarize($0, by: groups) }
                + (groups.count == 1 ? [.summarize(aggregates, by: [])] : [])
                + Self.items(groups).map { .summarize(aggregates, by: $0) }
        }
    }

    private static func items(_ items: [Stage.Item]) -> [[Stage.Item]] {
        TestSupport.smaller(items) { item in
            var plain = item
            plain.alias = nil
            return item.expression.smaller.map { smaller in
                var copy = item
                copy.expression = smaller
                return copy
            } + [plain]
        }
    }
}

extension Expression {
    /// Its parts, and itself with smaller parts.
    var smaller: [Expression] {
        func rebuilt(_ parts: [Expression], _ kind: (Expression) -> Kind) -> [Expression] {
            parts.map { Expression(kind($0), at: span) }
        }
        switch kind {
        case .and(let parts):
            return parts
                + TestSupport.smaller(parts, keeping: 2) { $0.smaller }.map { Expression(.and($0), at: span) }
        case .or(let parts):
            return parts
                + TestSupport.smaller(parts, keeping: 2) { $0.smaller }.map { Expression(.or($0), at: span) }
        case .not(let operand): return [operand] + rebuilt(operand.smaller) { .not($0) }
        case .possibly(let operand): return [operand] + rebuilt(operand.smaller) { .possibly($0) }
        case .quantified(let quantifier, let path, .some(let condition)):
            return [Expression(.quantified(quantifier, path, nil), at: span)]
                + rebuilt(condition.smaller) { .quantified(quantifier, path, $0) }
                + path.smaller.map { Expression(.quantified(quantifier, $0, condition), at: span) }
        case .call(let name, let arguments, let condition):
            return arguments
                + (condition == nil ? [] : [Expression(.call(name, arguments, condition: nil), at: span)])
                + rebuilt(condition?.smaller ?? []) { .call(name, arguments, condition: $0) }
                + rebuilt(arguments.first?.smaller ?? []) { .call(name, [$0], condition: condition) }
        case .arithmetic(let left, _, _): return [left]
        case .negation(let operand): return [operand]
        case .comparison(let left, let sign, let right):
            return rebuilt(left.smaller) { .comparison($0, sign, right) }
                + rebuilt(right.smaller) { .comparison(left, sign, $0) }
                + (sign == .equal ? [] : [Expression(.comparison(left, .equal, right), at: span)])
        case .inValues(let left, let isNegated, let values):
            return TestSupport.smaller(values) { $0.smaller }
                .map { Expression(.inValues(left, isNegated: isNegated, $0), at: span) }
                + rebuilt(left.smaller) { .inValues($0, isNegated: isNegated, values) }
        case .inRows(let left, let isNegated, .query(let query)):
            return query.smaller.map { Expression(.inRows(left, isNegated: isNegated, .query($0)), at: span) }
        case .path(let path): return path.smaller.map { Expression(.path($0), at: span) }
        case .presence(let operand, let isKnown):
            return rebuilt(operand.smaller) { .presence($0, isKnown: isKnown) }
        default: return []
        }
    }
}

extension Path {
    /// The path without its first or some later link.
    var smaller: [Path] {
        guard steps.count > 1 else { return [] }
        return steps.indices.map { index in
            var copy = self
            copy.steps.remove(at: index)
            return copy
        }
    }
}

extension RandomCorpus {
    /// Corpora with a record less (and whatever can't be without it), or with a member less.
    var smaller: [RandomCorpus] {
        let all = records.sorted { $0.key < $1.key }
        var result = all.flatMap { name, list in list.indices.reversed().map { without(name, $0) } }
        for (name, list) in all {
            for (index, object) in list.enumerated() {
                for key in object.keys where key != "id" && key != "name" && key != "headline" {
                    let isRequired = Collection(rawValue: name).flatMap {
                        Schema.of($0).field(key)?.isRequired
                    }
                    guard isRequired != true else { continue }
                    var copy = self
                    copy.records[name]?[index][key] = nil
                    result.append(copy)
                }
            }
        }
        return result
    }

    private func without(_ name: String, _ index: Int) -> RandomCorpus {
        var copy = self
        let removed = copy.records[name]?.remove(at: index)
        guard let id = removed?["id"]?.text else { return copy }
        for (other, list) in records {
            let collection = Collection(rawValue: other)
            copy.records[other] = copy.records[other]?.compactMap { Self.object($0, collection, without: id) }
            if list.isEmpty { copy.records[other] = nil }
        }
        return copy
    }

    /// An object without links to an id, or nil if it needs one of them; ids are unique in all collections.
    private static func object(_ object: JSONObject, _ collection: Collection?, without id: String)
        -> JSONObject?
    {
        var copy = object
        for key in object.keys where key != "id" {
            switch object[key] {
            case .text(id):
                if collection.flatMap({ Schema.of($0).field(key)?.isRequired }) ?? false { return nil }
                copy[key] = nil
            case .list(let nodes):
                let kept = nodes.compactMap { node -> JSONNode? in
                    if case .object(let inner) = node {
                        let nested = Collection(rawValue: key)
                        return Self.object(inner, nested, without: id).map { .object($0) }
                    }
                    return node == .text(id) ? nil : node
                }
                copy[key] = .list(kept)
            default: continue
            }
        }
        return copy
    }
}
