import Quoth
import QuothSyntax

// The commands about a row of the last answer.
extension DotCommand {
    static let row: [DotCommand] = [
        DotCommand(
            name: "source", usage: ".source N", brief: "where it stands",
            help:
                "Shows where the words of row N stand in their paragraph, who reports whom, and what was judged by what words.",
            takes: .nothing
        ) { (request, words) throws(Failure) in
            try show(request.loop, words) { record, _, printer in printer.source(record) }
        },
        DotCommand(
            name: "card", usage: ".card N", brief: "every field of row N",
            help: "Shows every field of row N, also those that the answer doesn't show.", takes: .nothing
        ) {
            (request, words) throws(Failure) in
            try show(request.loop, words) { record, _, printer in printer.card(record) }
        },
        DotCommand(
            name: "why", usage: ".why N", brief: "why row N is there",
            help:
                "Says what made each condition hold for row N. Of a group or a pair it shows the records behind it, numbered for .source, .card and .cite; 'it' stays what it was. A row of a cross table has all its cells behind it.",
            takes: .nothing
        ) { (request, words) throws(Failure) in try why(request.loop, words) },
        DotCommand(
            name: "cite", usage: ".cite N", brief: "a citation of it",
            help:
                "Writes a citation of row N: speaker, words, article, date and place, with the query and what tells the corpus from others.",
            takes: .nothing
        ) { (request, words) throws(Failure) in
            try show(request.loop, words) { record, answer, printer in printer.citation(record, answer.query)
            }
        },
    ]

    /// Shows something of the record that a row is.
    private static func show(
        _ loop: Loop, _ words: [String], _ text: (RecordReference, Answer, RecordPrinter) -> String
    ) throws(Failure) {
        let (answer, row, _) = try self.row(loop, words)
        guard let record = loop.session.corpus.record(of: answer, row: row) else {
            throw .refused(
                Diagnostic(
                    .badOption, found: words.first,
                    subject:
                        "row that is a record: it is a group or a pair, and '.why \(row + 1)' shows what is behind it"
                ))
        }
        let printer = RecordPrinter(corpus: loop.session.corpus, style: loop.commandStyle)
        try write(text(record, answer, printer), loop)
    }

    private static func why(_ loop: Loop, _ words: [String]) throws(Failure) {
        let (answer, row, cross) = try self.row(loop, words)
        var limits = loop.session.limits
        limits.deadline = loop.deadline
        let found: Why?
        do throws(Diagnostic) {
            found = try loop.session.corpus.why(
                rows: cross?.lines[row] ?? [row], of: answer, limits: limits)
        } catch { throw .refused(error) }
        guard let why = found else {
            throw .refused(
                Diagnostic(
                    .badOption, found: words.first,
                    subject: "row whose query is short enough to be asked again"))
        }
        let printer = ReasonPrinter(RecordPrinter(corpus: loop.session.corpus, style: loop.commandStyle))
        let title = cross?.title(ofLine: row) ?? ReasonPrinter.title(answer, row)
        try write(printer.text(why, title: title), loop)
        guard let behind = why.behind else { return }
        do throws(Stop) { try loop.present(behind) } catch { throw .stop(error) }
    }

    /// The row of the last answer that a command names, from 0; if that is laid out as a cross table, a line of this.
    private static func row(
        _ loop: Loop, _ words: [String]
    ) throws(Failure) -> (Answer, Int, CrossTable?) {
        try noWords(words.dropFirst())
        guard let word = words.first else { throw .refused(Diagnostic(.badOption, subject: "row")) }
        guard let answer = loop.lastAnswer else {
            throw .refused(Diagnostic(.badOption, found: word, subject: "row: there is no answer yet"))
        }
        let cross = loop.settings.format.hasCrossTables ? CrossTable(answer) : nil
        let count = cross?.lines.count ?? answer.rowCount
        guard let number = Int(word), number > 0, number <= count else {
            let rows = count == 0 ? [] : ["a number from 1 to \(count)"]
            throw .refused(
                Diagnostic(.badOption, found: word, expected: rows, subject: "row of the last answer"))
        }
        return (answer, number - 1, cross)
    }
}
