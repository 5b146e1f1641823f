import Quoth
import QuothSyntax

// The commands that explain.
extension DotCommand {
    static func help(_ loop: Loop, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        guard let word = words.first else { return try write(overview, loop) }
        let name = word.hasPrefix(".") ? String(word.dropFirst()) : word
        if let command = all.first(where: { $0.name == name }) {
            return try write("\(command.usage)  \(command.help)\n", loop)
        }
        if let stage = stages.first(where: { $0.word == word }) {
            return try write("\(stage.form)  \(stage.meaning)\n", loop)
        }
        if Noun.all.contains(where: { $0.name == word }) { return try schema(loop, words) }
        let known = all.map(\.name) + stages.map(\.word) + Noun.all.map(\.name)
        throw .refused(
            Diagnostic(
                .badOption, found: word, subject: "word that help knows",
                near: nearest(to: word, among: known).map { .init($0) }))
    }

    static let stages: [(word: String, form: String, meaning: String)] = [
        ("where", "where CONDITION", "keeps the rows for which the condition holds"),
        ("show", "show EXPR [as NAME], …", "chooses what is displayed"),
        ("sort", "sort by EXPR [desc], …", "orders the rows; what is missing comes last"),
        ("limit", "limit N", "keeps the first rows"),
        ("skip", "skip N", "leaves the first rows out"),
        ("distinct", "distinct [EXPR, …]", "keeps the first row of each"),
        ("count", "count [by EXPR, … [across EXPR]]", "counts rows, in all or by group"),
        (
            "summarize", "summarize AGG, … [by EXPR, …]",
            "computes count, min, max, sum, avg, median of groups"
        ),
        ("pairs", "pairs by FIELD, … [within 7 days]", "two quotes or stances, which may be 'opposed'"),
        ("timeline", "timeline [by FIELD]", "draws the rows by date, a lane a faction"),
        ("chart", "chart", "draws the first number of each row as a bar"),
    ]

    private static var overview: String {
        let commands = all.map { (form: $0.usage, meaning: $0.help) }
        let width = (commands.map(\.form) + stages.map(\.form)).reduce(0) { max($0, $1.count) }
        func line(_ form: String, _ meaning: String) -> String {
            "  " + form + String(repeating: " ", count: width - form.count + 2) + meaning + "\n"
        }
        return "A query is a noun and stages, such as: quotes where faction = hardliner count by speaker\n"
            + "A stage by itself goes on from the last answer.\n\n"
            + stages.map { line($0.form, $0.meaning) }.joined() + "\n"
            + commands.map { line($0.form, $0.meaning) }.joined()
    }

    static func schema(_ loop: Loop, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        let corpus = loop.session.corpus
        guard let word = words.first else {
            let lines = Noun.all.filter { $0.kind == nil }.map { noun in
                padded(noun.name, 14) + Phrase.number(corpus.table(noun.collection).rowCount) + "\n"
            }
            return try write(lines.joined(), loop)
        }
        guard let noun = Noun.all.first(where: { $0.name == word }) else {
            throw .refused(
                Diagnostic(
                    .unknownCollection, found: word, expected: Noun.all.map(\.name),
                    near: nearest(to: word, among: Noun.all.map(\.name)).map { .init($0) }))
        }
        try write(fields(noun.collection, corpus), loop)
    }

    private static func fields(_ collection: Collection, _ corpus: Corpus) -> String {
        var lines = Schema.of(collection).fields.map { field in
            (field.name, kind(field), field.meaning)
        }
        let known = Set(lines.map(\.0))
        for column in corpus.table(collection).columns where !known.contains(column.name) {
            switch column.role {
            case .own: lines.append((column.name, "own", "a field of this corpus"))
            case .inverse: lines.append((column.name, "links", "the records that lead here"))
            case .derived: lines.append((column.name, "derived", "found on loading"))
            case .field: break
            }
        }
        let widths = lines.reduce((0, 0)) { (max($0.0, $1.0.count), max($0.1, $1.1.count)) }
        return lines.map { name, kind, meaning in
            SafeText.escape(padded(name, widths.0 + 2) + padded(kind, widths.1 + 2) + meaning) + "\n"
        }.joined()
    }

    private static func kind(_ field: Field) -> String {
        let kind =
            switch field.kind {
            case .text: "text"
            case .term(let values, let isHierarchical):
                values.isEmpty ? (isHierarchical ? "word/word" : "word") : values.joined(separator: "|")
            case .integer, .real: "number"
            case .date(let isExtent): isExtent ? "period" : "date"
            case .link(let collection): collection.singular
            case .span: "span"
            case .source: "source"
            }
        return field.isMany ? kind + "…" : kind
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    /// Runs `NOUN count by FIELD`, and leaves `it` as it was.
    static func values(_ loop: Loop, _ words: [String]) throws(Failure) {
        guard let last = words.last, words.count <= 2 else {
            throw .refused(Diagnostic(.badOption, subject: "field"))
        }
        let nouns = words.count == 2 ? [words[0]] : (["quotes"] + Noun.all.map(\.name))
        var first: (CheckedScript, SourceText)?
        for noun in nouns {
            let source = SourceText(name: ".values", "\(noun) count by \(last)")
            let checked = loop.session.check(source)
            if first == nil { first = (checked, source) }
            guard !checked.hasErrors, let statement = checked.statements.first else { continue }
            // A copy of the session runs it, so that 'it' stays what it was.
            var session = loop.session
            session.limits.deadline = loop.deadline
            let outcome: Session.Outcome
            do throws(Diagnostic) { outcome = try session.run(statement) } catch { throw .refused(error) }
            guard case .answer(let answer) = outcome else { return }
            do throws(Stop) { try loop.print(answer) } catch { throw .stop(error) }
            return
        }
        throw .refused(first?.0.diagnostics.first ?? Diagnostic(.unknownField, found: last))
    }

    static func write(_ text: String, _ loop: Loop) throws(Failure) {
        do throws(Stop) { try loop.write(text) } catch { throw .stop(error) }
    }
}
