import Quoth

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
        var article: RecordReference?
        text += self.text(passages, in: &article)
        for judgement in corpus.judgements(of: record) {
            let terms = judgement.terms.map { CellText.shown($0) }.joined(separator: ", ")
            let basis = judgement.basis == .missing ? "" : " (\(judgement.basis.description))"
            text += line("judged", terms + basis)
            // A stance's own evidence stands above already.
            if judgement.record != record { text += self.text(judgement.passages, in: &article) }
        }
        return text
    }

    /// Passages, with their article where it isn't that of the one before.
    private func text(_ passages: [Passage], in article: inout RecordReference?) -> String {
        var text = ""
        for passage in passages {
            if passage.article != article { text += line("article", passage.article.label) }
            article = passage.article
            text += self.text(passage)
        }
        return text
    }

    /// The outermost first: `Javan → Khamenei, in the coder's words`.
    private static func chain(_ reports: [Report]) -> String {
        let names = reports.map { $0.speaker?.label ?? "(nobody recorded)" }
        let isIndirect = reports.last?.isIndirect ?? false
        return names.joined(separator: " → ") + (isIndirect ? ", in the coder's words" : "")
    }

    private func text(_ passage: Passage) -> String {
        let paragraph = passage.paragraph.map { "paragraph \($0), " } ?? ""
        let role = passage.role == .words ? "words" : "evidence"
        let head = line(role, "\(paragraph)characters \(passage.span.lowerBound)–\(passage.span.upperBound)")
        guard let words = passage.text else {
            return head + "    the article's text is not at hand; --source FILE gives it\n"
        }
        return head + highlighted(words)
    }

    /// What a record is called, on a line of its own.
    func heading(_ record: RecordReference) -> String { style.bold(style.isolated(name(record))) + "\n" }

    /// `quote q17`; of a record without id and name its place.
    func name(_ record: RecordReference) -> String {
        let label = record.label.isEmpty ? "#\(record.row + 1)" : shown(record.label)
        return record.collection.singular + " " + label
    }

    private func line(_ label: String, _ text: String) -> String {
        "  " + label + String(repeating: " ", count: max(1, 10 - label.count))
            + style.isolated(shown(text)) + "\n"
    }

    func shown(_ text: String) -> String { style.isRaw ? text : SafeText.escape(text) }

    /// Mark the passage while lines are broken; they take no room, and no other text has them by then.
    private static let opening: Unicode.Scalar = "\u{1}"
    private static let closing: Unicode.Scalar = "\u{2}"

    private func highlighted(_ text: Passage.Text) -> String {
        // The brackets stand in colour too: a copied passage has no colours.
        let open = String(Character(Self.opening)) + "[["
        let close = "]]" + String(Character(Self.closing))
        let joined =
            SafeText.escape(text.before) + open + SafeText.escape(text.passage) + close
            + SafeText.escape(text.after)
        let lines = style.width.map { TextWrap.lines(joined, width: max(20, $0 - 4)) } ?? [joined]
        var isInside = false
        return lines.map { line in
            // A highlight ends with each line, so that margins stay plain.
            var marked = isInside && style.hasColour ? "\u{1B}[7m" : ""
            for scalar in line.unicodeScalars {
                switch scalar {
                case Self.opening, Self.closing:
                    isInside = scalar == Self.opening
                    if style.hasColour { marked += isInside ? "\u{1B}[7m" : "\u{1B}[27m" }
                default: marked.unicodeScalars.append(scalar)
                }
            }
            let end = isInside && style.hasColour ? "\u{1B}[27m" : ""
            return "    " + style.isolated(marked + end) + "\n"
        }.joined()
    }
}
