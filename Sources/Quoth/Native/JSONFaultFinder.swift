/// Finds what is wrong in a text that simdjson has refused.
///
/// simdjson says neither where a text fails nor what it expected there, so the refused text, and only
/// that, is read a second time, slowly. Whether a text is accepted is for simdjson alone to say.
struct JSONFaultFinder {
    private enum Expected {
        case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, nothing
    }

    private let end: Int
    private var position: Int
    private var expected = Expected.value
    /// True for each object that is open, false for each array.
    private var containers: [Bool] = []
    private var opened = 0
    /// Where integers end that don't fit 64 bits, which JSON allows and simdjson refuses.
    private(set) var wideIntegerEnds: [Int] = []

    init(range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// Returns if the text is well formed.
    mutating func check(_ text: Span<UInt8>) throws(JSONFault) {
        while true {
            skipSpace(text)
            guard position < end else { return try finish() }
            let byte = text[position]
            switch expected {
            case .nothing:
                throw fault(.trailing, "expected nothing after the value")
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw fault(.structure, "expected ':'") }
                position += 1
                expected = .value
            case .commaOrEnd:
                try separator(byte)
            case .key, .keyOrEnd:
                try key(byte, text)
            case .value, .valueOrEnd:
                try value(byte, text)
            }
        }
    }

    private func finish() throws(JSONFault) {
        switch expected {
        case .nothing: return
        case .value where containers.isEmpty: throw fault(.empty, "expected a value and found none")
        default: throw fault(.truncated, "the text ends where \(expectation) was expected")
        }
    }

    private var expectation: String {
        switch expected {
        case .value: "a value"
        case .valueOrEnd: "a value or ']'"
        case .key: "a member's name in quotation marks"
        case .keyOrEnd: "a member's name in quotation marks or '}'"
        case .colon: "':'"
        case .commaOrEnd: containers.last == true ? "',' or '}'" : "',' or ']'"
        case .nothing: "nothing"
        }
    }

    private func fault(_ kind: JSONFault.Kind, _ message: String, at offset: Int? = nil) -> JSONFault {
        JSONFault(kind: kind, byteOffset: offset ?? position, message: message)
    }

    private mutating func skipSpace(_ text: Span<UInt8>) {
        while position < end {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }
}

// MARK: Structure

extension JSONFaultFinder {
    private mutating func separator(_ byte: UInt8) throws(JSONFault) {
        let isObject = containers.last == true
        switch byte {
        case UInt8(ascii: ","):
            position += 1
            expected = isObject ? .key : .value
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
            close()
        default:
            throw fault(.structure, "expected \(expectation)")
        }
    }

    private mutating func key(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONFault) {
        if byte == UInt8(ascii: "}"), expected == .keyOrEnd { return close() }
        try checkDepth()
        guard byte == UInt8(ascii: "\"") else { throw fault(.structure, "expected \(expectation)") }
        try string(text)
        expected = .colon
    }

    private mutating func value(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONFault) {
        if byte == UInt8(ascii: "]"), expected == .valueOrEnd { return close() }
        try checkDepth()
        switch byte {
        case UInt8(ascii: "{"): open(isObject: true)
        case UInt8(ascii: "["): open(isObject: false)
        case UInt8(ascii: "\""):
            try string(text)
            afterValue()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number(text)
            afterValue()
        case UInt8(ascii: "t"): try literal("true", text)
        case UInt8(ascii: "f"): try literal("false", text)
        case UInt8(ascii: "n"): try literal("null", text)
        default: throw fault(.structure, "expected \(expectation)")
        }
    }

    /// An empty container may stand one level below the deepest, since nothing is inside it.
    private func checkDepth() throws(JSONFault) {
        if containers.count > JSONReader.maximumDepth {
            throw fault(.depth, "nested more than \(JSONReader.maximumDepth) levels deep", at: opened)
        }
    }

    private mutating func open(isObject: Bool) {
        opened = position
        position += 1
        containers.append(isObject)
        expected = isObject ? .keyOrEnd : .valueOrEnd
    }

    private mutating func close() {
        position += 1
        containers.removeLast()
        afterValue()
    }

    private mutating func afterValue() {
        expected = containers.isEmpty ? .nothing : .commaOrEnd
    }
}

// MARK: Scalars

extension JSONFaultFinder {
    private mutating func literal(_ word: StaticString, _ text: Span<UInt8>) throws(JSONFault) {
        let start = position
        let matches = word.withUTF8Buffer { letters in
            letters.count <= end - start && letters.indices.allSatisfy { letters[$0] == text[start + $0] }
        }
        if !matches, isCutShort(word, text) { throw fault(.truncated, "the text ends inside '\(word)'") }
        position += word.utf8CodeUnitCount
        if !matches || (position < end && Self.continuesScalar(text[position])) {
            throw fault(.structure, "expected '\(word)'", at: start)
        }
        afterValue()
    }

    private func isCutShort(_ word: StaticString, _ text: Span<UInt8>) -> Bool {
        word.withUTF8Buffer { letters in
            end - position < letters.count
                && zip(letters, position..<end).allSatisfy { letter, index in letter == text[index] }
        }
    }

    private mutating func number(_ text: Span<UInt8>) throws(JSONFault) {
        let start = position
        while position < end, Self.continuesScalar(text[position]) { position += 1 }
        var spelling = String()
        for index in start..<position { spelling.unicodeScalars.append(Unicode.Scalar(text[index])) }
        let shape = Self.shape(of: spelling.utf8)
        guard shape != .wrong, let double = Double(spelling) else {
            throw fault(.number, "expected a number as JSON writes them", at: start)
        }
        guard double.isFinite else {
            throw fault(.range, "the number is too large", at: start)
        }
        if shape == .integer, Int64(spelling) == nil, UInt64(spelling) == nil {
            wideIntegerEnds.append(position)
        }
    }

    private enum Shape { case wrong, integer, fraction }

    private static func shape(of spelling: String.UTF8View) -> Shape {
        var rest = spelling[...]
        func digits() -> Int {
            let run = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(run.count)
            return run.count
        }
        var shape = Shape.integer
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !startsWithZero) else { return .wrong }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits() > 0 else { return .wrong }
            shape = .fraction
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard digits() > 0 else { return .wrong }
            shape = .fraction
        }
        return rest.isEmpty ? shape : .wrong
    }

    /// Whether a byte may not follow a number or literal directly.
    private static func continuesScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D: false
        case UInt8(ascii: ","), UInt8(ascii: ":"): false
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): false
        default: true
        }
    }
}

// MARK: Strings

extension JSONFaultFinder {
    private mutating func string(_ text: Span<UInt8>) throws(JSONFault) {
        let start = position
        position += 1
        while position < end {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"):
                try escape(text)
            case 0..<0x20:
                throw fault(.string, "expected a control character in a string to be escaped")
            default:
                position += 1
            }
        }
        throw fault(.truncated, "the text ends inside the string that begins here", at: start)
    }

    private mutating func escape(_ text: Span<UInt8>) throws(JSONFault) {
        let start = position
        guard position + 1 < end else {
            position = end
            return
        }
        position += 2
        switch text[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try hexadecimal(text, from: start)
            guard (0xD800..<0xE000).contains(unit) else { return }
            let isPair =
                unit < 0xDC00 && position + 1 < end && text[position] == UInt8(ascii: "\\")
                && text[position + 1] == UInt8(ascii: "u")
            guard isPair else { throw fault(.string, "half of a surrogate pair", at: start) }
            position += 2
            guard (0xDC00..<0xE000).contains(try hexadecimal(text, from: position - 2)) else {
                throw fault(.string, "half of a surrogate pair", at: start)
            }
        default:
            throw fault(.string, "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", at: start)
        }
    }

    private mutating func hexadecimal(_ text: Span<UInt8>, from start: Int) throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard position < end else {
                throw fault(.truncated, "the text ends inside an escape", at: start)
            }
            guard let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else {
                throw fault(.string, "expected four hexadecimal digits after \\u", at: start)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}

// MARK: Encoding

extension JSONFaultFinder {
    /// Where the first ill-formed UTF-8 sequence begins, told by the standard library.
    static func encodingFault(in text: Span<UInt8>, range: Range<Int>) -> JSONFault? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            if text[offset] < 0x80 {
                offset += 1
                continue
            }
            // No sequence is longer than four bytes, and a parser may keep what it has read ahead.
            var parser = Unicode.UTF8.ForwardParser()
            var bytes = (offset..<min(offset + 4, range.upperBound)).map { text[$0] }.makeIterator()
            guard case .valid(let character) = parser.parseScalar(from: &bytes) else {
                return JSONFault(kind: .encoding, byteOffset: offset, message: "expected UTF-8")
            }
            offset += character.count
        }
        return nil
    }
}
