import QuothSyntax

/// Settles names, values and types of one text: syntax to plans.
///
/// It throws at the first fault of a statement; the session goes on with the next statement.
struct Checker {
    let corpus: Corpus
    let source: SourceText
    let isLenient: Bool
    /// The `let` names so far.
    var names: [String: Plan]
    var parameters: [String: Expression]
    /// What `it` is, if there was an answer.
    var it: Noun?
    /// The columns of the last answer, if it was grouped.
    var lastColumns: [String] = []
    var warnings: [Diagnostic] = []
    /// In a `let`, the slot in which it keeps what `it` is now.
    var slot: Int?
    /// Whether it goes on from `it`; a `let` then needs the slot.
    var usesIt = false
    /// Whether nothing in it is called by what only the session knows: `it`, a `let` or a parameter.
    var standsAlone = true
    /// What `in last …` came to in the filter being checked.
    var relativePeriods: [Accounting.RelativePeriod] = []
    /// The parameters in it, and what they are bound to.
    var bindings: [Accounting.Binding] = []
    /// The place that completion asks about.
    var probe: CheckerProbe?
    /// How many queries stand in one another's conditions in the query being checked, itself included.
    var depth = 1

    func error(
        _ code: DiagnosticCode, at span: Span, found: String? = nil, expected: [String] = [],
        subject: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            code, at: span, in: source.name, found: found, expected: expected, subject: subject)
    }

    /// A query to its plan.
    mutating func plan(_ query: Query) throws(Diagnostic) -> Plan {
        var plan = try start(query)
        let outerDepth = depth
        depth = plan.depth
        defer { depth = outerDepth }
        var scope = Scope(shape: plan.shape, noun: plan.noun)
        if let shown = plan.shown { scope.show(shown) }
        let outerPlan = probe?.plan
        defer { probe?.plan = outerPlan }
        for stage in query.stages {
            probe?.plan = plan
            do throws(Diagnostic) { try add(stage, to: &plan, &scope, query) } catch {
                throw query.source == nil || query.source?.text == "it" ? aboutIt(error) : error
            }
            guard plan.operations.count <= Parser.maximumDepth else {
                throw error(.tooDeep, at: stage.span, subject: "stages")
            }
        }
        plan.depth = depth
        plan.shape = scope.shape
        return plan
    }

    private mutating func start(_ query: Query) throws(Diagnostic) -> Plan {
        if let name = query.source { try stop(at: name.span, .noun) }
        guard let name = query.source, name.text != "it" else {
            guard let it else {
                throw nothingBefore(query)
            }
            usesIt = true
            standsAlone = false
            return Plan(
                source: slot.map { .captured($0, it.collection) } ?? .it(it.collection), operations: [],
                shape: .records(it.collection), shown: nil, layout: .rows, noun: it)
        }
        if let plan = names[name.text] {
            standsAlone = false
            return plan
        }
        if let noun = Noun.named(name.text) {
            return Plan(
                source: .records(noun), operations: [], shape: .records(noun.collection), shown: nil,
                layout: .rows, noun: noun)
        }
        throw unknownNoun(name)
    }

    private func nothingBefore(_ query: Query) -> Diagnostic {
        let span = query.source?.span ?? query.span
        var diagnostic = error(.nothingBefore, at: span, found: source.text(query.span))
        // `show quotes where …`
        if case .show(let items)? = query.stages.first?.kind, let item = items.first,
            case .path(let path) = item.expression.kind,
            Noun.all.contains(where: { $0.name == SyntaxPrinter.text(path) })
        {
            diagnostic.fix = .init(Span(start: query.span.start, end: path.span.start), "")
        }
        return diagnostic
    }

    /// A field that `it` doesn't have may have been a column of the last answer.
    private func aboutIt(_ fault: Diagnostic) -> Diagnostic {
        guard fault.code == .unknownField, let found = fault.found, lastColumns.contains(found),
            fault.subject == it?.collection.singular
        else { return fault }
        return error(.refinesCounted, at: fault.span, found: found)
    }

    func unknownNoun(_ name: Name) -> Diagnostic {
        let nouns = Noun.all.map(\.name)
        var near = nearest(to: name.text, among: nouns + Array(names.keys))
        if let other = Self.otherNouns[name.text.lowercased()], near.isEmpty { near = [other] }
        var diagnostic = error(.unknownCollection, at: name.span, found: name.text, expected: nouns)
        diagnostic.near = near.map { .init($0) }
        diagnostic.fix = near.first.map { .init(name.span, $0) }
        return diagnostic
    }
}

extension Scope {
    /// Makes the names that `show` gives known.
    mutating func show(_ shown: [Plan.ShownColumn]) {
        aliases = Dictionary(shown.map { ($0.name, $0.operand) }, uniquingKeysWith: { first, _ in first })
    }
}
