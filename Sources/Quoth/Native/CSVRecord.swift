/// A row of a table, written as the record that it is.
///
/// It is written again for each row, so it mustn't be while a value of it is kept.
final class CSVRecord: ValueTape {
    // Written by one call at a time, never from within another, so Swift need not watch over it for every cell.
    @exclusivity(unchecked) private var words = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 256)
    @exclusivity(unchecked) private var wordCount = 0
    @exclusivity(unchecked) private var bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 4_096)
    @exclusivity(unchecked) private var byteCount = 0
    /// For each node the cell that it was made of, or -1 for the row.
    @exclusivity(unchecked) private var cells: [Int32] = []
    private var range = 0..<0
    private let file: [UInt8]
    /// Where the members' names stand, which are the same in every record.
    private var names: [Int] = []
    private var nameBytes = 0

    /// Makes room for the rows of a file.
    init(_ file: [UInt8], names texts: [String]) {
        self.file = file
        super.init()
        for text in texts { names.append(Array(text.utf8).withUnsafeBufferPointer { append($0) }) }
        nameBytes = byteCount
    }

    deinit {
        words.deallocate()
        bytes.deallocate()
    }

    /// The record, when it has been ended.
    var value: JSONValue { JSONValue(document: self, index: 1) }

    /// Begins the record of a row that stands at `range`.
    func begin(_ range: Range<Int>) {
        self.range = range
        wordCount = 0
        byteCount = nameBytes
        cells.removeAll(keepingCapacity: true)
        node("r", cell: -1)
        _ = open("{", cell: -1)
    }

    func end() {
        close("}", 1)
        tape = UnsafeBufferPointer(rebasing: words[..<wordCount])
        strings = UnsafePointer(bytes.baseAddress)
    }

    /// Begins an object or list.
    func open(_ type: Unicode.Scalar, cell: Int) -> Int {
        node(type, cell: cell)
        return wordCount - 1
    }

    func close(_ type: Unicode.Scalar, _ opened: Int) {
        node(type, UInt64(opened), cell: -1)
        words[opened] |= UInt64(UInt32(truncatingIfNeeded: wordCount))
    }

    /// The name of the member whose value comes next, as the number that it has among the names.
    func name(_ index: Int, cell: Int) { node("\"", UInt64(names[index]), cell: cell) }

    func text(_ text: Span<UInt8>, cell: Int) {
        let offset = text.withUnsafeBufferPointer { append($0) }
        node("\"", UInt64(offset), cell: cell)
    }

    func integer(_ number: Int64, cell: Int) {
        node("l", cell: cell)
        word(UInt64(bitPattern: number), cell: cell)
    }

    func real(_ number: Double, cell: Int) {
        node("d", cell: cell)
        word(number.bitPattern, cell: cell)
    }

    func truth(_ truth: Bool, cell: Int) { node(truth ? "t" : "f", cell: cell) }

    override func byteOffset(of target: Int) -> Int {
        guard target < cells.count, cells[target] >= 0 else { return range.lowerBound }
        let file = file
        return CSVReader.offset(ofCell: Int(cells[target]), in: file.span, range)
    }

    private func node(_ type: Unicode.Scalar, _ payload: UInt64 = 0, cell: Int) {
        word(UInt64(type.value) << 56 | payload, cell: cell)
    }

    private func word(_ word: UInt64, cell: Int) {
        Self.reserve(&words, wordCount, 1)
        words[wordCount] = word
        wordCount += 1
        cells.append(Int32(truncatingIfNeeded: cell))
    }

    /// Adds a string as the tape wants it: its length, its bytes, a NUL.
    private func append(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        Self.reserve(&bytes, byteCount, text.count + 5 + Self.slack)
        let offset = byteCount
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.count)) { length in
            for byte in length { push(byte) }
        }
        // There is room for all of it, as has just been seen to.
        if let source = text.baseAddress, let target = bytes.baseAddress {
            (target + byteCount).update(from: source, count: text.count)
        }
        byteCount += text.count
        push(0)
        return offset
    }

    private func push(_ byte: UInt8) {
        bytes[byteCount] = byte
        byteCount += 1
    }

    /// Makes room for some more elements after the first ones.
    private static func reserve<Element: BitwiseCopyable>(
        _ buffer: inout UnsafeMutableBufferPointer<Element>, _ used: Int, _ more: Int
    ) {
        guard used + more > buffer.count else { return }
        let grown = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(used + more, 2 * buffer.count))
        _ = grown.update(fromContentsOf: buffer[..<used])
        buffer.deallocate()
        buffer = grown
    }
}
