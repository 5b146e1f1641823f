#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What there is to know about the terminal and the environment.
enum Terminal {
    /// Whether a file descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The columns of the window; 80 if nobody knows.
    static var width: Int {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        if let columns = environment("COLUMNS").flatMap({ Int($0) }), columns > 0 {
            return min(columns, 10_000)
        }
        return 80
    }

    /// Whether colours may be used on a terminal.
    static var allowsColour: Bool {
        environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    }

    /// A variable of the environment, unless it is empty.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}

/// A clock that is never set.
enum MonotonicClock {
    /// Nanoseconds since some moment.
    @Sendable static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
