import QuothSyntax

/// Writes JSON on one line.
package enum JSONLine {
    /// A text in quotation marks, with what JSON can't hold escaped.
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
            case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
            case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
            case 0x00...0x1F, 0x7F:
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array(("\\u00" + (byte < 0x10 ? "0" : "") + digits).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return escapingControls(String(decoding: bytes, as: UTF8.self))
    }

    /// C1 and bidirectional controls are allowed in JSON, and a terminal would obey them all the same.
    private static func escapingControls(_ text: String) -> String {
        // These all begin with 0xC2, 0xD8 or 0xE2 in UTF-8.
        guard text.utf8.contains(where: { $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2 }) else { return text }
        guard text.unicodeScalars.contains(where: { ControlCharacters.isControlOrBidi($0.value) }) else {
            return text
        }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if ControlCharacters.isControlOrBidi(scalar.value) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// An object of members that are already written.
    package static func object(_ members: [(name: String, value: String)]) -> String {
        "{" + members.map { quoted($0.name) + ":" + $0.value }.joined(by: ",") + "}"
    }

    /// A list of elements that are already written.
    package static func list(_ elements: [String]) -> String {
        "[" + elements.joined(by: ",") + "]"
    }
}
