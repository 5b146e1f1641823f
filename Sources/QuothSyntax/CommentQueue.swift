/// Hands the comments of a text to the statements they belong to, in order.
struct CommentQueue {
    private var comments: ArraySlice<Comment>
    private let source: SourceText

    init(_ comments: [Comment], _ source: SourceText) {
        self.comments = comments[...]
        self.source = source
    }

    /// Comments that no statement has taken.
    var rest: [Comment] { Array(comments) }

    /// Makes the statement with its comments; those before its end, and the one after it on its last line.
    mutating func statement(_ kind: Statement.Kind, _ span: Span) -> Statement {
        let text = source
        let own = take { $0.span.start < span.end }
        let lastLine = text.position(of: max(span.start, span.end - 1)).line
        let trailing = take { !$0.isAlone && text.position(of: $0.span.start).line == lastLine }.first
        return Statement(
            kind: kind, span: span, comments: own, trailingComment: trailing,
            hasBlankLineBefore: text.hasBlankLine(before: span.start))
    }

    mutating func discard(before offset: Int) {
        _ = take { $0.span.start < offset }
    }

    private mutating func take(while belongs: (Comment) -> Bool) -> [Comment] {
        let taken = comments.prefix(while: belongs)
        comments = comments.dropFirst(taken.count)
        return Array(taken)
    }
}
