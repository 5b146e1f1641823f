import Quoth
import QuothSyntax

/// Tab-separated values: a row is a line whatever its values hold, since tabs and line breaks in them are escaped.
struct TSVPrinter: AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        try output.write(
            answer.columns.map { Self.field(style, style.sheet($0.name)) }.joined(by: "\t") + "\n")
        for row in 0..<answer.rowCount {
            let fields = answer.columns.indices.map { Self.field(style, style.cell(answer[row, $0])) }
            try output.write(fields.joined(by: "\t") + "\n")
        }
    }

    private static func field(_ style: PrintStyle, _ text: String) -> String {
        let special: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x5C]
        guard text.utf8.contains(where: special.contains) else { return style.data(text) }
        var field = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t": field += "\\t"
            case "\n": field += "\\n"
            case "\r": field += "\\r"
            case "\\": field += "\\\\"
            default: field.unicodeScalars.append(scalar)
            }
        }
        return style.data(field)
    }
}
