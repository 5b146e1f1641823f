import QuothSyntax
import Testing

@testable import Quoth

/// Every word has help, and every example of it does what it says on the open sample corpus.
@Suite struct HelpTests {
    private static let root = String(#filePath.dropLast("Tests/QuothTests/HelpTests.swift".count))
    private static let corpus = Result { try Corpus.load(root + "samples/iran-us-talks.json") }

    @Test func everyWordOfTheLanguageIsExplained() {
        let words =
            Vocabulary.stages + Vocabulary.statements + Vocabulary.operators + Vocabulary.particles
            + Vocabulary.functions + Vocabulary.aggregates + Vocabulary.types + [Vocabulary.pronoun]
            + ComparisonOperator.allCases.map(\.rawValue) + ArithmeticOperator.allCases.map(\.rawValue)
        for word in words { #expect(!Help.topics(for: word).isEmpty, "\(word)") }
        for word in Vocabulary.stages { #expect(kinds(word).contains(.stage), "\(word)") }
        for word in Vocabulary.functions { #expect(kinds(word).contains(.function), "\(word)") }
        for word in Vocabulary.aggregates { #expect(kinds(word).contains(.aggregate), "\(word)") }
    }

    @Test func everyCollectionFieldAndErrorIsExplained() throws {
        for noun in Noun.all { #expect(kinds(noun.name).contains(.collection), "\(noun.name)") }
        for code in DiagnosticCode.allCases {
            #expect(kinds(code.rawValue).contains(.error), "\(code.rawValue)")
        }
        let corpus = try Self.corpus.get()
        for collection in Collection.allCases {
            for column in corpus.table(collection).columns where column.role != .own {
                let field = column.name.split(separator: ".").first.map(String.init) ?? column.name
                let explained = Help.topics(for: field).contains { topic in
                    topic.kind == .field && topic.form.hasPrefix("a field of \(collection.rawValue)")
                }
                #expect(explained, "\(collection.rawValue).\(column.name)")
            }
        }
        #expect(Help.topics(for: "error[bad-date]: there") == Help.topics(for: "bad-date"))
        #expect(Help.topics(for: "nonsense").isEmpty)
    }

    private func kinds(_ word: String) -> [HelpTopic.Kind] { Help.topics(for: word).map(\.kind) }

    @Test func everyExampleRuns() throws {
        let corpus = try Self.corpus.get()
        var seen: Set<HelpTopic> = []
        for word in Help.words {
            for topic in Help.topics(for: word) where seen.insert(topic).inserted {
                if topic.place == .query { for example in topic.examples { try run(example, topic, corpus) } }
                #expect(topic.examples.isEmpty == (Self.withoutExample[word] != nil), "\(word)")
            }
        }
    }

    /// Codes that no text to paste can show, and why.
    private static let withoutExample = [
        "invalid-utf8": "bytes that aren't text can't stand in one",
        "too-large": "it takes a megabyte", "too-many-errors": "it comes after errors that have examples",
    ]

    private func run(_ example: String, _ topic: HelpTopic, _ corpus: Corpus) throws {
        var session = Session(corpus)
        do throws(Diagnostic) {
            let outcomes = try session.run(SourceText(name: "example", example))
            let rows = outcomes.compactMap { outcome in
                if case .answer(let answer) = outcome { answer.rowCount } else { nil }
            }
            // What is shown of the language finds something; what the corpus lacks may be empty.
            guard topic.kind != .field, topic.kind != .error, topic.kind != .collection else { return }
            #expect(rows.last != 0, "\(topic.words): \(example)")
        } catch { Issue.record("\(topic.words): \(example): \(error.code.rawValue)") }
    }

    @Test(arguments: DiagnosticCode.allCases) func theWrongTextHasItsError(_ code: DiagnosticCode) throws {
        guard let topic = Help.topics(for: code.rawValue).first, topic.place == .query,
            let wrong = topic.wrong
        else { return }
        var session = Session(try Self.corpus.get())
        let source = SourceText(name: Session.promptName, wrong)
        var codes = session.check(source).diagnostics.map(\.code)
        if codes.isEmpty {
            do throws(Diagnostic) { _ = try session.run(source) } catch { codes = [error.code] }
        }
        #expect(codes.first == code, "\(wrong): \(codes)")
    }

    @Test(arguments: DiagnosticCode.allCases) func theWrongFileHasItsError(_ code: DiagnosticCode) throws {
        guard let topic = Help.topics(for: code.rawValue).first, case .file(let name) = topic.place else {
            return
        }
        func codes(_ text: String) -> [DiagnosticCode] {
            let path = name == "corpus.json" ? "c/" + name : "c"
            do throws(LoadFailure) {
                return try Corpus.load(path, files: MemoryFiles(["c/" + name: text]).access).notes.map(\.code)
            } catch { return error.diagnostics.map(\.code) }
        }
        #expect(codes(try #require(topic.wrong)) == [code])
        #expect(topic.examples.map(codes) == [[]])
    }

    @Test func whatIsSaidIsShort() {
        for word in Help.words {
            for topic in Help.topics(for: word) {
                #expect(topic.meaning.count < 400 || topic.kind == .collection, "\(word)")
                let lines = (topic.examples + [topic.wrong ?? ""]).flatMap { $0.split(separator: "\n") }
                #expect(lines.allSatisfy { $0.count <= 90 }, "\(word)")
            }
        }
    }
}
