/// A snapshot as the bytes of a file, which are made as they are written.
struct SnapshotImage {
    private let writer: SnapshotWriter
    private var header = SnapshotHeader()
    /// The pieces of the data in the order of their places.
    private var pieces: [(start: Int, piece: SnapshotWriter.Piece)] = []
    private var dataLength = 0

    /// How much of it is held at once.
    private static let chunk = 64 * Blocks.size

    /// Lays everything out.
    init(_ writer: SnapshotWriter) {
        self.writer = writer
        header.smallBytes = SnapshotLayout.smallBytes(writer.small.lazy.map(\.byteCount))
        var layout = SnapshotLayout(smallBytes: header.smallBytes)
        for piece in writer.small + writer.large {
            if let place = layout.place(piece.byteCount) { pieces.append((place.range.lowerBound, piece)) }
        }
        dataLength = layout.byteCount
        header.manifestLength = writer.manifest.count
        header.manifestSum = XXH3.number(of: writer.manifest.span)
        header.blockCount = dataLength / Blocks.size
        header.dataStart = SnapshotLayout.roundedUp(header.manifest.upperBound, to: Blocks.size)
        header.fileLength = header.tableStart + header.tableLength
    }

    /// Gives all bytes to the body, a chunk after the other. The checksums come last, so that what they are of is gone
    /// through once.
    func write(_ body: ([UInt8]) throws(FileFault) -> Void) throws(FileFault) {
        var start = header.bytes + writer.manifest
        start += [UInt8](repeating: 0, count: header.dataStart - start.count)
        try body(start)
        var sums: [UInt64] = []
        sums.reserveCapacity(header.blockCount)
        try forEachChunk { (chunk) throws(FileFault) in
            sums += Self.sums(chunk)
            try body(chunk)
        }
        let table = Self.bytes(sums)
        try body(table + Self.bytes(Self.sums(table)))
    }

    /// The checksum of each block of some bytes.
    private static func sums(_ bytes: [UInt8]) -> [UInt64] {
        stride(from: 0, to: bytes.count, by: Blocks.size).map {
            XXH3.number(of: bytes.span.extracting($0..<min($0 + Blocks.size, bytes.count)))
        }
    }

    private static func bytes(_ numbers: [UInt64]) -> [UInt8] {
        numbers.map(\.littleEndian).withUnsafeBytes { Array($0) }
    }

    private func forEachChunk<Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(Self.chunk)
        var chunkStart = 0
        /// Hands on what is full, and says how much more there is room for.
        func room() throws(Failure) -> Int {
            if chunk.count == Self.chunk {
                try body(chunk)
                chunkStart += Self.chunk
                chunk.removeAll(keepingCapacity: true)
            }
            return Self.chunk - chunk.count
        }
        func pad(to end: Int) throws(Failure) {
            while chunkStart + chunk.count < end {
                let count = min(try room(), end - chunkStart - chunk.count)
                chunk.append(contentsOf: repeatElement(0, count: count))
            }
        }
        for (start, piece) in pieces {
            try pad(to: start)
            var done = 0
            while done < piece.byteCount {
                let count = min(try room(), piece.byteCount - done)
                piece.copy(done..<done + count, &chunk)
                done += count
            }
        }
        try pad(to: dataLength)
        if !chunk.isEmpty { try body(chunk) }
    }
}
