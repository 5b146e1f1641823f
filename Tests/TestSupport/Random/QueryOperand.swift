import Quoth
import QuothSyntax

/// Something that a made-up query can compare, show or group by, with values that it has.
struct QueryOperand {
    /// As it is written where a bare word is a field.
    var left: String
    /// As it is written where a bare word is a value; nil where it can't be.
    var right: String?
    var type: NaiveType
    /// Whether a row may have several values.
    var isMany = false
    /// The words of a closed vocabulary.
    var vocabulary: [String] = []
    var isHierarchical = false
    /// If it names records by their name or id, which.
    var naming: Collection?
    /// Values that it has, where they are at hand.
    var samples: [NaiveValue] = []
    /// The path, and the collection that it begins at, by which values can be found.
    var origin: (path: String, collection: Collection)?

    var isExtent: Bool { type == .date(isExtent: true) }
    var isDate: Bool { type == .date(isExtent: false) }
    var isNumber: Bool { type == .integer || type == .real }

    /// The collection that it leads to, if it is a link.
    var target: Collection? { if case .record(let target) = type { target } else { nil } }
}

/// What the rows are for which an expression is made up.
enum QueryScope {
    /// Records; inside a quantifier the last are the ends of the link.
    case records([Collection])
    case table([QueryOperand])
}

/// A field as the maker of queries sees it.
struct QueryField: Sendable {
    let name: String
    let type: NaiveType
    let isMany: Bool
    var vocabulary: [String] = []
    var isHierarchical = false
}

extension QueryMaker {
    /// Words that a path may begin with only after a dot.
    private static let needDot = Set(
        Vocabulary.operators + Vocabulary.particles + Vocabulary.stages + Vocabulary.stagesToCome)

    /// A path or column whose type is wanted; nil if luck finds none.
    mutating func operand(
        _ scope: QueryScope, many: Bool? = nil, where isWanted: (NaiveType) -> Bool
    ) -> QueryOperand? {
        for _ in 0..<8 {
            guard let found = anyOperand(scope), isWanted(found.type) else { continue }
            if let many, found.isMany != many { continue }
            return found
        }
        return nil
    }

    mutating func anyOperand(_ scope: QueryScope) -> QueryOperand? {
        switch scope {
        case .records(let stack):
            if stack.count == 1, !aliases.isEmpty, random.chance(15) { return random.pick(aliases) }
            let isOuter = stack.count > 1 && random.chance(20)
            guard let collection = isOuter ? stack[stack.count - 2] : stack.last else { return nil }
            return path(from: collection, isOuter: isOuter)
        case .table(let columns):
            guard let column = random.pick(columns) else { return nil }
            guard let target = column.target, column.right != nil, random.chance(40),
                var path = path(from: target, isOuter: false)
            else { return column }
            path.left = column.left + "." + Self.withoutDot(path.left)
            path.right = "." + Self.withoutDot(path.left)
            return path
        }
    }

    static func withoutDot(_ text: String) -> String { String(text.drop { $0 == "." }) }

    /// A walk along links to a field.
    private mutating func path(from start: Collection, isOuter: Bool) -> QueryOperand? {
        var collection = start
        var steps: [String] = []
        var isMany = false
        var links = random.pick([0, 0, 0, 0, 0, 1, 1, 1, 2, 3], or: 0)
        while links > 0 {
            links -= 1
            let candidates = (corpus.fields[collection] ?? []).filter { $0.type.isRecord }
            guard let link = random.pick(candidates), case .record(let target) = link.type else { break }
            steps.append(link.name)
            isMany = isMany || link.isMany
            collection = target
        }
        guard let last = random.pick((corpus.fields[collection] ?? [])) else { return nil }
        steps.append(last.name)
        let text = steps.joined(separator: ".")
        let needsDot = Self.needDot.contains(steps[0].split(separator: ".").first.map(String.init) ?? "")
        var found = QueryOperand(
            left: isOuter ? ".." + text : needsDot ? "." + text : text,
            right: isOuter ? ".." + text : "." + text, type: last.type, isMany: isMany || last.isMany,
            vocabulary: last.vocabulary, isHierarchical: last.isHierarchical)
        if last.name == "id" || last.name == Schema.of(collection).nameField { found.naming = collection }
        found.origin = (text, start)
        return found
    }

    /// Values that an operand has for some records.
    mutating func samples(_ operand: QueryOperand) -> [NaiveValue] {
        guard let (text, collection) = operand.origin, let path = NaiveInterpreter.path(text) else {
            return operand.samples
        }
        let evaluator = NaiveEvaluator(corpus: corpus, environment: NaiveEnvironment())
        let rows = Array(corpus.all(collection).indices)
        return (0..<4).flatMap { _ -> [NaiveValue] in
            guard let row = random.pick(rows) else { return [] }
            let frame = NaiveFrame(shape: .records(collection), row: .record(collection, row))
            return ((try? evaluator.cells(path, [frame])) ?? []).map(\.value)
        }
    }
}

extension NaiveCorpus {
    /// The fields of a collection in a fixed order.
    func queryFields(_ collection: Collection) -> [QueryField] {
        (types[collection] ?? [:]).sorted { $0.key < $1.key }.map { name, type in
            var owner = collection
            if owner == .stances, Schema.of(.stances).field(name) == nil { owner = .quotes }
            let known = Schema.of(owner).field(name)
            let isInverse = known == nil && type.isRecord
            var field = QueryField(name: name, type: type, isMany: known?.isMany ?? isInverse)
            if case .term(let values, let hierarchical) = known?.kind {
                field.vocabulary = values
                field.isHierarchical = hierarchical
            }
            if name.hasSuffix(".basis") { field.vocabulary = Schema.bases }
            return field
        }
    }
}

extension NaiveType {
    /// Whether it is a link.
    var isRecord: Bool { if case .record = self { true } else { false } }
}

// Literals near to what is recorded.
extension QueryMaker {
    /// A literal that an operand may be compared with.
    mutating func literal(_ operand: QueryOperand) -> String? {
        if let collection = operand.target ?? operand.naming { return record(collection) }
        switch operand.type {
        case .text: return text(operand)
        case .integer, .real: return parameter("number", number(operand))
        case .truth: return random.pick(["yes", "no", "true", "false"])
        case .date: return date(operand)
        case .record: return nil
        }
    }

    private mutating func text(_ operand: QueryOperand) -> String {
        if let word = random.pick(operand.vocabulary) { return word }
        let text = random.pick(samples(operand).compactMap(\.text), or: "nothing")
        return parameter("text", written(random.chance(90) ? text : text + "x"))
    }

    /// A text as a bare word where it can be one, and in marks.
    mutating func written(_ text: String) -> String {
        let isWord =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
        let isFree = !Vocabulary.functions.contains(text) && !Vocabulary.aggregates.contains(text)
        return isWord && isFree && random.chance(70) ? text : SyntaxPrinter.quoted(text)
    }

    mutating func number(_ operand: QueryOperand) -> String {
        switch random.pick(samples(operand)) {
        case .integer(let number): return String(number + random.int(-1...1))
        case .real(let number): return String(random.chance(70) ? number : number + 0.25)
        default: return String(random.int(0...4))
        }
    }

    /// A day, month or year at or near the ends of recorded periods.
    mutating func date(_ operand: QueryOperand, lengths: [Int] = [10, 10, 7, 4]) -> String {
        let days = samples(operand).compactMap(\.period).flatMap { [$0.first, $0.last] }
            .filter { $0 != Period.openStart && $0 != Period.openEnd }
        let day = Int(random.pick(days, or: 20_120)) + random.pick([0, 0, 0, -1, 1, 30], or: 0)
        let month = NaiveDates.month(of: day)
        let text = SyntaxPrinter.text(
            DateLiteral(
                year: month.number / 12, month: month.number % 12 + 1, day: month.offset + 1))
        let literal = String(text.prefix(random.pick(lengths, or: 10)))
        if random.chance(6) {
            return literal + random.pick([" + 7 days", " - 1 month", " + 2 weeks", " - 1 year"], or: "")
        }
        return literal.count == 4 ? literal : parameter("date", literal)
    }

    /// A word that stands for one record, whatever way of naming it.
    mutating func record(_ collection: Collection) -> String? {
        let rows = Array(corpus.all(collection).indices)
        guard let row = random.pick(rows) else { return nil }
        let label = corpus.label(collection, row)
        let words = label.split(separator: " ").map(String.init)
        let others = (corpus.record(collection, row).cells["other_names"] ?? []).compactMap(\.value.text)
        var ways = [label, label, label.lowercased(), NaiveText.folded(label)] + others
        ways += [words.last, words.first].compactMap { $0 }
        let id = corpus.record(collection, row).id
        let word = random.chance(30) ? id : random.pick(ways, or: id)
        let isRight = (try? corpus.find(word, in: collection)) == row
        return parameter("text", written(isRight ? word : id))
    }

    /// Now and then a literal as a parameter of the script.
    mutating func parameter(_ type: String, _ literal: String) -> String {
        guard hasParameters, random.chance(4) else { return literal }
        let name = "p\(parameters.count + 1)"
        parameters.append("param \(name): \(type) = \(literal)")
        return "$" + name
    }
}
