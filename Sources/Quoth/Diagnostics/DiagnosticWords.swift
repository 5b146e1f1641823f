public import QuothSyntax

/// What is said about a diagnostic, in plain words without colour or layout.
///
/// The texts may hold whatever stood in the query or file: escape them before they reach a terminal, as
/// ``DiagnosticRenderer`` does.
public struct DiagnosticWords: Sendable, Hashable {
    /// What is wrong.
    public var title: String
    /// What to say at the place itself.
    public var label: String?
    /// What would work.
    public var hint: String?

    init(_ title: String, at label: String? = nil, hint: String? = nil) {
        self.title = title
        self.label = label
        self.hint = hint
    }
}

extension Diagnostic {
    /// The words for this diagnostic.
    ///
    /// Each family of codes has its function; the switch makes sure that every code is in one.
    public var words: DiagnosticWords {
        switch code {
        case .invalidUTF8, .tooLarge, .badCharacter, .unclosedText, .badNumber, .badDate, .minusNeedsBlanks:
            wordsForReading
        case .unexpected, .unclosedBracket, .unmatchedBracket, .tooDeep, .unknownStage, .stageToCome,
            .severalWords, .chainedComparison, .wordNeedsDot, .valueNeedsDot, .tooManyErrors:
            wordsForParsing
        case .habitSelect, .habitNull, .habitLike, .habitGroupBy, .habitOrderBy, .habitHaving, .habitSigns,
            .habitUnion, .habitJoin, .habitSlashes, .habitBefore, .habitBetween, .habitSemicolon,
            .habitNotEqual, .habitCountStar:
            wordsForHabits
        case .unknownCollection, .unknownField, .unknownName, .unknownValue, .unseenValue, .ambiguousValue,
            .unknownFunction, .unknownParameter, .badParameter, .nameTaken, .noOuterRow,
            .nothingBefore:
            wordsForNames
        case .wrongType, .needsCondition, .needsLink, .notALink, .manyValues, .noOrder, .noHierarchy,
            .needsDate, .wrongArguments, .badPattern, .shareOutOfRange, .emptyRange:
            wordsForTypes
        case .rowsDiffer, .severalColumns, .refinesCounted, .expectsCount, .distinctUnshown, .columnTaken,
            .acrossNeedsGroup, .pairsNeedQuotes, .needsPosition, .nothingToDraw, .noDates,
            .relevanceNeedsWords:
            wordsForStages
        case .divisionByZero, .overflow, .dateOutOfRange, .expectationFailed, .rowLimit, .timeLimit,
            .memoryLimit, .interrupted:
            wordsForRunning
        case .unreadable, .unwritable, .notACorpus, .badJSON, .badCSV, .tooManyFaults, .badOption,
            .sourceDiffers, .spanTextDiffers, .spanMoved, .badSpan:
            wordsForFiles
        case .unknownMember, .duplicateField, .wrongValue, .missingField, .badTerm, .duplicateID,
            .danglingReference, .circle, .mixedTypes:
            wordsForRecords
        case .badSnapshot, .staleSnapshot: wordsForSnapshots
        }
    }

    /// What a second place has to do with the fault.
    public static func words(for label: Label) -> String {
        let name = label.name.map { TextWrap.shortened($0, to: 60) }
        switch label.role {
        case .opened: return "opened here"
        case .first: return name.map { "'\($0)' is first used here" } ?? "first used here"
        case .type: return name.map { "this is \($0)" } ?? "this has another type"
        case .takes:
            guard let name else { return "for this field" }
            // A type comes with its article, a field of words by its name.
            return name.hasPrefix("a ") || name.hasPrefix("an ")
                ? "this field takes \(name)" : "for the field '\(name)'"
        }
    }

    /// What stands there, in quotation marks.
    var quotedFound: String { Phrase.quoted(found ?? "") }

    /// `did you mean 'hardliner' (412 quotes)?`, or nil if nothing is near.
    var didYouMean: String? {
        guard !near.isEmpty else { return nil }
        let names = near.prefix(3).map { suggestion in
            Phrase.quoted(suggestion.text)
                + (suggestion.detail.map { " (\(TextWrap.shortened($0, to: 60)))" } ?? "")
        }
        return "did you mean \(Phrase.list(names))?"
    }

    /// `write sort by`, for a fix of just the words at the place; else nil.
    var written: String? {
        guard let fix, fix.span == span, fix.span.end > fix.span.start else { return nil }
        let scalars = fix.replacement.unicodeScalars.drop { $0 == " " }
        let text = String(String.UnicodeScalarView(scalars.reversed().drop { $0 == " " }.reversed()))
        return text.isEmpty ? "leave it out" : "write " + TextWrap.shortened(text, to: 80)
    }

    /// The suggestions, each on its line, where several are equally good.
    var nearByLine: String? {
        guard !near.isEmpty else { return nil }
        let shown = near.prefix(6).map { suggestion in
            TextWrap.shortened(suggestion.text, to: 40)
                + (suggestion.detail.map { "  (\(TextWrap.shortened($0, to: 50)))" } ?? "")
        }
        let rest = near.count > 6 ? ["and \(near.count - 6) more"] : []
        return (shown + rest).joined(by: "\n")
    }
}
