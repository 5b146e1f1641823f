import QuothSyntax

/// A place in a text that completion asks about: once the checker gets there, it tells what may stand there.
final class CheckerProbe {
    /// Where the word stands that holds the place.
    private let offset: Int
    private(set) var place: Place?
    /// What the query comes to before the stage that is being checked, or in which the place is.
    var plan: Plan? {
        didSet { if place != nil { plan = oldValue } }
    }

    init(at offset: Int) { self.offset = offset }

    /// What may stand at the place.
    enum Place {
        /// A noun with which a query begins.
        case noun
        /// A name of rows, after `in`.
        case rows
        case field(Fields)
        /// A value right of an operand.
        case value(Operand, Scope)
    }

    /// What may follow on a path.
    struct Fields {
        var names: [String]
        /// Whose fields they are, if they are those of records.
        var owner: Collection?
        /// Whether a path begins here, so that functions may stand here too.
        var isFirst = false
        /// Whether `..` means anything here.
        var hasOuter = false
        /// Whether `relevance` does.
        var hasRelevance = false
    }

    func isAt(_ span: Span) -> Bool { span.start == offset }

    func reach(_ place: Place) { self.place = place }
}

// Where the checker meets the place, it goes no further.
extension Checker {
    /// Stops at the place that is asked about, if it is this one.
    func stop(at span: Span, _ place: @autoclosure () -> CheckerProbe.Place) throws(Diagnostic) {
        guard let probe, probe.isAt(span) else { return }
        probe.reach(place())
        throw error(.unexpected, at: span)
    }

    /// Whether the values of an operand are names or words of a vocabulary, and no free text.
    func isNamed(_ operand: Operand, _ scope: Scope) -> Bool {
        guard case .path(let path) = operand.kind else { return false }
        return operand.type != .text || terms(path, scope) != nil
    }

    /// What may stand where a path begins.
    func fields(_ shape: RowShape, _ origin: Path.Origin, _ scope: Scope) -> CheckerProbe.Place {
        var fields: CheckerProbe.Fields
        switch shape {
        case .records(let collection): fields = self.fields(of: collection)
        case .table(let columns): fields = .init(names: columns.map(\.name))
        }
        if origin == .bare {
            fields.names += scope.aliases.keys.sorted()
            fields.hasRelevance = scope.hasRelevance && scope.aliases[Vocabulary.relevance] == nil
            fields.isFirst = true
            fields.hasOuter = scope.outer != nil
        }
        return .field(fields)
    }

    func fields(of collection: Collection) -> CheckerProbe.Fields {
        .init(names: corpus.fieldNames(collection).filter { !$0.contains(".") }, owner: collection)
    }

    /// What may follow a field: the fields of the record that it leads to, and its parts, such as `said.basis`.
    func fields(after field: String, of collection: Collection, _ type: ValueType) -> CheckerProbe.Place {
        let prefix = field + "."
        var fields = CheckerProbe.Fields(names: [])
        if case .record(let target) = type { fields = self.fields(of: target) }
        fields.names += corpus.fieldNames(collection).filter { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count))
        }
        return .field(fields)
    }
}
