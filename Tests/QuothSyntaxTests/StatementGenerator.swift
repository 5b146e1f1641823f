/// Writes statements by walking the grammar; the lexical productions are drawn from words that make sense.
struct StatementGenerator {
    private let rules: [String: Rule]
    /// The least depth at which each production ends.
    private let heights: [String: Int]
    private var random: SplitMix64
    private var depth = 0
    private var limit = 0

    init(seed: UInt64) throws {
        rules = Dictionary(try grammar().productions.map { ($0.name, $0.rule) }) { first, _ in first }
        heights = Self.heights(rules)
        random = SplitMix64(seed: seed)
    }

    /// The pieces of a statement, which are tokens or whole paths; white space may stand between any two.
    mutating func statement(depth: Int) -> [String] {
        limit = depth
        return walk(.name("statement"))
    }

    /// The pieces with white space between them, and comments with numbers from one on, if any are wanted.
    mutating func text(_ pieces: [String], comments: inout Int?) -> String {
        var text = ""
        for (index, piece) in pieces.enumerated() {
            if index > 0 {
                switch Int.random(in: 0..<20, using: &random) {
                case 0: text += "\n    "
                case 1: text += "  "
                case 2 where piece != "|": text += "\r\n\t"
                case 3 where ["(", ",", ")"].contains(piece) && pieces[index - 1] != "-": break
                case 4:
                    if let number = comments {
                        text += Bool.random(using: &random) ? " # c\(number).\n  " : "\n# c\(number).\n\n  "
                        comments = number + 1
                    } else {
                        text += "\n "
                    }
                default: text += " "
                }
            }
            text += piece
        }
        return text
    }

    private mutating func walk(_ rule: Rule) -> [String] {
        switch rule {
        case .terminal(let text): return [text]
        case .special: return []
        case .name(let name): return production(name)
        case .sequence(let parts): return parts.flatMap { walk($0) }
        case .choice(let parts):
            let low = parts.map(height).min() ?? 0
            let open = parts.filter { height($0) <= max(limit - depth, low) }
            return open.randomElement(using: &random).map { walk($0) } ?? []
        case .optional(let inner): return isOpen(inner) && random.chance(50) ? walk(inner) : []
        case .repeated(let inner):
            var pieces: [String] = []
            while isOpen(inner), random.chance(30) { pieces += walk(inner) }
            return pieces
        case .except(let left, _): return walk(left)
        }
    }

    private mutating func production(_ name: String) -> [String] {
        if let pool = Self.pools[name] { return pool.randomElement(using: &random).map { [$0] } ?? [] }
        guard let rule = rules[name] else { return [] }
        depth += 1
        defer { depth -= 1 }
        let pieces = walk(rule)
        // No white space stands within a path or a parameter.
        return ["path", "dotted_path", "parameter_use"].contains(name) ? [pieces.joined()] : pieces
    }

    private func isOpen(_ rule: Rule) -> Bool { height(rule) <= limit - depth }

    private func height(_ rule: Rule) -> Int { Self.height(rule, heights) ?? Int.max }

    private static func heights(_ rules: [String: Rule]) -> [String: Int] {
        var heights = pools.mapValues { _ in 1 }
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for (name, rule) in rules where heights[name] == nil {
                guard let inner = height(rule, heights) else { continue }
                heights[name] = inner + 1
                hasGrown = true
            }
        }
        return heights
    }

    private static func height(_ rule: Rule, _ heights: [String: Int]) -> Int? {
        switch rule {
        case .terminal, .special, .optional, .repeated: return 0
        case .name(let name): return heights[name]
        case .choice(let parts): return parts.compactMap { height($0, heights) }.min()
        case .except(let left, _): return height(left, heights)
        case .sequence(let parts):
            let inner = parts.map { height($0, heights) }
            return inner.contains(nil) ? nil : inner.compactMap(\.self).max() ?? 0
        }
    }

    private static let pools: [String: [String]] = [
        "command": [".help", ".read a file # no comment", ".explain quotes where a = 1"],
        "noun": ["quotes", "stances", "people", "it", "hawks", "نقل‌ها", "where's"],
        "given_name": ["hawks", "early", "missing", "x/y", "no", "é"],
        "field": [
            "faction", "kind", "said", "speaker", "text", "yes", "let", "last", "to", "none", "año", "x1",
            "mentions",
        ],
        "word": [
            "hardliner", "ultra-hardliner", "O'Brien", "O’Brien", "post/x", "no", "it", "in", "where",
            "count",
            "last", "to", "by", "desc", "year", "days", "select", "group", "3rd", "سلام", "a_b", "not",
            "pairs",
        ],
        "integer": ["0", "1", "7", "2025", "007", "9223372036854775807"],
        "decimal": [
            "0.5", "1.0", "3.25", "0.00000001", "123456789012345678901234567890.5", "1e+308", "2E-3",
            "1.5e-05", "4.0e9",
        ],
        "date": ["2025-02", "2025-02-07", "2024-02-29", "0001-01-01", "9999-12"],
        "text": [
            "\"two words\"", "'it'", "“q”", "«g»", "\"\"", "'say \"no\"'", "«'\"”»", "\"#\"", "'\u{301}'",
            "\"a\tb\"",
            "'\"\u{301}'",
        ],
    ]
}
