/// A text as parsed: its statements, and the comments after the last of them.
public struct Script: Sendable, Hashable {
    /// The statements that could be parsed, in order.
    public var statements: [Statement]
    /// Comments that no statement follows.
    public var closingComments: [Comment]
}

/// One statement with the comments that belong to it.
public struct Statement: Sendable, Hashable {
    /// What it says.
    public var kind: Kind
    /// From its first to its last token.
    public var span: Span
    /// The comments on lines before it, and inside it.
    public var comments: [Comment]
    /// The comment after it on its last line.
    public var trailingComment: Comment?
    /// Whether a blank line stands right before its first line.
    public var hasBlankLineBefore: Bool

    /// The kinds of statements.
    public enum Kind: Sendable, Hashable {
        /// A query whose rows are printed.
        case query(Query)
        /// `let NAME = QUERY`.
        case named(Name, Query)
        /// `param NAME: TYPE = LITERAL`.
        case parameter(Name, type: Name, value: Expression)
        /// `expect none|some|N QUERY`.
        case expectation(Expectation, Query)
        /// A line of the shell, without its dot.
        case command(String)
    }
}

/// How many rows an `expect` wants.
public enum Expectation: Sendable, Hashable {
    case none, some
    case exactly(Int)
}

/// A name with its place.
public struct Name: Sendable, Hashable {
    /// As written.
    public var text: String
    /// Where.
    public var span: Span

    /// Makes a name.
    public init(_ text: String, at span: Span) {
        self.text = text
        self.span = span
    }
}

/// A noun and its stages: `quotes where faction = hardliner count`.
public struct Query: Sendable, Hashable {
    /// The collection, `let` name or `it`; nil if a stage begins the statement, which means `it`.
    public var source: Name?
    /// The stages in order.
    public var stages: [Stage]
    /// From first to last token.
    public var span: Span

    /// Makes a query.
    public init(source: Name?, stages: [Stage], span: Span) {
        self.source = source
        self.stages = stages
        self.span = span
    }
}

/// One stage of a query.
public struct Stage: Sendable, Hashable {
    /// What it does.
    public var kind: Kind
    /// From its keyword to its last token.
    public var span: Span

    /// Makes a stage.
    public init(kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }

    /// The kinds of stages.
    public enum Kind: Sendable, Hashable {
        case filter(Expression)
        case show([Item])
        case sort([SortKey])
        case limit(Expression)
        case skip(Expression)
        case distinct([Expression])
        case count(by: [Item], across: Item?)
        case summarize([Item], by: [Item])
        case pairs(Pairs)
        case timeline(by: Expression?)
        case chart
    }

    /// What makes a pair of two records.
    public struct Pairs: Sendable, Hashable {
        /// What the two agree in; never empty.
        public var keys: [Expression]
        /// How their positions stand to each other.
        public var relation: PairRelation?
        /// The word for that.
        public var relationSpan: Span?
        /// How far apart their dates may lie.
        public var within: Duration?
    }

    /// A length of time.
    public struct Duration: Sendable, Hashable {
        /// How many.
        public var amount: Int
        /// Of what.
        public var unit: DurationUnit
    }

    /// An expression with the name it is shown under.
    public struct Item: Sendable, Hashable {
        /// What is shown or grouped by.
        public var expression: Expression
        /// The name after `as`.
        public var alias: Name?

        /// Makes an item.
        public init(expression: Expression, alias: Name?) {
            self.expression = expression
            self.alias = alias
        }
    }

    /// An expression to sort by.
    public struct SortKey: Sendable, Hashable {
        /// What is compared.
        public var expression: Expression
        /// Whether the largest comes first.
        public var isDescending: Bool

        /// Makes a key.
        public init(expression: Expression, isDescending: Bool) {
            self.expression = expression
            self.isDescending = isDescending
        }
    }
}

/// A field, or fields along links: `speaker.country`.
public struct Path: Sendable, Hashable {
    /// Whose field it is.
    public var origin: Origin
    /// The names along the way; never empty.
    public var steps: [Name]
    /// From first to last token, leading dots included.
    public var span: Span

    /// Makes a path.
    public init(origin: Origin, steps: [Name], span: Span) {
        self.origin = origin
        self.steps = steps
        self.span = span
    }

    /// Where a path begins.
    public enum Origin: Sendable, Hashable {
        /// `field`, at this row.
        case bare
        /// `.field`, at this row wherever it is written.
        case dotted
        /// `..field`, at the row outside the quantifier.
        case outer
    }
}

/// A value, a condition, or a field: whatever may be shown, compared or tested.
public struct Expression: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// From first to last token, without brackets around it.
    public var span: Span

    /// The kinds of expressions.
    public indirect enum Kind: Sendable, Hashable {
        case path(Path)
        /// A bare word right of a comparison.
        case word(String)
        case text(String)
        case integer(Int)
        case decimal(Double)
        case date(DateLiteral)
        case parameter(String)
        case duration(Int, DurationUnit)
        /// A function or an aggregate; only `count` takes a condition.
        case call(Name, [Expression], condition: Expression?)
        case negation(Expression)
        case arithmetic(Expression, ArithmeticOperator, Expression)
        case and([Expression])
        case or([Expression])
        case not(Expression)
        case possibly(Expression)
        case comparison(Expression, ComparisonOperator, Expression)
        case inValues(Expression, isNegated: Bool, [Expression])
        /// With nothing on the left, the row itself.
        case inRows(Expression?, isNegated: Bool, RowSource)
        case under(Expression?, Expression)
        case between(Expression, Expression, Expression)
        case inLast(Expression, Int, DurationUnit)
        case textTest(Expression, TextOperator, Expression)
        case presence(Expression, isKnown: Bool)
        case quantified(Quantifier, Path, Expression?)
    }

    /// Makes an expression.
    public init(_ kind: Kind, at span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// Rows after `in`.
public enum RowSource: Sendable, Hashable {
    case name(Name)
    case query(Query)
}

/// A year, month or day as written; it exists, as the parser has checked.
public struct DateLiteral: Sendable, Hashable {
    /// The year.
    public var year: Int
    /// The month, if given.
    public var month: Int?
    /// The day, if given.
    public var day: Int?

    /// Makes a date, which may or may not exist.
    public init(year: Int, month: Int?, day: Int?) {
        self.year = year
        self.month = month
        self.day = day
    }
}
