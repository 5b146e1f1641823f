import QuothSyntax

// Errors about names, types and runs.
extension Help {
    static let names: [DiagnosticCode: ErrorHelp] = [
        .unknownCollection: ErrorHelp(
            "A query begins with a collection, a name that 'let' gave, or 'it'.", "qotes where kind = direct",
            "quotes where kind = direct"),
        .unknownField: ErrorHelp(
            "The rows have no such field; '.schema quotes' lists those of quotes.",
            "quotes where facton = hardliner", "quotes where faction = hardliner"),
        .unknownName: ErrorHelp(
            "'in NAME' wants a name that 'let' gave, or a collection. Values stand in brackets.",
            "quotes where kind in direct", "quotes where kind in (direct, mixed)"),
        .unknownValue: ErrorHelp(
            "No record is called so, or the word is none of the field's; '.values faction' lists what there is. "
                + "With --lenient it is a warning, and an empty set.", "quotes where faction = hardlner",
            "quotes where faction = hardliner"),
        .unseenValue: ErrorHelp(
            "A warning: the value may be right, but no record has it.", "people where country = Atlantis",
            "people where country known"),
        .ambiguousValue: ErrorHelp(
            "Several records are called so; write the id of the one that is meant, or more of its name. "
                + "It is a warning where the word is an id, which decides before a name does; 'speaker.id = …' asks for the "
                + "id alone.", nil,
            "quotes where speaker = \"Ali Khamenei\""),
        .unknownFunction: ErrorHelp(
            "The functions are \(Vocabulary.functions.joined(by: ", ")).",
            "quotes show speaker, len(text)", "quotes show speaker, length(text)"),
        .unknownParameter: ErrorHelp(
            "A parameter is declared before it is used.", "quotes where speaker = $who",
            "param who: text = khamenei\nquotes where speaker = $who"),
        .badParameter: ErrorHelp(
            "The value doesn't fit the parameter's type: text, number, date or truth.",
            "param day: date = tomorrow", "param day: date = 2025-02-07\nquotes where said = $day"),
        .nameTaken: ErrorHelp(
            "A name is given once in a script, and can't be that of a collection or a stage.",
            "let count = quotes where kind = direct", "let direct = quotes where kind = direct"),
        .noOuterRow: ErrorHelp(
            "Two dots are a field of the row outside of any, no or all.", "quotes where kind = ..kind",
            "quotes where any same_utterance (kind != ..kind)"),
        .nothingBefore: ErrorHelp(
            "A line that begins with a stage, and 'it', go on from an answer.", nil, "quotes\ncount by kind"),
    ]

    static let types: [DiagnosticCode: ErrorHelp] = [
        .wrongType: ErrorHelp(
            "Something of another type is wanted here.", "quotes show text + 1", "quotes show paragraph + 1"),
        .needsCondition: ErrorHelp(
            "A 'where' wants something that is true or not.", "quotes where speaker",
            "quotes where speaker known"),
        .needsLink: ErrorHelp(
            "'count', 'any', 'no' and 'all' go over a link to records.", "people show count(name)",
            "people show name, count(quotes)"),
        .notALink: ErrorHelp(
            "A dot follows a link to a record; this field has no fields of its own.",
            "quotes show text.language", "quotes show article.language"),
        .manyValues: ErrorHelp(
            "Functions and arithmetic take one value, and there may be several. 'any' looks at each, 'max' and "
                + "its like make one of them.", "quotes where length(speaker.roles.title) > 10",
            "quotes where any speaker.roles (length(title) > 10)"),
        .noOrder: ErrorHelp(
            "Records and truth values have no order; their fields may have one.",
            "quotes where speaker < khamenei", "quotes where speaker.name < khamenei"),
        .noHierarchy: ErrorHelp(
            "'under' goes by parents of records, or by the parts of words with '/'.",
            "quotes where text under talks", "quotes where faction under hardliner"),
        .needsDate: ErrorHelp(
            "A date is wanted, such as 2025, 2025-02 or 2025-02-07.", "quotes where said = tomorrow",
            "quotes where said = 2025-02-07"),
        .wrongArguments: ErrorHelp(
            "A function takes one value; 'summarize' takes aggregates.", "quotes summarize speaker by kind",
            "quotes summarize distinct(speaker) by kind"),
        .badPattern: ErrorHelp(
            "The regular expression can't be read. RE2 has its rules.",
            "quotes where text matches \"talks (with|about\"",
            "quotes where text matches \"talks (with|about)\""),
        .shareOutOfRange: ErrorHelp(
            "A warning: shares are fractions from 0 to 1, although tables show them as per cent.",
            "quotes count by speaker where share > 20", "quotes count by speaker where share > 0.2"),
        .emptyRange: ErrorHelp(
            "A warning: the ends of the range are the wrong way round, so nothing lies in it.",
            "quotes where said from 2025 to 2012", "quotes where said from 2012 to 2025"),
        .rowsDiffer: ErrorHelp(
            "Rows can only be in rows of their own kind.", "quotes where in actors",
            "quotes where speaker in actors"),
        .severalColumns: ErrorHelp(
            "After 'in' the rows themselves are meant, or the values of the only column.",
            "quotes where speaker in (quotes show speaker, said)",
            "quotes where speaker in (quotes where kind = direct show speaker)"),
        .refinesCounted: ErrorHelp(
            "'it' is the records that were counted. A condition on the groups goes into the same statement.",
            "quotes count by speaker\nwhere count > 3", "quotes count by speaker where count > 3"),
        .expectsCount: ErrorHelp(
            "'expect' counts the rows itself.", "expect 3 quotes where kind = mixed count",
            "expect some quotes where kind = mixed"),
        .distinctUnshown: ErrorHelp(
            "Every record is distinct; say in what.", "quotes distinct", "quotes distinct speaker"),
        .columnTaken: ErrorHelp(
            "Two columns can't be called the same.", "quotes show speaker as who, addressee as who",
            "quotes show speaker as who, addressee as whom"),
        .acrossNeedsGroup: ErrorHelp(
            "'across' wants a group for the rows too.", "quotes count across kind",
            "quotes count by speaker across kind"),
        .pairsNeedQuotes: ErrorHelp(
            "Pairs are made of quotes or stances.", "people pairs by country",
            "quotes pairs by topics within 7 days limit 3"),
        .relevanceNeedsWords: ErrorHelp(
            "Texts are relevant to the words that 'mentions' looked for.",
            "quotes where text contains sanction sort by relevance",
            "quotes where text mentions sanctions sort by relevance"),
        .needsPosition: ErrorHelp(
            "'opposed' and 'agreeing' are about the positions of stances.", "quotes pairs by topics opposed",
            "stances pairs by claim opposed limit 3"),
        .nothingToDraw: ErrorHelp(
            "A chart draws grouped numbers.", "quotes chart", "quotes count by kind chart"),
        .noDates: ErrorHelp(
            "A timeline needs rows with a date.", "people timeline", "quotes where said known timeline"),
    ]

    static let running: [DiagnosticCode: ErrorHelp] = [
        .divisionByZero: ErrorHelp(
            "A number is divided by zero in some row; a condition before it can leave that row out.",
            "quotes where 1 / (paragraph - .paragraph) > 1",
            "quotes where paragraph > 1 and 10 / (paragraph - 1) > 1"),
        .overflow: ErrorHelp(
            "The result has more than 18 digits.", "quotes show paragraph * 9223372036854775807",
            "quotes show paragraph * 1e+30"),
        .dateOutOfRange: ErrorHelp(
            "Dates lie in the years 1 to 9999.", "quotes where said + 9000 years = 2025",
            "quotes where said + 9 years > 2025"),
        .expectationFailed: ErrorHelp(
            "The query has other rows than 'expect' says.", "expect none quotes where kind = direct",
            "expect some quotes where kind = direct"),
        .rowLimit: ErrorHelp(
            "The answer has more rows than --max-rows allows; 'limit' keeps the first.", nil,
            "quotes limit 10"),
        .timeLimit: ErrorHelp(
            "The query took longer than --timeout allows.", in: .shell, nil,
            "quoth samples/harbour --timeout 60 -c quotes"),
        .memoryLimit: ErrorHelp(
            "The query needs more memory than --max-memory allows.", in: .shell, nil,
            "quoth samples/harbour --max-memory 2G -c quotes"),
        .interrupted: ErrorHelp("Ctrl-C stopped the query; the session goes on.", nil, "quotes limit 10"),
    ]
}
