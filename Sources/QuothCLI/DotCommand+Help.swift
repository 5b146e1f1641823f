import Quoth
import QuothSyntax

// The commands that explain.
extension DotCommand {
    static func help(_ loop: Loop, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        let printer = HelpPrinter(width: loop.style.width)
        guard let word = words.first else { return try write(printer.overview(all), loop) }
        if word.hasPrefix("."), let command = find(String(word.dropFirst())) {
            return try write(printer.text([command.topic]), loop)
        }
        if word == Keys.word { return try write(Keys.text(printer), loop) }
        let topics = Help.topics(for: word) + ownFields(word, loop.session.corpus)
        guard topics.isEmpty else { return try write(printer.text(topics), loop) }
        if let command = find(word) { return try write(printer.text([command.topic]), loop) }
        throw .refused(unknownWord(word))
    }

    /// What to say of a word that there is no help for.
    static func unknownWord(_ word: String) -> Diagnostic {
        let near = nearest(to: word, among: helpWords)
        return Diagnostic(
            .badOption, found: word, subject: "word that help knows", near: near.map { .init($0) })
    }

    /// Every word that `.help` and `quoth help` explain.
    static let helpWords = Help.words + all.map { "." + $0.name } + [Keys.word]

    /// The fields of a corpus that the schema doesn't name.
    private static func ownFields(_ word: String, _ corpus: Corpus) -> [HelpTopic] {
        Collection.allCases.filter { collection in
            corpus.table(collection).columns.contains { $0.name == word && $0.role == .own }
        }.map { HelpTopic(ownField: word, of: $0) }
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
        try write(HelpPrinter(width: loop.style.width).table(fields(noun.collection, corpus)), loop)
    }

    private static func fields(_ collection: Collection, _ corpus: Corpus) -> [[String]] {
        var rows = Schema.of(collection).fields.map { field in
            [field.name, field.phrase + (field.isMany ? "…" : ""), field.meaning]
        }
        let known = Set(rows.map(\.[0]))
        let table = corpus.table(collection)
        for column in table.columns where !known.contains(column.name) {
            switch column.role {
            case .own:
                let (known, all) = (Phrase.number(column.knownCount), Phrase.number(table.rowCount))
                rows.append([
                    column.name, word(column.type) + (column.isMany ? "…" : ""),
                    "a field of this corpus; \(known) of \(all) have it",
                ])
            case .inverse: rows.append([column.name, "links", "the records that lead here"])
            case .derived: rows.append([column.name, "derived", "found on loading"])
            case .field, .copy: break
            }
        }
        return rows
    }

    /// What the values of a field of the user's own are.
    private static func word(_ type: ValueType) -> String {
        switch type {
        case .text: "text"
        case .integer, .real: "number"
        case .truth: "yes|no"
        case .date: "date"
        case .record(let collection): collection.singular
        }
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    /// Runs `NOUN count by FIELD`, and leaves `it` as it was.
    static func values(_ loop: Loop, _ words: [String]) throws(Failure) {
        guard words.count <= 2, let last = words.last else {
            throw .refused(Diagnostic(.badOption, subject: "field"))
        }
        if words.count == 1, let dot = last.firstIndex(of: "."),
            Noun.all.contains(where: { $0.name == last[..<dot] })
        {
            return try values(loop, [String(last[..<dot]), String(last[last.index(after: dot)...])])
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
        // What was read for it may have come out of a damaged snapshot.
        if let damage = loop.session.corpus.damage { throw .faulty(damage) }
        do throws(Stop) { try loop.write(text) } catch { throw .stop(error) }
    }
}
