public import QuothSyntax

/// A corpus being asked: the names given so far, the parameters, and `it`, the records behind the last answer.
///
///     var session = Session(corpus)
///     for outcome in try session.run(SourceText(name: "example", "quotes where kind = direct")) {
///         if case .answer(let answer) = outcome { print(answer.rowCount) }
///     }
///
/// A session is a value: a copy goes its own way.
public struct Session: Sendable {
    /// The corpus that is asked.
    public let corpus: Corpus
    /// What each query may use.
    public var limits: Limits
    /// Whether a name that no record has is a warning and an empty set, instead of an error.
    public var isLenient: Bool

    private var given: [String: String] = [:]

    /// Makes a session without names, parameters and `it`.
    public init(_ corpus: Corpus, limits: Limits = Limits(), isLenient: Bool = false) {
        self.corpus = corpus
        self.limits = limits
        self.isLenient = isLenient
    }

    /// Gives a parameter its value before a script declares it, as `--param NAME=VALUE` does.
    ///
    /// The text is read as the declared type when the `param` statement is checked.
    public mutating func setParameter(_ name: String, to text: String) {
        given[name] = text
    }

    /// Parses and checks a whole text, and changes nothing.
    ///
    /// Statements are checked in order, each with the names that those before it give.
    public func check(_ source: SourceText) -> CheckedScript {
        CheckedScript(statements: [], diagnostics: [])
    }

    /// Runs one checked statement; statements must be run in the order in which they were checked.
    ///
    /// - Throws: what went wrong while it ran, such as a division by zero, a limit, or a failed `expect`. The
    ///   session is then as it was.
    public mutating func run(_ statement: CheckedStatement) throws(Diagnostic) -> Outcome {
        .defined("")
    }

    /// What a statement came to.
    public enum Outcome: Sendable {
        /// A query's answer.
        case answer(Answer)
        /// A `let` or a `param`, by its name.
        case defined(String)
        /// An `expect` that was met, with its number of rows.
        case expected(rows: Int)
        /// A line for the program around, without its dot.
        case command(String)
    }
}

/// A text after checking.
public struct CheckedScript: Sendable {
    /// The statements that can be run, in order.
    public let statements: [CheckedStatement]
    /// Errors, and warnings, in the order of the text. A script with an error should not be run.
    public let diagnostics: [Diagnostic]

    /// Whether anything in it is wrong.
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// A statement whose names and types are settled.
public struct CheckedStatement: Sendable {
    /// Where it stands in its text.
    public let span: Span
}
