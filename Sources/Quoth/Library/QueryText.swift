public import QuothSyntax

/// A query with values bound into it, never spliced as text.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let words = "talks\" or kind = \"direct"
/// let answer = try corpus.query("quotes where text contains \(words)")
/// print(answer.rowCount)   // 0, as it looks for those very words
/// ```
///
/// A bound value may stand wherever a literal may: right of a comparison, in the brackets after `in`, after `limit`.
public struct QueryText: ExpressibleByStringInterpolation, Sendable {
    /// The query with `$value1`, `$value2`, … where values are bound.
    public let text: String
    let values: [String: Expression]

    /// A query without bound values, or whose parameters the session knows.
    public init(_ text: String) {
        self.text = text
        values = [:]
    }

    /// A query without bound values.
    public init(stringLiteral value: String) { self.init(value) }

    /// A query with bound values.
    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    /// Collects the pieces of a query and what is bound between them.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var text = ""
        var values: [String: Expression] = [:]

        /// Begins a query.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 8)
        }

        /// Adds a piece of the query.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Binds a text or the name of a record.
        public mutating func appendInterpolation(_ value: String) { bind(.text(value)) }

        /// Binds a whole number.
        public mutating func appendInterpolation(_ value: Int) { bind(.integer(value)) }

        /// Binds a number.
        public mutating func appendInterpolation(_ value: Double) { bind(.decimal(value)) }

        /// Binds a truth value.
        public mutating func appendInterpolation(_ value: Bool) { bind(.word(value ? "yes" : "no")) }

        /// Binds several texts, for the brackets after `in`; there must be at least one.
        public mutating func appendInterpolation(_ values: [String]) {
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                bind(.text(value))
            }
        }

        private mutating func bind(_ kind: Expression.Kind) {
            let name = "value\(values.count + 1)"
            values[name] = Expression(kind, at: Span(start: 0, end: 0))
            text += "$" + name
        }
    }
}

extension Corpus {
    /// Opens a corpus: a document, or a folder with a file for each collection; see
    /// ``load(_:sources:files:workers:progress:)``.
    ///
    /// ```swift
    /// let corpus = try Corpus(contentsOf: "samples/iran-us-talks.json")
    /// print(try corpus.query("quotes").rowCount)
    /// ```
    public init(contentsOf path: String, sources: [String] = []) throws(LoadFailure) {
        self = try Corpus.load(path, sources: sources)
    }

    /// Asks one query.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// let name = "hardliner"
    /// let answer = try corpus.query("quotes where faction = \(name) count by kind")
    /// print(answer.rowCount)
    /// ```
    ///
    /// - Throws: the first thing that is wrong with the query, or went wrong while it ran.
    public func query(_ query: QueryText, limits: Limits = Limits()) throws(Diagnostic) -> Answer {
        var session = Session(self, limits: limits)
        return try session.query(query)
    }

    /// What is wrong with a text of statements, and what is doubtful; empty if nothing is.
    public func check(_ text: String) -> [Diagnostic] {
        Session(self).check(SourceText(name: "<query>", text)).diagnostics
    }
}

extension Session {
    /// Asks one query, which becomes `it`.
    ///
    /// - Throws: the first thing that is wrong with the query, or went wrong while it ran.
    public mutating func query(_ query: QueryText) throws(Diagnostic) -> Answer {
        let source = SourceText(name: "<query>", query.text)
        var asking = self
        asking.bind(query.values)
        let checked = asking.check(source)
        if let error = checked.diagnostics.first(where: { $0.severity == .error }) { throw error }
        guard checked.statements.count == 1, case .answer(let answer) = try asking.run(checked.statements[0])
        else {
            throw Diagnostic(.unexpected, in: source.name, found: query.text, expected: ["a query"])
        }
        asking.unbind(query.values.keys)
        self = asking
        return answer
    }

    /// Whether a text could be run, or only lacks its end: a bracket is open, or its last word wants more.
    public static func isComplete(_ text: String) -> Bool {
        !Parser.parse(SourceText(name: "<query>", text)).isIncomplete
    }
}
