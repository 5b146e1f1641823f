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
///
/// Whoever lends a value holds its tape for as long: to count references for every value took longer than reading it.
package struct JSONValue {
    private let tape: Unmanaged<ValueTape>
    private let index: Int

    @inline(__always)
    init(document: ValueTape, index: Int) {
        tape = Unmanaged.passUnretained(document)
        self.index = index
    }

    @inline(__always)
    private init(_ tape: Unmanaged<ValueTape>, _ index: Int) {
        self.tape = tape
        self.index = index
    }

    /// Asks the tape.
    @inline(__always)
    private func ask<Result>(_ body: (ValueTape) -> Result) -> Result { tape._withUnsafeGuaranteedRef(body) }

    @inline(__always)
    private var type: UInt8 { ask { $0.type(at: index) } }

    @inline(__always)
    package var kind: JSONKind {
        switch type {
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
        switch type {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    package var integer: Int64? {
        guard type == UInt8(ascii: "l") else { return nil }
        return Int64(bitPattern: ask { $0.tape[index &+ 1] })
    }

    package var unsigned: UInt64? {
        switch type {
        case UInt8(ascii: "l"): UInt64(exactly: Int64(bitPattern: ask { $0.tape[index &+ 1] }))
        case UInt8(ascii: "u"): ask { $0.tape[index &+ 1] }
        default: nil
        }
    }

    /// Any number, rounded to the nearest double.
    package var double: Double? {
        switch type {
        case UInt8(ascii: "d"): Double(bitPattern: ask { $0.tape[index &+ 1] })
        case UInt8(ascii: "l"): Double(Int64(bitPattern: ask { $0.tape[index &+ 1] }))
        case UInt8(ascii: "u"): Double(ask { $0.tape[index &+ 1] })
        default: nil
        }
    }

    /// Whether it was written as a whole number beyond 64 bits with a sign.
    package var isWideInteger: Bool {
        switch type {
        case UInt8(ascii: "u"): true
        case UInt8(ascii: "d"): ask { $0.isWideInteger(at: index) }
        default: false
        }
    }

    @inline(__always)
    package var string: JSONString? {
        guard type == UInt8(ascii: "\"") else { return nil }
        return JSONString(tape, index)
    }

    /// Where the value begins, in the bytes given to the reader. Slow, for messages only.
    package var byteOffset: Int { tape._withUnsafeGuaranteedRef { $0.byteOffset(of: index) } }

    /// Calls `body` with each element of an array, in order, and not at all for anything else.
    @inline(__always)
    package func forEachElement<Failure: Error>(
        _ body: (JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard type == UInt8(ascii: "[") else { return }
        let end = ask { $0.next(after: index) } &- 1
        var element = index &+ 1
        while element < end {
            try body(JSONValue(tape, element))
            element = ask { $0.next(after: element) }
        }
    }

    /// Calls `body` with each member of an object, in order and with every duplicate, and not at all for
    /// anything else.
    @inline(__always)
    package func forEachMember<Failure: Error>(
        _ body: (JSONString, JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard type == UInt8(ascii: "{") else { return }
        let end = ask { $0.next(after: index) } &- 1
        var key = index &+ 1
        while key < end {
            let value = key &+ 1
            try body(JSONString(tape, key), JSONValue(tape, value))
            key = ask { $0.next(after: value) }
        }
    }
}

/// A string or a member's name, unescaped, read where it lies; lent as a ``JSONValue`` is.
package struct JSONString {
    private let tape: Unmanaged<ValueTape>
    private let index: Int

    @inline(__always)
    fileprivate init(_ tape: Unmanaged<ValueTape>, _ index: Int) {
        self.tape = tape
        self.index = index
    }

    /// How many bytes of UTF-8 it has.
    package var count: Int { buffer.count }

    /// The bytes, which belong to the tape and are there as long as it is.
    @inline(__always)
    private var buffer: UnsafeBufferPointer<UInt8> { tape._withUnsafeGuaranteedRef { $0.string(at: index) } }

    package var text: String { String(decoding: buffer, as: UTF8.self) }

    /// Where its quotation mark stands, in the bytes given to the reader. Slow, for messages only.
    package var byteOffset: Int { tape._withUnsafeGuaranteedRef { $0.byteOffset(of: index) } }

    /// Lends the UTF-8 without a copy.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(buffer.span)
    }

    @inline(__always)
    func matches(_ name: MemberName) -> Bool { name.matches(buffer) }
}
