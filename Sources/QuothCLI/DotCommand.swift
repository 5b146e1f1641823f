import Quoth
import QuothSyntax

/// A command of the program, which begins with a dot.
struct DotCommand {
    let name: String
    let usage: String
    let help: String
    let action: @Sendable (Loop, _ words: [String], Loop.Origin) throws(Failure) -> Void

    /// Why a command isn't carried out.
    enum Failure: Error {
        /// Something is wrong with the command itself.
        case refused(Diagnostic)
        case stop(Stop)
    }

    /// Every command.
    static let all: [DotCommand] = [
        DotCommand(name: "help", usage: ".help [WORD]", help: "explains a command, a stage or a collection") {
            (loop, words, _) throws(Failure) in try help(loop, words)
        },
        DotCommand(name: "quit", usage: ".quit", help: "leaves") { (_, words, _) throws(Failure) in
            try noWords(words)
            throw .stop(.quit)
        },
        DotCommand(name: "schema", usage: ".schema [COLLECTION]", help: "lists what there is to ask for") {
            (loop, words, _) throws(Failure) in try schema(loop, words)
        },
        DotCommand(name: "values", usage: ".values [NOUN] FIELD", help: "lists the values of a field") {
            (loop, words, _) throws(Failure) in try values(loop, words)
        },
        DotCommand(name: "mode", usage: ".mode FORMAT", help: "prints answers in another form") {
            (loop, words, _) throws(Failure) in
            loop.settings.format = try choice(words, Format.allCases, "format")
        },
        DotCommand(name: "read", usage: ".read FILE", help: "runs a script") {
            (loop, words, origin) throws(Failure) in try read(loop, words, origin)
        },
        DotCommand(name: "output", usage: ".output [FILE]", help: "writes answers to a file, or here again") {
            (loop, words, origin) throws(Failure) in try output(loop, words, origin)
        },
        DotCommand(name: "timer", usage: ".timer on|off", help: "tells how long each query takes") {
            (loop, words, _) throws(Failure) in
            loop.tellsTime = try choice(words, Switch.allCases, "switch") == .on
        },
    ]

    private enum Switch: String, CaseIterable { case on, off }

    /// Whether a command may give names that the rest of a script uses.
    static func changesNames(_ line: String) -> Bool { words(line).first == "read" }

    /// What is wrong with a statement that is a command nobody knows; nil if all is well.
    static func refusal(_ statement: Statement) -> Diagnostic? {
        guard case .command(let line) = statement.kind, find(line) == nil else { return nil }
        var diagnostic = unknown(line)
        diagnostic.span = statement.span
        return diagnostic
    }

    /// Carries out a line, which comes without its dot.
    static func run(_ line: String, _ loop: Loop, _ origin: Loop.Origin) throws(Failure) {
        guard let command = find(line) else { throw .refused(unknown(line)) }
        try command.action(loop, Array(words(line).dropFirst()), origin)
    }

    private static func find(_ line: String) -> DotCommand? {
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

    private static func noWords(_ words: [String]) throws(Failure) { try noWords(words[...]) }

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
