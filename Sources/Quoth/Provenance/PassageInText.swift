/// A passage cut out of an article's text, with the paragraph around it.
struct PassageInText {
    let text: Passage.Text
    /// From 1; a paragraph is a block between blank lines.
    let paragraph: Int

    /// No more than this stands before a passage, nor after it.
    static let maximumAround = 600

    /// Nil if the text is too short.
    init?(_ body: String.UnicodeScalarView, _ span: Range<Int>) {
        guard let start = body.index(body.startIndex, offsetBy: span.lowerBound, limitedBy: body.endIndex),
            let end = body.index(start, offsetBy: span.count, limitedBy: body.endIndex)
        else { return nil }
        var paragraph = 1
        var paragraphStart = body.startIndex
        var isBlank = false
        var hasWords = false
        var lineStart = body.startIndex
        for index in body.indices where index < start {
            guard body[index] == "\n" else { continue }
            let line = body[lineStart..<index]
            isBlank = line.allSatisfy { $0.properties.isWhitespace }
            if !isBlank { hasWords = true }
            lineStart = body.index(after: index)
            if isBlank, hasWords {
                paragraph += 1
                hasWords = false
            }
            if isBlank { paragraphStart = lineStart }
        }
        let before = body[paragraphStart..<start].suffix(Self.maximumAround)
        let after = body[end..<Self.paragraphEnd(body, from: end)].prefix(Self.maximumAround)
        text = Passage.Text(
            before: String(before), passage: String(body[start..<end]), after: String(after))
        self.paragraph = paragraph
    }

    /// The end of the line before the next blank one.
    private static func paragraphEnd(
        _ body: String.UnicodeScalarView, from start: String.Index
    ) -> String.Index {
        var lastBreak: String.Index?
        for index in body[start...].indices {
            if body[index] == "\n" {
                if let lastBreak { return lastBreak }
                lastBreak = index
            } else if !body[index].properties.isWhitespace {
                lastBreak = nil
            }
        }
        return lastBreak ?? body.endIndex
    }
}
