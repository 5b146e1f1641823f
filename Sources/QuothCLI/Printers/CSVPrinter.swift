import Quoth
import QuothSyntax

/// Comma-separated values as RFC 4180 describes them, with line feeds.
///
/// A missing value is nothing, an empty text a pair of quotation marks.
struct CSVPrinter: AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        try output.write(
            answer.columns.map { Self.field(style.sheet(style.data($0.name))) }.joined(by: ",") + "\n")
        // A row of nothing would be an empty line, which readers leave out.
        let isSingle = answer.columns.count == 1
        for row in 0..<answer.rowCount {
            let fields = answer.columns.indices.map { column in
                let value = answer[row, column]
                if value == .missing { return isSingle ? "\"\"" : "" }
                return Self.field(style.cell(value))
            }
            try output.write(fields.joined(by: ",") + "\n")
        }
    }

    static func field(_ text: String) -> String {
        let needsMarks =
            text.isEmpty || text.utf8.first == 0x20 || text.utf8.last == 0x20
            || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard needsMarks else { return text }
        var field = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { field += "\"" }
            field.unicodeScalars.append(scalar)
        }
        return field + "\""
    }
}
