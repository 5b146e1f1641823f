import Quoth
import QuothSyntax
import Testing

/// Names that build on one another.
@Suite struct LetTests {
    private let session: Session

    init() throws {
        session = Session(
            try Corpus.load(
                json: """
                    {"articles": [{"id": "a", "headline": "A"}],
                     "quotes": [{"id": "q1", "article": "a", "kind": "direct", "text": "yes"},
                                {"id": "q2", "article": "a", "kind": "indirect", "text": "no"}]}
                    """))
    }

    private func run(_ text: String) throws(Diagnostic) -> [Session.Outcome] {
        var session = session
        return try session.run(SourceText(name: "test", text))
    }

    /// Each name doubles the one before: were each use run anew, this would take 3^60 runs.
    private static func chain(_ length: Int) -> String {
        var text = "let n0 = quotes where kind = direct\n"
        for number in 1..<length {
            let before = "n\(number - 1)"
            text +=
                "let n\(number) = quotes where in \(before) and in (\(before) limit 9) and in (\(before) show id)\n"
        }
        return text
    }

    @Test func aNameUsedTwiceIsRunOnce() throws {
        guard case .answer(let answer)? = try run(Self.chain(60) + "n59 show id").last else {
            Issue.record("no answer")
            return
        }
        #expect(answer.rowCount == 1)
        #expect(answer[0, 0] == .text("q1"))
    }

    @Test func aPlanShowsANameOnce() throws {
        var session = session
        _ = try session.run(SourceText(name: "test", Self.chain(60)))
        let lines = try session.explain("quotes where in n59").split(separator: "\n")
        #expect(lines.count < 60 * 10)
        #expect(lines.count { $0.hasSuffix(" n1, as above") } == 2)
    }

    @Test func namesStandInOneAnotherUpToALimit() throws {
        #expect(throws: Never.self) { try run(Self.chain(Parser.maximumDepth)) }
        for text in [
            Self.chain(Parser.maximumDepth + 1), "quotes" + String(repeating: " limit 1", count: 101),
            "let n0 = quotes\n" + (1...200).map { "let n\($0) = n\($0 - 1) limit 1\n" }.joined(),
        ] {
            #expect { try run(text) } throws: { ($0 as? Diagnostic)?.code == .tooDeep }
        }
    }

    /// At the prompt a name may be given again; whoever used the first one keeps it.
    @Test func aNameThatIsGivenAgainIsAnother() throws {
        var session = session
        var rows: [Int] = []
        for line in [
            "let a = quotes where kind = direct", "let b = quotes where in a", "let a = quotes",
            "expect 1 quotes where in b and in a", "expect 2 quotes where in a", "expect 1 quotes where in b",
        ] {
            for outcome in try session.run(SourceText(name: Session.promptName, line)) {
                if case .expected(let count) = outcome { rows.append(count) }
            }
        }
        #expect(rows == [1, 2, 1])
    }
}
