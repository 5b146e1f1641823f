import Quoth
import QuothSyntax

/// Lays help out for a window, or in lines of 80 columns elsewhere.
struct HelpPrinter {
    private let width: Int

    init(width: Int?) { self.width = max(40, min(width ?? 80, 100)) }

    /// What is said of a word; several meanings one after the other.
    func text(_ topics: [HelpTopic]) -> String { topics.map(text).joined(by: "\n") }

    private func text(_ topic: HelpTopic) -> String {
        var text = wrapped("", topic.form + (topic.kind == .field ? "" : "   (\(topic.kind.rawValue))"))
        text += wrapped("  ", sentence(topic.meaning))
        let place =
            switch topic.place {
            case .query: ""
            case .file(let name): ", in \(name)"
            case .shell: ", in a shell"
            }
        let example = topic.place == .query ? self.example : lines
        if let wrong = topic.wrong { text += "  instead of\(place)\n" + example(wrong) }
        if !topic.examples.isEmpty {
            text += topic.wrong == nil ? "  for example\(place)\n" : "  write\n"
        }
        return text + topic.examples.map(example).joined(by: "\n")
    }

    private func sentence(_ text: String) -> String {
        let first = text.prefix(1).uppercased() + text.dropFirst()
        return first.hasSuffix(".") ? first : first + "."
    }

    /// A text to paste keeps its lines.
    private func lines(_ text: String) -> String {
        text.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
    }

    /// Queries to paste keep their lines, but for those that are too wide: they go on where they are indented further,
    /// as a statement may. A text in quotation marks stays on one line, on which it must end.
    func example(_ query: String) -> String {
        query.split(separator: "\n").map { line in
            let source = SourceText(name: "", String(line))
            var words = ""
            var end = 0
            for token in Parser.tokens(of: source) {
                words += source.text(Span(start: end, end: token.span.start))
                words += source.text(token.span).replacing(" ", with: Self.unbroken)
                end = token.span.end
            }
            return TextWrap.lines(words, width: width - 6).enumerated().map {
                ($0 == 0 ? "    " : "      ") + $1.replacing(Self.unbroken, with: " ") + "\n"
            }.joined()
        }.joined()
    }

    /// Takes the place of a blank at which no line is broken.
    private static let unbroken = "\u{A0}"

    /// Lines with a label before the first and a margin of its width before the others.
    func wrapped(_ label: String, _ text: String) -> String {
        let indent = DisplayWidth.of(label)
        let margin = String(repeating: " ", count: indent)
        return TextWrap.lines(SafeText.escape(text), width: max(20, width - indent)).enumerated().map {
            ($0 == 0 ? label : margin) + $1 + "\n"
        }.joined()
    }

    /// Rows of a few columns, the last of which is wrapped.
    func table(_ rows: [[String]]) -> String {
        guard let count = rows.first?.count, count > 1 else {
            return rows.joined().map { $0 + "\n" }.joined()
        }
        let widths = (0..<count - 1).map { column in
            rows.reduce(0) { max($0, DisplayWidth.of(SafeText.escape($1[column]))) }
        }
        return rows.map { row in
            let label = widths.indices.map { column in
                let cell = SafeText.escape(row[column])
                return cell + String(repeating: " ", count: widths[column] - DisplayWidth.of(cell) + 2)
            }.joined()
            let fits = DisplayWidth.of(label) <= width / 2
            return fits
                ? wrapped(label, row[count - 1]) : label + "\n" + wrapped("    ", row[count - 1])
        }.joined()
    }

    /// Everything there is, on one screen of 24 lines: the words of the language and the commands.
    func overview(_ commands: [DotCommand]) -> String {
        let lists = [
            ("nouns", Noun.all.map(\.name)),
            ("stages", Vocabulary.stages + Vocabulary.statements),
            ("tests", ComparisonOperator.allCases.map(\.rawValue) + Vocabulary.operators),
            (
                "functions",
                Vocabulary.functions + Vocabulary.aggregates.filter { $0 != "count" && $0 != "distinct" }
            ),
        ]
        return wrapped("", "A query is a noun and stages:  quotes where faction = hardliner count by kind")
            + wrapped("", "A stage alone goes on from the last answer. .help WORD and .help keys explain.")
            + "\n"
            + lists.map { wrapped(padded($0.0, 11), $0.1.joined(by: " ")) }.joined() + "\n"
            + columns(commands.map { padded($0.usage, 17) + " " + $0.brief })
    }

    /// Cells one below the other, in two columns if there is room.
    private func columns(_ cells: [String]) -> String {
        guard width >= 80 else { return cells.map { $0 + "\n" }.joined() }
        let half = (cells.count + 1) / 2
        return (0..<half).map { row in
            let right = row + half < cells.count ? cells[row + half] : ""
            return right.isEmpty ? cells[row] + "\n" : padded(cells[row], 40) + right + "\n"
        }.joined()
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
