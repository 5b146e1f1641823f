/// Texts of any length, end to end in UTF-8.
package struct TextColumn: Sendable {
    package let bytes: Buffer<UInt8>
    /// One more than there are rows, in bytes.
    package let offsets: Buffer<UInt32>
    /// Rows that have a text, which may be empty; nil if all have.
    package let valid: Bitmap?

    package init(bytes: Buffer<UInt8>, offsets: Buffer<UInt32>, valid: Bitmap?) {
        self.bytes = bytes
        self.offsets = offsets
        self.valid = valid
    }

    /// The most bytes that the texts of a column may have together, so that 32 bits tell where one begins.
    package static let maximumBytes = Int(UInt32.max)

    package static let empty = TextColumn(bytes: [], offsets: [0], valid: nil)

    package var count: Int { offsets.count - 1 }

    package func isValid(_ row: Int) -> Bool { valid?[row] ?? true }

    /// The text of a row, or nil if it has none; O(length).
    package subscript(row: Int) -> String? {
        guard isValid(row) else { return nil }
        return withBytes(row) { String(bytes: $0) }
    }

    /// Lends the bytes of a row to the body; none if it has no text.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        _ row: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withSpan(offsets.run(row), body)
    }
}

extension TextColumn {
    /// Reads the text of a row, and makes nothing of it.
    func touch(_ row: Int) {
        if isValid(row) { withBytes(row) { _ in } }
    }

    /// Reads the texts of rows; a row of -1 has none.
    func touch(_ rows: [Int32]) {
        for row in rows where row >= 0 { touch(Int(row)) }
    }
}

/// The distinct terms of a column, in the order in which they were first seen.
package final class TermDictionary: Sendable {
    let texts: TextColumn
    /// The codes in the order of their terms' bytes, by which terms are found; nil in a dictionary that was made
    /// for one query.
    let order: Buffer<UInt32>?

    /// Terms end to end, each of them once. Only with an `order` are they found in O(log of their number).
    package init(_ texts: TextColumn, order: Buffer<UInt32>?) {
        self.texts = texts
        self.order = order
    }

    /// The same term but once, for a constant.
    package convenience init(_ term: String) {
        let bytes = Array(term.utf8)
        self.init(
            TextColumn(bytes: Buffer(bytes), offsets: [0, UInt32(bytes.count)], valid: nil), order: nil)
    }

    package static let empty = TermDictionary(.empty, order: nil)

    /// The number of terms, which is the largest code.
    package var count: Int { texts.count }

    /// The term of a code, from 1.
    package func term(_ code: UInt32) -> String { texts[Int(code) - 1] ?? "" }

    /// Every term, in the order of the codes; O(length).
    package var terms: [String] { (0..<count).map { texts[$0] ?? "" } }

    /// Lends the bytes of a code's term to the body.
    @inline(__always)
    package func withBytes<Result, Failure: Error>(
        _ code: UInt32, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try texts.withBytes(Int(code) - 1, body)
    }

    /// The code of a term, from 1; nil if the column has no such term.
    package func code(of term: String) -> UInt32? {
        let wanted = Array(term.utf8)
        guard let order else { return (1...UInt32(max(count, 1))).first { compare($0, wanted) == 0 } }
        let place = firstPlace(notBefore: wanted, in: order)
        return place < order.count && compare(order[place], wanted) == 0 ? order[place] : nil
    }

    /// The codes of the terms that begin with some bytes, in the order of their terms; O(log + found) with an order.
    package func codes(beginningWith beginning: String) -> [UInt32] {
        guard let order else { return [] }
        let wanted = Array(beginning.utf8)
        var found: [UInt32] = []
        var place = firstPlace(notBefore: wanted, in: order)
        while place < order.count, compare(order[place], wanted, isPrefix: true) == 0 {
            found.append(order[place])
            place += 1
        }
        return found
    }

    private func firstPlace(notBefore wanted: [UInt8], in order: Buffer<UInt32>) -> Int {
        order.indices.partitionPoint { compare(order[$0], wanted) < 0 }
    }

    /// Less than 0 if the term of a code comes before some bytes, 0 if it is these bytes, or begins with them.
    private func compare(_ code: UInt32, _ wanted: [UInt8], isPrefix: Bool = false) -> Int {
        // No code but those of terms is in a sound order.
        guard code > 0, Int(code) <= count else { return -1 }
        return withBytes(code) { bytes in
            for index in 0..<min(bytes.count, wanted.count) where bytes[index] != wanted[index] {
                return bytes[index] < wanted[index] ? -1 : 1
            }
            return isPrefix && bytes.count > wanted.count ? 0 : bytes.count - wanted.count
        }
    }
}
