import CNative

/// Reads JSON texts, one after the other, with the memory of the one before.
package struct JSONReader {
    /// How many containers may stand inside each other.
    package static let maximumDepth = 1000

    /// How many bytes of any content are wanted after a text. A text that has fewer, as the last line of
    /// a buffer may, is copied.
    package static let padding = native_json_padding

    private var document = JSONDocument()
    private var copy: [UInt8] = []

    package init() {}

    /// Reads the one value that is all of `bytes`.
    package mutating func parse(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONValue {
        try parse(bytes, in: 0..<bytes.count)
    }

    /// Reads the one value that stands in a part of `bytes`, such as a line.
    ///
    /// A byte order mark at the very beginning of `bytes` is skipped. An integer that doesn't fit 64 bits
    /// becomes a double. The value stays valid when the reader reads on, but reading on is faster when
    /// the value is gone.
    package mutating func parse(
        _ bytes: Span<UInt8>, in whole: Range<Int>
    ) throws(JSONFault) -> JSONValue {
        precondition(whole.lowerBound >= 0 && whole.upperBound <= bytes.count)
        let range = Self.afterByteOrderMark(bytes, whole)
        if !isKnownUniquelyReferenced(&document) { document = JSONDocument() }
        let status = read(bytes, range)
        if status != NATIVE_JSON_OK { try recover(from: status, bytes, range) }
        return JSONValue(document: document, index: 1)
    }

    private static func afterByteOrderMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard range.lowerBound == 0, range.count >= mark.count,
            mark.indices.allSatisfy({ bytes[$0] == mark[$0] })
        else { return range }
        return mark.count..<range.upperBound
    }

    private mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> native_json_status {
        guard bytes.count - range.upperBound >= Self.padding else {
            copy.removeAll(keepingCapacity: true)
            append(bytes, range)
            return readCopy(origin: range.lowerBound, insertions: [])
        }
        return bytes.withUnsafeBufferPointer { buffer in
            // The guard above has found the padding, and the text isn't used after the call.
            guard let start = buffer.baseAddress else { return NATIVE_JSON_EMPTY }
            return document.parse(start + range.lowerBound, count: range.count, origin: range.lowerBound)
        }
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.withUnsafeBufferPointer { copy.append(contentsOf: $0[range]) }
    }

    private mutating func readCopy(origin: Int, insertions: [Int]) -> native_json_status {
        let count = copy.count
        copy.append(contentsOf: repeatElement(0, count: Self.padding))
        return copy.withUnsafeBufferPointer { buffer in
            // The padding has just been put there, and the text isn't used after the call.
            guard let start = buffer.baseAddress else { return NATIVE_JSON_EMPTY }
            return document.parse(start, count: count, origin: origin, insertions: insertions)
        }
    }

    /// Throws what is wrong with a text, or reads it after all if nothing but wide integers is.
    private mutating func recover(
        from status: native_json_status, _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(JSONFault) {
        switch status {
        case NATIVE_JSON_EMPTY:
            throw JSONFault(
                kind: .empty, byteOffset: range.upperBound, message: "expected a value and found none")
        case NATIVE_JSON_TOO_LARGE:
            throw JSONFault(kind: .size, byteOffset: range.lowerBound, message: "a JSON text over 4 GB")
        case NATIVE_JSON_OUT_OF_MEMORY:
            throw JSONFault(kind: .size, byteOffset: range.lowerBound, message: "not enough memory")
        default:
            break
        }
        let (found, wideEnds) = bytes.withUnsafeBufferPointer { buffer in
            document.explain(UnsafeBufferPointer(rebasing: buffer[range]))
        }
        if found.status == NATIVE_JSON_UTF8,
            let fault = JSONFault.encodingFault(in: bytes, range: range)
        {
            throw fault
        }
        let isWideOnly = found.status == NATIVE_JSON_OK && !wideEnds.isEmpty
        let ends = wideEnds.map { range.lowerBound + $0 }
        guard isWideOnly, readWidened(bytes, range, ends: ends) == NATIVE_JSON_OK else {
            throw JSONFault(found, in: range)
        }
    }

    /// Reads a copy in which wide integers end in `e0`, since simdjson takes those for doubles.
    private mutating func readWidened(
        _ bytes: Span<UInt8>, _ range: Range<Int>, ends: [Int]
    ) -> native_json_status {
        copy.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        var insertions: [Int] = []
        for end in ends {
            append(bytes, start..<end)
            insertions.append(copy.count)
            copy.append(contentsOf: [UInt8(ascii: "e"), UInt8(ascii: "0")])
            start = end
        }
        append(bytes, start..<range.upperBound)
        return readCopy(origin: range.lowerBound, insertions: insertions)
    }
}
