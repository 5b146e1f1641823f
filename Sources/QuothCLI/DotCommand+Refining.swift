import Quoth
import QuothSyntax

// The commands about what `it` is, and about what was asked before.
extension DotCommand {
    static let refining: [DotCommand] = [
        DotCommand(
            name: "it", usage: ".it", brief: "what 'it' is",
            help: "Says what 'it' is now: how many of what, by which query.", takes: .nothing
        ) {
            (request, words) throws(Failure) in
            try noWords(words)
            guard let antecedent = request.loop.session.antecedent else {
                throw .refused(Diagnostic(.nothingBefore, found: "count"))
            }
            try write(request.loop.fitted(SafeText.escape(phrase(antecedent)) + "\n"), request.loop)
        },
        DotCommand(
            name: "back", usage: ".back", brief: "to the set before",
            help:
                "Makes 'it' the set before the one that it is, whether a query refined that or began anew. "
                + "What leaves the set as it is, as counting does, is no step.",
            takes: .nothing
        ) {
            (request, words) throws(Failure) in
            try noWords(words)
            guard request.loop.session.back(), let antecedent = request.loop.session.antecedent else {
                throw .refused(Diagnostic(.badOption, subject: "set before this one"))
            }
            try write(request.loop.fitted(SafeText.escape(phrase(antecedent)) + "\n"), request.loop)
        },
        DotCommand(
            name: "history", usage: ".history [N]", brief: "what was asked",
            help:
                "Lists what was asked in this session, or asks number N again. One that begins with a stage then goes on from what 'it' is now.",
            takes: .nothing
        ) { (request, words) throws(Failure) in try history(request, words) },
        DotCommand(
            name: "save", usage: ".save FILE", brief: "writes a script",
            help:
                "Writes what was asked in this session as a script that gives the same answers. 'replace' behind the name writes over a file.",
            takes: .file
        ) { (request, words) throws(Failure) in try save(request, words) },
    ]

    private static func phrase(_ antecedent: Session.Antecedent) -> String {
        let count = Phrase.count(antecedent.count, antecedent.noun.singular, antecedent.noun.name)
        let query = antecedent.query.map { ": " + $0 } ?? ""
        return count + query
    }

    private static func history(_ request: Request, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        let loop = request.loop
        guard let word = words.first else {
            if loop.history.isEmpty { return try write("nothing has been asked yet\n", loop) }
            let digits = String(loop.history.last?.number ?? 0).count
            let lines = loop.history.map { entry in
                let number = String(entry.number)
                let margin = String(repeating: " ", count: digits - number.count)
                return loop.fitted(
                    SafeText.escape("\(margin)\(number)  \(entry.text)\(entry.result)") + "\n")
            }
            return try write(lines.joined(), loop)
        }
        guard let number = Int(word), let entry = loop.history.first(where: { $0.number == number }) else {
            let numbers = loop.history.last.map {
                ["a number from \(loop.history[0].number) to \($0.number)"]
            }
            throw .refused(
                Diagnostic(
                    .badOption, found: word, expected: numbers ?? [], subject: "number of the history"))
        }
        try write(SafeText.escape(entry.text) + "\n", loop)
        do throws(Stop) { try loop.runAgain(entry) } catch { throw .stop(error) }
    }

    private static func save(_ request: Request, _ words: [String]) throws(Failure) {
        guard let name = words.first else { throw .refused(Diagnostic(.badOption, subject: "file name")) }
        let replaces = words.dropFirst().first == "replace"
        try noWords(words.dropFirst(replaces ? 2 : 1))
        let loop = request.loop
        let path = try allowed(name, loop, request.origin)
        let script = Array(loop.session.script.utf8)
        guard !script.isEmpty else { throw .refused(Diagnostic(.badOption, subject: "query to save")) }
        do throws(FileFault) {
            if !replaces, (try? loop.console.files.mode(path)) != nil { throw FileFault(.exists) }
            try loop.console.files.write(script, to: path)
        } catch { throw .refused(Diagnostic(.unwritable, in: path, error)) }
        let statements = Parser.parse(SourceText(name: path, utf8: script)).script.statements.count
        loop.console.reporter.note("\(Phrase.count(statements, "statement")) saved in \(path)\n")
    }
}
