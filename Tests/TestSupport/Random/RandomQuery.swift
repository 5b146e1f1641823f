public import Quoth
import QuothSyntax

/// A script made up from a seed: names and parameters it may need, a query, and now and then a refinement.
public struct RandomQuery: Sendable {
    /// The script in its canonical form.
    public let text: String

    /// Makes up a query whose names and types fit a corpus.
    public init(seed: UInt64, _ corpus: NaiveCorpus) {
        var maker = QueryMaker(random: SplitMix64(seed: seed), corpus: corpus)
        let written = maker.script()
        let parsed = Parser.parse(SourceText(name: "<made up>", written))
        let canonical = SyntaxPrinter.text(parsed.script)
        // A script that doesn't parse is left as it is, so that the test that runs it says so.
        let isFaultless =
            parsed.diagnostics.isEmpty && Parser.parse(SourceText(name: "", canonical)).diagnostics.isEmpty
        text = isFaultless ? canonical : written
    }

    /// A query that makes pairs, and perhaps counts them.
    public static func pairs(seed: UInt64, _ corpus: NaiveCorpus) -> String {
        var maker = QueryMaker(random: SplitMix64(seed: seed), corpus: corpus)
        maker.hasParameters = false
        return maker.pairs() + "\n"
    }

    /// A condition about the records of a noun, for the laws that conditions keep.
    public static func condition(seed: UInt64, _ noun: Noun, _ corpus: NaiveCorpus) -> String {
        var maker = QueryMaker(random: SplitMix64(seed: seed), corpus: corpus)
        maker.hasParameters = false
        return maker.condition(.records([noun.collection]))
    }
}

/// Makes up the parts of one script.
struct QueryMaker {
    var random: SplitMix64
    let corpus: NaiveCorpus
    var lets: [(name: String, collection: Collection, text: String)] = []
    var parameters: [String] = []
    var hasParameters = true
    /// The names that `show` gave.
    var aliases: [QueryOperand] = []
    var aliasCount = 0

    init(random: SplitMix64, corpus: NaiveCorpus) {
        self.random = random
        self.corpus = corpus
    }

    /// The nouns, those that are asked about most several times.
    static let nouns: [Noun] =
        Noun.all + Noun.all.filter { ["quotes", "stances", "people", "memberships"].contains($0.name) }
        + Array(repeating: Noun.whole(.quotes), count: 6)

    mutating func script() -> String {
        for index in 0..<random.pick([0, 0, 0, 1, 2], or: 0) {
            let noun = random.pick(Self.nouns, or: Noun.all[0])
            let scope = QueryScope.records([noun.collection])
            var text = "let l\(index + 1) = \(noun.name) where " + condition(scope, depth: 2)
            if random.chance(30) { text += " sort by " + sortKey(scope) + " limit \(random.int(0...9))" }
            lets.append(("l\(index + 1)", noun.collection, text))
        }
        let noun = random.pick(Self.nouns, or: Noun.all[0])
        var start = noun.name
        var collection = noun.collection
        if random.chance(15), let named = random.pick(lets) {
            start = named.name
            collection = named.collection
        }
        let main = start + stages(collection, before: start)
        var lines = [main]
        if random.chance(15) {
            aliases = []
            let stages = stages(collection, before: "it", context: main)
            lines.append(stages.isEmpty ? "count" : String(stages.dropFirst()))
        }
        return (parameters + lets.map(\.text) + lines).map { $0 + "\n" }.joined()
    }

    /// A condition that mostly leaves something of the rows so far.
    private mutating func filter(_ scope: QueryScope, _ rows: inout [NaiveRow]) -> String {
        let interpreter = NaiveInterpreter(corpus)
        _ = try? interpreter.run((parameters + lets.map(\.text)).map { $0 + "\n" }.joined())
        for attempt in 0..<3 {
            let text = condition(scope, depth: random.int(1...3))
            guard let left = interpreter.rows(rows, where: text) else { return text }
            if left.isEmpty, attempt < 2, random.chance(85) { continue }
            rows = left
            return text
        }
        return "1 = 1"
    }
}

// Stages.
extension QueryMaker {
    private mutating func stages(_ collection: Collection, before start: String, context: String = "")
        -> String
    {
        let scope = QueryScope.records([collection])
        var text = ""
        var rows = corpus.all(collection).indices.map { NaiveRow.record(collection, $0) }
        for _ in 0..<random.pick([0, 1, 1, 1, 2, 2], or: 1) { text += " where " + filter(scope, &rows) }
        if random.chance(8) { text += ranking(collection) }
        for _ in 0..<random.pick([0, 0, 1, 2], or: 0) { text += recordStage(scope) }
        if collection == .quotes || collection == .stances, random.chance(20) {
            text += pairing(scope, collection)
            let sides = self.columns(context + "\n" + start + text)
            guard !sides.isEmpty else { return text }
            aliases = []
            for _ in 0..<random.pick([0, 0, 1, 2], or: 0) { text += tableStage(.table(sides)) }
            if random.chance(30) { return text + " show " + items(.table(sides)) }
            guard random.chance(70) else { return text }
            text += grouping(.table(sides))
        } else {
            guard random.chance(45) else { return text }
            text += grouping(scope)
        }
        let columns = self.columns(context + "\n" + start + text)
        guard !columns.isEmpty else { return text }
        for _ in 0..<random.pick([0, 0, 1, 2], or: 0) { text += tableStage(.table(columns)) }
        return text
    }

    mutating func pairs() -> String {
        let collection = random.pick([Collection.quotes, .stances], or: .stances)
        let noun = Noun.whole(collection).name
        let scope = QueryScope.records([collection])
        let text = noun + (random.chance(30) ? recordStage(scope) : "") + pairing(scope, collection)
        aliases = []
        let sides = QueryScope.table(columns(text))
        if random.chance(15) { return text + tableStage(sides) }
        return text + (random.chance(10) ? " count" : " count by " + items(sides, upTo: 2))
    }

    private mutating func pairing(_ scope: QueryScope, _ collection: Collection) -> String {
        let common =
            collection == .stances ? ["claim", "claim.topic", "position"] : ["topics", "kind", "faction"]
        var keys: [String] = []
        for _ in 0..<random.pick([1, 1, 1, 2], or: 1) {
            let operand = value(scope)
            let isPeriod = ["year(", "month(", "week(", "day("].contains { operand.left.hasPrefix($0) }
            var isRaw = false
            if case .date = operand.type { isRaw = !isPeriod }
            let key = isRaw || random.chance(70) ? random.pick(common, or: "id") : operand.left
            if !keys.contains(key) { keys.append(key) }
        }
        var text = " pairs by " + keys.joined(separator: ", ")
        if collection == .stances { text += random.pick(["", " opposed", " opposed", " agreeing"], or: "") }
        return text
            + random.pick(
                [
                    "", "", " within 0 days", " within 7 days", " within 1 week", " within 2 months",
                    " within 1 year",
                ],
                or: "")
    }

    /// Words to look for, and the best texts first; nothing for records without texts.
    private mutating func ranking(_ collection: Collection) -> String {
        let paths: [Collection: [String]] = [
            .quotes: ["text", "text", "within.text"], .stances: ["text", "claim.text", "quote.text"],
            .claims: ["text", "parent.text"],
        ]
        guard let paths = paths[collection] else { return "" }
        // Of words under a `not` alone nothing is relevant.
        let tests = (0..<random.int(1...3)).map { place in
            (place > 0 && random.chance(30) ? "not " : "") + random.pick(paths, or: "text") + " mentions "
                + SyntaxPrinter.quoted(random.pick(CorpusMaker.words, or: "talks"))
        }
        return " where " + tests.joined(separator: random.pick([" or ", " or ", " and "], or: " or "))
            + " sort by relevance" + random.pick(["", "", " desc"], or: "")
    }

    private mutating func recordStage(_ scope: QueryScope) -> String {
        switch random.int(1...6) {
        case 1:
            aliases = []
            return " show " + items(scope, namesAreUsed: true)
        case 2: return " sort by " + sortKey(scope) + (random.chance(40) ? ", " + sortKey(scope) : "")
        case 3: return " limit \(random.int(1...12))"
        case 4: return " skip \(random.int(0...2))"
        case 5: return " distinct " + key(scope) + (random.chance(30) ? ", " + key(scope) : "")
        default: return " where " + condition(scope, depth: 2)
        }
    }

    private mutating func tableStage(_ scope: QueryScope) -> String {
        aliases = []
        switch random.int(1...6) {
        case 1: return " sort by " + sortKey(scope)
        case 2: return " limit \(random.int(0...5))"
        case 3: return " skip \(random.int(0...2))"
        case 4: return " distinct"
        default:
            let text = condition(scope, depth: 1)
            // Right after a keyword the column needs its dot, unless a sign follows.
            return " where " + (text.hasPrefix("count ") ? "." : "") + text
        }
    }

    /// An expression to show, sort or group by: a path, a function, an aggregate.
    private mutating func value(_ scope: QueryScope) -> QueryOperand {
        for _ in 0..<10 {
            guard let found = random.chance(12) ? aggregate(scope, 1) : anyOperand(scope) else { continue }
            guard !found.isMany, random.chance(35) else { return found }
            if found.isDate {
                let name = random.pick(["year", "month", "week", "day", "weekday"], or: "year")
                let type: NaiveType = name == "weekday" ? .text : found.type
                return QueryOperand(
                    left: "\(name)(\(found.left))", type: type, samples: found.samples, origin: found.origin)
            }
            if found.isNumber {
                return QueryOperand(
                    left: calculation(found), type: .real, samples: found.samples, origin: found.origin)
            }
            return found
        }
        return QueryOperand(left: "id", right: ".id", type: .text)
    }

    private mutating func key(_ scope: QueryScope) -> String { value(scope).left }

    private mutating func sortKey(_ scope: QueryScope) -> String {
        key(scope) + random.pick(["", " desc"], or: "")
    }

    /// Items with names of their own, so that no two columns are called the same.
    private mutating func items(_ scope: QueryScope, namesAreUsed: Bool = false, upTo limit: Int = 3)
        -> String
    {
        var texts: [String] = []
        var given: [QueryOperand] = []
        for _ in 0..<random.int(1...limit) {
            if random.chance(12) {
                aliasCount += 1
                texts.append(condition(scope, depth: 1) + " as n\(aliasCount)")
                continue
            }
            var operand = value(scope)
            let text = operand.left
            if texts.contains(where: { $0 == text || $0.hasPrefix(text + " as ") }) { continue }
            // Two columns must not be called the same, with a dot and without.
            guard !operand.isPath || text.hasPrefix(".") || random.chance(35) else {
                texts.append(text)
                continue
            }
            aliasCount += 1
            texts.append(text + " as n\(aliasCount)")
            operand.left = "n\(aliasCount)"
            operand.right = nil
            // A name for a name or id compares as text, not as the record.
            if operand.naming == nil { given.append(operand) }
        }
        if namesAreUsed { aliases = given }
        return texts.isEmpty ? "id" : texts.joined(separator: ", ")
    }

    private mutating func grouping(_ scope: QueryScope) -> String {
        if random.chance(60) {
            if random.chance(8) { return " count" }
            let across = random.chance(12)
            let groups = items(scope, upTo: across ? 1 : 3)
            return " count by " + groups + (across ? " across " + key(scope) + " as across1" : "")
        }
        var aggregates = random.chance(50) ? ["count"] : []
        for _ in 0..<random.int(1...2) {
            aliasCount += 1
            guard let argument = aggregated(scope) else { continue }
            aggregates.append(argument + " as n\(aliasCount)")
        }
        if aggregates.isEmpty { aggregates = ["count"] }
        let groups = random.chance(70) ? " by " + items(scope, upTo: 2) : ""
        return " summarize " + aggregates.joined(separator: ", ") + groups
    }

    private mutating func aggregated(_ scope: QueryScope) -> String? {
        guard let value = anyOperand(scope) else { return nil }
        switch value.type {
        case .integer, .real:
            return random.pick(["min", "max", "sum", "avg", "median", "distinct"], or: "") + "(\(value.left))"
        case .date(false): return random.pick(["min", "max", "distinct"], or: "") + "(\(value.left))"
        case .record: return "distinct(\(value.left))"
        case .text: return random.pick(["min", "max", "distinct"], or: "") + "(\(value.left))"
        default: return nil
        }
    }

    /// The columns of the table that the script so far comes to.
    private func columns(_ text: String) -> [QueryOperand] {
        let lines = parameters + lets.map(\.text) + [text]
        let script = lines.map { $0 + "\n" }.joined()
        guard let table = try? NaiveInterpreter(corpus).table(script) else { return [] }
        return table.columns.enumerated().map { index, column in
            let needsDot = column.name == "mentions" || column.name == "in"
            let isPath = !column.name.contains("(") && !column.name.contains(" ")
            return QueryOperand(
                left: needsDot ? "." + column.name : column.name, right: isPath ? "." + column.name : nil,
                type: column.type, samples: table.rows.prefix(8).flatMap { $0[index].map(\.value) })
        }
    }
}
