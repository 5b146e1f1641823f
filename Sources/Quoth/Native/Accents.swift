/// Which marks fold away, in decomposed text. Unicode has no property for it.
enum Accents {
    /// Whether a scalar is an accent on a letter, rather than what makes it another letter.
    static func isAccent(_ mark: Int32, on base: Int32) -> Bool {
        switch mark {
        // The general accents, which on some Cyrillic letters make й, ў, ї, ѓ and ќ.
        case 0x0300...0x036F: !makesCyrillicLetter(mark, on: base)
        case 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        // Hebrew points and cantillation.
        case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7: true
        // Arabic vowels, signs of recitation, and the stretch that only fills a line. Madda and hamza,
        // U+0653 to U+0655, make letters.
        case 0x0610...0x061A, 0x0640, 0x064B...0x0652, 0x0656...0x065F, 0x0670: true
        case 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7, 0x06E8, 0x06EA...0x06ED: true
        default: false
        }
    }

    /// Newspapers write an apostrophe in several ways.
    static func isApostrophe(_ scalar: Int32) -> Bool {
        scalar == 0x27 || scalar == 0x2018 || scalar == 0x2019 || scalar == 0x02BC
    }

    private static func makesCyrillicLetter(_ mark: Int32, on base: Int32) -> Bool {
        switch (base, mark) {
        case (0x0438, 0x0306), (0x0443, 0x0306), (0x0456, 0x0308), (0x0433, 0x0301), (0x043A, 0x0301): true
        default: false
        }
    }
}
