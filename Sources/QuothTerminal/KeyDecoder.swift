/// Turns the bytes a terminal sends into keys, characters and pasted text.
///
/// It never waits: `next` answers with what the bytes so far amount to, and the caller decides how long
/// to wait for the rest of a sequence that isn't whole yet.
package struct KeyDecoder {
    /// A key that isn't a character, named after what it does.
    package enum Key: Sendable, Equatable {
        case up, down, left, right, home, end, delete, wordLeft, wordRight, newline
    }

    /// What the bytes amount to.
    package enum Event: Sendable, Equatable {
        case character(Unicode.Scalar)
        case key(Key)
        case paste([Unicode.Scalar])
        case pasteTooLong
    }

    /// A paste of more bytes than this is refused as a whole rather than cut.
    package static let maximumPaste = 1 << 20

    private var bytes: [UInt8] = []
    private var position = 0
    private var paste: [UInt8]?
    private var pasteLength = 0

    private static let escape: UInt8 = 0x1B
    private static let pasteStart = Array("\u{1B}[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    package init() {}

    /// Whether bytes are held that don't make a whole key yet.
    package var hasPartialKey: Bool { paste == nil && position < bytes.count }

    /// Whether a paste has begun and not ended.
    package var isPasting: Bool { paste != nil }

    /// Takes bytes from the terminal.
    package mutating func feed(_ more: some Collection<UInt8>) {
        if position > 0 {
            bytes.removeFirst(position)
            position = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Forgets everything that has been typed ahead.
    package mutating func discard() {
        bytes = []
        position = 0
        paste = nil
    }

    /// The next event, or nil if more bytes are needed. With `final`, an unfinished sequence is taken as
    /// the characters it consists of.
    package mutating func next(final: Bool = false) -> Event? {
        while position < bytes.count {
            if paste != nil { return nextOfPaste() }
            let byte = bytes[position]
            if byte == Self.escape {
                switch sequence(final: final) {
                case .event(let event): return event
                case .ignored: continue
                case .partial: return nil
                }
            }
            guard let (scalar, length) = Self.scalar(in: bytes[position...], final: final) else { return nil }
            position += length
            // NUL would end the text in C, and the C1 codes are taken as the editor's own keys.
            if scalar.value == 0 { continue }
            return .character(0x80...0x9F ~= scalar.value ? "\u{FFFD}" : scalar)
        }
        return nil
    }

    // MARK: Escape sequences

    private enum Sequence {
        case event(Event), ignored, partial
    }

    private mutating func sequence(final: Bool) -> Sequence {
        let rest = bytes[position...]
        guard let kind = rest.dropFirst().first else {
            return final ? take(1, .character("\u{1B}")) : .partial
        }
        switch kind {
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            return take(2, .key(.newline))
        case UInt8(ascii: "O"):
            guard let letter = rest.dropFirst(2).first else {
                return final ? take(1, .character("\u{1B}")) : .partial
            }
            guard let key = Self.key(parameters: [], letter: letter) else {
                return take(1, .character("\u{1B}"))
            }
            return take(3, .key(key))
        case UInt8(ascii: "["):
            return controlSequence(rest, final: final)
        default:
            return take(1, .character("\u{1B}"))
        }
    }

    private mutating func controlSequence(_ rest: ArraySlice<UInt8>, final: Bool) -> Sequence {
        let body = rest.dropFirst(2)
        let parameters = body.prefix { 0x20...0x3F ~= $0 }
        guard let letter = body.dropFirst(parameters.count).first else {
            return final ? take(1, .character("\u{1B}")) : .partial
        }
        if rest.starts(with: Self.pasteStart) {
            position += Self.pasteStart.count
            paste = []
            pasteLength = 0
            return nextOfPaste().map { .event($0) } ?? .partial
        }
        let length = parameters.count + 3
        guard let key = Self.key(parameters: parameters, letter: letter) else {
            // A key that means nothing here is swallowed whole, or its tail would be typed as text.
            position += length
            return .ignored
        }
        return take(length, .key(key))
    }

    private mutating func take(_ count: Int, _ event: Event) -> Sequence {
        position += count
        return .event(event)
    }

    private static func key(parameters: ArraySlice<UInt8>, letter: UInt8) -> Key? {
        let isModified = parameters.contains(UInt8(ascii: ";"))
        switch letter {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return isModified ? .wordRight : .right
        case UInt8(ascii: "D"): return isModified ? .wordLeft : .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "~"):
            switch String(decoding: parameters.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self) {
            case "1", "7": return .home
            case "4", "8": return .end
            case "3": return .delete
            default: return nil
            }
        default: return nil
        }
    }

    // MARK: Pasted text

    private mutating func nextOfPaste() -> Event? {
        guard var text = paste else { return nil }
        paste = nil
        text.append(contentsOf: bytes[position...])
        position = bytes.count
        // Only the new bytes, and as many before them as a marker can straddle, are looked through.
        let from = max(0, min(text.count, pasteLength) - Self.pasteEnd.count)
        guard let end = Self.firstIndex(of: Self.pasteEnd, in: text, from: from) else {
            pasteLength = text.count
            // Past the bound only enough is kept to find the end.
            if text.count > Self.maximumPaste + Self.pasteEnd.count {
                text.removeSubrange(Self.maximumPaste + 1..<text.count - Self.pasteEnd.count)
                pasteLength = text.count
            }
            paste = text
            return nil
        }
        bytes = Array(text[(end + Self.pasteEnd.count)...])
        position = 0
        if end > Self.maximumPaste { return .pasteTooLong }
        return .paste(Self.plainText(text[..<end]))
    }

    private static func firstIndex(of marker: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard text.count >= marker.count else { return nil }
        return (start...max(start, text.count - marker.count)).first { text[$0...].starts(with: marker) }
    }

    /// Pasted bytes as text: a return is a newline, and what can't be text is shown as such.
    private static func plainText(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var rest = bytes
        while let (scalar, length) = scalar(in: rest, final: true) {
            rest = rest.dropFirst(length)
            switch scalar {
            case "\0": scalars.append("\u{FFFD}")
            case "\r": if rest.first != UInt8(ascii: "\n") { scalars.append("\n") }
            default: scalars.append(scalar)
            }
        }
        return scalars
    }

    // MARK: UTF-8

    /// The first character and its length; an invalid byte is U+FFFD. Nil if there is none, or if it
    /// isn't whole and more may come.
    private static func scalar(in bytes: ArraySlice<UInt8>, final: Bool) -> (Unicode.Scalar, Int)? {
        guard let first = bytes.first else { return nil }
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return ("\u{FFFD}", 1)
        }
        let tail = bytes.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
        guard tail.count == length - 1 else {
            let mayContinue = bytes.count == tail.count + 1
            return mayContinue && !final ? nil : ("\u{FFFD}", 1)
        }
        let value = tail.reduce(UInt32(first) & (0x7F >> UInt32(length))) { $0 << 6 | UInt32($1 & 0x3F) }
        let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
        guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
        return (scalar, length)
    }
}
