public import QuothSyntax

/// What one operation of a plan came to.
struct MeasuredStep {
    /// The rows that it left.
    var rows: Int
    var nanoseconds: Int64

    /// `→ 412 rows in 0.031 ms`
    var text: String {
        let microseconds = max(0, nanoseconds) / 1000
        let fraction = String(microseconds % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "→ \(Phrase.count(rows, "row")) in \(microseconds / 1000).\(zeros)\(fraction) ms"
    }
}

extension Evaluation {
    /// Runs a plan and measures each operation, and last of all what is shown.
    fileprivate func measured(_ plan: Plan) throws(Diagnostic) -> [MeasuredStep] {
        var begun: [(rows: Int, time: Int64)] = []
        let progress = try run(plan) { _, before in begun.append((before.selection.count, limits.now())) }
        begun.append((progress.selection.count, limits.now()))
        let chosen = progress.frame.choosing(progress.rows)
        for column in plan.shown ?? [] { _ = try vector(column.operand, chosen, nil) }
        begun.append((progress.selection.count, limits.now()))
        return zip(begun, begun.dropFirst()).map { before, after in
            MeasuredStep(rows: after.rows, nanoseconds: after.time - before.time)
        }
    }
}

extension Session {
    /// How a query would be run: its plan, an operation a line.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// print(try Session(corpus).explain("quotes where faction = hardliner"))
    /// ```
    ///
    /// If it is measured, the query is run, and under each operation stand the rows that it left and the time that it
    /// took, by the clock of ``Limits/now``, which must be one of nanoseconds. `it` stays what it was.
    ///
    /// - Throws: what is wrong with the query, or a limit that is reached.
    public func explain(_ query: String, isMeasured: Bool = false) throws(Diagnostic) -> String {
        let checked = check(SourceText(name: Self.promptName, query))
        if let error = checked.diagnostics.first(where: { $0.severity == .error }) { throw error }
        var printer = PlanPrinter(corpus)
        var text = ""
        for statement in checked.statements {
            guard let plan = statement.plan?.rewritten(for: corpus, by: rewrites) else { continue }
            var steps: [MeasuredStep] = []
            if isMeasured {
                let evaluation = Evaluation(
                    corpus, limits: limits, source: statement.source, it: known.it?.found, captured: captured)
                steps = try evaluation.measured(plan)
            }
            text += printer.text(plan, steps)
        }
        if let damage = corpus.damage { throw damage }
        return text
    }
}

extension CheckedStatement {
    /// The plan of the query in it; nil if it has none.
    fileprivate var plan: Plan? {
        switch action {
        case .query(let plan), .expectation(_, let plan), .name(_, let plan, _): plan
        case .parameter, .command: nil
        }
    }
}
