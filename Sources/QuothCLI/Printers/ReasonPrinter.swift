import Quoth
import QuothSyntax

/// Says why a row is in an answer: each condition with a yes or no, and under it what it looked at.
struct ReasonPrinter {
    private let records: RecordPrinter
    private static let margin = 2
    /// Of a longer text, such as an article's, what stands around the first words found is shown.
    private static let longestText = 600

    init(_ records: RecordPrinter) { self.records = records }

    /// A group or a pair is called by its title.
    func text(_ why: Why, title: String) -> String {
        let reasons = why.reasons.map { text($0, Self.margin) }.joined()
        let isBare = why.record != nil && why.reasons.isEmpty
        let heading = why.record.map(records.heading) ?? records.heading(title)
        return heading + (isBare ? "  no condition was asked\n" : reasons)
    }

    /// The values of a group or a pair.
    static func title(_ answer: Answer, _ row: Int) -> String {
        answer.columns.indices.map { column -> String in
            let role = answer.columns[column].role
            let shown = CellText.shown(
                answer[row, column], isShare: role == .share, isGroup: role == .group)
            return answer.columns[column].name + " " + shown
        }.joined(by: ", ")
    }

    private func text(_ reason: Reason, _ margin: Int) -> String {
        // The parts of an 'and' say all that it says.
        let isJunction = reason.parts.count > 1 && reason.values.isEmpty
        if isJunction, margin == Self.margin, reason.verdict == .holds,
            reason.parts.allSatisfy({ $0.verdict == .holds })
        {
            return reason.parts.map { text($0, margin) }.joined()
        }
        let judged = reason.isJudged ? "   (on a judgement)" : ""
        let inside = margin + Self.word(reason.verdict).count
        return line(margin, Self.word(reason.verdict), reason.condition + judged)
            + reason.values.map { text($0, inside) }.joined()
            + reason.parts.map { text($0, inside) }.joined()
            + (reason.ends.map { text($0, inside) } ?? "")
    }

    private func text(_ looked: Reason.Looked, _ margin: Int) -> String {
        if !looked.found.isEmpty, case .text(let text) = looked.value {
            let marked = MarkedText(text, looked.found).shortened(to: Self.longestText)
            return line(margin, looked.expression + ": ", marked)
        }
        let value = looked.value == .missing ? "(none recorded)" : CellText.shown(looked.value)
        let fitting = looked.fitting.map(\.description).joined(by: "; ")
        let note = fitting.isEmpty ? "" : "   (of these " + fitting + ")"
        return line(margin, looked.expression + ": ", value + note)
    }

    private func text(_ ends: Reason.Ends, _ margin: Int) -> String {
        if ends.count == 0 { return line(margin, "", "it leads to none") }
        let isPlain = ends.shown.allSatisfy { $0.reason == nil }
        let head =
            isPlain
            ? "it leads to \(Phrase.number(ends.count))"
            : "it holds for \(Phrase.number(ends.fitting)) of \(Phrase.number(ends.count))"
        var text = line(margin, "", head)
        for end in ends.shown {
            let words = records.corpus.citation(of: end.record).words.map {
                ": " + TextWrap.shortened($0, to: 60)
            }
            text += line(margin, "", records.name(end.record) + (words ?? ""))
            if let reason = end.reason { text += self.text(reason, margin + 2) }
        }
        let alike = isPlain || ends.fitting == 0 ? ends.count : max(ends.fitting, ends.shown.count)
        if alike > ends.shown.count {
            text += line(margin, "", "and \(Phrase.number(alike - ends.shown.count)) more")
        }
        return text
    }

    private static func word(_ verdict: Reason.Verdict) -> String {
        switch verdict {
        case .holds: "yes  "
        case .fails: "no   "
        case .notAsked: "–    "
        }
    }

    private func line(_ margin: Int, _ label: String, _ text: String) -> String {
        line(margin, label, MarkedText(text))
    }

    /// A line with its margin; what is too long for the window goes on under its beginning.
    private func line(_ margin: Int, _ label: String, _ text: MarkedText) -> String {
        let margin = String(repeating: " ", count: min(margin, 60))
        return records.labelled(margin + records.style.line(label), text)
    }
}
