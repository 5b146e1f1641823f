import QuothSyntax

// The words for texts that can't be read or parsed.
extension Diagnostic {
    var wordsForReading: DiagnosticWords {
        switch code {
        case .invalidUTF8:
            guard record == nil else {
                return .init("this file is not UTF-8", hint: "save it as UTF-8 and try again")
            }
            return .init(
                "this text is not UTF-8", at: "the byte 0x\(found ?? "") can't stand here",
                hint: "save the text as UTF-8 and try again")
        case .tooLarge:
            if record != nil, subject == "texts" {
                return .init(
                    "the texts of this field are too large: \(found ?? "") bytes",
                    hint: "at most \(expected.first ?? "") bytes are kept of one field")
            }
            guard record == nil else {
                return .init("this file is too large to be read", hint: found)
            }
            return .init(
                "this text is too large: \(found ?? "") bytes",
                hint: "at most \(Phrase.number(SourceText.maximumLength)) bytes are read as one text")
        case .badCharacter:
            return .init(
                "\(quotedFound) is not a sign of the language", at: "this one",
                hint: fix != nil
                    ? nil
                    : ["[", "]", "{", "}"].contains(found)
                        ? "values of a list stand in round brackets: speaker in (Ann, Ben)"
                        : "if it belongs to a text, put the text in quotation marks")
        case .unclosedText:
            return .init(
                "this text has no closing quotation mark", at: "it begins here",
                hint: "put \(found ?? "the mark") after its last word; a text ends on the line it begins on")
        case .badNumber:
            return .init("the number \(quotedFound) is too large", at: "this one")
        case .badDate:
            guard record == nil else {
                return .init(
                    "\(quotedFound) is not a date",
                    hint: "write 2025, 2025-02, 2025-02-07, or a period such as 2025-02-01/2025-02-07")
            }
            guard fix == nil else {
                return .init(
                    "a date is written with its year first, with hyphens and zeros", at: written,
                    hint: "it is a year, a month or a day: 2025, 2025-02, 2025-02-07")
            }
            return .init(
                "there is no date \(TextWrap.shortened(found ?? "", to: 60))",
                at: "the calendar doesn't have it",
                hint: "a date is a year, a month or a day: 2025, 2025-02, 2025-02-07")
        default:
            let isSign = found?.utf8.count == 1
            return .init(
                "a sign of arithmetic has a blank on both sides",
                at: isSign ? "put a blank before and after it" : written,
                hint: found == "/"
                    ? "a slash without blanks is part of a word, as in post/x"
                    : "a hyphen without blanks is part of a word, as in ultra-hardliner, or of a date")
        }
    }

    var wordsForParsing: DiagnosticWords {
        switch code {
        case .unexpected:
            let wanted = expected.isEmpty ? nil : "expected " + Phrase.list(expected)
            guard found != nil else {
                return .init(
                    "something is missing at the end of this statement", at: wanted, hint: didYouMean)
            }
            return .init(
                "\(quotedFound) can't stand here", at: wanted ?? written, hint: didYouMean)
        case .unclosedBracket:
            return .init(
                "this bracket is never closed", at: "opened here", hint: "put ')' where the group ends")
        case .unmatchedBracket:
            return .init("this bracket closes nothing", at: "no '(' is open here")
        case .tooDeep:
            guard record == nil else { return .init("this file is nested too deeply to be read") }
            switch subject {
            case "stages": return .init("there are too many stages", at: "more than \(Parser.maximumDepth)")
            case "names":
                return .init(
                    "these names stand in one another too deeply",
                    at: "more than \(Parser.maximumDepth) levels")
            default: break
            }
            return .init(
                "this is nested too deeply", at: "more than \(Parser.maximumDepth) levels",
                hint: "give a part of it a name with 'let' and use the name")
        case .unknownStage:
            return .init(
                "\(quotedFound) is not a stage", at: didYouMean ?? written ?? "a stage should stand here",
                hint: near.isEmpty && fix == nil
                    ? "the stages are \(Phrase.list(Vocabulary.stages, or: "and"))" : nil)
        case .stageToCome:
            return .init(
                "the stage \(quotedFound) isn't there yet", at: "this word is kept for it",
                hint: "the stages are \(Phrase.list(Vocabulary.stages, or: "and"))")
        case .severalWords:
            return .init(
                "a value of several words stands in quotation marks",
                at: written ?? "these words")
        case .chainedComparison:
            return .init(
                "comparisons can't be chained", at: "a second comparison",
                hint: "join two conditions with 'and'; for a range write FIELD from A to B")
        case .wordNeedsDot:
            return .init(
                "\(quotedFound) is a word of the language",
                at: "for a field of that name write .\(TextWrap.shortened(found ?? "", to: 60))")
        case .valueNeedsDot:
            return .init(
                "right of a comparison a word is a value, so \(quotedFound) is not a field here",
                at: "for the field put a dot before it: .\(TextWrap.shortened(found ?? "", to: 60))")
        default:
            return .init("\(found ?? "more") errors in all; the others are not shown")
        }
    }

    var wordsForHabits: DiagnosticWords {
        switch code {
        case .habitSelect:
            return .init(
                "a query begins with what it asks for, not with 'select'",
                at: fix == nil
                    ? "write \(Phrase.list([found ?? "quotes"])) where … show …" : "begin with the noun",
                hint: "columns are chosen after it, with 'show'")
        case .habitNull:
            let word = expected.first ?? "missing"
            return .init(
                "a value that isn't there is not written 'null'", at: written ?? "write FIELD \(word)",
                hint: "'missing' and 'known' ask whether there is a value; nothing equals a missing one")
        case .habitLike:
            return .init(
                "texts are not searched with \(quotedFound) here",
                at: written ?? "write \(expected.first ?? "contains \"…\"")",
                hint: "contains finds a part of a text, mentions whole words, matches a regular expression")
        case .habitGroupBy:
            return .init(
                "rows are grouped by 'count by' or 'summarize … by'", at: written ?? "write count by",
                hint: "for more than the number: summarize count, max(said) by speaker")
        case .habitOrderBy: return .init("rows are ordered by 'sort by'", at: written ?? "write sort by")
        case .habitHaving:
            return .init(
                "a condition on groups is a 'where' after the 'count'", at: written ?? "write where",
                hint: "for example: quotes count by speaker where count > 3")
        case .habitSigns:
            return .init("\(quotedFound) is written \(Phrase.list(expected.map { "'\($0)'" }))", at: written)
        case .habitUnion:
            return .init(
                "there is no \(quotedFound)", at: "rows are combined by conditions",
                hint: "name the sets with 'let', then: quotes where in hawks or in doves")
        case .habitJoin:
            return .init(
                "there are no joins", at: "links are followed with dots",
                hint: "for example: quotes where speaker.country = Iran show speaker, article.outlet")
        case .habitSlashes:
            return .init(
                "a regular expression stands in quotation marks", at: written ?? "write matches \"…\"",
                hint: "for example: quotes where text matches \"nuclear (deal|talks)\"")
        default: return wordsForOtherHabits
        }
    }

    private var wordsForOtherHabits: DiagnosticWords {
        switch code {
        case .habitBefore:
            let sign = expected.first ?? "<"
            return .init(
                "dates are compared with signs, not with \(quotedFound)", at: written ?? "write \(sign)",
                hint: "for example: quotes where said \(sign) 2020")
        case .habitBetween:
            return .init(
                "a range is written 'from … to …'", at: written ?? "write from",
                hint: "for example: quotes where said from 2025-01 to 2025-03; both ends are included")
        case .habitSemicolon:
            return .init("a statement ends with its line, without a semicolon", at: written ?? "leave it out")
        case .habitNotEqual: return .init("'<>' is written '!='", at: written ?? "write !=")
        default:
            return .init(
                "'count' counts rows by itself", at: written ?? "leave the star out",
                hint: "for example: quotes count, or quotes count by speaker")
        }
    }
}
