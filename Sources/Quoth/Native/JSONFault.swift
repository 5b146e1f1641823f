import CNative

/// Why a JSON text was refused, and where.
package struct JSONFault: Error, Equatable {
    package enum Kind: Sendable {
        /// Nothing but white space.
        case empty
        /// The text ends inside a value.
        case truncated
        /// A bracket, comma, colon or quotation mark isn't where it should be.
        case structure
        /// Something stands after the value.
        case trailing
        /// An escape that doesn't exist, a lone surrogate, a raw control character.
        case string
        /// Not a number as JSON writes them, or too large for a double.
        case number
        /// Not UTF-8.
        case encoding
        /// Nested more deeply than ``JSONReader/maximumDepth``.
        case depth
        /// Over 4 GB, or over the memory there is.
        case size
        /// The library refused a text in which we find nothing wrong.
        case unexplained
    }

    package let kind: Kind
    /// In the bytes given to the reader, not in the line within them.
    package let byteOffset: Int
    /// What is wrong, as a clause without a full stop: `expected ',' or ']'`.
    package let message: String
}

extension JSONFault {
    /// Puts into words what simdjson's second reading of a text has found; `range` is where the text is.
    init(_ found: native_json_fault, in range: Range<Int>) {
        let isAtEnd = found.offset >= range.count
        (kind, message) =
            switch found.status {
            case NATIVE_JSON_STRUCTURE: Self.structure(expected: found.expected, isAtEnd: isAtEnd)
            case NATIVE_JSON_LITERAL: (.structure, "expected true, false or null")
            case NATIVE_JSON_NUMBER:
                (.number, "expected a number as JSON writes them, which a double can hold")
            case NATIVE_JSON_STRING:
                (.string, "a raw control character, an unknown escape or half a surrogate pair")
            case NATIVE_JSON_DEPTH: (.depth, "nested more than \(JSONReader.maximumDepth) levels deep")
            case NATIVE_JSON_OUT_OF_MEMORY: (.size, "not enough memory")
            default: (.unexplained, "the JSON can't be read")
            }
        byteOffset = range.lowerBound + min(found.offset, range.count)
    }

    private static func structure(expected: native_json_expected, isAtEnd: Bool) -> (Kind, String) {
        let expectation: String
        switch expected {
        case NATIVE_JSON_EXPECTED_NOTHING: return (.trailing, "expected nothing after the value")
        case NATIVE_JSON_EXPECTED_QUOTATION_MARK:
            return (.truncated, "the text ends inside the string that begins here")
        case NATIVE_JSON_EXPECTED_NAME: expectation = "a member's name in quotation marks"
        case NATIVE_JSON_EXPECTED_COLON: expectation = "':'"
        case NATIVE_JSON_EXPECTED_AFTER_ELEMENT: expectation = "',' or ']'"
        case NATIVE_JSON_EXPECTED_AFTER_MEMBER: expectation = "',' or '}'"
        default: expectation = "a value"
        }
        return isAtEnd
            ? (.truncated, "the text ends where \(expectation) was expected")
            : (.structure, "expected \(expectation)")
    }

    /// Where the first ill-formed UTF-8 sequence begins: simdjson says if there is one, the standard library where.
    static func encodingFault(in text: Span<UInt8>, range: Range<Int>) -> JSONFault? {
        let isSound = text.withUnsafeBufferPointer { bytes in
            // simdjson reads the part and keeps nothing of it.
            let part = UnsafeBufferPointer(rebasing: bytes[range])
            return part.baseAddress.map { native_is_utf8($0, part.count) } ?? true
        }
        if isSound { return nil }
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
