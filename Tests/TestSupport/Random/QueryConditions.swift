import Quoth
import QuothSyntax

// Conditions.
extension QueryMaker {
    /// A condition, nested so deep at most.
    mutating func condition(_ scope: QueryScope, depth: Int = 3) -> String {
        if depth > 0 {
            switch random.int(1...100) {
            case 1...18: return joined(" and ", scope, depth)
            case 19...34: return joined(" or ", scope, depth)
            case 35...44: return "not (" + condition(scope, depth: depth - 1) + ")"
            case 45...57: return quantified(scope, depth) ?? test(scope)
            case 58...63: return counted(scope, depth) ?? test(scope)
            case 64...72: return among(scope, depth) ?? test(scope)
            default: break
            }
        }
        return test(scope)
    }

    private mutating func joined(_ word: String, _ scope: QueryScope, _ depth: Int) -> String {
        (0..<random.int(2...3)).map { _ in "(" + condition(scope, depth: depth - 1) + ")" }
            .joined(separator: word)
    }

    private mutating func inside(_ scope: QueryScope, _ target: Collection) -> QueryScope {
        if case .records(let stack) = scope { return .records(stack + [target]) }
        return .records([target])
    }

    private mutating func quantified(_ scope: QueryScope, _ depth: Int) -> String? {
        guard let link = operand(scope, many: true, where: \.isRecord), link.isPath, let target = link.target
        else { return nil }
        let start = random.pick(["any", "no", "all"], or: "any") + " " + link.left
        guard random.chance(80) else { return start }
        return start + " (" + condition(inside(scope, target), depth: depth - 1) + ")"
    }

    /// An aggregate over a link, compared with a literal.
    private mutating func counted(_ scope: QueryScope, _ depth: Int) -> String? {
        guard let aggregate = aggregate(scope, depth) else { return nil }
        guard let literal = literal(aggregate) else { return nil }
        return aggregate.left + " " + sign() + " " + literal
    }

    mutating func aggregate(_ scope: QueryScope, _ depth: Int) -> QueryOperand? {
        switch random.int(1...3) {
        case 1:
            guard let link = operand(scope, many: true, where: \.isRecord), link.isPath,
                let target = link.target
            else { return nil }
            let inner =
                random.chance(50) ? " (" + condition(inside(scope, target), depth: depth - 1) + ")" : ""
            return QueryOperand(left: "count(\(link.left)\(inner))", type: .integer)
        case 2:
            guard let path = operand(scope, many: true, where: { $0 == .integer || $0 == .real }), path.isPath
            else { return nil }
            let name = random.pick(["min", "max", "sum", "avg", "median"], or: "min")
            let isReal = name == "avg" || name == "median" || path.type == .real
            return QueryOperand(
                left: "\(name)(\(path.left))", type: isReal ? .real : .integer, samples: path.samples,
                origin: path.origin)
        default:
            guard let path = operand(scope, many: true, where: { $0 == .date(isExtent: false) }), path.isPath
            else { return nil }
            let name = random.pick(["min", "max"], or: "min")
            return QueryOperand(
                left: "\(name)(\(path.left))", type: path.type, samples: path.samples, origin: path.origin)
        }
    }

    /// A test against the rows of another query.
    private mutating func among(_ scope: QueryScope, _ depth: Int) -> String? {
        if case .records(let stack) = scope, random.chance(35), let own = stack.last {
            return random.pick(["", "not "], or: "") + "in " + rows(own, depth)
        }
        let word = random.pick([" in ", " not in "], or: "")
        if random.chance(60) {
            guard let link = operand(scope, where: \.isRecord), let target = link.target else { return nil }
            return link.left + word + rows(target, depth)
        }
        guard let left = operand(scope, where: { _ in true }), !left.isExtent, left.isPath else { return nil }
        let noun = random.pick(Self.nouns, or: Noun.all[0])
        let saved = aliases
        aliases = []
        defer { aliases = saved }
        let inner = QueryScope.records([noun.collection])
        let type = left.type
        guard let column = operand(inner, where: { $0 == type }), column.isPath else { return nil }
        let filter = random.chance(50) ? " where " + condition(inner, depth: depth - 1) : ""
        return left.left + word + "(" + noun.name + filter + " show " + column.left + ")"
    }

    /// Rows of a collection: a `let` name, the collection, or a query.
    private mutating func rows(_ collection: Collection, _ depth: Int) -> String {
        let names = lets.filter { $0.collection == collection }.map(\.name)
        if random.chance(40), let name = random.pick(names) { return name }
        let nouns = Noun.all.filter { $0.collection == collection }.map(\.name)
        let noun = random.pick(nouns, or: collection.rawValue)
        if random.chance(10) { return noun }
        let saved = aliases
        aliases = []
        defer { aliases = saved }
        let filter = " where " + condition(.records([collection]), depth: depth - 1)
        return "(" + noun + filter + (random.chance(20) ? " limit \(random.int(0...5))" : "") + ")"
    }

    mutating func sign() -> String { random.pick(ComparisonOperator.allCases, or: .equal).rawValue }
}

extension QueryOperand {
    /// Whether it is a path, and no expression or name.
    var isPath: Bool { right != nil }
}

// Tests by the type of what is tested.
extension QueryMaker {
    mutating func test(_ scope: QueryScope) -> String {
        for _ in 0..<10 {
            guard let left = anyOperand(scope) else { continue }
            if let test = test(left, scope) { return test }
        }
        return "1 = 1"
    }

    private mutating func test(_ left: QueryOperand, _ scope: QueryScope) -> String? {
        if random.chance(10) { return left.left + random.pick([" missing", " known"], or: "") }
        switch left.type {
        case .text: return textTest(left, scope)
        case .integer, .real: return numberTest(left, scope)
        case .truth: return truthTest(left)
        case .date: return dateTest(left, scope)
        case .record: return recordTest(left, scope)
        }
    }

    /// `in` or `not in` some literals.
    private mutating func list(_ left: QueryOperand) -> String? {
        let literals = (0..<random.int(1...3)).compactMap { _ in literal(left) }
        guard !literals.isEmpty else { return nil }
        return left.left + random.pick([" in (", " not in ("], or: "") + literals.joined(separator: ", ")
            + ")"
    }

    private mutating func equality(_ left: QueryOperand) -> String? {
        literal(left).map { left.left + random.pick([" = ", " != "], or: "") + $0 }
    }

    /// Two paths of one type compared.
    private mutating func pair(_ left: QueryOperand, _ signs: [String], _ scope: QueryScope) -> String? {
        let type = left.type
        guard left.isPath,
            let right = operand(scope, where: { $0 == type })?.right
        else { return nil }
        return left.left + " " + random.pick(signs, or: "=") + " " + right
    }

    private mutating func textTest(_ left: QueryOperand, _ scope: QueryScope) -> String? {
        let known = left.vocabulary.isEmpty ? samples(left).compactMap(\.text) : left.vocabulary
        let sample = random.pick(known, or: "talks")
        switch random.int(1...9) {
        case 1, 2: return equality(left)
        case 3: return list(left)
        case 4:
            return left.left + random.pick([" < ", " <= ", " > ", " >= "], or: "")
                + SyntaxPrinter.quoted(sample)
        case 5: return pair(left, ["=", "!=", "<", ">="], scope)
        case 6:
            let part = String(sample.dropFirst(random.int(0...3)).prefix(random.int(1...6)))
            let written = random.chance(50) ? part : part.uppercased()
            return written.isEmpty ? nil : left.left + " contains " + SyntaxPrinter.quoted(written)
        case 7:
            let words = NaiveText.words(sample)
            guard left.left.hasSuffix("text"), let first = words.first else { return nil }
            let wanted =
                words.count > 1 && random.chance(50) ? first + " " + words[1] : words[words.count - 1]
            return left.left + " mentions " + SyntaxPrinter.quoted(wanted)
        case 8:
            if left.isHierarchical { return literal(left).map { left.left + " under " + $0 } }
            let patterns = ["^[a-t]", "a.*s$", "[a-e]+l", "(talks|deal)", "n.v|S", "^$"]
            return left.left + " matches " + SyntaxPrinter.quoted(random.pick(patterns, or: "a"))
        default:
            guard !left.isMany else { return nil }
            switch random.int(1...3) {
            case 1: return "length(\(left.left)) \(sign()) \(random.int(0...20))"
            case 2:
                return left.left.hasSuffix("text")
                    ? "words(\(left.left)) \(sign()) \(random.int(0...6))" : nil
            default: return "lower(\(left.left)) = " + SyntaxPrinter.quoted(sample.lowercased())
            }
        }
    }

    private mutating func numberTest(_ left: QueryOperand, _ scope: QueryScope) -> String? {
        switch random.int(1...8) {
        case 1, 2: return literal(left).map { left.left + " " + sign() + " " + $0 }
        case 3: return list(left)
        case 4: return left.left + " from " + number(left) + " to " + number(left)
        case 5: return pair(left, ComparisonOperator.allCases.map(\.rawValue), scope)
        default:
            guard !left.isMany else { return nil }
            return calculation(left) + " " + sign() + " " + number(left)
        }
    }

    /// Arithmetic on a number; now and then it divides by what may be 0.
    mutating func calculation(_ operand: QueryOperand) -> String {
        let name = operand.left
        switch random.int(1...6) {
        case 1: return "\(name) + \(random.int(0...3))"
        case 2: return "(\(name) - 1) * \(name)"
        case 3: return "abs(\(name))"
        case 4: return "round(\(name) / 2)"
        case 5: return random.chance(20) ? "6 / \(name)" : "\(name) / 4"
        default: return "-\(name)"
        }
    }

    private mutating func truthTest(_ left: QueryOperand) -> String? {
        random.chance(40) ? left.left : equality(left)
    }

    private mutating func recordTest(_ left: QueryOperand, _ scope: QueryScope) -> String? {
        guard let target = left.target else { return nil }
        switch random.int(1...6) {
        case 1, 2: return equality(left)
        case 3: return list(left)
        case 4: return pair(left, ["=", "!="], scope)
        case 5 where Self.hierarchies.contains(target):
            return literal(left).map { left.left + " under " + $0 }
        default:
            guard case .records(let stack) = scope, let own = stack.last, Self.hierarchies.contains(own),
                let top = record(own)
            else { return nil }
            return "under " + top
        }
    }

    private static let hierarchies: Set<Collection> = [
        .actors, .factions, .topics, .claims, .events, .places, .quotes,
    ]
}

// Dates.
extension QueryMaker {
    private mutating func dateTest(_ left: QueryOperand, _ scope: QueryScope) -> String? {
        if left.isExtent { return literalDateTest(left) }
        let start = random.chance(30) ? "possibly " : ""
        switch random.int(1...10) {
        case 1...5: return literalDateTest(left).map { start + $0 }
        case 6: return pair(left, ComparisonOperator.allCases.map(\.rawValue), scope).map { start + $0 }
        case 7:
            guard !left.isMany else { return nil }
            let move = random.pick(
                [" + 3 days", " - 1 week", " + 1 month", " - 2 months", " + 1 year"], or: "")
            return start + left.left + move + " " + sign() + " " + date(left)
        case 8:
            guard !left.isMany else { return nil }
            let day = random.pick(NaiveDates.weekdayNames, or: "Monday")
            return "weekday(\(left.left)) " + random.pick(["= ", "!= "], or: "") + day
        case 9:
            guard !left.isMany else { return nil }
            let name = random.pick(["year", "month", "week", "day"], or: "year")
            let sign = sign()
            // A week or a year is equal to no day, and to ask that is an error.
            let literal = sign == "=" || sign == "!=" ? date(left, lengths: [4]) : date(left)
            return "\(start)\(name)(\(left.left)) \(sign) \(literal)"
        default:
            guard let right = left.right else { return nil }
            return start + date(left) + " " + sign() + " " + right
        }
    }

    private mutating func literalDateTest(_ left: QueryOperand) -> String? {
        switch random.int(1...6) {
        case 1...3: return left.left + " " + sign() + " " + date(left)
        case 4: return left.left + " from " + date(left) + " to " + date(left)
        case 5:
            let unit = random.pick(DurationUnit.allCases, or: .day)
            return left.left + " in last " + unit.text(random.int(1...40))
        default: return list(left)
        }
    }
}
