#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A whole file in memory, page by page as it is read.
///
/// The mapping goes on to be what the file was when it is replaced by a rename or removed.
package final class FileMapping: @unchecked Sendable {
    // Sound to share between threads: the bytes don't change, but where ``Blocks`` puts others in place of damaged ones.
    let bytes: UnsafeMutableRawBufferPointer

    private init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    deinit { munmap(bytes.baseAddress, bytes.count) }

    /// Maps a file; nil if it doesn't begin with some bytes, or isn't a file.
    static func open(_ path: String, beginningWith magic: [UInt8]) throws(FileFault) -> FileMapping? {
        let file = openForReading(path)
        // Whoever reads the file as something else says what is the matter.
        guard file >= 0 else { return nil }
        defer { _ = closeFile(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let start = [UInt8](unsafeUninitializedCapacity: magic.count) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, magic.count, 0))
        }
        guard start == magic else { return nil }
        let length = Int(status.st_size)
        // Private and writable, so that damaged blocks can be written over in memory alone; no room is set aside for
        // that, since it comes to nothing in a sound file.
        let flags = MAP_PRIVATE | MAP_NORESERVE
        guard let base = mmap(nil, length, PROT_READ | PROT_WRITE, flags, file, 0), base != MAP_FAILED else {
            throw FileFault(.failed, number: errno)
        }
        return FileMapping(UnsafeMutableRawBufferPointer(start: base, count: length))
    }
}

// The name of this call is taken by the member above.
private func openForReading(_ path: String) -> Int32 {
    while true {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if file >= 0 || errno != EINTR { return file }
    }
}
private func closeFile(_ file: Int32) -> Int32 { close(file) }
