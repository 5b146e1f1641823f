import QuothSyntax

// What errors mean: each with a text that has it, and what to write instead.
extension Help {
    /// What the code of an error means.
    static func topic(for code: DiagnosticCode) -> HelpTopic {
        let help =
            reading[code] ?? habits[code] ?? names[code] ?? types[code] ?? running[code] ?? files[code]
            ?? records[code]
        return HelpTopic(error: code.rawValue, help ?? ErrorHelp("The message says all that there is."))
    }

    static let reading: [DiagnosticCode: ErrorHelp] = [
        .invalidUTF8: ErrorHelp("The text isn't UTF-8. An editor can save it as such."),
        .tooLarge: ErrorHelp("A text of more than a megabyte is refused; split it."),
        .badCharacter: ErrorHelp(
            "The sign is none of the language's, at least not here. Values with signs in them stand in "
                + "quotation marks.", "quotes where paragraph % 2 = 1", "quotes where paragraph > 2"),
        .unclosedText: ErrorHelp(
            "Quotation marks close on their line.", "quotes where text mentions \"nuclear deal",
            "quotes where text mentions \"nuclear weapons\""),
        .badNumber: ErrorHelp(
            "Whole numbers have up to 18 digits.", "quotes where paragraph < 99999999999999999999",
            "quotes where paragraph < 99"),
        .badDate: ErrorHelp(
            "A date is a year, a month such as 2025-02, or a day that the calendar has.",
            "quotes where said = 2025-02-30", "quotes where said = 2025-02"),
        .minusNeedsBlanks: ErrorHelp(
            "Words and dates may have hyphens in them, so a minus has blanks on both sides.",
            "quotes where paragraph > 10-3", "quotes where paragraph > 10 - 3"),
        .unexpected: ErrorHelp(
            "Something else should stand here, or something is missing at the end.", "quotes where",
            "quotes where kind = direct"),
        .unclosedBracket: ErrorHelp(
            "A bracket is never closed.", "quotes where (kind = direct",
            "quotes where (kind = direct or kind = mixed)"),
        .unmatchedBracket: ErrorHelp(
            "A bracket closes nothing.", "quotes where (kind = direct))", "quotes where (kind = direct)"),
        .tooDeep: ErrorHelp(
            "Brackets are nested more than a hundred deep, or scripts read one another without end.", nil,
            "let direct = quotes where kind = direct\ndirect where said known count by speaker"),
        .unknownStage: ErrorHelp(
            "A stage begins with one of its words: \(Vocabulary.stages.joined(by: ", ")).",
            "quotes whre kind = direct", "quotes where kind = direct"),
        .stageToCome: ErrorHelp(
            "The word is kept for a stage that isn't there yet.", "stances network by speaker",
            "stances pairs by claim opposed count by a.speaker, b.speaker"),
        .severalWords: ErrorHelp(
            "A value of several words stands in quotation marks.", "quotes where speaker = Ali Khamenei",
            "quotes where speaker = \"Ali Khamenei\""),
        .chainedComparison: ErrorHelp(
            "Each comparison has two sides; for a range there is 'from … to …'.",
            "quotes where 5 < paragraph < 10", "quotes where paragraph from 6 to 9"),
        .wordNeedsDot: ErrorHelp(
            "The word belongs to the language; as a field it has a dot before it.",
            "quotes where known = direct", "quotes where .kind = direct"),
        .valueNeedsDot: ErrorHelp(
            "Right of a comparison a bare word is a value; a field has a dot there.",
            "quotes where 2025-02-07 < said", "quotes where said > 2025-02-07 or text = .cue"),
        .tooManyErrors: ErrorHelp("Only the first errors of a text are shown."),
    ]

    static let habits: [DiagnosticCode: ErrorHelp] = [
        .habitSelect: ErrorHelp(
            "A query begins with what it asks for.", "select * from quotes where kind = direct",
            "quotes where kind = direct"),
        .habitNull: ErrorHelp(
            "A value that isn't there is 'missing'; one that is there is 'known'.",
            "quotes where speaker is null", "quotes where speaker missing"),
        .habitLike: ErrorHelp(
            "Texts are searched with 'mentions' for words, 'contains' for letters, 'matches' for regular "
                + "expressions.", "quotes where text like '%talks%'", "quotes where text contains talks"),
        .habitGroupBy: ErrorHelp(
            "Rows are grouped by 'count by' or 'summarize … by'.", "quotes group by speaker",
            "quotes count by speaker"),
        .habitOrderBy: ErrorHelp(
            "Rows are ordered by 'sort by'.", "quotes order by said", "quotes sort by said"),
        .habitHaving: ErrorHelp(
            "A condition on groups is a 'where' after the 'count'.",
            "quotes count by speaker having count > 3", "quotes count by speaker where count > 3"),
        .habitSigns: ErrorHelp(
            "Conditions are joined by the words 'and', 'or' and 'not'.",
            "quotes where kind = direct && said known", "quotes where kind = direct and said known"),
        .habitUnion: ErrorHelp(
            "One 'where' with 'or' has both.", "quotes where kind = direct union quotes where kind = mixed",
            "quotes where kind = direct or kind = mixed"),
        .habitJoin: ErrorHelp(
            "Links are followed with dots.", "quotes join actors on speaker = id",
            "quotes show speaker.country, text"),
        .habitSlashes: ErrorHelp(
            "A regular expression stands in quotation marks.", "quotes where text matches /talks?/",
            "quotes where text matches \"talks?\""),
        .habitBefore: ErrorHelp(
            "Dates are compared with signs.", "quotes where said before 2020", "quotes where said < 2020"),
        .habitBetween: ErrorHelp(
            "A range is 'from … to …'.", "quotes where said between 2025-01 and 2025-03",
            "quotes where said from 2025-01 to 2025-03"),
        .habitSemicolon: ErrorHelp(
            "A statement ends with its line.", "quotes count by speaker;", "quotes count by speaker"),
        .habitNotEqual: ErrorHelp(
            "Unequal is '!='.", "quotes where kind <> direct", "quotes where kind != direct"),
        .habitCountStar: ErrorHelp("'count' counts rows by itself.", "quotes count(*)", "quotes count"),
    ]
}

/// What is said of an error: a text that has it, and what to write instead.
struct ErrorHelp: Sendable {
    let meaning: String
    let place: HelpTopic.Place
    let wrong: String?
    let right: String?

    init(
        _ meaning: String, in place: HelpTopic.Place = .query, _ wrong: String? = nil, _ right: String? = nil
    ) {
        self.meaning = meaning
        self.place = place
        self.wrong = wrong
        self.right = right
    }
}

extension HelpTopic {
    fileprivate init(error code: String, _ help: ErrorHelp) {
        words = [code]
        kind = .error
        form = code
        meaning = help.meaning
        examples = help.right.map { [$0] } ?? []
        wrong = help.wrong
        place = help.place
    }
}
