/// The files that a corpus was read from, as they were then: first those of records, then articles' texts.
package struct SourceFiles: Sendable {
    let paths: TextColumn
    /// In bytes.
    let sizes: Buffer<Int>
    /// When each was last written, in nanoseconds since 1970.
    let times: Buffer<Int>
    /// XXH3 of 128 bits in hexadecimal.
    let digests: TextColumn
    /// How many of them hold records.
    let recordFileCount: Int

    package var count: Int { paths.count }

    package static let none = SourceFiles([], recordFileCount: 0)

    /// One file.
    struct Entry {
        var path: String
        var stamp: FileStamp
        var digest: String
    }

    init(_ entries: [Entry], recordFileCount: Int) {
        paths = Self.texts(entries.map(\.path))
        sizes = Buffer(entries.map(\.stamp.size))
        times = Buffer(entries.map(\.stamp.modified))
        digests = Self.texts(entries.map(\.digest))
        self.recordFileCount = recordFileCount
    }

    private init(
        paths: TextColumn, sizes: Buffer<Int>, times: Buffer<Int>, digests: TextColumn, recordFileCount: Int
    ) {
        self.paths = paths
        self.sizes = sizes
        self.times = times
        self.digests = digests
        self.recordFileCount = recordFileCount
    }

    private static func texts(_ texts: [String]) -> TextColumn {
        var store = TextStore()
        for (row, text) in texts.enumerated() { store.append(Array(text.utf8).span, row: row) }
        return store.column(rowCount: texts.count)
    }

    func stamp(_ row: Int) -> FileStamp { FileStamp(size: sizes[row], modified: times[row]) }

    /// The same files, with other paths.
    func mapped(_ path: (String) -> String) -> SourceFiles {
        SourceFiles(
            paths: Self.texts((0..<count).map { path(paths[$0] ?? "") }), sizes: sizes, times: times,
            digests: digests, recordFileCount: recordFileCount)
    }

    /// The paths of the first so many files that are still there and are no longer what they were.
    func changed(first count: Int, _ files: FileAccess, path: (String) -> String) -> [String] {
        (0..<min(count, self.count)).compactMap { row in
            let path = path(paths[row] ?? "")
            // A file that has gone elsewhere says nothing.
            guard let stamp = try? files.stamp(path), stamp != self.stamp(row) else { return nil }
            return path
        }
    }

    func write(to snapshot: inout SnapshotWriter) {
        snapshot.number(recordFileCount)
        paths.write(to: &snapshot)
        snapshot.buffer(sizes)
        snapshot.buffer(times)
        digests.write(to: &snapshot)
    }

    static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> SourceFiles {
        snapshot.enter(nil, "sources")
        let recordFileCount = try snapshot.number()
        let paths = try TextColumn.read(from: &snapshot, rowCount: nil)
        return SourceFiles(
            paths: paths, sizes: try snapshot.buffer(Int.self, count: paths.count, .any),
            times: try snapshot.buffer(Int.self, count: paths.count, .any),
            digests: try TextColumn.read(from: &snapshot, rowCount: paths.count),
            recordFileCount: recordFileCount)
    }
}
