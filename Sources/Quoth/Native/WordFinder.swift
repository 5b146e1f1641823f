/// Finds words as they are written. It is apart from what becomes of them, since whoever asks for the next word would
/// otherwise copy that each time.
struct WordFinder {
    let apostropheJoins: Bool

    private enum Sign { case word, ideograph, mark, joiner, other }

    /// Where a word stands, and whether it is the same when folded.
    struct Found {
        let range: Range<Int>
        let isPlain: Bool
    }

    /// Where the next word stands, as it is written.
    @inline(__always)
    func nextPlace(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        nextWord(in: text, from: start)?.range
    }

    @inline(__always)
    func nextWord(in text: Span<UInt8>, from start: Int) -> Found? {
        var position = start
        while position < text.count {
            if Self.isLetterOrDigit(text[position]) { return extendASCII(text, from: position) }
            let (sign, length) = sign(text, at: position)
            switch sign {
            case .word:
                return Found(range: position..<extend(text, from: position + length), isPlain: false)
            case .ideograph:
                return Found(range: position..<endOfMarks(text, from: position + length), isPlain: false)
            default: position += length
            }
        }
        return nil
    }

    /// Most words are ASCII and end at a blank, so those take the short way.
    @inline(__always)
    private func extendASCII(_ text: Span<UInt8>, from start: Int) -> Found {
        let (end, isPlain) = Self.endOfASCII(text, from: start)
        guard end < text.count, text[end] >= 0x80 || text[end] == UInt8(ascii: "'") else {
            return Found(range: start..<end, isPlain: isPlain)
        }
        let whole = extend(text, from: end)
        return Found(range: start..<whole, isPlain: isPlain && whole == end)
    }

    /// Where ASCII letters and digits end, and whether there are no capitals among them.
    @inline(__always)
    private static func endOfASCII(_ text: Span<UInt8>, from start: Int) -> (end: Int, isPlain: Bool) {
        var end = start
        var isPlain = true
        while end &+ 8 <= text.count {
            // Eight bytes are there.
            let eight = text.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: end, as: UInt64.self) }
            let (others, capitals) = EightBytes.signs(UInt64(littleEndian: eight))
            // All bits below the first of the others.
            let before = (others &- 1) & ~others
            if capitals & before != 0 { isPlain = false }
            end &+= others.trailingZeroBitCount &>> 3
            if others != 0 { return (end, isPlain) }
        }
        while end < text.count, isLetterOrDigit(text[end]) {
            isPlain = isPlain && !isCapital(text[end])
            end &+= 1
        }
        return (end, isPlain)
    }

    @inline(__always)
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }

    @inline(__always)
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// Where the word ends that goes as far as `start` at least.
    private func extend(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        var position = start
        var hasJoined = false
        while position < text.count {
            let (sign, length) = sign(text, at: position)
            if sign == .other || sign == .ideograph || (sign == .joiner && hasJoined) { break }
            hasJoined = sign == .joiner
            position += length
            if !hasJoined { end = position }
        }
        return end
    }

    private func endOfMarks(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count {
            let (sign, length) = sign(text, at: end)
            guard sign == .mark else { break }
            end += length
        }
        return end
    }

    private func sign(_ text: Span<UInt8>, at position: Int) -> (Sign, length: Int) {
        let byte = text[position]
        guard byte < 0x80 else { return signBeyondASCII(text, at: position) }
        if Self.isLetterOrDigit(byte) { return (.word, 1) }
        return (byte == UInt8(ascii: "'") && apostropheJoins ? .joiner : .other, 1)
    }

    private func signBeyondASCII(_ text: Span<UInt8>, at position: Int) -> (Sign, length: Int) {
        let rest = position..<min(position + 4, text.count)
        guard let (scalar, length) = Scalars.scalar(in: text, rest) else { return (.other, 1) }
        if Accents.isApostrophe(scalar) { return (apostropheJoins ? .joiner : .other, length) }
        switch scalar {
        // Soft hyphen, zero-width non-joiner, zero-width joiner.
        case 0x00AD, 0x200C, 0x200D: return (.joiner, length)
        default: break
        }
        if Scalars.isIdeograph(scalar) { return (.ideograph, length) }
        if Scalars.isLetterOrNumber(scalar) { return (.word, length) }
        return (Scalars.isMark(scalar) ? .mark : .other, length)
    }
}

/// Eight bytes at once, the first the lowest.
private enum EightBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The high bits of those that are no ASCII letters or digits, and of those that are capital letters.
    @inline(__always)
    static func signs(_ eight: UInt64) -> (others: UInt64, capitals: UInt64) {
        let low = eight & ~highs
        let letters = atLeast(0x61, low | ones &* 0x20) & ~atLeast(0x7B, low | ones &* 0x20)
        let digits = atLeast(0x30, low) & ~atLeast(0x3A, low)
        let signs = (letters | digits) & ~eight & highs
        return (~signs & highs, letters & ~(low &<< 2) & ~eight & highs)
    }

    /// The high bits of bytes below 128 that are no less than another; other bits are of no account.
    @inline(__always)
    private static func atLeast(_ byte: UInt64, _ low: UInt64) -> UInt64 { low &+ ones &* (0x80 &- byte) }
}
