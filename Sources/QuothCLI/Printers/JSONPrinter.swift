import Quoth
import QuothSyntax

/// Rows as JSON objects: in a list, or each on a line of its own.
struct JSONPrinter: AnswerPrinter {
    let isLines: Bool

    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        let names = answer.columns.map { JSONLine.quoted($0.name) + ":" }
        if !isLines { try output.write("[") }
        for row in 0..<answer.rowCount {
            let members = names.indices.map { names[$0] + Self.text(answer[row, $0]) }
            let object = "{" + members.joined(by: ",") + "}"
            try output.write(isLines ? object + "\n" : (row == 0 ? "\n" : ",\n") + object)
        }
        if !isLines { try output.write(answer.rowCount == 0 ? "]\n" : "\n]\n") }
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .missing: "null"
        case .text, .period, .record: JSONLine.quoted(value.description)
        case .integer, .real: value.description
        case .truth(let truth): truth ? "true" : "false"
        case .list(let values): JSONLine.list(values.map(text))
        }
    }
}
