import Quoth
import QuothTerminal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The one writer for everything that leaves the program: each write is checked.
///
/// It gathers what is written, so that a large answer goes out in few large pieces; `flush` sends the rest.
final class Output {
    /// What failures call it.
    let name: String
    /// Whether somebody looks at it as it comes.
    let isTerminal: Bool

    private let files: FileAccess
    private let descriptor: Int32
    /// The file that is to have the final name, if it is written under another one until it is whole.
    private let pending: Pending?
    /// Pipes and terminals can hold us up, so they get no more at once than they take without waiting.
    private let mayBlock: Bool
    private var buffer: [UInt8] = []
    /// Called before anything goes out.
    var beforeWriting: () -> Void = {}
    private var isClosed = false
    private var paging: Paging?

    private static let capacity = 1 << 16
    /// What a pipe that polls as writable takes without waiting.
    private static let pipeCapacity = 4_096

    struct Pending {
        var temporary: String
        var target: String
    }

    init(
        _ name: String, _ descriptor: Int32, _ files: FileAccess, isTerminal: Bool, mayBlock: Bool,
        pending: Pending?
    ) {
        self.name = name
        self.descriptor = descriptor
        self.files = files
        self.isTerminal = isTerminal
        self.mayBlock = mayBlock
        self.pending = pending
    }

    /// Standard output or standard error output.
    static func standard(_ descriptor: Int32, files: FileAccess = .system) -> Output {
        var status = stat()
        let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        return Output(
            descriptor == STDERR_FILENO ? "standard error" : "standard output", descriptor, files,
            isTerminal: Terminal.isTerminal(descriptor), mayBlock: !isRegular, pending: nil)
    }

    /// A file. It has its name once `commit` has been called, and until then there is what was there before.
    /// Devices and pipes are written to directly.
    static func file(_ path: String, files: FileAccess = .system) throws(OutputFailure) -> Output {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw .refused(target: path, FileFault(.isFolder))
            }
            let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw .refused(target: path, FileFault(ofSystem: errno)) }
            return Output(
                path, descriptor, files, isTerminal: Terminal.isTerminal(descriptor), mayBlock: true,
                pending: nil)
        }
        do throws(FileFault) {
            let target = try files.resolve(path)
            let (temporary, descriptor) = try files.createTemporary(beside: target, mode: files.mode(target))
            return Output(
                path, descriptor, files, isTerminal: false, mayBlock: false,
                pending: Pending(temporary: temporary, target: target))
        } catch { throw .refused(target: path, error) }
    }

    /// Writes a text.
    func write(_ text: String) throws(OutputFailure) {
        buffer.append(contentsOf: text.utf8)
        if paging != nil, paging?.pager == nil {
            paging?.count(text)
            guard paging?.isFull == true else { return }
            // Without a pager the text simply goes on.
            if paging?.start() == false { paging = nil }
        }
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Sends what was written so far on its way.
    func flush() throws(OutputFailure) {
        if let paging {
            guard paging.pager != nil else { return }
            // Whoever has left the pager wants no more of it.
            if paging.isLeft { throw .closedPipe }
        }
        guard !buffer.isEmpty else { return }
        beforeWriting()
        defer { buffer.removeAll(keepingCapacity: true) }
        try send(buffer[...])
    }

    private func send(_ bytes: ArraySlice<UInt8>) throws(OutputFailure) {
        var rest = bytes
        let descriptor = paging?.pager?.descriptor ?? descriptor
        while !rest.isEmpty {
            try checkInterrupt()
            if mayBlock { try waitUntilWritable(descriptor) }
            let part = mayBlock ? rest.prefix(Self.pipeCapacity) : rest
            do throws(FileFault) {
                let count = try files.append(descriptor, part)
                // A device that takes nothing and reports nothing must not hold us forever.
                guard count > 0 else { throw FileFault(.failed) }
                rest = rest.dropFirst(count)
            } catch {
                if error.number == EAGAIN { continue }
                if error.number == EPIPE {
                    paging?.isLeft = true
                    throw .closedPipe
                }
                throw .refused(target: name, error)
            }
        }
    }

    /// Writes what the body writes; what is taller than the window is shown by a pager.
    ///
    /// Leaving the pager before the end is no failure.
    func paged(
        by words: [String]?, _ body: () throws(OutputFailure) -> Void
    ) throws(OutputFailure) {
        guard let words, paging == nil else { return try body() }
        try flush()
        paging = Paging(words, Terminal.windowSize)
        do throws(OutputFailure) {
            try body()
            if paging?.pager != nil { try flush() }
        } catch {
            let isLeft = paging?.isLeft ?? false
            endPaging()
            if !isLeft { throw error }
        }
        endPaging()
        try flush()
    }

    private func endPaging() {
        if paging?.isLeft == true { buffer.removeAll(keepingCapacity: true) }
        paging?.pager?.finish()
        paging = nil
    }

    /// Gives a file its name, whole and on the disk; does no more than `flush` for other outputs.
    func commit() throws(OutputFailure) {
        try flush()
        guard let pending, !isClosed else { return }
        do throws(FileFault) {
            try files.sync(descriptor)
            isClosed = true
            try files.close(descriptor)
            try files.rename(pending.temporary, pending.target)
            try files.syncFolder(FilePath.folder(of: pending.target))
        } catch {
            discard()
            throw .refused(target: name, error)
        }
    }

    /// Gives up a file, so that nothing of it is left; what went elsewhere can't be taken back.
    func discard() {
        buffer.removeAll()
        guard let pending else { return }
        // The failure that led here is the one to tell.
        if !isClosed { try? files.close(descriptor) }
        isClosed = true
        try? files.remove(pending.temporary)
    }

    /// Waits, and asks now and then whether the user has pressed Ctrl-C.
    private func waitUntilWritable(_ descriptor: Int32) throws(OutputFailure) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            try checkInterrupt()
            let ready = poll(&request, 1, 100)
            if ready > 0 || ready < 0 && errno != EINTR { return }
        }
    }

    /// What went wrong is told even after Ctrl-C, and in a pager Ctrl-C is the pager's.
    func checkInterrupt() throws(OutputFailure) {
        if Interrupt.isPending, descriptor != STDERR_FILENO, paging?.pager == nil { throw .interrupted }
    }
}
