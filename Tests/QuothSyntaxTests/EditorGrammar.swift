import QuothSyntax

/// The highlighting of `.quoth` files for editors that read TextMate grammars, made from the vocabulary.
enum EditorGrammar {
    /// A scope and the expression of what it covers; JSON needs the backslashes doubled.
    private static let patterns: [(scope: String, match: String)] = [
        ("comment.line.number-sign", "#.*$"),
        ("string.quoted", "\"[^\"\\n]*\"|'[^'\\n]*'|“[^”\\n]*”|«[^»\\n]*»"),
        ("keyword.other.command", "^\\.[A-Za-z]\\S*"),
        ("variable.parameter", "\\$[\\w'’/-]+"),
        ("constant.numeric.date", wordly("\\d{4}-\\d{2}(-\\d{2})?")),
        ("constant.numeric", wordly("\\d+(\\.\\d+([eE][+-]?\\d+)?|[eE][+-]\\d+)?")),
        ("variable.other.member", "\\.{1,2}[\\w'’/-]+"),
        ("support.function", words(Vocabulary.functions + Vocabulary.aggregates) + "(?=\\s*\\()"),
        ("storage.type", words(Vocabulary.types) + "(?=\\s*=)"),
        ("keyword.declaration", words(Vocabulary.statements)),
        ("keyword.control.stage", words(Vocabulary.stages + Vocabulary.stagesToCome)),
        ("keyword.operator.word", words(Vocabulary.operators)),
        ("keyword.other", words(Vocabulary.particles)),
        ("variable.language", words([Vocabulary.pronoun])),
        (
            "keyword.operator",
            signs(
                ComparisonOperator.allCases.map(\.rawValue) + ArithmeticOperator.allCases.map(\.rawValue) + [
                    "|"
                ])
        ),
    ]

    /// The grammar as JSON.
    static var json: String {
        let rules = patterns.map { pattern in
            "    { \"name\": \(quoted(pattern.scope + ".quoth")), \"match\": \(quoted(pattern.match)) }"
        }
        return """
            {
              "name": "Quoth",
              "scopeName": "source.quoth",
              "fileTypes": ["quoth"],
              "patterns": [
            \(rules.joined(separator: ",\n"))
              ]
            }

            """
    }

    /// A hyphen, an apostrophe or a slash makes a word part of a longer one.
    private static func wordly(_ inner: String) -> String { "(?<![\\w'’/.$-])\(inner)(?![\\w]|['’/-]\\w)" }

    private static func words(_ words: [String]) -> String {
        wordly("(" + words.sorted().reversed().joined(separator: "|") + ")")
    }

    private static func signs(_ signs: [String]) -> String {
        signs.sorted { ($0.count, $1) > ($1.count, $0) }
            .map { $0.map { $0.isLetter || $0 == "<" || $0 == "=" ? "\($0)" : "\\\($0)" }.joined() }
            .joined(separator: "|")
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }
}
