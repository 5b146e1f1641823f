/// The beginning of a snapshot: what it is, and where the rest of it stands. The guide's page says what is promised.
struct SnapshotHeader {
    /// No text begins like this.
    static let magic = Array("QuothDB\0".utf8)
    /// How the machine that wrote it writes numbers.
    static let byteOrder: UInt32 = 0x0102_0304
    /// To be raised whenever a snapshot is written in another way.
    static let version = 4
    /// How much of the file the header takes.
    static let byteCount = 128

    private static let wordCount = 8

    /// The length of the file.
    var fileLength = 0
    /// The length of the manifest, which follows the header, and its checksum.
    var manifestLength = 0
    var manifestSum: UInt64 = 0
    /// Where the data begins, and how many blocks it has.
    var dataStart = 0
    var blockCount = 0
    /// What the small buffers take of it.
    var smallBytes = 0

    var bytes: [UInt8] {
        var bytes = Self.magic
        withUnsafeBytes(of: Self.byteOrder) { bytes += $0 }
        withUnsafeBytes(of: UInt32(Self.version)) { bytes += $0 }
        let numbers = [fileLength, manifestLength, dataStart, blockCount, smallBytes]
        for word in numbers.map({ UInt64($0) }) + [manifestSum] {
            withUnsafeBytes(of: word) { bytes += $0 }
        }
        bytes += [UInt8](repeating: 0, count: Self.byteCount - MemoryLayout<UInt64>.size - bytes.count)
        withUnsafeBytes(of: XXH3.number(of: bytes.span)) { bytes += $0 }
        return bytes
    }

    init() {}

    /// Reads and checks the header of a file that begins with the magic number.
    init(_ file: UnsafeRawBufferPointer) throws(SnapshotFault) {
        guard file.count >= Self.byteCount else {
            throw .truncated(found: file.count, expected: Self.byteCount)
        }
        let order = file.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        guard order == Self.byteOrder else {
            throw order.byteSwapped == Self.byteOrder ? .byteOrder : .damaged("header")
        }
        let sumPlace = Self.byteCount - MemoryLayout<UInt64>.size
        let version = Int(file.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        func word(_ place: Int) -> UInt64 { file.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
        // The checksum stands there in every version.
        guard word(sumPlace) == XXH3.number(of: .init(rebasing: file[..<sumPlace])) else {
            throw .damaged("header")
        }
        guard version == Self.version else { throw .version(version) }
        func number(_ index: Int) throws(SnapshotFault) -> Int {
            guard let number = Int(exactly: word(16 + 8 * index)) else { throw .unsound("header") }
            return number
        }
        fileLength = try number(0)
        manifestLength = try number(1)
        dataStart = try number(2)
        blockCount = try number(3)
        smallBytes = try number(4)
        manifestSum = word(16 + 8 * 5)
        try check(file.count)
    }

    /// Whether everything lies in the file, one after the other.
    private func check(_ length: Int) throws(SnapshotFault) {
        guard fileLength <= length else { throw .truncated(found: length, expected: fileLength) }
        let isSound =
            fileLength == length && blockCount <= length / Blocks.size && manifestLength <= length
            && dataStart >= Self.byteCount + manifestLength && dataStart <= length
            && dataStart % Blocks.size == 0 && smallBytes <= length
            && tableStart + tableLength == length
        guard isSound else { throw .unsound("header") }
    }

    /// Where the table of the blocks' checksums begins. Those of its pages follow it.
    var tableStart: Int { dataStart + blockCount * Blocks.size }
    /// The length of the table with the checksums of its pages.
    var tableLength: Int { (blockCount + BlockSums.pages(blockCount)) * BlockSums.width }
    var manifest: Range<Int> { Self.byteCount..<Self.byteCount + manifestLength }
}
