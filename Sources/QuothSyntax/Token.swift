/// One word, value or sign of a text.
public struct Token: Sendable, Hashable {
    /// What it is.
    public let kind: Kind
    /// Where it stands; quotation marks and the `$` of a parameter are part of it.
    public let span: Span
    /// Whether white space or the start of the text stands before it.
    public let hasBlankBefore: Bool
    /// Whether it is the first of its line and stands no further right than the first token of the text.
    public let isAtMargin: Bool

    /// The kinds of tokens.
    public enum Kind: Sendable, Hashable {
        case word, text, integer, decimal, date, parameter
        case leftBracket, rightBracket, comma, dot, twoDots, colon, bar
        case equals, notEquals, less, lessOrEqual, greater, greaterOrEqual
        case plus, minus, star, slash
        /// A whole line that begins with a dot at the margin.
        case command
        /// A sign of another language, such as `&&`.
        case foreign
        /// Something that the lexer has reported.
        case invalid
        case end
    }
}

/// A comment, from `#` to the end of its line.
public struct Comment: Sendable, Hashable {
    /// The text after `#`, without blanks around it.
    public let text: String
    /// Where it stands.
    public let span: Span
    /// Whether nothing but blanks stands before it on its line.
    public let isAlone: Bool
    /// Whether a blank line stands before it.
    public let hasBlankLineBefore: Bool
}
