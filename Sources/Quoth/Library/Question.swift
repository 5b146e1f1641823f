package import QuothSyntax

/// What an answer answers: enough to ask it again, and nothing of what was found.
package final class Question: Sendable {
    /// The query with names, parameters and `it` replaced by what they stood for.
    package let query: Query
    /// For the records behind a group, the plan that finds them.
    package let plan: Plan?

    /// The records that the plan is about, where it has to name them.
    package let captured: [Int: FoundRecords]

    package init(query: Query, plan: Plan? = nil, captured: [Int: FoundRecords] = [:]) {
        self.query = query
        self.plan = plan
        self.captured = captured
    }
}

extension Answer {
    /// The query as it could be asked by itself: names, parameters and `it` are replaced by what they stood for.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// var session = Session(corpus)
    /// _ = try session.query("quotes where kind = direct")
    /// print(try session.query("count by speaker").query ?? "")   // quotes where kind = direct count by speaker
    /// ```
    ///
    /// Of the records behind a group it is the query that counted them. Nil if it would be longer than 8 KiB, or if
    /// the answer was made by hand.
    public var query: String? { question.map { SyntaxPrinter.text($0.query) } }
}
