/// Gathers what is wrong with each statement, in order: the lexer's diagnostics and the parser's.
struct FaultList {
    /// How many there are, kept or not.
    private(set) var count = 0
    private var kept: [Diagnostic] = []
    private var pending: ArraySlice<Diagnostic>

    init(lexer diagnostics: [Diagnostic]) {
        pending = diagnostics[...]
    }

    /// Whether more faults would only be counted.
    var isFull: Bool { count > Parser.maximumDiagnostics }

    /// Whether the lexer has reported something before an offset that isn't taken yet.
    func hasPending(before end: Int) -> Bool {
        pending.first.map { $0.span.start < end } ?? false
    }

    /// Takes the parser's error in a statement that ends before an offset, and the lexer's in the same statement.
    ///
    /// What the parser says about a token that the lexer has refused would be the same fault again, and so would
    /// what the lexer says of a regular expression between slashes.
    mutating func add(_ error: Diagnostic, before end: Int) {
        let own = pending.prefix { $0.span.start < end }
        pending = pending.dropFirst(own.count)
        guard let first = own.first else { return keep(error) }
        if error.span.start < first.span.start { keep(error) }
        if error.code != .habitSlashes { own.forEach { keep($0) } }
    }

    /// All of them, at most ``Parser/maximumDiagnostics`` and then one that says so.
    mutating func all(in source: String) -> [Diagnostic] {
        pending.forEach { keep($0) }
        pending = []
        guard count > Parser.maximumDiagnostics, let last = kept.last else { return kept }
        let more = Diagnostic(.tooManyErrors, at: last.span, in: source, found: String(count))
        return kept.dropLast() + [more]
    }

    private mutating func keep(_ diagnostic: Diagnostic) {
        count += 1
        if kept.count <= Parser.maximumDiagnostics { kept.append(diagnostic) }
    }
}
