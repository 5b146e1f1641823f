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
    func nextPlace(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        nextWord(in: text, from: start)?.range
    }

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
        var end = start &+ 1
        var isPlain = !Self.isCapital(text[start])
        while end < text.count {
            let byte = text[end]
            if Self.isLetterOrDigit(byte) {
                isPlain = isPlain && !Self.isCapital(byte)
                end &+= 1
                continue
            }
            guard byte >= 0x80 || byte == UInt8(ascii: "'") else { break }
            let whole = extend(text, from: end)
            return Found(range: start..<whole, isPlain: isPlain && whole == end)
        }
        return Found(range: start..<end, isPlain: isPlain)
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
