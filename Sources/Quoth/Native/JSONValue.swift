/// What a JSON value is. Numbers are told apart by how they are written.
package enum JSONKind: Sendable {
    case object, array, string
    /// An integer that fits 64 bits with a sign.
    case integer
    /// A larger one that fits 64 bits without.
    case unsigned
    /// A fraction, an exponent, or an integer beyond 64 bits.
    case double
    case boolean, null
}

/// One value in a JSON text, or in a row of a table, read where it lies.
package struct JSONValue {
    let document: ValueTape
    let index: Int

    package var kind: JSONKind {
        switch document.type(at: index) {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"): .integer
        case UInt8(ascii: "u"): .unsigned
        case UInt8(ascii: "d"): .double
        case UInt8(ascii: "n"): .null
        default: .boolean
        }
    }

    package var boolean: Bool? {
        switch document.type(at: index) {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    package var integer: Int64? {
        guard document.type(at: index) == UInt8(ascii: "l") else { return nil }
        return Int64(bitPattern: document.tape[index &+ 1])
    }

    package var unsigned: UInt64? {
        switch document.type(at: index) {
        case UInt8(ascii: "l"): UInt64(exactly: Int64(bitPattern: document.tape[index &+ 1]))
        case UInt8(ascii: "u"): document.tape[index &+ 1]
        default: nil
        }
    }

    /// Any number, rounded to the nearest double.
    package var double: Double? {
        switch document.type(at: index) {
        case UInt8(ascii: "d"): Double(bitPattern: document.tape[index &+ 1])
        case UInt8(ascii: "l"): Double(Int64(bitPattern: document.tape[index &+ 1]))
        case UInt8(ascii: "u"): Double(document.tape[index &+ 1])
        default: nil
        }
    }

    /// Whether it was written as a whole number beyond 64 bits with a sign.
    package var isWideInteger: Bool {
        switch document.type(at: index) {
        case UInt8(ascii: "u"): true
        case UInt8(ascii: "d"): document.isWideInteger(at: index)
        default: false
        }
    }

    package var string: JSONString? {
        guard document.type(at: index) == UInt8(ascii: "\"") else { return nil }
        return JSONString(document: document, index: index)
    }

    /// Where the value begins, in the bytes given to the reader. Slow, for messages only.
    package var byteOffset: Int { document.byteOffset(of: index) }

    /// Calls `body` with each element of an array, in order, and not at all for anything else.
    package func forEachElement<Failure: Error>(
        _ body: (JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard document.type(at: index) == UInt8(ascii: "[") else { return }
        let end = document.next(after: index) &- 1
        var element = index &+ 1
        while element < end {
            try body(JSONValue(document: document, index: element))
            element = document.next(after: element)
        }
    }

    /// Calls `body` with each member of an object, in order and with every duplicate, and not at all for
    /// anything else.
    package func forEachMember<Failure: Error>(
        _ body: (JSONString, JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard document.type(at: index) == UInt8(ascii: "{") else { return }
        let end = document.next(after: index) &- 1
        var key = index &+ 1
        while key < end {
            let value = key &+ 1
            try body(
                JSONString(document: document, index: key), JSONValue(document: document, index: value))
            key = document.next(after: value)
        }
    }
}

/// A string or a member's name, unescaped, read where it lies.
package struct JSONString {
    let document: ValueTape
    let index: Int

    /// How many bytes of UTF-8 it has.
    package var count: Int { withBytes { $0.count } }

    package var text: String {
        withBuffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Where its quotation mark stands, in the bytes given to the reader. Slow, for messages only.
    package var byteOffset: Int { document.byteOffset(of: index) }

    /// Lends the UTF-8 without a copy.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withBuffer { buffer throws(Failure) in try body(buffer.span) }
    }

    package func append(to bytes: inout [UInt8]) {
        withBuffer { bytes.append(contentsOf: $0) }
    }

    package func matches(_ other: StaticString) -> Bool {
        withBuffer { buffer in other.withUTF8Buffer { buffer.elementsEqual($0) } }
    }

    package func matches(_ other: [UInt8]) -> Bool {
        withBuffer { $0.elementsEqual(other) }
    }

    private func withBuffer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The bytes are the document's, and Swift may free an object after its last mention.
        defer { extendLifetime(document) }
        return try body(document.string(at: index))
    }
}
