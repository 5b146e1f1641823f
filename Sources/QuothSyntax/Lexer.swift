/// Cuts a text into tokens and comments, by bytes; what is wrong is reported and becomes an `invalid` token.
struct Lexer {
    /// The most diagnostics that are kept: one more than a parse reports.
    static let maximumDiagnostics = Parser.maximumDiagnostics + 1

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
        tokens.reserveCapacity(bytes.count / 4 + 2)
        while skipBlanks() { cutToken() }
        finish(at: bytes.count)
    }

    private mutating func finish(at end: Int) {
        tokens.append(
            Token(kind: .end, span: Span(start: end, end: end), hasBlankBefore: true, isAtMargin: true))
    }

    private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        // Most texts are ASCII.
        guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else {
            return nil
        }
        var offset = 0
        var decoder = UTF8()
        var input = bytes.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&input) { offset += UTF8.width(scalar) }
        return min(offset, bytes.count - 1)
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

    private mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    }

    /// The span from a place to here, without blanks at its ends.
    private func trimmed(from start: Int) -> Span {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var first = start
        var last = offset
        while first < last, isBlank(bytes[first]) { first += 1 }
        while last > first, isBlank(bytes[last - 1]) { last -= 1 }
        return Span(start: first, end: last)
    }

    private mutating func cutComment() {
        let start = offset
        skipLine()
        comments.append(
            Comment(
                text: source.text(trimmed(from: start + 1)), span: Span(start: start, end: offset),
                isAlone: isFirstOfLine,
                hasBlankLineBefore: isFirstOfLine && source.hasBlankLine(before: start)))
    }

    private mutating func cutToken() {
        let start = offset
        let current = bytes[offset]
        if isFirstOfLine, margin == nil { margin = start - lineStart }
        if current == UInt8(ascii: "."), isAtMargin(start), openBrackets == 0, isLetter(byte(1)) {
            skipLine()
            return add(.command, trimmed(from: start))
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
        if let mark = Quotation.mark(opening: current, byte(1), byte(2)) { return cutText(mark) }
        cutSign()
    }

    private func isAtMargin(_ start: Int) -> Bool {
        isFirstOfLine && start - lineStart <= margin ?? 0
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        add(kind, Span(start: start, end: offset))
    }

    private mutating func add(_ kind: Token.Kind, _ span: Span) {
        let isJoined = !isFirstOfLine && tokens.last?.span.end == span.start
        tokens.append(
            Token(kind: kind, span: span, hasBlankBefore: !isJoined, isAtMargin: isAtMargin(span.start)))
        isFirstOfLine = false
        if kind == .leftBracket { openBrackets += 1 }
        if kind == .rightBracket { openBrackets = max(0, openBrackets - 1) }
    }

    private mutating func report(
        _ code: DiagnosticCode, _ span: Span, found: String? = nil, fix: Diagnostic.Fix? = nil
    ) {
        guard diagnostics.count < Self.maximumDiagnostics else { return }
        diagnostics.append(
            Diagnostic(code, at: span, in: source.name, found: found.map(Diagnostic.shortened), fix: fix))
    }
}

// Words, numbers, texts and signs.
extension Lexer {
    private func byte(_ ahead: Int) -> UInt8 {
        offset + ahead < bytes.count ? bytes[offset + ahead] : 0
    }

    // digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" ;
    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    // letter = ? a letter, mark or digit of Unicode (ID_Continue), "_", or a joiner ? ;

    /// The length in bytes of the letter, digit or mark at a place; 0 if something else stands there.
    private func wordLength(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        let first = bytes[place]
        if first < 0x80 { return isLetter(first) || isDigit(first) ? 1 : 0 }
        return longLetterLength(at: place, first)
    }

    private func longLetterLength(at place: Int, _ first: UInt8) -> Int {
        // The text is known to be UTF-8, so the bytes that follow are there.
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard place + length <= bytes.count else { return 0 }
        var value = UInt32(first) & (0xFF >> UInt32(length + 1))
        for next in 1..<length { value = value << 6 | UInt32(bytes[place + next] & 0x3F) }
        guard let scalar = Unicode.Scalar(value) else { return 0 }
        let isJoiner = value == 0x200C || value == 0x200D
        return scalar.properties.isIDContinue || isJoiner ? length : 0
    }

    // word = letter { [ joint ] letter } ;

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

    // joint = "-" | "'" | "’" | "/" ;
    private func jointLength(at place: Int) -> Int {
        guard place < bytes.count else { return 0 }
        switch bytes[place] {
        case UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "/"): return 1
        case 0xE2 where place + 2 < bytes.count && bytes[place + 1] == 0x80 && bytes[place + 2] == 0x99:
            return 3
        default: return 0
        }
    }

    // integer = digit { digit } ;
    // decimal = integer "." integer [ power [ "+" | "-" ] integer ] | integer power ( "+" | "-" ) integer ;
    // power = ? "e" or "E" ? ;
    // date = digit digit digit digit "-" digit digit [ "-" digit digit ] ;
    private mutating func cutNumber() {
        let start = offset
        let length = runLength(at: offset)
        let run = bytes[start..<start + length]
        offset += length
        if run.allSatisfy(isDigit) {
            if byte(0) == UInt8(ascii: "."), isDigit(byte(1)) {
                offset += 1
                while isDigit(byte(0)) { offset += 1 }
                passExponent()
                return add(.decimal, from: start)
            }
            return add(.integer, from: start)
        }
        // `1e-3` and `1e+3`; `1e3` may be a name as well, and is read as what it stands beside.
        let digits = run.prefix(while: isDigit).count
        offset = start + digits
        if !isDigit(byte(1)), passExponent(), offset >= start + length {
            return add(.decimal, from: start)
        }
        offset = start + length
        guard run.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }) else {
            return add(.word, from: start)
        }
        // Hyphens in a run are single and inside it, so where they stand tells what it is.
        let hyphens = (0..<length).filter { bytes[start + $0] == UInt8(ascii: "-") }
        if (length, hyphens) == (7, [4]) || (length, hyphens) == (10, [4, 7]) {
            return add(.date, from: start)
        }
        let lengths = run.split(separator: UInt8(ascii: "-"), maxSplits: 3).map(\.count)
        reportNumbers(lengths, Span(start: start, end: offset))
        add(.invalid, from: start)
    }

    /// Passes an exponent, if one stands there.
    @discardableResult
    private mutating func passExponent() -> Bool {
        guard byte(0) | 0x20 == UInt8(ascii: "e") else { return false }
        let hasSign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
        guard isDigit(byte(hasSign ? 2 : 1)) else { return false }
        offset += hasSign ? 2 : 1
        while isDigit(byte(0)) { offset += 1 }
        return true
    }

    /// Three numbers, or a year and a digit, were meant as a date; other two as a subtraction.
    private mutating func reportNumbers(_ lengths: [Int], _ span: Span) {
        let text = source.text(span)
        let isMeantAsDate = lengths.count == 3 || lengths == [4, 1]
        guard span.end - span.start <= 40 else {
            return report(isMeantAsDate ? .badDate : .minusNeedsBlanks, span, found: text)
        }
        let parts = text.split(separator: "-")
        guard isMeantAsDate else {
            return report(
                .minusNeedsBlanks, span, found: text, fix: .init(span, parts.joined(separator: " - ")))
        }
        let date = parts.map { $0.count == 1 ? "0" + $0 : String($0) }.joined(by: "-")
        let isMendable = lengths[0] == 4 && lengths.dropFirst().allSatisfy { $0 <= 2 }
        report(.badDate, span, found: text, fix: isMendable ? .init(span, date) : nil)
    }

    // text = "'" { ? not "'" ? } "'" | '"' { ? not '"' ? } '"' | "“" { ? not "”" ? } "”" | "«" { ? not "»" ? } "»" ;
    private mutating func cutText(_ mark: Quotation) {
        let start = offset
        offset += mark.open.utf8.count
        let close = Array(mark.close.utf8)
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == close[0], close.indices.allSatisfy({ byte($0) == close[$0] }) {
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
        if let (kind, length) = Self.sign(bytes[offset], byte(1)) {
            offset += length
            return add(kind, from: start)
        }
        offset += 1
        while byte(0) & 0xC0 == 0x80 { offset += 1 }
        let span = Span(start: start, end: offset)
        report(.badCharacter, span, found: source.text(span))
        add(.invalid, from: start)
    }

    /// The sign that two bytes begin with, and its length.
    private static func sign(_ first: UInt8, _ second: UInt8) -> (Token.Kind, Int)? {
        switch (first, second) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")): (.equals, 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): (.notEquals, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.lessOrEqual, 2)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.greaterOrEqual, 2)
        case (UInt8(ascii: "."), UInt8(ascii: ".")): (.twoDots, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "&"), UInt8(ascii: "&")),
            (UInt8(ascii: "|"), UInt8(ascii: "|")), (UInt8(ascii: "="), UInt8(ascii: "~")):
            (.foreign, 2)
        default: singleSign(first).map { ($0, 1) }
        }
    }

    // Not a dictionary, which would be made anew for each query of a command line.
    private static func singleSign(_ byte: UInt8) -> Token.Kind? {
        switch Unicode.Scalar(byte) {
        case "=": .equals
        case "<": .less
        case ">": .greater
        case "+": .plus
        case "-": .minus
        case "*": .star
        case "/": .slash
        case "(": .leftBracket
        case ")": .rightBracket
        case ",": .comma
        case ".": .dot
        case ":": .colon
        case "|": .bar
        case ";", "!", "~", "%", "&": .foreign
        default: nil
        }
    }
}

/// The marks that make a text; a text has no escapes, and ends at the first closing mark of its kind.
struct Quotation {
    let open: String
    let close: String

    static let all = [
        Quotation(open: "\"", close: "\""), Quotation(open: "'", close: "'"),
        Quotation(open: "“", close: "”"), Quotation(open: "«", close: "»"),
    ]

    /// The mark that these bytes open, if they open one.
    static func mark(opening first: UInt8, _ second: UInt8, _ third: UInt8) -> Quotation? {
        switch (first, second, third) {
        case (UInt8(ascii: "\""), _, _): all[0]
        case (UInt8(ascii: "'"), _, _): all[1]
        case (0xE2, 0x80, 0x9C): all[2]
        case (0xC2, 0xAB, _): all[3]
        default: nil
        }
    }
}
