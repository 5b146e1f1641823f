import Quoth
import QuothTerminal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Ctrl-C while the program works: a flag that queries and writers ask for.
enum Interrupt {
    /// From now on Ctrl-C no longer ends the program by itself.
    static func listen() { InterruptSignal.catch() }

    /// Whether Ctrl-C was pressed since the flag was last cleared.
    @Sendable static func isRaised() -> Bool { InterruptSignal.isPending }

    static var isPending: Bool { InterruptSignal.isPending }

    static func clear() { InterruptSignal.clear() }
}

extension FileAccess {
    /// The same, but that writing fails once Ctrl-C was pressed.
    var interruptible: FileAccess {
        var files = self
        files.append = { [append] (file, bytes) throws(FileFault) in
            if Interrupt.isPending { throw FileFault(.failed, number: EINTR) }
            return try append(file, bytes)
        }
        return files
    }
}
