/// A snapshot as the bytes of a file, which are made as they are written.
struct SnapshotImage {
    private let writer: SnapshotWriter
    private var header = SnapshotHeader()
    /// The pieces of the data in the order of their places.
    private var pieces: [(start: Int, piece: SnapshotWriter.Piece)] = []
    private var dataLength = 0
    private var sums: [UInt64] = []

    /// How much of it is held at once.
    private static let chunk = 64 * Blocks.size

    /// Lays everything out and computes the checksums; O(length).
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
        header.tableStart = SnapshotLayout.roundedUp(header.manifest.upperBound, to: BlockSums.width)
        header.dataStart = SnapshotLayout.roundedUp(
            header.tableStart + header.tableLength, to: Blocks.size)
        header.fileLength = header.dataStart + dataLength
        sums.reserveCapacity(header.blockCount)
        forEachChunk { chunk in
            for start in stride(from: 0, to: chunk.count, by: Blocks.size) {
                sums.append(XXH3.number(of: chunk.span.extracting(start..<start + Blocks.size)))
            }
        }
    }

    var byteCount: Int { header.fileLength }

    /// Gives all bytes to the body, a chunk after the other.
    func write(_ body: ([UInt8]) throws(FileFault) -> Void) throws(FileFault) {
        var start = header.bytes + writer.manifest
        start += [UInt8](repeating: 0, count: header.tableStart - start.count)
        let table = Self.bytes(sums)
        start += table
        start += Self.bytes(
            stride(from: 0, to: table.count, by: Blocks.size).map {
                XXH3.number(of: table.span.extracting($0..<min($0 + Blocks.size, table.count)))
            })
        start += [UInt8](repeating: 0, count: header.dataStart - start.count)
        try body(start)
        try forEachChunk(body)
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
