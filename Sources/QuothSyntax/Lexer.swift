/// Cuts a text into tokens and comments, by bytes; what is wrong is reported and becomes an `invalid` token.
struct Lexer {
    let source: SourceText
    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []
    private(set) var diagnostics: [Diagnostic] = []

    private let bytes: [UInt8]
    private var offset = 0
    private var lineStart = 0
    private var margin: Int?
    private var isFirstOfLine = true
    private var openBrackets = 0

    init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
    }

    /// Cuts the whole text; the last token is `end`.
    mutating func run() {
        if bytes.count > SourceText.maximumLength {
            report(.tooLarge, Span(start: 0, end: 0), found: String(bytes.count))
            finish(at: 0)
            return
        }
        if let bad = Self.firstInvalidByte(bytes) {
            report(
                .invalidUTF8, Span(start: bad, end: bad + 1),
                found: String(bytes[bad], radix: 16, uppercase: true))
            finish(at: 0)
            return
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            offset = 3
            lineStart = 3
        }
        while skipBlanks() { cutToken() }
        finish(at: bytes.count)
    }

    private mutating func finish(at end: Int) {
        tokens.append(
            Token(kind: .end, span: Span(start: end, end: end), hasBlankBefore: true, isAtMargin: true))
    }

    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        var offset = 0
        var decoder = UTF8()
        var input = bytes.makeIterator()
        while true {
            switch decoder.decode(&input) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    /// Passes white space, line breaks and comments; false at the end of the text.
    private mutating func skipBlanks() -> Bool {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\n"):
                offset += 1
                lineStart = offset
                isFirstOfLine = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            case 0xC2 where byte(1) == 0xA0: offset += 2  // a no-break space, as word processors put it
            case UInt8(ascii: "#"): cutComment()
            default: return true
            }
        }
        return false
    }

    private mutating func cutComment() {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
        let text = source.text(Span(start: start + 1, end: offset))
        comments.append(
            Comment(
                text: trimmed(text), span: Span(start: start, end: offset), isAlone: isFirstOfLine,
                hasBlankLineBefore: isFirstOfLine && source.hasBlankLine(before: start)))
    }

    private func trimmed(_ text: String) -> String {
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r"]
        let scalars = text.unicodeScalars.drop { blanks.contains($0) }
        let kept = scalars.reversed().drop { blanks.contains($0) }.reversed()
        return String(String.UnicodeScalarView(kept))
    }

    private mutating func cutToken() {
        let start = offset
        let current = bytes[offset]
        if isFirstOfLine, margin == nil { margin = start - lineStart }
        if current == UInt8(ascii: "."), isAtMargin(start), openBrackets == 0, isLetter(byte(1)) {
            while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
            return add(.command, from: start)
        }
        if current == UInt8(ascii: "$"), wordLength(at: offset + 1) > 0 {
            offset += 1 + runLength(at: offset + 1)
            return add(.parameter, from: start)
        }
        if isDigit(current) { return cutNumber() }
        if wordLength(at: offset) > 0 {
            offset += runLength(at: offset)
            return add(.word, from: start)
        }
        if let mark = Quotation.all.first(where: { bytes[offset...].starts(with: $0.open.utf8) }) {
            return cutText(mark)
        }
        cutSign()
    }

    private func isAtMargin(_ start: Int) -> Bool {
        isFirstOfLine && start - lineStart <= margin ?? 0
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        let hasBlank = start == 0 || [0x20, 0x09, 0x0A, 0x0D, 0xA0].contains(bytes[start - 1])
        tokens.append(
            Token(
                kind: kind, span: Span(start: start, end: offset), hasBlankBefore: hasBlank || isFirstOfLine,
                isAtMargin: isAtMargin(start)))
        isFirstOfLine = false
        if kind == .leftBracket { openBrackets += 1 }
        if kind == .rightBracket { openBrackets = max(0, openBrackets - 1) }
    }

    private mutating func report(_ code: DiagnosticCode, _ span: Span, found: String? = nil) {
        diagnostics.append(Diagnostic(code, at: span, in: source.name, found: found))
    }
}

// Words, numbers, texts and signs.
extension Lexer {
    private func byte(_ ahead: Int) -> UInt8 {
        offset + ahead < bytes.count ? bytes[offset + ahead] : 0
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    /// The length in bytes of the letter, digit or mark at a place; 0 if something else stands there.
    private func wordLength(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        let first = bytes[place]
        if first < 0x80 { return isLetter(first) || isDigit(first) ? 1 : 0 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard
            let scalar = String(decoding: bytes[place..<min(place + length, bytes.count)], as: UTF8.self)
                .unicodeScalars.first
        else { return 0 }
        let isJoiner = scalar.value == 0x200C || scalar.value == 0x200D
        return scalar.properties.isIDContinue || isJoiner ? length : 0
    }

    /// The length of a word: letters and digits, with single hyphens, apostrophes and slashes inside.
    private func runLength(at start: Int) -> Int {
        var place = start
        while true {
            let step = wordLength(at: place)
            if step > 0 {
                place += step
                continue
            }
            let joint = jointLength(at: place)
            guard joint > 0, wordLength(at: place + joint) > 0 else { return place - start }
            // A slash joins words only (`post/x`); before a digit it divides.
            if bytes[place] == UInt8(ascii: "/"), isDigit(bytes[place + 1]) { return place - start }
            place += joint
        }
    }

    private func jointLength(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        switch bytes[place] {
        case UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "/"): return 1
        case 0xE2 where bytes[place...].starts(with: "’".utf8): return 3
        default: return 0
        }
    }

    private mutating func cutNumber() {
        let start = offset
        let length = runLength(at: offset)
        let run = bytes[start..<start + length]
        offset += length
        if run.allSatisfy(isDigit) {
            if byte(0) == UInt8(ascii: "."), isDigit(byte(1)) {
                offset += 1
                while isDigit(byte(0)) { offset += 1 }
                return add(.decimal, from: start)
            }
            return add(.integer, from: start)
        }
        let parts = run.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ $0.allSatisfy(isDigit) }) else {
            return add(.word, from: start)
        }
        let isDate = parts[0].count == 4 && parts.count <= 3 && parts.dropFirst().allSatisfy { $0.count == 2 }
        if !isDate {
            report(
                .minusNeedsBlanks, Span(start: start, end: offset),
                found: source.text(Span(start: start, end: offset)))
        }
        add(isDate ? .date : .invalid, from: start)
    }

    private mutating func cutText(_ mark: Quotation) {
        let start = offset
        offset += mark.open.utf8.count
        let close = Array(mark.close.utf8)
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset...].starts(with: close) {
                offset += close.count
                return add(.text, from: start)
            }
            offset += 1
        }
        report(.unclosedText, Span(start: start, end: start + mark.open.utf8.count), found: mark.close)
        add(.invalid, from: start)
    }

    private mutating func cutSign() {
        let start = offset
        for (sign, kind) in Self.signs where bytes[offset...].starts(with: sign.utf8) {
            offset += sign.utf8.count
            return add(kind, from: start)
        }
        var length = 1
        while start + length < bytes.count, bytes[start + length] & 0xC0 == 0x80 { length += 1 }
        offset += length
        report(
            .badCharacter, Span(start: start, end: offset),
            found: source.text(Span(start: start, end: offset)))
        add(.invalid, from: start)
    }

    /// The signs, longer ones first.
    private static let signs: [(String, Token.Kind)] = [
        ("==", .equals), ("!=", .notEquals), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("<>", .foreign),
        ("&&", .foreign), ("||", .foreign), ("=~", .foreign), ("..", .twoDots), ("=", .equals), ("<", .less),
        (">", .greater), ("+", .plus), ("-", .minus), ("*", .star), ("/", .slash), ("(", .leftBracket),
        (")", .rightBracket), (",", .comma), (".", .dot), (":", .colon), ("|", .bar), (";", .foreign),
        ("!", .foreign), ("~", .foreign), ("%", .foreign), ("&", .foreign),
    ]
}

/// The marks that make a text; a text has no escapes, and ends at the first closing mark of its kind.
struct Quotation {
    let open: String
    let close: String

    static let all = [
        Quotation(open: "\"", close: "\""), Quotation(open: "'", close: "'"),
        Quotation(open: "“", close: "”"), Quotation(open: "«", close: "»"),
    ]
}
