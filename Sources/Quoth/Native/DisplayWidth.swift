import CNative

/// How much room text takes on a terminal.
package enum DisplayWidth {
    /// The columns that a text takes. Control characters take none, so show them as escapes first.
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 &- 0x20 < 0x5F }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character as readers see it, which may be a letter with marks or a family of
    /// emoji: those of its widest part.
    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        let widest = scalars.reduce(0) { max($0, Int(native_width(Int32($1.value)))) }
        // Two regional indicators are a flag, and U+FE0F asks for a picture instead of a text sign.
        let isPicture = scalars.contains { $0.value == 0xFE0F || (0x1F1E6...0x1F1FF).contains($0.value) }
        return isPicture && scalars.count > 1 ? 2 : widest
    }
}

/// Characters that must not reach a terminal, since they steer it or turn the order of text around.
package enum ControlCharacters {
    /// Whether a scalar is a control character, a bidirectional control, or a line or paragraph separator.
    /// Joiners, which Persian and emoji are written with, are none.
    package static func isControlOrBidi(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
