/// Whole lines of a file, with room after them for the reader of JSON to look ahead.
struct LineBlock: ~Copyable {
    fileprivate(set) var bytes = BufferBuilder<UInt8>()
    /// How many bytes are lines; after them comes padding.
    fileprivate(set) var count = 0
    /// The number of the block, from 0.
    fileprivate(set) var number = 0
    /// Where it begins in the file.
    fileprivate(set) var offset = 0
}

/// The lines of a file, some megabytes at a time, so that no file need be in memory as a whole.
struct LineSource: ~Copyable {
    private let access: FileAccess
    private let file: Int32
    private var isOpen = true
    /// How many bytes are read at once.
    private let size: Int
    /// The beginning of the line that the block before broke off.
    private var rest = BufferBuilder<UInt8>()
    private var digest = XXH3.Stream()
    private var offset = 0
    private var number = 0
    private var isAtEnd = false

    init(_ path: String, _ access: FileAccess, blockSize: Int) throws(FileFault) {
        self.access = access
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

    /// Reads the next lines in place of those in a block; false after the last.
    mutating func next(_ block: inout LineBlock) throws(FileFault) -> Bool {
        block.bytes.removeAll()
        rest.withSpan { block.bytes.append($0) }
        rest.removeAll()
        var end: Int?
        while end == nil, !isAtEnd {
            let start = block.bytes.count
            try fill(&block.bytes, to: max(size, start + 1))
            end = block.bytes.withSpan { Self.endOfLastLine($0, from: start) }
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

    private static func endOfLastLine(_ bytes: Swift.Span<UInt8>, from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var end = buffer.count
            while end > start, base[end - 1] != 0x0A { end -= 1 }
            return end > start ? end : nil
        }
    }
}
