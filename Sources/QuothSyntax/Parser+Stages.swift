extension Parser {
    // stage = filter | show | sort | limit | skip | distinct | count | summarize ;
    // stage_word = "where" | "show" | "sort" | "limit" | "skip" | "distinct" | "count" | "summarize"
    //            | "pairs" | "network" | "affiliation" | "polarization" | "reversals" | "contested"
    //            | "window" | "timeline" | "chart" ;
    mutating func stage() throws(Fault) -> Stage {
        let start = current.span
        let kind: Stage.Kind =
            switch keyword(current) {
            case "where": .filter(try filter())
            case "show": .show(try show())
            case "sort": .sort(try sort())
            case "limit": .limit(try limit())
            case "skip": .skip(try skip())
            case "distinct": .distinct(try distinct())
            case "count": try count()
            case "summarize": try summarize()
            default: throw strayToken()
            }
        return Stage(kind: kind, span: start.joined(previousSpan))
    }

    // filter = "where" condition ;
    private mutating func filter() throws(Fault) -> Expression {
        _ = advance()
        goOn()
        if isAtEnd || isWord(in: Vocabulary.beginsStage) && !looksLikeField { throw unexpected(.condition) }
        let condition = try condition()
        if current.kind == .comma { throw unexpected(.word("and"), .word("or")) }
        return condition
    }

    // show = "show" items ;
    private mutating func show() throws(Fault) -> [Stage.Item] {
        _ = advance()
        return try items()
    }

    // items = item { "," item } ;
    private mutating func items() throws(Fault) -> [Stage.Item] {
        var items: [Stage.Item] = []
        repeat {
            goOn()
            items.append(try item())
        } while eat(.comma)
        return items
    }

    // item = condition [ "as" word ] ;
    private mutating func item() throws(Fault) -> Stage.Item {
        let expression = try condition()
        guard eat(word: "as") else { return Stage.Item(expression: expression, alias: nil) }
        goOn()
        return Stage.Item(expression: expression, alias: try name(.name))
    }

    // sort = "sort" "by" key { "," key } ;
    private mutating func sort() throws(Fault) -> [Stage.SortKey] {
        _ = advance()
        goOn()
        guard eat(word: "by") else {
            let place = Span(start: current.span.start, end: current.span.start)
            throw unexpected(.word("by"), fix: current.kind == .word ? .init(place, "by ") : nil)
        }
        var keys: [Stage.SortKey] = []
        repeat {
            goOn()
            keys.append(try key())
        } while eat(.comma)
        return keys
    }

    // key = condition [ "desc" | "asc" ] ;
    private mutating func key() throws(Fault) -> Stage.SortKey {
        let expression = try condition()
        if let habit = habitOfOrder() { throw habit }
        let isDescending = eat(word: "desc")
        if !isDescending { _ = eat(word: "asc") }
        return Stage.SortKey(expression: expression, isDescending: isDescending)
    }

    // limit = "limit" amount ;
    private mutating func limit() throws(Fault) -> Expression {
        _ = advance()
        return try amount()
    }

    // skip = "skip" amount ;
    private mutating func skip() throws(Fault) -> Expression {
        _ = advance()
        return try amount()
    }

    // amount = integer | parameter_use ;
    private mutating func amount() throws(Fault) -> Expression {
        goOn()
        let token = current
        switch token.kind {
        case .integer: return Expression(.integer(try integer(advance())), at: token.span)
        case .parameter: return parameterUse()
        default: throw unexpected(.number)
        }
    }

    // distinct = "distinct" [ condition { "," condition } ] ;
    private mutating func distinct() throws(Fault) -> [Expression] {
        _ = advance()
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
    private mutating func count() throws(Fault) -> Stage.Kind {
        let start = advance().span
        if current.kind == .leftBracket {
            guard following.kind == .star || following.kind == .rightBracket else {
                throw unexpected(.word("by"))
            }
            throw habitOfCounting(from: start)
        }
        guard eat(word: "by") else {
            if isWord("across") { throw error(.acrossNeedsGroup, at: current.span) }
            return .count(by: [], across: nil)
        }
        let groups = try items()
        guard eat(word: "across") else { return .count(by: groups, across: nil) }
        goOn()
        return .count(by: groups, across: try item())
    }

    // summarize = "summarize" items [ "by" items ] ;
    private mutating func summarize() throws(Fault) -> Stage.Kind {
        _ = advance()
        let aggregates = try items()
        return .summarize(aggregates, by: eat(word: "by") ? try items() : [])
    }

    /// Whether a word of the language is rather meant as a field, since an operator follows it.
    var looksLikeField: Bool {
        let next = following
        switch next.kind {
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual, .comma: return true
        case .dot: return !next.hasBlankBefore
        default: break
        }
        // `count` and `distinct` are columns and aggregates too.
        guard let word = keyword(current), Vocabulary.aggregates.contains(word) else { return false }
        switch next.kind {
        case .leftBracket, .plus, .minus, .star, .slash: return true
        case .word: return isWord(in: ["count"]) && keyword(next).map(Vocabulary.tests.contains) ?? false
        default: return false
        }
    }
}
