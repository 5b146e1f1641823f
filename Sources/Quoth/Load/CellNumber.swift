/// A number in a cell, written as JSON writes numbers.
///
/// So `007` is none: what looks like that is a code, and would lose its zeros. Nor is a whole number beyond 64 bits,
/// which would lose its last digits.
enum CellNumber {
    case integer(Int64)
    case real(Double)

    init?(_ cell: Span<UInt8>) {
        // No double needs more digits than this to be told apart from others.
        guard cell.count <= 800, let isWhole = Self.isWhole(cell) else { return nil }
        let text = cell.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        if isWhole {
            guard let number = Int64(text) else { return nil }
            self = .integer(number)
        } else if let number = Double(text), number.isFinite {
            self = .real(number)
        } else {
            return nil
        }
    }

    /// Whether a number has neither fraction nor exponent; nil if it isn't a number.
    private static func isWhole(_ cell: Span<UInt8>) -> Bool? {
        var position = 0
        func digits() -> Int {
            let start = position
            while position < cell.count, (0x30...0x39).contains(cell[position]) { position += 1 }
            return position - start
        }
        func passes(_ characters: StaticString) -> Bool {
            guard position < cell.count,
                characters.withUTF8Buffer({ $0.contains(cell[position]) })
            else { return false }
            position += 1
            return true
        }
        _ = passes("-")
        let isZero = position < cell.count && cell[position] == 0x30
        let count = digits()
        guard count > 0, !isZero || count == 1 else { return nil }
        var isWhole = true
        if passes(".") {
            isWhole = false
            guard digits() > 0 else { return nil }
        }
        if passes("eE") {
            isWhole = false
            _ = passes("+-")
            guard digits() > 0 else { return nil }
        }
        return position == cell.count ? isWhole : nil
    }
}

/// The words in which a cell says whether something is so: `yes` and `no`, `true` and `false`.
enum CellTruth {
    static func truth(_ cell: Span<UInt8>) -> Bool? {
        if matches(cell, "yes") || matches(cell, "true") { return true }
        return matches(cell, "no") || matches(cell, "false") ? false : nil
    }

    /// Spreadsheets write `TRUE`, so capitals are read as small letters.
    private static func matches(_ cell: Span<UInt8>, _ word: StaticString) -> Bool {
        guard cell.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in cell.indices.allSatisfy { cell[$0] | 0x20 == word[$0] } }
    }
}
