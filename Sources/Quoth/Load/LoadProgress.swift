/// How far a corpus has been loaded.
public struct LoadProgress: Sendable, Hashable {
    /// How many bytes of the files have been read.
    public let bytesDone: Int
    /// How many there are; 0 if it can't be told.
    public let bytesTotal: Int
    /// How many records have been read, those inside others included.
    public let records: Int
    /// How much of the texts has been indexed, of 1; 0 until all files have been read.
    public let indexed: Double

    /// Makes a report.
    public init(bytesDone: Int, bytesTotal: Int, records: Int, indexed: Double = 0) {
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.records = records
        self.indexed = indexed
    }

    /// About how much of the work is done, of 1. To read the files takes less than half of the time.
    public var share: Double {
        let read = bytesTotal > 0 ? min(1, Double(bytesDone) / Double(bytesTotal)) : 0
        return 0.4 * read + 0.6 * indexed
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
    private var textDone = 0
    private var textTotal = 0
    private(set) var isStopped = false
    private let lock = Lock()

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
        let indexed = textTotal > 0 ? min(1, Double(textDone) / Double(textTotal)) : 0
        isStopped = !report(
            LoadProgress(
                bytesDone: bytesDone, bytesTotal: bytesTotal, records: records, indexed: indexed))
    }

    /// Texts of so many bytes are going to be indexed.
    func expect(textBytes: Int) { textTotal = textBytes }

    /// Counts bytes of texts that have been indexed, and says whether to go on. Any thread may.
    func add(textBytes: Int) -> Bool {
        lock.hold {
            textDone += textBytes
            ask()
            return !isStopped
        }
    }
}
