#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What went wrong with a history file.
package struct HistoryError: Error, Sendable, Equatable {
    /// The file.
    package var path: String
    /// What couldn't be done, such as "read".
    package var operation: String
    /// The system's number for the reason.
    package var code: Int32

    /// The system's words for the reason.
    package var reason: String { String(cString: strerror(code)) }
}

/// The statements that were typed, oldest first.
///
/// A file of them has one a line: a newline in a statement is written `\n`, a return `\r`, a backslash `\\`.
package struct History: Sendable {
    /// More statements than this aren't kept; the oldest go.
    package static let maximumEntries = 10_000
    /// How many statements are kept, if fewer than that.
    package var limit = maximumEntries
    /// Of a larger file only so many bytes at the end are read.
    package static let maximumFileSize = 1 << 26

    /// Whole statements, none of them twice.
    package private(set) var entries: [String] = []
    /// Those that were added here, and aren't known to be in a file.
    private var added: [String] = []

    /// An empty history.
    package init() {}

    /// Adds a statement, unless it is blank or begins with a space.
    package mutating func add(_ statement: String) {
        guard let first = statement.utf8.first, first != UInt8(ascii: " ") else { return }
        // Whether two statements are the same is a matter of their bytes: é can be spelt in two ways.
        for list in [\History.entries, \History.added] {
            self[keyPath: list].removeAll { $0.utf8.elementsEqual(statement.utf8) }
            self[keyPath: list].append(statement)
            let excess = self[keyPath: list].count - limit
            if excess > 0 { self[keyPath: list].removeFirst(excess) }
        }
    }

    /// Puts a file's statements before those that are here. A file that doesn't exist has none, and what can't
    /// be read as text in a damaged one is replaced or skipped.
    package mutating func load(_ path: String) throws(HistoryError) {
        entries = merged(try Self.readFile(path), entries)
    }

    /// Writes what was added behind what the file holds by now, since another session may have written it. The
    /// file is only for its owner to read, and is replaced as a whole or not at all.
    package mutating func save(_ path: String) throws(HistoryError) {
        // A link to the file stays a link.
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        let target = resolved.map { String(cString: $0) } ?? path
        let all = merged(try Self.readFile(target), added)
        var bytes: [UInt8] = []
        for entry in all { Self.encode(entry, into: &bytes) }
        try Self.replaceFile(target, with: bytes)
        added = []
    }

    /// Writes what was added to the end of a file, so that nothing is lost should the program be killed. It may then
    /// be there twice, until the file is saved.
    package mutating func append(to path: String) throws(HistoryError) {
        guard !added.isEmpty else { return }
        // Not to wait for a reader, should it be a pipe.
        let file = open(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw HistoryError(path: path, operation: "open", code: errno) }
        defer { close(file) }
        let end = lseek(file, 0, SEEK_END)
        guard end >= 0 else { throw HistoryError(path: path, operation: "write", code: errno) }
        var bytes: [UInt8] = []
        // An editor may have left the last line without its end.
        var last = UInt8(ascii: "\n")
        if end > 0, pread(file, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") {
            bytes = [UInt8(ascii: "\n")]
        }
        for entry in added { Self.encode(entry, into: &bytes) }
        guard Self.writeAll(bytes, to: file) else {
            throw HistoryError(path: path, operation: "write", code: errno)
        }
        added = []
    }

    private func merged(_ older: [String], _ newer: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        let latestFirst = (older + newer).reversed().filter { seen.insert(Array($0.utf8)).inserted }
        return latestFirst.prefix(limit).reversed()
    }

    // MARK: The format

    private static func encode(_ entry: String, into bytes: inout [UInt8]) {
        for byte in entry.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func decode(_ record: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(record.count)
        var rest = record
        // A return at the end was put there by an editor that writes lines so.
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.first else {
                if byte != 0 { bytes.append(byte) }
                continue
            }
            switch next {
            case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "\\"): bytes.append(next)
            default:
                // Not written by this program: the backslash stands for itself.
                bytes.append(byte)
                continue
            }
            rest.removeFirst()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Files

    private static func readFile(_ path: String) throws(HistoryError) -> [String] {
        // Not to wait for a writer, should it be a pipe.
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return [] }
            throw HistoryError(path: path, operation: "open", code: errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw HistoryError(path: path, operation: "examine", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw HistoryError(path: path, operation: "read", code: EINVAL)
        }
        let isCut = status.st_size > maximumFileSize
        if isCut { lseek(file, status.st_size - off_t(maximumFileSize), SEEK_SET) }
        var bytes: [UInt8] = []
        var buffer: [UInt8] = Array(repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw HistoryError(path: path, operation: "read", code: errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        var records = bytes.split(separator: UInt8(ascii: "\n"))
        if isCut, !records.isEmpty { records.removeFirst() }
        return records.map { decode($0) }.filter { !$0.isEmpty }
    }

    private static func replaceFile(_ path: String, with bytes: [UInt8]) throws(HistoryError) {
        let temporary = "\(path).\(getpid()).tmp"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw HistoryError(path: path, operation: "create", code: errno) }
        var operation: String?
        if !writeAll(bytes, to: file) { operation = "write" } else if fsync(file) != 0 { operation = "write" }
        var code = errno
        if close(file) != 0, operation == nil { (operation, code) = ("write", errno) }
        if operation == nil, rename(temporary, path) != 0 { (operation, code) = ("replace", errno) }
        if let operation {
            unlink(temporary)
            throw HistoryError(path: path, operation: operation, code: code)
        }
        let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        removeLeftovers(of: path, in: parent)
        let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// Removes the temporary files of programs that were killed while they wrote, which are told by their age.
    private static func removeLeftovers(of path: String, in parent: String) {
        let start = (path.split(separator: "/").last ?? "") + "."
        let yesterday = time(nil) - 86_400
        guard let folder = opendir(parent) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(start), name.hasSuffix(".tmp"),
                Int32(name.dropFirst(start.count).dropLast(4)) != nil
            else { continue }
            var status = stat()
            guard fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            #if canImport(Darwin)
                let changed = status.st_mtimespec.tv_sec
            #else
                let changed = status.st_mtim.tv_sec
            #endif
            if changed < yesterday { unlinkat(dirfd(folder), name, 0) }
        }
    }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
