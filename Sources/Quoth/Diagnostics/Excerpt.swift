import QuothSyntax

/// One line of a text, cut to a width around a place, with the columns at which its bytes are shown.
struct Excerpt {
    /// What is shown, harmless for a terminal.
    private(set) var text = ""
    /// Whether columns can be told, so that marks may stand under the line.
    private(set) var isMeasurable = true
    /// For each piece that is shown, its first byte and its first column.
    private var starts: [(byte: Int, column: Int)] = []
    private var width = 0

    /// What brackets around a span take.
    private static let brackets = 2

    /// A character, or a byte that belongs to none, as it is shown.
    private struct Piece {
        var byte: Int
        var text: String
        var width: Int
    }

    /// Shows the line of `source` that begins at `line.start`, in at most `width` columns, `focus` among them.
    init(_ source: SourceText, line: Span, focus: Span, width available: Int) {
        let pieces = Self.pieces(source, line, around: focus.start, count: available * 2)
        isMeasurable = pieces.allSatisfy { Self.isMeasurable($0.text) }
        let available = isMeasurable ? available : available - Self.brackets
        var first = 0
        var shown = pieces.reduce(0) { $0 + $1.width }
        let focusIndex = pieces.firstIndex { $0.byte >= focus.start } ?? pieces.count
        let lead = available / 3
        // A line that is cut needs room for what says so.
        let room = shown > available ? available - 2 : available
        // What stands before the place gives way until a third of the width is left of it.
        var before = pieces[..<focusIndex].reduce(0) { $0 + $1.width }
        while shown > room, before > lead, first < focusIndex {
            before -= pieces[first].width
            shown -= pieces[first].width
            first += 1
        }
        let isCutBefore = first > 0 || (pieces.first.map { $0.byte > line.start } ?? false)
        if isCutBefore { add("…", 1) }
        for piece in pieces[first...] {
            if width + piece.width > room + (isCutBefore ? 1 : 0) {
                add("…", 1)
                break
            }
            starts.append((piece.byte, width))
            add(piece.text, piece.width)
        }
    }

    private mutating func add(_ piece: String, _ columns: Int) {
        text += piece
        width += columns
    }

    /// The columns of a span, at least one wide; nil if it lies outside of what is shown.
    func columns(of span: Span) -> Range<Int>? {
        guard let first = starts.first, let last = starts.last else { return 0..<1 }
        if span.end < first.byte || span.start > last.byte + 4 { return nil }
        let from = starts.first { $0.byte >= span.start }?.column ?? width
        let to = starts.first { $0.byte >= span.end }?.column ?? width
        return from..<max(to, from + 1)
    }

    /// The text with brackets around a span, for lines under which no marks can stand.
    func bracketed(_ span: Span, _ source: SourceText) -> String {
        let from = starts.first?.byte ?? 0
        let end = starts.last?.byte ?? from
        func part(_ start: Int, _ stop: Int) -> String {
            SafeText.escape(source.text(Span(start: start, end: stop)))
        }
        let last = starts.isEmpty ? end : end + Self.length(of: source, at: end)
        let start = min(max(span.start, from), last)
        let close = min(max(span.end, start), last)
        return (text.hasPrefix("…") ? "…" : "") + part(from, start) + "⟦" + part(start, close) + "⟧"
            + part(close, last) + (text.hasSuffix("…") ? "…" : "")
    }

    private static func length(of source: SourceText, at byte: Int) -> Int {
        var length = 1
        while byte + length < source.bytes.count, source.bytes[byte + length] & 0xC0 == 0x80 { length += 1 }
        return length
    }

    /// The characters of a line near a place: a line may be of any length.
    private static func pieces(
        _ source: SourceText, _ line: Span, around place: Int, count: Int
    ) -> [Piece] {
        var start = max(line.start, min(place, line.end) - count * 4)
        let end = min(line.end, max(place, line.start) + count * 4)
        while start > line.start, source.bytes[start] & 0xC0 == 0x80 { start -= 1 }
        guard start < end else { return [] }
        let bytes = source.bytes[start..<end]
        let text = String(decoding: bytes, as: UTF8.self)
        var byte = start
        guard text.utf8.elementsEqual(bytes) else {
            return bytes.enumerated().map { offset, value in
                let shown = value < 0x80 ? SafeText.escape(String(Unicode.Scalar(value))) : "\u{FFFD}"
                return Piece(byte: start + offset, text: shown, width: DisplayWidth.of(shown))
            }
        }
        return text.map { character in
            let shown = SafeText.escape(String(character))
            defer { byte += String(character).utf8.count }
            return Piece(byte: byte, text: shown, width: DisplayWidth.of(shown))
        }
    }

    /// Terminals disagree on how wide joined pictures are, and turn text around that runs from right to left.
    private static func isMeasurable(_ piece: String) -> Bool {
        if piece.utf8.count == 1 { return true }
        return piece.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
                false
            case 0x200B...0x200D, 0xFE00...0xFE0F, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF: false
            default: true
            }
        }
    }
}
