#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What there is to know about the terminal and the environment.
enum Terminal {
    /// Whether a file descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Whether somebody types what is read.
    static var isInput: Bool { isTerminal(STDIN_FILENO) }

    /// The columns of the window; 80 if nobody knows.
    static var width: Int { windowSize.columns }

    /// The size of the window; 24 rows of 80 columns if nobody knows.
    static var windowSize: (rows: Int, columns: Int) {
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return (
            rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : number("LINES") ?? 24,
            columns: isKnown && size.ws_col > 0 ? Int(size.ws_col) : number("COLUMNS") ?? 80
        )
    }

    private static func number(_ variable: String) -> Int? {
        guard let number = environment(variable).flatMap({ Int($0) }), number > 0 else { return nil }
        return min(number, 10_000)
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

    /// Whether a variable is in the environment, if only empty.
    static func isInEnvironment(_ name: String) -> Bool { getenv(name) != nil }

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
