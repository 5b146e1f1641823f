import QuothSyntax

/// A JSON value to be printed, members in their order.
indirect enum JSONText {
    case object([(String, JSONText)])
    case array([JSONText])
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case null

    /// The value on several lines, two blanks a level; short lists of scalars stay on one.
    func printed(indent: Int = 0) -> String {
        switch self {
        case .object(let members) where members.isEmpty: return "{}"
        case .object(let members):
            let lines = members.map { Self.quoted($0.0) + ": " + $0.1.printed(indent: indent + 1) }
            return Self.block("{", lines, "}", indent)
        case .array(let elements):
            let texts = elements.map { $0.printed(indent: indent + 1) }
            let line = "[" + texts.joined(by: ", ") + "]"
            return line.utf8.count <= 100 && !line.utf8.contains(0x0A)
                ? line : Self.block("[", texts, "]", indent)
        case .string(let text): return Self.quoted(text)
        case .integer(let number): return String(number)
        case .boolean(let value): return value ? "true" : "false"
        case .null: return "null"
        }
    }

    static func strings(_ texts: [String]) -> JSONText { .array(texts.map(JSONText.string)) }

    private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: Int) -> String {
        let blanks = String(repeating: "  ", count: indent)
        return open + "\n" + lines.map { blanks + "  " + $0 }.joined(by: ",\n") + "\n" + blanks + close
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
