/// Small numbers in the narrowest of three widths: dictionary codes and links.
///
/// Code 0 means that there is no value; code k stands for entry k - 1 of a dictionary, or row k - 1 of a
/// collection.
package enum Codes: Sendable {
    case narrow([UInt8])
    case medium([UInt16])
    case wide([UInt32])

    /// Packs codes into the narrowest width that holds `limit`, the largest code there may be.
    package init(_ codes: [UInt32], limit: Int) {
        if limit <= Int(UInt8.max) {
            self = .narrow(codes.map { UInt8(truncatingIfNeeded: $0) })
        } else if limit <= Int(UInt16.max) {
            self = .medium(codes.map { UInt16(truncatingIfNeeded: $0) })
        } else {
            self = .wide(codes)
        }
    }

    package var count: Int {
        switch self {
        case .narrow(let codes): codes.count
        case .medium(let codes): codes.count
        case .wide(let codes): codes.count
        }
    }

    package subscript(row: Int) -> UInt32 {
        switch self {
        case .narrow(let codes): UInt32(codes[row])
        case .medium(let codes): UInt32(codes[row])
        case .wide(let codes): codes[row]
        }
    }

    /// The codes in the widest form; O(rows), and free if they are wide already.
    package var widened: [UInt32] {
        switch self {
        case .narrow(let codes): codes.map { UInt32($0) }
        case .medium(let codes): codes.map { UInt32($0) }
        case .wide(let codes): codes
        }
    }
}

/// The distinct terms of a column, in the order in which they were first seen.
package struct TermDictionary: Sendable {
    package private(set) var terms: [String] = []
    private var codes: [String: UInt32] = [:]

    package init() {}

    /// The code of a term, from 1; nil if the column has no such term.
    package func code(of term: String) -> UInt32? { codes[term] }

    /// The term of a code, from 1.
    package func term(_ code: UInt32) -> String { terms[Int(code) - 1] }

    package mutating func insert(_ term: String) -> UInt32 {
        if let code = codes[term] { return code }
        terms.append(term)
        let code = UInt32(terms.count)
        codes[term] = code
        return code
    }
}

/// For each row a run of values in one flat array: row r has the values from `offsets[r]` up to `offsets[r + 1]`.
package struct Lists: Sendable {
    /// One more than there are rows.
    package let offsets: [UInt32]
    /// The values of all rows; none is 0.
    package let values: Codes

    package init(offsets: [UInt32], values: Codes) {
        self.offsets = offsets
        self.values = values
    }

    package var count: Int { offsets.count - 1 }

    package func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }
}

/// Texts of any length, end to end in UTF-8.
package struct TextColumn: Sendable {
    package let bytes: [UInt8]
    /// One more than there are rows, in bytes.
    package let offsets: [Int]
    /// Rows that have a text, which may be empty; nil if all have.
    package let valid: Bitmap?

    package init(bytes: [UInt8], offsets: [Int], valid: Bitmap?) {
        self.bytes = bytes
        self.offsets = offsets
        self.valid = valid
    }

    package var count: Int { offsets.count - 1 }

    package func isValid(_ row: Int) -> Bool { valid?[row] ?? true }

    /// The text of a row, or nil if it has none; O(length).
    package subscript(row: Int) -> String? {
        guard isValid(row) else { return nil }
        return String(decoding: bytes[offsets[row]..<offsets[row + 1]], as: UTF8.self)
    }
}

/// Recorded dates as first and last day; a row without days has its first day after its last.
package struct DateColumn: Sendable {
    package let first: [Int32]
    package let last: [Int32]

    package init(first: [Int32], last: [Int32]) {
        self.first = first
        self.last = last
    }

    /// What stands for a missing date: no day is both the first and the last.
    package static let missing: (first: Int32, last: Int32) = (.max, .min)

    package var count: Int { first.count }

    package subscript(row: Int) -> Period? { Period(first: first[row], last: last[row]) }
}
