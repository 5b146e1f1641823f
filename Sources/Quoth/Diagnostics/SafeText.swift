/// Makes text harmless for a terminal: the one function that everything out of data, names, paths and
/// diagnostics passes on its way there.
package enum SafeText {
    /// What line breaks and tabs become.
    package enum Layout: Sendable {
        /// They stay, where the text stands for itself.
        case text
        /// They become visible, where a line must stay one line.
        case line
    }

    /// The text with control characters and bidirectional controls as `\u{1B}`; joiners and all letters stay.
    package static func escape(_ text: String, _ layout: Layout = .line) -> String {
        let isHarmless = text.utf8.allSatisfy {
            $0 &- 0x20 < 0x5F || layout == .text && ($0 == 0x0A || $0 == 0x09)
        }
        if isHarmless { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            // The break of a text written under Windows counts as one; a lone return would overwrite the line.
            if scalar == "\r", scalars.first == "\n" { continue }
            escaped += shown(scalar, layout)
        }
        return escaped
    }

    /// The text with its line breaks and tabs visible and all else as it is, for those who want it raw.
    package static func joined(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" {
            scalars.append(scalar == "\n" ? "⏎" : scalar == "\t" ? " " : scalar)
        }
        return String(scalars)
    }

    private static func shown(_ scalar: Unicode.Scalar, _ layout: Layout) -> String {
        switch (scalar, layout) {
        case ("\n", .line): return "⏎"
        case ("\t", .line): return " "
        case ("\n", .text), ("\t", .text): return String(Character(scalar))
        default:
            guard ControlCharacters.isControlOrBidi(scalar.value) else { return String(Character(scalar)) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "\\u{" + (digits.count < 2 ? "0" : "") + digits + "}"
        }
    }
}
