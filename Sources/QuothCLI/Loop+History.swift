import Quoth
import QuothSyntax

/// A statement that was run, for `.history`.
struct Asked {
    let number: Int
    /// As it was written.
    let text: String
    /// What it came to, in a few words; empty if it has no answer.
    let result: String

    /// The most statements that are listed.
    static let most = 1_000
}

extension Loop {
    /// Notes a statement that has run.
    func note(_ statement: CheckedStatement, _ outcome: Session.Outcome, in source: SourceText) {
        if case .command = outcome { return }
        let number = (history.last?.number ?? 0) + 1
        let text = source.text(statement.span)
        history.append(Asked(number: number, text: text, result: Self.result(outcome)))
        if history.count > Asked.most { history.removeFirst() }
    }

    private static func result(_ outcome: Session.Outcome) -> String {
        guard case .answer(let answer) = outcome else { return "" }
        let count =
            answer.noun.map { Phrase.count(answer.rowCount, $0.singular, $0.name) }
            ?? Phrase.count(answer.rowCount, "row")
        return "   (\(count))"
    }

    /// Runs a statement again as it was written: one that begins with a stage goes on from what `it` is now.
    func runAgain(_ asked: Asked) throws(Stop) {
        try runSeparately(SourceText(name: Session.promptName, asked.text))
    }
}
