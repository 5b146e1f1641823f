import Quoth
import QuothSyntax

/// A command of the program, which begins with a dot.
struct DotCommand {
    let name: String
    let usage: String
    /// What it does in a few words, for the list of all.
    let brief: String
    /// What it does.
    let help: String
    /// What its words may be, for the Tab key.
    let takes: Argument
    let action: @Sendable (Request, _ words: [String]) throws(Failure) -> Void

    /// What may stand behind a command.
    enum Argument {
        case nothing, setting, helpWord, noun, field, query, file
        case choice([String])
    }

    /// A command as it was given.
    struct Request {
        let loop: Loop
        let source: SourceText
        /// Where the command stands in the text.
        let span: Span
        let origin: Loop.Origin
    }

    /// Why a command isn't carried out.
    enum Failure: Error {
        /// Something is wrong with the command itself.
        case refused(Diagnostic)
        /// Something is wrong at a place within the command.
        case faulty(Diagnostic)
        case stop(Stop)
    }

    /// The command as a topic of help.
    var topic: HelpTopic { HelpTopic(command: name, usage: usage, help: help) }

    /// Every command.
    static let all: [DotCommand] = asking + row + refining + printing + settings

    private static let asking: [DotCommand] = [
        DotCommand(
            name: "help", usage: ".help [WORD]", brief: "explains a word",
            help: "Explains a word of the language, a field, a command, or an error by its code.",
            takes: .helpWord
        ) { (request, words) throws(Failure) in try help(request.loop, words) },
        DotCommand(
            name: "quit", usage: ".quit", brief: "leaves",
            help: "Leaves; so does Ctrl-D.", takes: .nothing
        ) {
            (_, words) throws(Failure) in
            try noWords(words)
            throw .stop(.quit)
        },
        DotCommand(
            name: "schema", usage: ".schema [NOUN]", brief: "what there is",
            help: "Lists the collections, or the fields of one.",
            takes: .noun
        ) { (request, words) throws(Failure) in try schema(request.loop, words) },
        DotCommand(
            name: "values", usage: ".values FIELD", brief: "values and counts",
            help:
                "Lists the values of a field with their counts: of quotes, or of the noun before it, as in "
                + "'.values claims.topic' or '.values claims topic'. 'it' stays what it was.",
            takes: .field
        ) { (request, words) throws(Failure) in try values(request.loop, words) },
        DotCommand(
            name: "explain", usage: ".explain QUERY", brief: "the plan of a query",
            help:
                "Shows how a query would be run. Behind 'analyze' the query is run, and each operation says what it left and took.",
            takes: .query
        ) { (request, _) throws(Failure) in try explain(request) },
        tutorial,
    ]

    private static let printing: [DotCommand] = [
        DotCommand(
            name: "mode", usage: ".mode FORMAT", brief: "how answers look",
            help:
                "Prints answers in another form: \(Format.allCases.map(\.rawValue).joined(by: ", ")).",
            takes: .choice(Format.allCases.map(\.rawValue))
        ) { (request, words) throws(Failure) in
            request.loop.settings.format = try choice(words, Format.allCases, "format")
        },
        DotCommand(
            name: "read", usage: ".read FILE", brief: "runs a script",
            help: "Runs a script.", takes: .file
        ) {
            (request, words) throws(Failure) in try read(request.loop, words, request.origin)
        },
        DotCommand(
            name: "output", usage: ".output [FILE]", brief: "where answers go",
            help: "Writes answers to a file, or here again.",
            takes: .file
        ) { (request, words) throws(Failure) in try output(request.loop, words, request.origin) },
        DotCommand(
            name: "timer", usage: ".timer on|off", brief: "tells the time taken",
            help: "Tells how long each query takes.",
            takes: .choice(Switch.allCases.map(\.rawValue))
        ) { (request, words) throws(Failure) in
            request.loop.tellsTime = try choice(words, Switch.allCases, "switch") == .on
        },
    ]

    private static let settings: [DotCommand] = [
        DotCommand(
            name: "set", usage: ".set [NAME VALUE]", brief: "your settings",
            help: "Shows your settings, or one of them; with a value, changes it for good. "
                + "Scripts read none.",
            takes: .setting
        ) { (request, words) throws(Failure) in try set(request, words) }
    ]

    private enum Switch: String, CaseIterable { case on, off }

    /// Whether a command may give names that the rest of a script uses, or make `it` another set.
    static func changesSession(_ line: String) -> Bool {
        ["read", "back", "history", "tutorial"].contains(words(line).first)
    }

    /// What is wrong with a statement that is a command nobody knows; nil if all is well.
    static func refusal(_ statement: Statement) -> Diagnostic? {
        guard case .command(let line) = statement.kind, find(line) == nil else { return nil }
        var diagnostic = unknown(line)
        diagnostic.span = statement.span
        return diagnostic
    }

    /// Carries out a line, which comes without its dot.
    static func run(_ line: String, _ request: Request) throws(Failure) {
        guard let command = find(line) else { throw .refused(unknown(line)) }
        try command.action(request, Array(words(line).dropFirst()))
    }

    static func find(_ line: String) -> DotCommand? {
        let name = words(line).first ?? ""
        return all.first { $0.name == name }
    }

    private static func unknown(_ line: String) -> Diagnostic {
        let name = words(line).first ?? ""
        let near = nearest(to: name, among: all.map(\.name)).map { Diagnostic.Suggestion("." + $0) }
        return Diagnostic(
            .badOption, found: "." + name, expected: all.map { "." + $0.name }, subject: "command", near: near
        )
    }

    /// The words of a line; quotation marks keep a path with blanks together, and a comment ends the line.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var mark: Character?
        for character in line {
            if let open = mark {
                if character == open { mark = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                (mark, word) = (character, word ?? "")
            } else if character == " " || character == "\t" || character == "\r" {
                if let finished = word { words.append(finished) }
                word = nil
            } else if character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    static func noWords(_ words: ArraySlice<String>) throws(Failure) {
        guard let word = words.first else { return }
        throw .refused(Diagnostic(.unexpected, found: word, expected: ["the end of the line"]))
    }

    static func noWords(_ words: [String]) throws(Failure) { try noWords(words[...]) }

    private static func choice<Choice: RawRepresentable<String>>(
        _ words: [String], _ choices: [Choice], _ subject: String
    ) throws(Failure) -> Choice {
        try noWords(words.dropFirst())
        if let word = words.first, let chosen = choices.first(where: { $0.rawValue == word }) {
            return chosen
        }
        let names = choices.map(\.rawValue)
        throw .refused(
            Diagnostic(
                .badOption, found: words.first, expected: names, subject: subject,
                near: nearest(to: words.first ?? "", among: names).map { .init($0) }))
    }
}
