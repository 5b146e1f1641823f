/// The right-hand side of a production.
indirect enum Rule: Hashable {
    case terminal(String)
    case name(String)
    case special(String)
    case sequence([Rule])
    case choice([Rule])
    case optional(Rule)
    case repeated(Rule)
    case except(Rule, Rule)

    /// This rule and all within it.
    var all: [Rule] {
        switch self {
        case .terminal, .name, .special: [self]
        case .sequence(let parts), .choice(let parts): [self] + parts.flatMap(\.all)
        case .optional(let inner), .repeated(let inner): [self] + inner.all
        case .except(let left, let right): [self] + left.all + right.all
        }
    }

    var terminals: Set<String> {
        Set(all.compactMap { if case .terminal(let text) = $0 { text } else { nil } })
    }

    var names: Set<String> {
        Set(all.compactMap { if case .name(let name) = $0 { name } else { nil } })
    }
}

/// Productions in order, read from EBNF: `name = rule ; …`, with comments in `(* *)`.
struct EBNF {
    private(set) var productions: [(name: String, rule: Rule)] = []
    private var tokens: [String]

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws {
        tokens = try Self.cut(text).reversed()
        while let name = tokens.popLast() {
            guard Self.isName(name) else { throw Fault(description: "a name expected, not \(name)") }
            try expect("=")
            productions.append((name, try choice()))
            try expect(";")
        }
    }

    static func isName(_ token: String) -> Bool {
        !token.isEmpty && token.allSatisfy { $0.isLetter && $0.isLowercase || $0 == "_" }
    }

    private static func cut(_ text: String) throws -> [String] {
        var tokens: [String] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if rest.hasPrefix("(*") {
                guard let end = rest.firstRange(of: "*)") else { throw Fault(description: "open comment") }
                rest = rest[end.upperBound...]
            } else if "\"'?".contains(first) {
                guard let end = rest.dropFirst().firstIndex(of: first) else {
                    throw Fault(description: "open \(first)")
                }
                tokens.append(String(rest[..<rest.index(after: end)]))
                rest = rest[rest.index(after: end)...]
            } else {
                let name = rest.prefix { $0.isLetter || $0 == "_" }
                tokens.append(name.isEmpty ? String(first) : String(name))
                rest = rest.dropFirst(max(1, name.count))
            }
        }
        return tokens
    }

    private mutating func expect(_ token: String) throws {
        let found = tokens.popLast()
        guard found == token else { throw Fault(description: "\(token) expected, not \(found ?? "the end")") }
    }

    private mutating func choice() throws -> Rule {
        var parts = [try sequence()]
        while tokens.last == "|" {
            tokens.removeLast()
            parts.append(try sequence())
        }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws -> Rule {
        var parts: [Rule] = []
        while let next = tokens.last, !["|", ";", ")", "]", "}"].contains(next) {
            parts.append(try exception())
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func exception() throws -> Rule {
        let rule = try factor()
        guard tokens.last == "-" else { return rule }
        tokens.removeLast()
        return .except(rule, try factor())
    }

    private mutating func factor() throws -> Rule {
        guard let token = tokens.popLast() else { throw Fault(description: "the text ends in a rule") }
        switch token {
        case "(", "[", "{":
            let inner = try choice()
            try expect(token == "(" ? ")" : token == "[" ? "]" : "}")
            return token == "(" ? inner : token == "[" ? .optional(inner) : .repeated(inner)
        default:
            if Self.isName(token) { return .name(token) }
            let inner = String(token.dropFirst().dropLast())
            if token.hasPrefix("?") { return .special(inner) }
            guard token.hasPrefix("\"") || token.hasPrefix("'") else {
                throw Fault(description: "\(token) can't stand in a rule")
            }
            return .terminal(inner)
        }
    }
}
