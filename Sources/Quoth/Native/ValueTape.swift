/// Values of a file one after the other, as in simdjson's doc/tape.md: a word a node (numbers take two), the
/// type in the high 8 bits, the payload in the low 56.
///
/// simdjson writes it for a JSON text and ``CSVRecord`` for a row of a table, so that whoever takes values in
/// needs to know one kind of them.
class ValueTape {
    /// Both stay in place while anyone holds the tape, and only the subclass writes them.
    final var tape = UnsafeBufferPointer<UInt64>(start: nil, count: 0)
    final var strings: UnsafePointer<UInt8>?

    /// How many bytes may be read after a string's beginning, however short it is.
    static let slack = 16

    @inline(__always)
    final func type(at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: tape[index] &>> 56)
    }

    /// Where the node after a node and all that is in it stands on the tape.
    @inline(__always)
    final func next(after index: Int) -> Int {
        switch type(at: index) {
        // A container's low 32 bits tell it.
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(UInt32(truncatingIfNeeded: tape[index]))
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index &+ 2
        default: index &+ 1
        }
    }

    /// A string's bytes. They must not be used after the tape is let go of.
    @inline(__always)
    final func string(at index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let strings else { return UnsafeBufferPointer(start: nil, count: 0) }
        // Whoever wrote the offset on the tape wrote the length that it leads to, and nobody else can.
        let start = strings + Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// Where a node begins in the bytes of the file. Slow, for messages only.
    func byteOffset(of target: Int) -> Int { 0 }

    /// Whether a number was written as a whole number beyond 64 bits. Slow, for messages only.
    func isWideInteger(at target: Int) -> Bool { false }
}
