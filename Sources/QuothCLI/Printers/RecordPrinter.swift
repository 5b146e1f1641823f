import Quoth
import QuothSyntax

/// Shows what there is to know of one record.
struct RecordPrinter {
    let corpus: Corpus
    let style: PrintStyle

    /// Where a record stands: article, paragraph and offsets, the passage in its paragraph, and who reports whom.
    func source(_ record: RecordReference) -> String {
        let chain = corpus.reports(of: record)
        var text = heading(record)
        if !chain.isEmpty { text += line("reported", Self.chain(chain)) }
        let passages = corpus.passages(of: record)
        if passages.isEmpty { text += "  no place in an article is recorded\n" }
        var told = Told()
        text += self.text(passages, &told)
        for judgement in corpus.judgements(of: record) {
            let terms = judgement.terms.map { CellText.shown($0) }.joined(by: ", ")
            let basis = judgement.basis == .missing ? "" : " (\(judgement.basis.description))"
            text += line("judged", terms + basis)
            // A stance's own evidence stands above already.
            if judgement.record != record { text += self.text(judgement.passages, &told) }
        }
        if told.hasGap { text += paragraph("  the article's text is not at hand; --source FILE gives it") }
        return text
    }

    /// What has been said about passages so far.
    private struct Told {
        var article: RecordReference?
        /// Whether the words of one weren't at hand.
        var hasGap = false
    }

    /// Passages in their paragraphs, with their article where it isn't that of the ones before.
    private func text(_ passages: [Passage], _ told: inout Told) -> String {
        var text = ""
        for (passages, paragraph) in MarkedParagraph.gathered(passages) {
            if let article = passages.first?.article, article != told.article {
                text += line("article", article.label)
                told.article = article
            }
            text += passages.map(place).joined()
            if paragraph == nil { told.hasGap = true }
            let lines = paragraph?.marked.lines(style, width: style.width.map { $0 - 4 }) ?? []
            text += lines.map { "    " + $0 + "\n" }.joined()
        }
        return text
    }

    /// The outermost first: `Javan → Khamenei, in the coder's words`.
    private static func chain(_ reports: [Report]) -> String {
        let names = reports.map { $0.speaker?.label ?? "(nobody recorded)" }
        let isIndirect = reports.last?.isIndirect ?? false
        return names.joined(by: " → ") + (isIndirect ? ", in the coder's words" : "")
    }

    private func place(_ passage: Passage) -> String {
        let paragraph = passage.paragraph.map { "paragraph \($0), " } ?? ""
        return line(
            passage.role == .words ? "words" : "evidence",
            "\(paragraph)characters \(passage.span.lowerBound)–\(passage.span.upperBound)")
    }

    /// What a record is called, on lines of its own.
    func heading(_ record: RecordReference) -> String { heading(name(record)) }

    func heading(_ text: String) -> String {
        MarkedText(text).lines(style, width: style.width).map { style.bold($0) + "\n" }.joined()
    }

    /// `quote q17`; of a record without id and name its place.
    func name(_ record: RecordReference) -> String {
        let label = record.label.isEmpty ? "#\(record.row + 1)" : record.label
        return record.collection.singular + " " + label
    }

    private func line(_ label: String, _ text: String) -> String {
        labelled("  " + label + String(repeating: " ", count: max(1, 10 - label.count)), MarkedText(text))
    }

    /// A label, and a text on as many lines as it takes, all of them right of the label.
    func labelled(_ label: String, _ text: MarkedText, _ look: (String) -> String = { $0 }) -> String {
        let indent = DisplayWidth.of(label)
        let lines = text.lines(style, width: style.width.map { $0 - indent })
        return lines.enumerated().map { index, line in
            (index == 0 ? look(label) : String(repeating: " ", count: indent)) + line + "\n"
        }.joined()
    }
}
