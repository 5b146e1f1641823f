extension Parser {
    // stage = filter | show | sort | limit | skip | distinct | count | summarize | pairs | timeline | chart ;
    // stage_word = "where" | "show" | "sort" | "limit" | "skip" | "distinct" | "count" | "summarize"
    //            | "pairs" | "timeline" | "chart" | "network" | "affiliation" | "polarization" | "reversals"
    //            | "contested" | "window" ;
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
            case "pairs": .pairs(try pairs())
            case "timeline": .timeline(by: try timeline())
            case "chart": chart()
            default: throw strayToken()
            }
        return Stage(kind: kind, span: start.joined(previousSpan))
    }

    // filter = "where" condition ;
    private mutating func filter() throws(Fault) -> Expression {
        _ = advance()
        goOn()
        if isAtEnd || !looksLikeField && isWord(in: Vocabulary.beginsStage) { throw unexpected(.condition) }
        let condition = try condition()
        if current.kind == .comma { throw habitOfComma() }
        return condition
    }

    // show = "show" items ;
    private mutating func show() throws(Fault) -> [Stage.Item] {
        _ = advance()
        if current.kind == .star { throw habitOfShowingAll() }
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
                throw habitOfCountingValues(from: start)
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

    // pairs = "pairs" "by" sum { "," sum } [ "opposed" | "agreeing" ] [ "within" integer unit ] ;
    private mutating func pairs() throws(Fault) -> Stage.Pairs {
        _ = advance()
        goOn()
        guard eat(word: "by") else { throw unexpected(.word("by")) }
        var keys: [Expression] = []
        repeat {
            goOn()
            keys.append(try sum(.left))
        } while eat(.comma)
        var pairs = Stage.Pairs(keys: keys)
        pairs.relation = keyword(current).flatMap(PairRelation.init(rawValue:))
        if pairs.relation != nil { pairs.relationSpan = advance().span }
        let start = current.span
        guard eat(word: "within") else { return pairs }
        goOn()
        guard current.kind == .integer else { throw unexpected(.number) }
        let amount = try integer(advance())
        guard let unit = unit() else { throw unexpected(.unit) }
        pairs.within = .init(amount: amount, unit: unit)
        if pairs.relation == nil, keyword(current).flatMap(PairRelation.init(rawValue:)) != nil {
            // The other way round it would read like a condition on the stances within these days.
            let written = text(current) + " " + source.text(start.joined(previousSpan))
            let span = start.joined(current.span)
            throw error(
                .unexpected, at: span, found: source.text(span), fix: .init(span, written))
        }
        return pairs
    }

    // timeline = "timeline" [ "by" condition ] ;
    private mutating func timeline() throws(Fault) -> Expression? {
        _ = advance()
        guard eat(word: "by") else { return nil }
        goOn()
        return try condition()
    }

    // chart = "chart" ;
    private mutating func chart() -> Stage.Kind {
        _ = advance()
        return .chart
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
        case .word: return word == "count" && keyword(next).map(Vocabulary.tests.contains) ?? false
        default: return false
        }
    }
}
