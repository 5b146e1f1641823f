import QuothSyntax

// What `it` is, the sets before it, and what the session has run.
extension Session {
    /// What `it` stands for: so many records of a collection, and the query that finds them.
    public struct Antecedent: Sendable, Hashable {
        /// What the records are.
        public let noun: Noun
        /// How many there are.
        public let count: Int
        /// A query that finds them by itself; nil if it would be too long.
        public let query: String?
    }

    /// What `it` stands for now; nil before the first answer.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// var session = Session(corpus)
    /// _ = try session.query("quotes where kind = direct count by speaker")
    /// print(session.antecedent?.query ?? "")   // quotes where kind = direct
    /// ```
    public var antecedent: Antecedent? {
        guard let it = known.it else { return nil }
        let query = trail.it.map { SyntaxPrinter.text($0.query) }
        return Antecedent(noun: it.noun, count: it.found.rows.count, query: query)
    }

    /// Makes `it` the set before the one that it is, and says whether there was one.
    ///
    /// The last ``maximumSteps`` sets can be stepped back to. An answer that leaves `it` the same set, as counting
    /// does, is no step.
    public mutating func back() -> Bool {
        guard let last = past.popLast() else { return false }
        known.it = last.it
        known.lastColumns = last.columns
        trail.stepped(back: last.query)
        return true
    }

    /// The most sets that can be stepped back to.
    public static let maximumSteps = 100

    /// What has run, as a script that gives the same answers: failed statements are left out, a refinement is
    /// written with the query that it refined, and a parameter with the value that it was given.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// var session = Session(corpus)
    /// _ = try session.run(SourceText(name: "example", "quotes where kind = direct\ncount by speaker"))
    /// print(session.script)
    /// // quotes where kind = direct
    /// // quotes where kind = direct count by speaker
    /// ```
    ///
    /// Of a long session these are the last 2,000 statements, and every `let` and `param`. A query that would be
    /// longer than 8 KiB is left out.
    public var script: String { trail.script }
}

extension Session {
    /// What `it` was at some time.
    struct Step: Sendable {
        let it: (noun: Noun, found: FoundRecords)
        let columns: [String]
        let query: Query?
    }

    /// Notes that a query has left records as `it`.
    mutating func step(to found: FoundRecords, _ noun: Noun, _ columns: [String], _ query: Query?) {
        if let it = known.it, it.noun.collection != noun.collection || it.found.rows != found.rows {
            past.append(Step(it: it, columns: known.lastColumns, query: trail.last))
            if past.count > Self.maximumSteps { past.removeFirst() }
        }
        known.it = (noun, found)
        known.lastColumns = columns
        trail.ran(query)
    }
}
