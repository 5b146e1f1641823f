import Foundation
import QuothSyntax
import Testing

@Suite struct GrammarTests {
    private let productions: [(name: String, rule: Rule)]
    private let rules: [String: Rule]

    init() throws {
        productions = try grammar().productions
        rules = Dictionary(productions.map { ($0.name, $0.rule) }) { first, _ in first }
    }

    @Test func everyNonterminalIsDefinedOnceAndUsed() {
        #expect(rules.count == productions.count)
        let used = rules.values.reduce(into: Set(["script"])) { $0.formUnion($1.names) }
        #expect(used == Set(rules.keys))
    }

    @Test func keywordsAreThoseOfTheVocabulary() {
        let terminals = rules.values.reduce(into: Set<String>()) { $0.formUnion($1.terminals) }
        let words = [
            Vocabulary.stages, Vocabulary.stagesToCome, Vocabulary.statements, Vocabulary.operators,
            Vocabulary.particles, Vocabulary.functions, Vocabulary.aggregates, Vocabulary.types,
            [Vocabulary.pronoun],
        ]
        #expect(terminals.filter { $0.allSatisfy(\.isLetter) } == Set(words.joined()))
    }

    @Test func classesOfWordsAreThoseOfTheVocabulary() {
        #expect(rules["stage_word"]?.terminals == Set(Vocabulary.beginsStage))
        #expect(rules["operator_word"]?.terminals == Set(Vocabulary.needDot))
        #expect(rules["type"]?.terminals == Set(Vocabulary.types))
        #expect(rules["function"]?.terminals == Set(Vocabulary.callable))
        #expect(
            rules["reserved"]?.terminals.union(Vocabulary.beginsStage) == Set(Vocabulary.reserved))
        let units = DurationUnit.allCases.flatMap { [$0.rawValue, $0.rawValue + "s"] }
        #expect(rules["unit"]?.terminals == Set(units))
    }

    @Test func operatorsAndTheirLevelsAreThoseOfTheParser() {
        let comparisons = Set(ComparisonOperator.allCases.map(\.rawValue))
        #expect(rules["comparison"]?.terminals == comparisons.union(["=="]))
        for (level, names) in [(1, ["sum", "value"]), (2, ["product", "value_product"])] {
            let signs = ArithmeticOperator.allCases.filter { $0.level == level }.map(\.rawValue)
            for name in names { #expect(rules[name]?.terminals == Set(signs)) }
        }
        #expect(rules["text_test"]?.terminals == Set(TextOperator.allCases.map(\.rawValue)))
        #expect(rules["quantified"]?.terminals == Set(Quantifier.allCases.map(\.rawValue)))
        #expect(rules["condition"]?.terminals == ["or"])
        #expect(rules["conjunction"]?.terminals == ["and"])
        #expect(rules["negation"]?.terminals == ["not"])
    }

    @Test func everyProductionStandsAboveTheFunctionThatParsesIt() throws {
        let sources = packageFolder.appending(path: "Sources/QuothSyntax")
        var found: [String: Rule] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for (name, rule) in try productionsAboveFunctions(text) {
                #expect(found[name] == nil, "\(name) stands in two places")
                found[name] = rule
            }
        }
        #expect(Set(found.keys) == Set(rules.keys))
        for (name, rule) in rules { #expect(found[name] == rule, "\(name) differs in the parser") }
    }

    /// The productions in `//` comments, where nothing but comments stands between them and a function.
    private func productionsAboveFunctions(_ text: String) throws -> [(name: String, rule: Rule)] {
        var found: [(name: String, rule: Rule)] = []
        var block: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("// ") {
                block.append(String(line.dropFirst(3)))
            } else if !line.isEmpty, !line.hasPrefix("//") {
                let isFunction = line.split(separator: " ").contains { $0 == "func" }
                let words = block.first?.split(separator: " ") ?? []
                if isFunction, words.count > 1, EBNF.isName(String(words[0])), words[1] == "=" {
                    found += try EBNF(block.joined(separator: "\n")).productions
                }
                block = []
            }
        }
        return found
    }
}

func grammar() throws -> EBNF {
    try EBNF(String(contentsOf: packageFolder.appending(path: "grammar/quoth.ebnf"), encoding: .utf8))
}
