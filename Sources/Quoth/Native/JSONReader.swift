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

    /// Reads the one value that is all of `bytes`, and lends it to the body.
    package mutating func read<Result>(
        _ bytes: Span<UInt8>, _ body: (JSONValue) -> Result
    ) throws(JSONFault) -> Result {
        try read(bytes, in: 0..<bytes.count, body)
    }

    /// Reads the one value that stands in a part of `bytes`, such as a line, and lends it to the body.
    ///
    /// A byte order mark at the very beginning of `bytes` is skipped, if that is the beginning of the file. An integer
    /// that doesn't fit 64 bits becomes a double. The value must not be used after the body.
    @inline(__always)
    package mutating func read<Result>(
        _ bytes: Span<UInt8>, in whole: Range<Int>, isBeginning: Bool = true, _ body: (JSONValue) -> Result
    ) throws(JSONFault) -> Result {
        try parse(bytes, in: isBeginning ? Self.afterByteOrderMark(bytes, whole) : whole)
        // Swift may free an object after its last mention, and the value doesn't count as one.
        defer { extendLifetime(document) }
        return body(JSONValue(document: document, index: 1))
    }

    private mutating func parse(_ bytes: Span<UInt8>, in range: Range<Int>) throws(JSONFault) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        if !isKnownUniquelyReferenced(&document) { document = JSONDocument() }
        let status = parse(bytes, range)
        if status != NATIVE_JSON_OK { try recover(from: status, bytes, range) }
    }

    private static func afterByteOrderMark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        guard range.lowerBound == 0, range.count >= 3,
            bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF
        else { return range }
        return 3..<range.upperBound
    }

    private mutating func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> native_json_status {
        guard bytes.count - range.upperBound >= Self.padding else {
            copy.removeAll(keepingCapacity: true)
            copy.reserveCapacity(range.count + Self.padding)
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
