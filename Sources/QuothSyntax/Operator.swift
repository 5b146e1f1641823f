/// `=` and its kin.
public enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// The signs of arithmetic.
public enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"

    /// How tightly it binds; `*` before `+`.
    public var level: Int {
        switch self {
        case .add, .subtract: 1
        case .multiply, .divide: 2
        }
    }
}

/// Tests of a text against a text.
public enum TextOperator: String, Sendable, Hashable, CaseIterable {
    case mentions, contains, matches
}

/// How the positions of the two stances of a pair stand to each other.
public enum PairRelation: String, Sendable, Hashable, CaseIterable {
    /// One supports and one opposes.
    case opposed
    /// Both support, or both oppose.
    case agreeing
}

/// How many ends of a link must fulfil a condition.
public enum Quantifier: String, Sendable, Hashable, CaseIterable {
    case any, no, all
}

/// Lengths of time.
public enum DurationUnit: String, Sendable, Hashable, CaseIterable {
    case day, week, month, year

    /// The unit that a word names, in the singular or the plural.
    public init?(word: String) {
        self.init(rawValue: word.hasSuffix("s") ? String(word.dropLast()) : word)
    }

    /// `1 day`, `7 days`.
    public func text(_ amount: Int) -> String { "\(amount) \(rawValue)\(amount == 1 ? "" : "s")" }
}

/// The words of the language, each in its place.
public enum Vocabulary {
    /// What `sort by` takes instead of an expression: how well texts fit the words that were looked for.
    public static let relevance = "relevance"

    /// Words that begin a stage.
    public static let stages = [
        "where", "show", "sort", "limit", "skip", "distinct", "count", "summarize", "pairs", "timeline",
        "chart",
    ]
    /// Words that will begin a stage; no other name may take them.
    public static let stagesToCome = [
        "network", "affiliation", "polarization", "reversals", "contested", "window",
    ]
    /// Words that begin a statement.
    public static let statements = ["let", "param", "expect"]
    /// Words between and before operands.
    public static let operators = [
        "and", "or", "not", "in", "under", "from", "mentions", "contains", "matches", "missing", "known",
        "any", "no", "all", "possibly",
    ]
    /// Words that only mean something after another.
    public static let particles = [
        "by", "as", "desc", "asc", "across", "opposed", "agreeing", "within", "to", "last", "none", "some",
        "day", "days", "week", "weeks", "month", "months", "year", "years",
    ]
    /// The word for the records behind the last answer.
    public static let pronoun = "it"
    /// Functions of one value.
    public static let functions = [
        "year", "month", "week", "day", "weekday", "length", "words", "lower", "upper", "abs", "round",
    ]
    /// Functions of many values.
    public static let aggregates = ["count", "distinct", "min", "max", "sum", "avg", "median"]
    /// The types of parameters.
    public static let types = ["text", "number", "date", "truth"]

    // No sets, since such short lists are gone through as fast, and the first set of a process takes longer to make
    // than a query to parse.

    /// Words that a path can't begin with unless a dot stands before them.
    package static let needDot =
        operators + stagesToCome + ["where", "show", "sort", "limit", "skip", "summarize"]
        + ["pairs", "timeline", "chart"] + ["by", "as", "desc", "asc", "across"]
    package static let beginsStage = stages + stagesToCome
    /// Words that a `let` or `param` can't take.
    package static let reserved = stages + stagesToCome + statements + [pronoun]
    package static let callable = functions + aggregates
    /// Words that test the operand before them.
    static let tests = ["in", "under", "from", "mentions", "contains", "matches", "missing", "known"]
    /// Words that stand before an operand.
    static let prefixes = ["not", "any", "no", "all", "possibly", "in", "under"]
    /// Words that stand after an operand or a stage.
    static let inLine =
        needDot.filter { !["no", "any", "all"].contains($0) } + ["to", "distinct", "count"]
    /// No word of the language is longer, in bytes.
    static let longestWord = 16
}

extension [String] {
    /// Whether a text is among them; each is compared only if it is as long, since to compare is a call.
    package func has(_ text: String) -> Bool { place(of: text) != nil }

    /// The first place of a text.
    package func place(of text: String) -> Int? {
        let length = text.utf8.count
        return firstIndex { $0.utf8.count == length && $0 == text }
    }
}
