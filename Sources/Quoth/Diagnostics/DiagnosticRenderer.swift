public import QuothSyntax

/// Writes diagnostics as text for people.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let renderer = DiagnosticRenderer(width: 80, hasColour: false)
/// let source = SourceText(name: "<prompt>", "quotes where faction = hardlner")
/// for diagnostic in Session(corpus).check(source).diagnostics { print(renderer.text(diagnostic, in: source)) }
/// ```
///
/// ```text
/// error[unknown-value]: no faction is called 'hardlner'
///   <prompt>:1:24
/// 1 | quotes where faction = hardlner
///   |              -------   ^^^^^^^^ did you mean 'hardliner' (4 quotes)?
///   |              this field takes a faction
/// ```
///
/// What it writes is harmless for a terminal and at most ``maximumLength`` bytes long.
public struct DiagnosticRenderer: Sendable {
    /// The columns of a line; the text is cut and its words are wrapped to fit.
    public var width: Int
    /// Whether to use the colours of a terminal.
    public var hasColour: Bool

    /// The longest text of a diagnostic, in bytes.
    public static let maximumLength = 1_000

    /// The columns of a line off a terminal.
    public static let usualWidth = 100

    /// Makes a renderer.
    public init(width: Int = usualWidth, hasColour: Bool = false) {
        self.width = width
        self.hasColour = hasColour
    }

    /// The text of a diagnostic, with a line break at its end. `source` is the text that it is about, if at hand.
    public func text(_ diagnostic: Diagnostic, in source: SourceText? = nil) -> String {
        let columns = min(max(width, 40), 120)
        for columns in [columns, 60, 40] where columns <= max(min(width, 120), 40) {
            let text = render(diagnostic, source, columns)
            if text.utf8.count <= Self.maximumLength { return text }
        }
        var plain = self
        plain.hasColour = false
        return Self.cut(plain.render(diagnostic, nil, columns))
    }

    /// The beginning of a text that is short enough, ending with a line break.
    private static func cut(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            if length > maximumLength - 4 { return String(scalars) + "…\n" }
            scalars.append(scalar)
        }
        return text
    }

    private func render(_ diagnostic: Diagnostic, _ source: SourceText?, _ columns: Int) -> String {
        let words = diagnostic.words
        let style: Style = diagnostic.severity == .error ? .error : .warning
        let head = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]:"
        // Off a terminal, where the width is the usual one, a title stays on one line, so that scripts find it there.
        let room = columns < Self.usualWidth ? columns - 2 : .max
        let title = TextWrap.lines(head + " " + SafeText.escape(words.title), width: room)
        var lines = title.enumerated().map { ($0.offset == 0 ? "" : "  ") + $0.element }
        lines[0] = paint(head, style) + lines[0].dropFirst(head.count)
        if let source, diagnostic.record == nil, source.name == diagnostic.source {
            lines += snippet(diagnostic, words, source, columns)
        } else {
            if let place = diagnostic.place { lines.append("  " + paint(place, .place)) }
            if let label = words.label { lines += wrapped(label, first: "  ", columns) }
        }
        if let hint = words.hint {
            for (index, line) in hint.split(separator: "\n").enumerated() {
                lines += wrapped(String(line), first: index == 0 ? "  hint: " : "        ", columns)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func wrapped(_ text: String, first: String, _ columns: Int) -> [String] {
        let indent = String(repeating: " ", count: first.count)
        let parts = TextWrap.lines(SafeText.escape(text), width: max(columns - first.count, 20))
        return parts.enumerated().map { ($0.offset == 0 ? first : indent) + $0.element }
    }
}

// The line that the fault stands in, and the marks under it.
extension DiagnosticRenderer {
    /// A mark under the line, and what is said there.
    private struct Mark {
        var columns: Range<Int>
        var text: String?
        var isPrimary: Bool
    }

    private func snippet(
        _ diagnostic: Diagnostic, _ words: DiagnosticWords, _ source: SourceText, _ columns: Int
    ) -> [String] {
        let position = source.position(of: diagnostic.span.start)
        let line = source.lineSpan(position.line)
        let number = String(position.line)
        let gutter = String(repeating: " ", count: number.count) + " | "
        let available = columns - gutter.count
        let excerpt = Excerpt(source, line: line, focus: diagnostic.span, width: available)
        var lines = ["  " + paint(diagnostic.place(in: source), .place)]
        let others = diagnostic.labels.filter { source.position(of: $0.span.start).line == position.line }
        if excerpt.isMeasurable {
            lines.append(paint(number + " | ", .place) + excerpt.text)
            var marks = others.compactMap { label in
                excerpt.columns(of: label.span).map {
                    Mark(columns: $0, text: Diagnostic.words(for: label), isPrimary: false)
                }
            }
            if let place = excerpt.columns(of: diagnostic.span) {
                marks.append(Mark(columns: place, text: words.label, isPrimary: true))
            }
            lines += under(marks, available).map { paint(gutter, .place) + $0 }
        } else {
            lines.append(paint(number + " | ", .place) + excerpt.bracketed(diagnostic.span, source))
            let texts = [words.label] + others.map { Diagnostic.words(for: $0) }
            for text in texts { lines += text.map { wrapped($0, first: gutter, columns) } ?? [] }
        }
        lines += mended(diagnostic, source, line, columns)
        for label in diagnostic.labels where !others.contains(label) {
            let text = "line \(source.position(of: label.span.start).line): \(Diagnostic.words(for: label))"
            lines += wrapped(text, first: gutter, columns)
        }
        return lines
    }

    /// The line with the fix in it, where the fix is more than a change of the marked words.
    private func mended(
        _ diagnostic: Diagnostic, _ source: SourceText, _ line: Span, _ columns: Int
    ) -> [String] {
        guard let fix = diagnostic.fix, fix.span != diagnostic.span, fix.span.start >= line.start,
            fix.span.end <= line.end, line.end - line.start <= columns * 4
        else { return [] }
        let before = source.text(Span(start: line.start, end: fix.span.start))
        let text = before + fix.replacement + source.text(Span(start: fix.span.end, end: line.end))
        let shown = "  write: " + SafeText.escape(text)
        return DisplayWidth.of(shown) <= columns ? [shown] : []
    }

    /// The row of marks, and the rows of what is said about them: the last mark has its words beside it if they fit.
    private func under(_ marks: [Mark], _ available: Int) -> [String] {
        let marks = marks.sorted { $0.columns.lowerBound < $1.columns.lowerBound }
        var row = ""
        var column = 0
        for mark in marks where mark.columns.lowerBound >= column {
            row += String(repeating: " ", count: mark.columns.lowerBound - column)
            let signs = String(repeating: mark.isPrimary ? "^" : "-", count: mark.columns.count)
            row += paint(signs, mark.isPrimary ? .error : .label)
            column = mark.columns.upperBound
        }
        var rows: [String] = []
        for mark in marks.reversed() {
            guard let text = mark.text.map({ SafeText.escape($0) }) else { continue }
            let needed = DisplayWidth.of(text)
            if rows.isEmpty, mark.columns.upperBound == column, column + 1 + needed <= available {
                row += " " + paint(text, mark.isPrimary ? .error : .label)
                continue
            }
            let indent = max(0, min(mark.columns.lowerBound, available - needed))
            rows += TextWrap.lines(text, width: available - indent).map {
                String(repeating: " ", count: indent) + paint($0, mark.isPrimary ? .error : .label)
            }
        }
        return (marks.isEmpty ? [] : [row]) + rows
    }

    private enum Style: String {
        case error = "1;31"
        case warning = "1;33"
        case place = "2"
        case label = "36"
    }

    private func paint(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension Diagnostic {
    /// `prompt:1:24`, harmless for a terminal.
    func place(in source: SourceText) -> String {
        let position = source.position(of: span.start)
        return Self.name(self.source) + ":\(position.line):\(position.column)"
    }

    /// `corpus.json:12: actors[3].kind`, harmless for a terminal; nil if the place has no name.
    var place: String? {
        guard let record else { return source.isEmpty ? nil : Self.name(source) }
        let line = record.line > 0 ? ":\(record.line)" : ""
        let field = record.field.map { ": " + SafeText.escape(TextWrap.shortened($0, to: 120)) } ?? ""
        return Self.name(source) + line + field
    }

    /// A path can be long, and its end says more than its beginning.
    private static func name(_ path: String) -> String {
        let scalars = path.unicodeScalars
        guard scalars.count > 100 else { return SafeText.escape(path) }
        return "…" + SafeText.escape(String(scalars.suffix(99)))
    }
}
