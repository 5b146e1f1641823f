/// How far a corpus has been loaded.
public struct LoadProgress: Sendable, Hashable {
    /// How many bytes of the files have been read.
    public let bytesDone: Int
    /// How many there are; 0 if it can't be told.
    public let bytesTotal: Int
    /// How many records have been read, those inside others included.
    public let records: Int

    /// Makes a report.
    public init(bytesDone: Int, bytesTotal: Int, records: Int) {
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.records = records
    }
}

/// How a corpus is loaded; none of it changes what comes of it.
struct LoadOptions {
    /// How many threads read; nil for as many as there are processors, or one for files that are small.
    var workers: Int?
    /// How many bytes of lines are read at once.
    var blockSize = 1 << 20
    /// The most bytes that the texts of a field may have together.
    var textLimit = TextColumn.maximumBytes
    /// Told how far it is, some hundred times a second; false stops it.
    var progress: ((LoadProgress) -> Bool)?

    /// Fewer bytes than this are read sooner than a thread is started.
    static let smallest = 4 << 20
}

/// Tells how far the loading is, and whether it is to stop.
final class LoadMonitor {
    private let report: ((LoadProgress) -> Bool)?
    private let bytesTotal: Int
    private var bytesDone = 0
    private var records = 0
    private(set) var isStopped = false

    init(_ report: ((LoadProgress) -> Bool)?, bytesTotal: Int) {
        self.report = report
        self.bytesTotal = bytesTotal
    }

    /// Counts what has been read. One thread at a time may.
    func add(bytes: Int, records: Int) {
        bytesDone += bytes
        self.records += records
        ask()
    }

    func ask() {
        guard let report, !isStopped else { return }
        isStopped = !report(LoadProgress(bytesDone: bytesDone, bytesTotal: bytesTotal, records: records))
    }
}
