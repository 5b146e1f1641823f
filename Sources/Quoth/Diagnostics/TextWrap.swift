/// Breaks text into lines that fit a width.
package enum TextWrap {
    /// The lines of a text, broken at blanks and where ``LineBreaks`` allows it, and elsewhere inside a word only if it
    /// is wider than a line; at least one. The first has so many columns `taken` by what stands before it, and is
    /// empty if there is no room for a word.
    package static func lines(_ text: String, width: Int, taken: Int = 0) -> [String] {
        let width = max(1, width)
        if taken + DisplayWidth.of(text) <= width { return [text] }
        var lines: [String] = []
        var line = ""
        var used = taken
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            var gap = " "
            for piece in LineBreaks.pieces(word) {
                if line.isEmpty { gap = "" }
                let hasBegun = !line.isEmpty || lines.isEmpty && taken > 0
                let needed = gap.utf8.count + DisplayWidth.of(String(piece))
                if hasBegun, used + needed <= width {
                    line += gap + piece
                    used += needed
                } else {
                    if hasBegun { lines.append(line) }
                    line = String(cut(piece, width, &lines))
                    used = DisplayWidth.of(line)
                }
                gap = ""
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// Cuts full lines off what is wider than one, and gives back the rest.
    private static func cut(_ piece: Substring, _ width: Int, _ lines: inout [String]) -> Substring {
        var rest = piece
        while DisplayWidth.exceeds(rest, width) {
            let head = prefix(rest, width: width)
            lines.append(String(head))
            rest = rest[head.endIndex...]
        }
        return rest
    }

    /// The longest beginning that fits, of one character at least.
    package static func prefix(_ text: Substring, width: Int) -> Substring {
        var used = 0
        var end = text.startIndex
        while end < text.endIndex {
            used += DisplayWidth.of(text[end])
            if used > width, end > text.startIndex { break }
            end = text.index(after: end)
        }
        return text[..<end]
    }

    /// The longest beginning that fits, of one character at least.
    package static func prefix(_ text: String, width: Int) -> String {
        var used = 0
        var end = text.startIndex
        while end < text.endIndex {
            used += DisplayWidth.of(text[end])
            if used > width, end > text.startIndex { break }
            end = text.index(after: end)
        }
        return String(text[..<end])
    }

    /// The text, or a beginning of it with `…`, at most so many scalars long.
    package static func shortened(_ text: String, to count: Int) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}

extension DisplayWidth {
    /// Whether a text takes more than so many columns; looks at no more of it than it must.
    static func exceeds(_ text: Substring, _ width: Int) -> Bool {
        TextWrap.prefix(text, width: width).endIndex < text.endIndex
    }
}
