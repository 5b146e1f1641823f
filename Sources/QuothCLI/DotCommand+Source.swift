import Quoth
import QuothSyntax

// The commands that show what an answer rests on.
extension DotCommand {
    /// Shows the plan of the query behind the command's name.
    static func explain(_ request: Request) throws(Failure) {
        let bytes = request.source.bytes
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let start = bytes[request.span.start..<request.span.end].firstIndex(where: isBlank)
        guard let start, bytes[start..<request.span.end].contains(where: { !isBlank($0) }) else {
            throw .refused(Diagnostic(.badOption, subject: "query"))
        }
        // The query keeps its place, so that what is wrong with it is shown there.
        let query = request.source.only(start..<request.span.end)
        let text: String
        do throws(Diagnostic) {
            text = try request.loop.session.explain(query.text(Span(start: 0, end: query.bytes.count)))
        } catch { throw .faulty(error) }
        try write(SafeText.escape(text, .text), request.loop)
    }

    /// Shows where the words of a row of the last answer stand.
    static func showSource(_ loop: Loop, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        guard let word = words.first else { throw .refused(Diagnostic(.badOption, subject: "row")) }
        guard let answer = loop.lastAnswer else {
            throw .refused(Diagnostic(.badOption, found: word, subject: "row: there is no answer yet"))
        }
        guard let number = Int(word), number > 0, number <= answer.rowCount else {
            let rows = answer.rowCount == 0 ? [] : ["a number from 1 to \(answer.rowCount)"]
            throw .refused(
                Diagnostic(.badOption, found: word, expected: rows, subject: "row of the last answer"))
        }
        guard let record = loop.session.corpus.record(of: answer, row: number - 1) else {
            throw .refused(
                Diagnostic(
                    .badOption, found: word,
                    subject: "row with a source: rows that were counted have none, and 'it' shows the records"
                ))
        }
        let printer = SourcePrinter(corpus: loop.session.corpus, style: loop.commandStyle)
        try write(printer.text(record), loop)
    }
}
