/// One word, value or sign of a text.
public struct Token: Sendable, Hashable {
    // Offsets are kept small, since a text may be nothing but tokens of one byte.
    private let start: UInt32
    private let end: UInt32
    /// What it is.
    public let kind: Kind
    /// Whether white space or the start of the text stands before it.
    public let hasBlankBefore: Bool
    /// Whether it is the first of its line and stands no further right than the first token of the text.
    public let isAtMargin: Bool

    init(kind: Kind, span: Span, hasBlankBefore: Bool, isAtMargin: Bool) {
        start = UInt32(clamping: span.start)
        end = UInt32(clamping: span.end)
        self.kind = kind
        self.hasBlankBefore = hasBlankBefore
        self.isAtMargin = isAtMargin
    }

    /// Where it stands; quotation marks and the `$` of a parameter are part of it.
    public var span: Span { Span(start: Int(start), end: Int(end)) }

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

extension ComparisonOperator {
    /// The operator that a sign stands for.
    init?(_ kind: Token.Kind) {
        switch kind {
        case .equals: self = .equal
        case .notEquals: self = .notEqual
        case .less: self = .less
        case .lessOrEqual: self = .lessOrEqual
        case .greater: self = .greater
        case .greaterOrEqual: self = .greaterOrEqual
        default: return nil
        }
    }
}

extension ArithmeticOperator {
    /// The operator that a sign stands for.
    init?(_ kind: Token.Kind) {
        switch kind {
        case .plus: self = .add
        case .minus: self = .subtract
        case .star: self = .multiply
        case .slash: self = .divide
        default: return nil
        }
    }
}
