import Quoth
import QuothSyntax

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard input as a script.
enum StandardInput {
    /// Everything there is, or one byte more than a script may have.
    static func readAll() throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= SourceText.maximumLength {
            let count = read(STDIN_FILENO, &part, part.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += part[..<count]
            } else if errno == EAGAIN {
                var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
                _ = poll(&request, 1, -1)
            } else if errno != EINTR {
                throw FileFault(ofSystem: errno)
            }
        }
        return bytes
    }
}
