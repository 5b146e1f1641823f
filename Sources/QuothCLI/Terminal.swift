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

    /// Whether nothing but ASCII should be drawn: the terminal is dumb, or the environment names other letters than
    /// UTF-8.
    static var isPlain: Bool {
        if environment("TERM") == "dumb" { return true }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first ?? ""
        guard let dot = locale.firstIndex(of: ".") else { return false }
        let letters = locale[locale.index(after: dot)...].prefix { $0 != "@" }
        return !["utf8", "utf-8"].contains(letters.lowercased())
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
