import QuothSyntax

// The words for names that nothing has, and for types that don't fit.
extension Diagnostic {
    var wordsForNames: DiagnosticWords {
        switch code {
        case .unknownCollection:
            guard record == nil else {
                return .init(
                    "this file is passed over, since no collection is called \(quotedFound)", hint: didYouMean
                )
            }
            return .init(
                "nothing here is called \(quotedFound)", at: didYouMean ?? "a query begins with a noun",
                hint: near.isEmpty && !expected.isEmpty
                    ? "there are \(Phrase.list(expected, or: "and", limit: 20))" : nil)
        case .unknownField:
            guard subject != "row" else {
                return .init(
                    "there is no column \(quotedFound) after 'count' or 'summarize'", at: didYouMean,
                    hint: "the columns are \(Phrase.list(expected, or: "and", limit: 24))")
            }
            let owner = subject.map { Phrase.one($0) } ?? "a record"
            if near.isEmpty, found == "count" {
                return .init(
                    "\(owner) has no field 'count'",
                    hint: "rows are counted by a stage of its own: quotes count, or quotes count by speaker")
            }
            if near.isEmpty, let found, Noun.all.contains(where: { $0.name == found }) {
                return .init(
                    "\(owner) has no field \(quotedFound)",
                    hint: "a query about \(found) begins with that word: \(found) where …")
            }
            return .init(
                "\(owner) has no field \(quotedFound)", at: didYouMean,
                hint: expected.isEmpty || !near.isEmpty
                    ? nil : "its fields are \(Phrase.list(expected, or: "and", limit: 24))"
            )
        case .unknownName:
            return .init(
                "no 'let' has given the name \(quotedFound)",
                at: didYouMean ?? (expected.isEmpty ? nil : "for a value write \(Phrase.list(expected))"),
                hint: near.isEmpty ? "names are given before they are used: let hawks = quotes where …" : nil)
        case .unknownValue:
            guard expected.isEmpty else {
                return .init(
                    "\(subject.map(Phrase.quoted) ?? "this field") has no value \(quotedFound)",
                    at: didYouMean,
                    hint: "it is \(Phrase.list(expected))")
            }
            return .init(
                "no \(subject ?? "record") is called \(quotedFound)",
                at: didYouMean ?? "nothing by that name",
                hint: near.isEmpty ? "'\(Self.listing(subject))' lists what there is" : nil)
        case .unseenValue:
            return .init(
                "no record has the value \(quotedFound)\(subject.map { " in " + Phrase.quoted($0) } ?? "")",
                at: didYouMean ?? "it occurs nowhere, so nothing is equal to it")
        case .ambiguousValue where severity == .warning:
            return .init(
                "\(quotedFound) is taken as an id, and is the name of \(near.count == 1 ? "another" : "other") "
                    + "\(near.count == 1 ? subject ?? "record" : "records") too",
                at: expected.first.map { "the id of \(TextWrap.shortened($0, to: 60))" },
                hint: nearByLine)
        case .ambiguousValue:
            return .init(
                "\(quotedFound) may be any of several \(subject ?? "records")", at: "say which one by its id",
                hint: nearByLine)
        case .unknownFunction:
            return .init(
                "there is no function \(quotedFound)", at: didYouMean,
                hint: near.isEmpty ? "the functions are \(Phrase.list(Vocabulary.functions, or: "and"))" : nil
            )
        default: return wordsForOtherNames
        }
    }

    private var wordsForOtherNames: DiagnosticWords {
        let name = found.map { TextWrap.shortened($0, to: 60) } ?? subject ?? "NAME"
        switch code {
        case .unknownParameter:
            return .init(
                "no parameter is called '$\(name)'", at: didYouMean,
                hint: near.isEmpty ? "declare it before: param \(name): text = \"…\"" : nil)
        case .badParameter:
            let wanted = expected.isEmpty ? "the declared type" : Phrase.list(expected)
            return .init(
                "\(quotedFound) is no value for the parameter '\(subject ?? "")'", at: "it takes \(wanted)",
                hint: "give another on the command line: --param \(subject ?? "NAME")=…")
        case .nameTaken:
            return .init(
                "\(quotedFound) already has a meaning", at: "choose another name",
                hint: subject.map { "it is \($0)" })
        case .noOuterRow:
            return .init(
                "'..' is the row outside of any, no or all, and there is none here",
                at: "outside of them write the field by itself",
                hint: "for example: quotes where any same_utterance (kind != ..kind)")
        case .nothingBefore where subject != nil:
            return .init(
                "there are no \(subject ?? "") that 'it' could go on from, as their query has failed",
                at: "this goes on from it")
        default:
            return .init(
                "there is no answer yet that 'it' could go on from", at: "begin with a noun",
                hint: fix != nil
                    ? nil
                    : "for example: quotes \(TextWrap.shortened(found ?? "where faction = hardliner", to: 60))"
            )
        }
    }

    var wordsForTypes: DiagnosticWords {
        let here = subject.map(Phrase.quoted)
        let wanted = Phrase.list(expected)
        switch code {
        case .wrongType:
            return .init(
                expected.isEmpty
                    ? "\(found ?? "this value") doesn't fit \(here ?? "here")"
                    : "\(here ?? "this place") wants \(wanted), not \(TextWrap.shortened(found ?? "this", to: 60))",
                at: expected.isEmpty ? "of another type" : "\(wanted) should stand here",
                hint: expected == ["a date"]
                    ? "a date is a year, a month or a day: 2025, 2025-02, 2025-02-07" : nil)
        case .needsCondition:
            return .init(
                "\(found == nil ? "this" : quotedFound) is not a condition",
                at: didYouMean ?? "it is neither true nor false by itself",
                hint: near.isEmpty
                    ? "compare it: \(TextWrap.shortened(found ?? "FIELD", to: 40)) = …, or ask whether it is known"
                    : nil)
        case .needsLink:
            return .init(
                "\(found == nil ? "this" : quotedFound) doesn't lead to records",
                at: "a link should stand here",
                hint: "for example: people where any quotes (kind = direct), people show count(quotes)")
        case .notALink:
            return .init(
                "\(quotedFound) can't be reached, since \(subject ?? "what stands before it") has no fields",
                at: "only links go on with a dot")
        case .manyValues:
            let path = TextWrap.shortened(found ?? subject ?? "FIELD", to: 40)
            guard severity == .error else {
                return .init(
                    "rows are sorted here by the first of their \(path), not by how many they have",
                    at: written.map { "for the number \($0)" })
            }
            return .init(
                "\(Phrase.quoted(path)) may have several values in one row", at: "one value is needed here",
                hint: "ask about some of them with any LINK (…), or take one: max(\(path)), min(\(path))")
        case .noOrder:
            return .init(
                "\(subject.map { "'\($0)'" } ?? "this comparison") needs an order, and \(found ?? "this") has none",
                at: "numbers, dates and texts have an order", hint: "compare with = or !=")
        default: return wordsForOtherTypes
        }
    }

    private var wordsForOtherTypes: DiagnosticWords {
        switch code {
        case .noHierarchy:
            return .init(
                "nothing is under another in \(subject.map(Phrase.quoted) ?? quotedFound)",
                at: "'under' needs broader and narrower values",
                hint: "factions, topics, claims, places, organizations and channels have them; else write =")
        case .needsDate: return wordsForDates
        case .wrongArguments:
            let name = subject ?? "this function"
            if name == "summarize" {
                return .init(
                    "'summarize' takes aggregates, and \(quotedFound) is none",
                    at: "an aggregate should stand here",
                    hint: "for example: quotes summarize count, distinct(speaker), max(said) by channel")
            }
            let wanted = expected.isEmpty ? nil : "it takes \(Phrase.list(expected)), not \(found ?? "this")"
            return .init(
                "'\(TextWrap.shortened(name, to: 40))' can't be used like this",
                at: wanted ?? found.map { "\(TextWrap.shortened($0, to: 40)) doesn't fit" },
                hint: "for example: length(text), max(quotes.said), count(quotes (kind = direct))")
        case .shareOutOfRange:
            return .init(
                "a share is a fraction from 0 to 1, so \(quotedFound) is more than any", at: written,
                hint: "tables show it as per cent: a share of 0.2 as 20.0%")
        case .emptyRange:
            return .init(
                "this range ends before it begins, so nothing lies in it", at: written,
                hint: "the smaller number or earlier date comes first")
        default:
            return .init(
                "this regular expression can't be read",
                at: expected.first.map { TextWrap.shortened($0, to: 80) } ?? "this one",
                hint: "a dot, bracket or star that stands for itself has a backslash before it")
        }
    }

    private var wordsForDates: DiagnosticWords {
        if subject == "possibly" {
            return .init(
                "'possibly' only goes with a comparison of dates", at: "this is none",
                hint: "for example: quotes where possibly said = 2025-02")
        }
        if subject == "in last" {
            return .init(
                "'in last' only goes with a date, and \(quotedFound) is none", at: "a date should stand here",
                hint: "for example: quotes where said in last 30 days")
        }
        // Where a field takes a date, a word or text that is none stands beside it.
        guard labels.isEmpty else {
            return .init(
                "\(quotedFound) is not a date", at: "a date should stand here",
                hint: "a date is a year, a month or a day: 2025, 2025-02, 2025-02-07")
        }
        return .init(
            "\(found == nil ? "this" : quotedFound) only goes with a date", at: "there is no date here",
            hint: "for example: said in last 30 days, or published + 7 days")
    }

    var wordsForStages: DiagnosticWords {
        switch code {
        case .rowsDiffer:
            return .init(
                "these rows can't be in those: \(found ?? "they") and \(Phrase.list(expected)) are different things",
                at: "other rows are wanted here",
                hint: "compare through a link: quotes where speaker in NAME")
        case .severalColumns:
            return .init(
                "these rows have several columns: \(Phrase.list(expected, or: "and"))",
                at: "one is needed, to compare with its values",
                hint: "choose one: show \(TextWrap.shortened(expected.first ?? "speaker", to: 40))")
        case .refinesCounted:
            return .init(
                "\(found == nil ? "this column" : quotedFound) was a column of the last answer, and 'it' is the records behind it",
                at: "the records have no such field",
                hint: "go on in the same statement: quotes count by speaker where count > 3")
        case .expectsCount:
            return .init(
                "'expect' counts the rows itself, and 'count' always has one", at: "leave the count out",
                hint: "for example: expect 12 quotes where kind = direct")
        case .distinctUnshown:
            return .init(
                "every record is distinct", at: "say in what",
                hint: "distinct speaker keeps one row of each speaker; so does show speaker distinct")
        case .columnTaken:
            return .init(
                "two columns are called \(quotedFound)", at: "one of them",
                hint: "give one of them another name, with 'as'")
        case .pairsNeedQuotes:
            return .init(
                "pairs are made of quotes or stances, not of \(found ?? "these")", at: "before this stage",
                hint: "for example: stances pairs by claim opposed within 7 days")
        case .needsPosition:
            return .init(
                "a quote takes no position itself; its stances do",
                at: "only stances can be \(found ?? "so")",
                hint: "begin with the stances: stances pairs by claim \(found ?? "opposed")")
        case .nothingToDraw:
            return .init(
                "there is no number to draw among \(Phrase.list(expected, or: "and"))",
                at: "draws the first number that is shown",
                hint: "for example: quotes count by faction chart")
        case .noDates:
            return .init(
                "there is no date among \(Phrase.list(expected, or: "and"))",
                at: "draws rows that have a date",
                hint: "show one: people show name, max(quotes.said) timeline")
        case .relevanceNeedsWords:
            return .init(
                "there are no words that a text could be relevant to",
                at: "no condition before it looks for any",
                hint: "for example: quotes where text mentions \"nuclear deal\" sort by relevance")
        default:
            return .init(
                "'across' needs a group for its rows", at: "there is no 'by' before it",
                hint: "for example: quotes count by faction across kind")
        }
    }

    /// The query that lists the records whose singular is given, by id and name.
    private static func listing(_ singular: String?) -> String {
        guard let noun = Noun.all.first(where: { $0.singular == singular }) else { return ".values FIELD" }
        let name = Schema.of(noun.collection).nameField
        return "\(noun.name) show id" + (name.map { ", " + $0 } ?? "")
    }
}
