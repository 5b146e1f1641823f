extension Parser {
    // stage = filter | show | sort | limit | skip | distinct | count | summarize ;
    mutating func stage() throws(Diagnostic) -> Stage {
        let start = current
        guard start.kind == .word else { throw strayToken() }
        let keyword = text(start)
        guard Vocabulary.stages.contains(keyword) else { throw strayToken() }
        _ = advance()
        let kind: Stage.Kind
        switch keyword {
        case "where": kind = .filter(try filter())
        case "show": kind = .show(try items())
        case "sort": kind = .sort(try sort())
        case "limit": kind = .limit(try amount())
        case "skip": kind = .skip(try amount())
        case "distinct": kind = .distinct(try distinct())
        case "count": kind = try count()
        default: kind = try summarize()
        }
        return Stage(kind: kind, span: start.span.joined(previousSpan))
    }

    // filter = "where" condition ;
    private mutating func filter() throws(Diagnostic) -> Expression {
        goOn()
        if isAtEnd || isWord(in: Vocabulary.beginsStage) && !looksLikeField { throw unexpected(.condition) }
        return try condition()
    }

    // show = "show" items ;   items = item { "," item } ;
    private mutating func items() throws(Diagnostic) -> [Stage.Item] {
        goOn()
        var items = [try item()]
        while eat(.comma) {
            goOn()
            items.append(try item())
        }
        return items
    }

    // item = condition [ "as" name ] ;
    private mutating func item() throws(Diagnostic) -> Stage.Item {
        let expression = try condition()
        guard eat(word: "as") else { return Stage.Item(expression: expression, alias: nil) }
        goOn()
        return Stage.Item(expression: expression, alias: try name(.name))
    }

    // sort = "sort" "by" key { "," key } ;   key = condition [ "desc" | "asc" ] ;
    private mutating func sort() throws(Diagnostic) -> [Stage.SortKey] {
        goOn()
        try expect(word: "by")
        var keys: [Stage.SortKey] = []
        repeat {
            goOn()
            let expression = try condition()
            let isDescending = eat(word: "desc")
            if !isDescending { _ = eat(word: "asc") }
            keys.append(Stage.SortKey(expression: expression, isDescending: isDescending))
        } while eat(.comma)
        return keys
    }

    // limit = "limit" amount ;   skip = "skip" amount ;   amount = integer | parameter_use ;
    private mutating func amount() throws(Diagnostic) -> Expression {
        goOn()
        guard current.kind == .integer || current.kind == .parameter else { throw unexpected(.number) }
        return try primary(.right)
    }

    // distinct = "distinct" [ condition { "," condition } ] ;
    private mutating func distinct() throws(Diagnostic) -> [Expression] {
        if isAtEnd || current.kind == .rightBracket || current.kind == .bar { return [] }
        if isWord(in: Vocabulary.beginsStage), !looksLikeField { return [] }
        var expressions = [try condition()]
        while eat(.comma) {
            goOn()
            expressions.append(try condition())
        }
        return expressions
    }

    // count = "count" [ "by" items [ "across" item ] ] ;
    private mutating func count() throws(Diagnostic) -> Stage.Kind {
        guard eat(word: "by") else { return .count(by: [], across: nil) }
        let groups = try items()
        guard eat(word: "across") else { return .count(by: groups, across: nil) }
        goOn()
        return .count(by: groups, across: try item())
    }

    // summarize = "summarize" items [ "by" items ] ;
    private mutating func summarize() throws(Diagnostic) -> Stage.Kind {
        let aggregates = try items()
        return .summarize(aggregates, by: eat(word: "by") ? try items() : [])
    }

    /// Whether a word that begins a stage is rather meant as a field, since an operator follows it.
    var looksLikeField: Bool {
        switch following.kind {
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual, .dot: true
        case .comma: true
        default: false
        }
    }

    /// The diagnostic for a token where a stage, or nothing, should stand.
    func strayToken() -> Diagnostic {
        if let habit = habitOfStage() { return habit }
        let token = current
        switch token.kind {
        case .rightBracket: return error(.unmatchedBracket, at: token.span)
        case .word where Vocabulary.stagesToCome.contains(text(token)):
            return error(.stageToCome, at: token.span, found: text(token))
        case .word:
            let near = nearest(to: text(token), among: Vocabulary.stages)
            return Diagnostic(
                .unknownStage, at: token.span, in: source.name, found: text(token),
                expected: Vocabulary.stages, near: near.map { .init($0) },
                fix: near.first.map { .init(token.span, $0) })
        default:
            return Diagnostic(
                .unexpected, at: token.span, in: source.name,
                found: token.kind == .end ? nil : text(token), expected: ["a stage such as where"])
        }
    }
}
