/// Characters that are written for one another, and that Unicode's own foldings keep apart.
enum LetterVariants {
    /// The one of its variants that stands for all of them; most characters have no others.
    ///
    /// Persian and Arabic keyboards write yeh and kaf as different letters, a final yeh is often written without its
    /// points, and each has digits of its own. The Arabic letters stand for all, since marks compose with those.
    static func plain(_ scalar: Int32) -> Int32 {
        switch scalar {
        // Typographic apostrophes.
        case 0x2018, 0x2019, 0x02BC: 0x27
        // Persian yeh, and the yeh without points.
        case 0x06CC, 0x0649: 0x064A
        // Persian kaf.
        case 0x06A9: 0x0643
        // Arabic and Persian digits.
        case 0x0660...0x0669: scalar - 0x0660 + 0x30
        case 0x06F0...0x06F9: scalar - 0x06F0 + 0x30
        default: scalar
        }
    }
}
