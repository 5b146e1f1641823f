import Quoth
import QuothSyntax

// The command that shows how a query would be run.
extension DotCommand {
    /// Shows the plan of the query behind the command's name, and behind 'analyze' what it comes to as well.
    static func explain(_ request: Request) throws(Failure) {
        let bytes = request.source.bytes
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var start = bytes[request.span.start..<request.span.end].firstIndex(where: isBlank)
        let isMeasured = words(request.source.text(request.span)).dropFirst().first == "analyze"
        if isMeasured, let blank = start,
            let word = bytes[blank..<request.span.end].firstIndex(where: { !isBlank($0) })
        {
            start = bytes[word..<request.span.end].firstIndex(where: isBlank)
        }
        guard let start, bytes[start..<request.span.end].contains(where: { !isBlank($0) }) else {
            throw .refused(Diagnostic(.badOption, subject: "query"))
        }
        // The query keeps its place, so that what is wrong with it is shown there.
        let query = request.source.only(start..<request.span.end)
        let text: String
        do throws(Diagnostic) {
            text = try request.loop.session.explain(
                query.text(Span(start: 0, end: query.bytes.count)), isMeasured: isMeasured)
        } catch { throw .faulty(error) }
        // What an operation works on stands behind its name.
        try write(
            request.loop.fitted(SafeText.escape(text, .text)) { $0.hasPrefix(" ") ? 2 : 10 }, request.loop)
    }
}
