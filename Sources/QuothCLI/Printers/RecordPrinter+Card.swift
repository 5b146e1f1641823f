import Quoth
import QuothSyntax

// All that a record holds, and how to cite it.
extension RecordPrinter {
    /// Of a long text, such as an article's, a card shows the beginning.
    private static let longestText = 400
    /// Of many linked records, a card shows the first.
    private static let mostShown = 10

    /// Every field of a record that has a value.
    func card(_ record: RecordReference) -> String {
        let fields = corpus.fields(of: record).filter { $0.value != .missing }
        let label = fields.reduce(0) { max($0, DisplayWidth.of(style.line($1.name))) } + 4
        return heading(record)
            + fields.map { field in
                let note = field.isJudged ? "   (a judgement)" : ""
                let name = "  " + style.line(field.name)
                let blanks = String(repeating: " ", count: max(2, label - DisplayWidth.of(name)))
                return labelled(name + blanks, MarkedText(text(field.value) + note), style.bold)
            }.joined()
    }

    private func text(_ value: Value) -> String {
        guard case .list(let values) = value else {
            let text = value.description
            guard text.unicodeScalars.count > Self.longestText else { return text }
            return TextWrap.shortened(text, to: Self.longestText)
                + " (\(Phrase.number(text.unicodeScalars.count)) characters)"
        }
        let shown = values.prefix(Self.mostShown).map { value in
            if case .record(let record) = value, record.label.isEmpty { return name(record) }
            return value.description
        }
        let rest = values.count - shown.count
        return shown.joined(by: "; ") + (rest > 0 ? " and \(Phrase.number(rest)) more" : "")
    }

    /// A citation: whose words, where, and out of which corpus by which query.
    func citation(_ record: RecordReference, _ query: String?) -> String {
        let citation = corpus.citation(of: record)
        let path = citation.corpus.map {
            String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...])
        }
        var lines = [words(citation), place(citation)].filter { !$0.isEmpty }
        lines.append("corpus " + (path ?? "in memory") + ", XXH3 " + citation.digest)
        if let query { lines.append("query " + query) }
        return lines.map { paragraph($0) }.joined()
    }

    /// `Javan, quoting Ali Khamenei: “…”`
    private func words(_ citation: Citation) -> String {
        guard let words = citation.words else { return name(citation.record) }
        let speakers = citation.reports.map { $0.speaker?.label ?? "(nobody recorded)" }
        let isIndirect = citation.reports.last?.isIndirect ?? false
        let who = speakers.joined(by: ", reporting ")
        let said = citation.said == .missing ? "" : " (said \(citation.said.description))"
        return who + said + ": " + (isIndirect ? words + " [the coder's words]" : "“\(words)”")
    }

    /// `“Headline”, Outlet, 2025-02-08, paragraph 5, characters 1204–1300`
    private func place(_ citation: Citation) -> String {
        guard let article = citation.article else { return "" }
        var parts = ["“\(article.label)”"]
        if let outlet = citation.outlet { parts.append(outlet.label) }
        for value in [citation.published, citation.url] where value != .missing {
            parts.append(value.description)
        }
        if let passage = citation.passages.first {
            if let paragraph = passage.paragraph { parts.append("paragraph \(paragraph)") }
            parts.append("characters \(passage.span.lowerBound)–\(passage.span.upperBound)")
        }
        return parts.joined(by: ", ")
    }

    func paragraph(_ text: String) -> String {
        let lines = MarkedText(text).lines(style, width: style.width.map { $0 - 2 })
        return lines.enumerated().map { ($0 == 0 ? "" : "  ") + $1 + "\n" }.joined()
    }
}
