/// Whole lines or rows of a file, with room after them for the reader of JSON to look ahead.
struct FileBlock: ~Copyable {
    fileprivate(set) var bytes = BufferBuilder<UInt8>()
    /// How many bytes are those of the file; after them comes padding.
    fileprivate(set) var count = 0
    /// The number of the block, from 0.
    fileprivate(set) var number = 0
    /// Where it begins in the file.
    fileprivate(set) var offset = 0
}

/// The lines of a file, or the rows of a table, some megabytes at a time, so that no file need be in memory as a whole.
struct BlockSource: ~Copyable {
    /// Where a block may end.
    enum End {
        /// After a line feed.
        case line
        /// After one that stands outside quotation marks.
        case row
    }

    private let access: FileAccess
    private let file: Int32
    private let ending: End
    private var isOpen = true
    /// How many bytes are read at once.
    private let size: Int
    /// The beginning of the line or row that the block before broke off.
    private var rest = BufferBuilder<UInt8>()
    private var digest = XXH3.Stream()
    private var offset = 0
    /// The number of the next block.
    private(set) var number = 0
    private var isAtEnd = false

    /// Whether there are no more blocks for certain.
    var isDrained: Bool { isAtEnd && rest.count == 0 }

    init(_ path: String, _ access: FileAccess, blockSize: Int, end: End) throws(FileFault) {
        self.access = access
        ending = end
        size = blockSize
        file = try access.open(path)
    }

    deinit { if isOpen { try? access.close(file) } }

    /// Closes the file, and tells the XXH3 of what has been read.
    mutating func close() throws(FileFault) -> String {
        isOpen = false
        try access.close(file)
        return digest.hex
    }

    /// Reads the next lines or rows in place of those in a block; false after the last.
    mutating func next(_ block: inout FileBlock) throws(FileFault) -> Bool {
        block.bytes.removeAll()
        rest.withSpan { block.bytes.append($0) }
        rest.removeAll()
        var end: Int?
        // A block begins outside quotation marks, and every one opens or closes: two that stand for one do both.
        var isQuoted = isTable && block.bytes.withSpan { Self.isOdd($0, from: 0) }
        while end == nil, !isAtEnd {
            let start = block.bytes.count
            try fill(&block.bytes, to: max(size, start + 1))
            block.bytes.withSpan { bytes in
                if isTable, Self.isOdd(bytes, from: start) { isQuoted.toggle() }
                end = endOfLast(bytes, from: start, isQuoted: isQuoted)
            }
        }
        block.count = end ?? block.bytes.count
        block.bytes.withSpan(block.count..<block.bytes.count) { rest.append($0) }
        block.bytes.pad(to: block.count + JSONReader.padding, with: 0)
        block.number = number
        block.offset = offset
        number += 1
        offset += block.count
        return block.count > 0
    }

    private mutating func fill(_ bytes: inout BufferBuilder<UInt8>, to target: Int) throws(FileFault) {
        while bytes.count < target, !isAtEnd {
            let start = bytes.count
            let access = access
            let file = file
            let read = try bytes.append(upTo: target - start) { (span) throws(FileFault) in
                try access.readNext(file, &span)
            }
            isAtEnd = read == 0
            bytes.withSpan(start..<bytes.count) { digest.add($0) }
        }
    }

    private var isTable: Bool { ending == .row }

    /// Whether there is an odd number of quotation marks.
    private static func isOdd(_ bytes: Swift.Span<UInt8>, from start: Int) -> Bool {
        var parity: UInt8 = 0
        for index in start..<bytes.count { parity ^= bytes[index] == Self.quote ? 1 : 0 }
        return parity == 1
    }

    /// The end of the last line or row that is whole, if one ends from `start` on; `isQuoted` says whether the bytes end
    /// within quotation marks.
    private func endOfLast(_ bytes: Swift.Span<UInt8>, from start: Int, isQuoted: Bool) -> Int? {
        var isQuoted = isQuoted
        var end = bytes.count
        while end > start {
            let byte = bytes[end - 1]
            if byte == 0x0A, !isQuoted { return end }
            if isTable, byte == Self.quote { isQuoted.toggle() }
            end -= 1
        }
        return nil
    }

    private static let quote = UInt8(ascii: "\"")
}
