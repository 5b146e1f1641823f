import QuothSyntax

// The words for queries that fail as they run, and for files.
extension Diagnostic {
    var wordsForRunning: DiagnosticWords {
        switch code {
        case .divisionByZero:
            return .init(
                "a number is divided by zero", at: found.map { "in \(Phrase.quoted($0))" } ?? "here",
                hint: "leave such rows out first: where DIVISOR != 0")
        case .overflow:
            return .init(
                "the result is too large for a number", at: found.map { TextWrap.shortened($0, to: 60) })
        case .dateOutOfRange:
            return .init(
                "this leads to a date outside of the years 1 to 9999",
                at: found.map { TextWrap.shortened($0, to: 60) })
        case .expectationFailed:
            let wanted = expected.isEmpty ? "another number" : Phrase.list(expected)
            return .init(
                "an expectation failed: \(found ?? "no") \(found == "1" ? "row" : "rows"), where \(wanted) should be",
                at: "this was expected")
        case .rowLimit:
            return .init(
                "the answer has more rows than are allowed\(found.map { ": \($0)" } ?? "")",
                hint: "add 'limit' or a 'where', or allow more: --max-rows N")
        case .timeLimit:
            return .init(
                "the query took longer than is allowed",
                hint: "ask for less, or allow more: --timeout SECONDS")
        case .memoryLimit:
            return .init(
                "the query needs more memory than is allowed\(found.map { ": \($0) bytes" } ?? "")",
                hint: "add a 'where', or allow more: --max-memory SIZE")
        default: return .init("stopped")
        }
    }

    var wordsForFiles: DiagnosticWords {
        switch code {
        case .unreadable, .unwritable: return wordsForAccess
        case .notACorpus:
            return .init(
                found.map { "this is not a corpus but \(Phrase.one(TextWrap.shortened($0, to: 60)))" }
                    ?? "there is no corpus here",
                hint: subject == "script"
                    ? "the corpus comes first: quoth CORPUS \(TextWrap.shortened(source, to: 60))"
                    : expected == ["object"]
                        ? "a corpus is an object with a list for each collection: {\"articles\": […], \"quotes\": […]}"
                        : "at least one is needed of \(Phrase.list(expected, limit: 20))")
        case .badJSON:
            let isCut = subject == "truncated"
            let why = found.map { ": " + TextWrap.shortened($0, to: 120) } ?? ""
            if source.hasSuffix(".csv") {
                return .init(
                    "this is a table, and a corpus is a document or a folder",
                    hint: "give the folder in which it stands: quoth FOLDER")
            }
            if subject == "line" {
                return .init(
                    "this line ends too early" + why, hint: "each record stands on a line of its own")
            }
            return .init(
                (isCut ? "this file ends too early" : "this is not JSON") + why,
                hint: isCut
                    ? "was all of it copied?"
                    : (record?.line ?? 0) > 1
                        ? nil : "a corpus is a .json document, or a folder with a file for each collection")
        case .badCSV: return wordsForTables
        case .tooManyFaults: return .init("more than \(found ?? "these") faults; the others are not shown")
        case .badOption:
            return .init(
                found.map { "\(Phrase.quoted($0)) is not \(Phrase.one(subject ?? "value"))" }
                    ?? "\(Phrase.one(subject ?? "value")) is missing",
                hint: hintForOption)
        case .sourceDiffers:
            let found = TextWrap.shortened(found ?? "another", to: 16)
            guard let wanted = expected.first.map({ TextWrap.shortened($0, to: 16) }) else {
                return .init(
                    "no article of the corpus was coded from this text",
                    hint: "its SHA-256 is \(found); give the text of one of the articles")
            }
            let what = Int(wanted) == nil ? "SHA-256" : "length"
            return .init(
                "the article's text is not the one that was coded",
                hint: "its \(what) is \(found), not \(wanted); give the right text with --source FILE")
        case .spanTextDiffers:
            return .init(
                "the article has other words here than the record\(found.map { ": \(Phrase.quoted($0))" } ?? "")",
                hint: expected.isEmpty ? nil : "the record has \(Phrase.list(expected.map(Phrase.quoted)))")
        case .spanMoved:
            return .init(
                "a passage was found at another place than the record says\(found.map { ": \($0)" } ?? "")",
                hint: "it is used where it was found; write the new place into the record")
        default:
            return .init(
                "\(found.map { "\($0) is" } ?? "this is") no stretch of the article",
                hint: "start and end count Unicode characters from 0, and the end comes after the start"
                    + (expected.first.map { "; the article has \($0)" } ?? ""))
        }
    }

    /// What is near, and what else there is if that is little.
    private var hintForOption: String? {
        let choices = expected.isEmpty ? nil : "it may be \(Phrase.list(expected))"
        guard let didYouMean else { return choices }
        guard let choices, expected.count > near.count, expected.count <= 10 else { return didYouMean }
        return didYouMean + " " + choices
    }

    private var wordsForTables: DiagnosticWords {
        switch subject {
        case "ragged":
            let (cells, fields) = (Int(found ?? "") ?? 0, Int(expected.first ?? "") ?? 0)
            return .init(
                "this row has \(Phrase.count(cells, "cell")), and the first row names "
                    + Phrase.count(fields, "field"),
                hint: cells < fields
                    ? "an empty cell needs its comma too"
                    : "a cell that holds a comma needs quotation marks around it")
        case "open":
            return .init(
                "a quotation mark is opened here and never closed",
                hint: "a quotation mark inside a cell is written twice: \"\"")
        case "after-quote":
            return .init(
                "something follows a closing quotation mark",
                hint: "a quotation mark inside a cell is written twice: \"\"")
        case "stray-quote":
            return .init(
                "a quotation mark stands inside a cell that doesn't begin with one",
                hint: "put the whole cell in quotation marks, and write those inside it twice: \"\"")
        case "nul": return .init("this file has a NUL in it", hint: "save it as CSV in UTF-8 and try again")
        case "line-end":
            return .init(
                "a carriage return stands by itself",
                hint: "end rows with a line feed; inside a cell it needs quotation marks around the cell")
        case "no-names": return .init("this table is empty", hint: "its first row names the fields")
        case "unnamed": return .init("a column has no name", hint: "name it in the first row, or remove it")
        case "separator":
            return .init(
                "the columns are separated by \(found ?? "other signs")", hint: "save it with commas")
        default: return .init("this is not CSV")
        }
    }

    private var wordsForAccess: DiagnosticWords {
        let what = code == .unwritable ? "written" : "read"
        switch found {
        case "not-found":
            return .init(
                "there is no such file or folder",
                hint: subject == "query"
                    ? "a query stands behind -c; what stands alone is a script"
                    : near.first.map { "did you mean the command \(Phrase.quoted($0.text))?" }
                        ?? "look for a slip in the path")
        case "is-a-folder":
            return .init(
                "this is a folder, and a file is needed",
                hint: subject == "script" ? "the corpus comes first, then scripts: quoth CORPUS SCRIPT" : nil)
        case "is-a-file": return .init("this is a file, and a folder is needed")
        case "not-permitted": return .init("you have no permission for this file; it can't be \(what)")
        case "other-form" where severity == .warning:
            return .init("a file of this kind isn't read; these records are read from another")
        case "other-form":
            let name = expected.first ?? "quotes.csv"
            return .init(
                "a file of this kind isn't read, so its records are not in the corpus",
                hint: name.hasSuffix(".csv")
                    ? "save it as CSV, with commas and in UTF-8, and call it '\(name)'" : "call it '\(name)'")
        case "exists":
            return .init(
                "there is a file of that name already", hint: "'replace' behind the name writes over it")
        case "not-a-snapshot":
            return .init(
                "there is a file of that name already, and it is no snapshot",
                hint: "a snapshot is written over another one only; choose another name, or remove the file")
        case "is-a-source":
            return .init(
                "the corpus is read from this file, and isn't written over", hint: "choose another name")
        case "not-a-regular-file": return .init("this is a device or a pipe, and a file is needed")
        case "closed": return .init("this was closed by whoever started the program; it can't be \(what)")
        case "disk-full": return .init("the disk is full; this can't be written")
        case "not-allowed":
            return subject == "--safe"
                ? .init("no files are reached here", hint: "the program was started with --safe")
                : .init(
                    "a script only reaches files below its own folder",
                    hint: subject.map { "that is \(Phrase.quoted($0))" })
        default:
            let number = subject.map { " (error \($0) of the system)" } ?? ""
            return .init("this can't be \(what)\(number)", hint: expected.first)
        }
    }

    var wordsForRecords: DiagnosticWords {
        let owner = subject ?? "record"
        switch code {
        case .unknownMember:
            guard severity == .error else {
                return .init(
                    "\(quotedFound) is kept as a field of your own", hint: didYouMean)
            }
            return .init(
                "there is no field \(quotedFound) here",
                hint: didYouMean
                    ?? (expected.isEmpty ? nil : "there are \(Phrase.list(expected, or: "and", limit: 20))"))
        case .duplicateField:
            return .init(
                "\(quotedFound) is given twice",
                hint: subject.map { "the first is \($0); leave one of them out" } ?? "leave one of them out")
        case .wrongValue:
            let wanted = expected.map(Self.kindOfValue)
            return .init(
                "\(Phrase.list(wanted)) should stand here, not \(TextWrap.shortened(found ?? "this", to: 60))",
                hint: nil)
        case .missingField:
            return .init(
                "\(Phrase.list((expected.isEmpty ? [owner] : expected).map(Phrase.quoted))) is missing",
                hint: "records of this kind need it")
        case .badTerm:
            return .init(
                "\(quotedFound) is not one of the words for this field",
                hint: [didYouMean, "it takes \(Phrase.list(expected))"].compactMap { $0 }.joined(
                    separator: " "))
        case .duplicateID:
            return .init("two \(owner) have the id \(quotedFound)", hint: "give each record an id of its own")
        case .danglingReference:
            return .init(
                "there are no \(owner) with the id \(quotedFound)",
                hint: didYouMean ?? "add the record, or leave the reference out")
        case .circle:
            return .init(
                "a record is above itself by \(Phrase.quoted(owner))",
                hint: found.map { TextWrap.shortened($0, to: 160) })
        case .mixedTypes where severity == .warning:
            let other = Phrase.one(expected.first ?? "number")
            return .init(
                "\(Phrase.quoted(owner)) is a text throughout, since \(quotedFound) is not \(other)",
                hint: "most of its cells are; leave one empty that has none")
        default:
            return .init(
                "\(Phrase.quoted(owner)) has values of different kinds: \(TextWrap.shortened(found ?? "", to: 60))",
                hint: expected.isEmpty
                    ? nil : "elsewhere it is \(Phrase.list(expected.map(Self.kindOfValue)))")
        }
    }

    /// What the loader calls a kind of value, in words.
    private static func kindOfValue(_ key: String) -> String {
        switch key {
        case "text", "list", "number", "date", "name": Phrase.one(key)
        case "object": "an object { … }"
        case "whole-number": "a whole number"
        case "truth": "true or false"
        case "id": "the id of a record"
        case "span": "a span with start and end"
        case "sha256": "a SHA-256 of 64 hexadecimal digits"
        case "file-name": "the name of a file below the corpus"
        default: key
        }
    }
}
