#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension FileAccess {
    /// The operating system's files.
    public static let system = FileAccess(
        read: { path throws(FileFault) in try SystemFiles.read(path) },
        open: { path throws(FileFault) in try SystemFiles.open(path) },
        readNext: { file, buffer throws(FileFault) in try SystemFiles.readNext(file, &buffer) },
        list: { folder throws(FileFault) in try SystemFiles.list(folder) },
        isFolder: { path throws(FileFault) in SystemFiles.isFolder(try SystemFiles.status(path)) },
        resolve: { path throws(FileFault) in try SystemFiles.resolve(path) },
        mode: { path throws(FileFault) in try SystemFiles.mode(path) },
        stamp: { path throws(FileFault) in SystemFiles.stamp(try SystemFiles.status(path)) },
        map: { path throws(FileFault) in
            try FileMapping.open(path, beginningWith: SnapshotHeader.magic)
        },
        create: { path, mode throws(FileFault) in try SystemFiles.create(path, mode: mode) },
        append: { file, bytes throws(FileFault) in try SystemFiles.append(file, bytes) },
        sync: { file throws(FileFault) in try SystemFiles.check(SystemFiles.retrying { fsync(file) }) },
        close: { file throws(FileFault) in try SystemFiles.check(SystemFiles.close(file)) },
        rename: { from, to throws(FileFault) in try SystemFiles.check(Int(SystemFiles.rename(from, to))) },
        syncFolder: { folder throws(FileFault) in try SystemFiles.syncFolder(folder) },
        remove: { path throws(FileFault) in try SystemFiles.check(Int(unlink(path))) })
}

private enum SystemFiles {
    /// The most that is asked for at once; macOS refuses more than 2 GB.
    static let chunk = 1 << 30

    static func read(_ path: String) throws(FileFault) -> [UInt8] {
        let (file, status) = try opened(path)
        defer { _ = close(file) }
        // One byte more than the file has, so that its end is seen at once.
        var bytes = try part(of: file, upTo: max(Int(status.st_size), 0) + 1)
        var isWhole = bytes.isEmpty
        while !isWhole {
            let more = try part(of: file, upTo: 1 << 20)
            isWhole = more.isEmpty
            bytes += more
        }
        return bytes
    }

    static func open(_ path: String) throws(FileFault) -> Int32 { try opened(path).file }

    private static func opened(_ path: String) throws(FileFault) -> (file: Int32, status: stat) {
        let file = try Int32(check(retrying { platformOpen(path) }))
        do throws(FileFault) {
            var status = stat()
            try check(Int(fstat(file, &status)))
            if isFolder(status) { throw FileFault(.isFolder, number: EISDIR) }
            return (file, status)
        } catch {
            _ = close(file)
            throw error
        }
    }

    static func readNext(_ file: Int32, _ buffer: inout MutableSpan<UInt8>) throws(FileFault) -> Int {
        // The system writes into the buffer and keeps no pointer.
        let count = buffer.withUnsafeMutableBufferPointer { buffer in
            retrying { platformRead(file, buffer.baseAddress, min(buffer.count, chunk)) }
        }
        return try check(count)
    }

    private static func part(of file: Int32, upTo count: Int) throws(FileFault) -> [UInt8] {
        let wanted = min(count, chunk)
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            result = retrying { platformRead(file, buffer.baseAddress, wanted) }
            filled = max(result, 0)
        }
        try check(result)
        return bytes
    }

    static func list(_ folder: String) throws(FileFault) -> [String] {
        guard let stream = opendir(folder) else { throw fault() }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw fault() }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    static func status(_ path: String) throws(FileFault) -> stat {
        var status = stat()
        try check(Int(stat(path, &status)))
        return status
    }

    static func stamp(_ status: stat) -> FileStamp {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return FileStamp(size: Int(status.st_size), modified: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }

    static func isFolder(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

    static func resolve(_ path: String) throws(FileFault) -> String {
        guard let resolved = realpath(path, nil) else {
            // What isn't there yet is made under the name that was given.
            if errno == ENOENT { return path }
            throw fault()
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func mode(_ path: String) throws(FileFault) -> UInt32? {
        do throws(FileFault) {
            let status = try status(path)
            if isFolder(status) { throw FileFault(.isFolder, number: EISDIR) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(.notRegular) }
            return UInt32(status.st_mode) & 0o7777
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }

    static func create(_ path: String, mode: UInt32?) throws(FileFault) -> Int32? {
        let file = retrying { platformCreate(path) }
        if file < 0, errno == EEXIST { return nil }
        let opened = try Int32(check(file))
        guard let mode, fchmod(opened, mode_t(mode)) != 0 else { return opened }
        let fault = fault()
        _ = close(opened)
        unlink(path)
        throw fault
    }

    static func append(_ file: Int32, _ bytes: ArraySlice<UInt8>) throws(FileFault) -> Int {
        let written = bytes.withUnsafeBytes { buffer in
            retrying { platformWrite(file, buffer.baseAddress, min(buffer.count, chunk)) }
        }
        return try check(written)
    }

    static func syncFolder(_ folder: String) throws(FileFault) {
        let file = try Int32(check(retrying { platformOpen(folder) }))
        defer { _ = close(file) }
        try check(retrying { fsync(file) })
    }

    static func rename(_ from: String, _ to: String) -> Int32 { platformRename(from, to) }

    /// A close that was interrupted has closed all the same, so it isn't tried again.
    static func close(_ file: Int32) -> Int { Int(platformClose(file)) }

    static func retrying(_ call: () -> some FixedWidthInteger) -> Int {
        while true {
            let result = Int(call())
            if result >= 0 || errno != EINTR { return result }
        }
    }

    @discardableResult
    static func check(_ result: Int) throws(FileFault) -> Int {
        if result < 0 { throw fault() }
        return result
    }

    static func fault() -> FileFault { FileFault(ofSystem: errno) }
}

extension FileFault {
    /// What a number that the system gives means.
    package init(ofSystem number: Int32) {
        let kind: Kind =
            switch number {
            case ENOENT: .notFound
            case EISDIR: .isFolder
            case ENOTDIR: .isFile
            case EACCES, EPERM, EROFS: .notPermitted
            case EBADF: .closed
            case ENOSPC, EDQUOT: .full
            default: .failed
            }
        self.init(kind, number: number)
    }
}

// The names of these calls are taken by members above.
private func platformOpen(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
private func platformCreate(_ path: String) -> Int32 {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
}
private func platformClose(_ file: Int32) -> Int32 { close(file) }
private func platformRename(_ from: String, _ to: String) -> Int32 { rename(from, to) }
private func platformWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
private func platformRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, bytes, count)
}
