#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// JSON lines on their way into a file: bytes are gathered and written a megabyte at a time.
struct LineWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether the open object or list has a member already.
    private var needsComma = false

    /// A file that can't be written.
    struct Failure: Error {
        let path: String
        let code: Int32
    }

    /// Writes the records 0 up to `count` as lines of a file.
    static func write(to path: String, count: Int, record: (Int, inout LineWriter) -> Void) throws {
        guard let file = fopen(path, "w") else { throw Failure(path: path, code: errno) }
        defer { fclose(file) }
        var writer = LineWriter()
        writer.bytes.reserveCapacity(flushSize + 65_536)
        for index in 0..<count {
            writer.object { record(index, &$0) }
            writer.bytes.append(UInt8(ascii: "\n"))
            writer.needsComma = false
            guard writer.bytes.count >= flushSize || index == count - 1 else { continue }
            guard fwrite(writer.bytes, 1, writer.bytes.count, file) == writer.bytes.count, fflush(file) == 0
            else { throw Failure(path: path, code: errno) }
            writer.bytes.removeAll(keepingCapacity: true)
        }
    }

    private static let flushSize = 1 << 20

    mutating func object(_ members: (inout LineWriter) -> Void) { nest("{", "}", members) }

    mutating func list(_ key: StaticString, _ elements: (inout LineWriter) -> Void) {
        self.key(key)
        nest("[", "]", elements)
    }

    private mutating func nest(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ inside: (inout LineWriter) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        inside(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func key(_ key: StaticString) {
        separate()
        append(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A text that needs no escapes but those that are in it already.
    mutating func member(_ key: StaticString, _ value: [UInt8]) {
        member(key) { $0.append(contentsOf: value) }
    }

    mutating func member(_ key: StaticString, _ value: StaticString) {
        self.key(key)
        append(value)
        needsComma = true
    }

    /// A text that is written piece by piece.
    mutating func member(_ key: StaticString, _ text: (inout [UInt8]) -> Void) {
        self.key(key)
        bytes.append(UInt8(ascii: "\""))
        text(&bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func member(_ key: StaticString, _ id: ID) {
        self.key(key)
        element(id)
    }

    mutating func element(_ id: ID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        id.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}

/// The id of a record: a letter for the collection, and its place from 1.
struct ID {
    let letter: Unicode.Scalar
    let number: Int

    static func article(_ index: Int) -> ID { ID(letter: "a", number: index + 1) }
    static func actor(_ index: Int) -> ID { ID(letter: "p", number: index + 1) }
    static func quote(_ index: Int) -> ID { ID(letter: "q", number: index + 1) }
    static func topic(_ index: Int) -> ID { ID(letter: "t", number: index + 1) }
    static func claim(_ index: Int) -> ID { ID(letter: "c", number: index + 1) }
    static func place(_ index: Int) -> ID { ID(letter: "l", number: index + 1) }
    static func event(_ index: Int) -> ID { ID(letter: "e", number: index + 1) }

    func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: letter))
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
