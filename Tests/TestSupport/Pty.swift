import CPty

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program under a terminal of its own, with the screen it draws.
///
/// Tests wait for a condition and never for a length of time.
public final class Pty {
    /// What goes wrong with a program under a terminal.
    public enum Failure: Error, CustomStringConvertible {
        case notStarted(errno: Int32)
        case timedOut(waitingFor: String, screen: String)
        case ended(waitingFor: String, screen: String)

        /// What failed, with the screen as it was.
        public var description: String {
            switch self {
            case .notStarted(let code): "not started: \(String(cString: strerror(code)))"
            case .timedOut(let what, let screen): "no \(what) in time; the screen:\n\(screen)"
            case .ended(let what, let screen): "ended before \(what); the screen:\n\(screen)"
            }
        }
    }

    /// What the program has drawn.
    public private(set) var screen: PtyScreen
    /// Every byte the program has written.
    public private(set) var output: [UInt8] = []
    /// The program's process.
    public let pid: Int32

    private let terminal: Int32
    private var isOpen = true
    private var status: Int32?

    /// Starts a program. The environment is only what is given here.
    public init(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:],
        rows: Int = 24, columns: Int = 80
    ) throws {
        screen = PtyScreen(rows: rows, columns: columns)
        let variables = ["TERM": "xterm", "LANG": "C.UTF-8"].merging(Program.sanitizers) { $1 }
            .merging(environment) { $1 }
        var child: pid_t = 0
        terminal = Self.withCStrings([path] + arguments) { arguments in
            Self.withCStrings(variables.map { "\($0)=\($1)" }) { environment in
                pty_spawn(path, arguments, environment, UInt16(rows), UInt16(columns), &child)
            }
        }
        pid = child
        if terminal < 0 { throw Failure.notStarted(errno: errno) }
    }

    deinit {
        if terminal >= 0 { close(terminal) }
        guard pid > 0, status == nil else { return }
        kill(pid, SIGKILL)
        var ignored: Int32 = 0
        waitpid(pid, &ignored, 0)
    }

    /// Types text; what the program writes meanwhile is read, so that neither side blocks the other.
    public func send(_ text: String) { send(Array(text.utf8)) }

    /// Types bytes.
    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, isOpen {
            var watched = pollfd(fd: terminal, events: Int16(POLLIN | POLLOUT), revents: 0)
            guard poll(&watched, 1, 10_000) > 0 else { return }
            if watched.revents & Int16(POLLIN) != 0 { receive() }
            guard watched.revents & Int16(POLLOUT) != 0 else { continue }
            // A small piece fits into what the terminal holds, so that the write can't block.
            let piece = Array(rest.prefix(256))
            let written = write(terminal, piece, piece.count)
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// Reads what the program writes until the condition holds.
    public func wait(
        for what: String, seconds: Double = 10, until condition: (Pty) throws -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !condition(self) {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw Failure.timedOut(waitingFor: what, screen: screen.text) }
            guard isOpen else { throw Failure.ended(waitingFor: what, screen: screen.text) }
            var watched = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            // A condition can come true without output, such as a change of the terminal's state.
            if poll(&watched, 1, 20) > 0 { receive() }
        }
    }

    /// Waits until the screen contains a text.
    public func wait(for text: String, seconds: Double = 10) throws {
        try wait(for: text.debugDescription, seconds: seconds) { $0.screen.text.contains(text) }
    }

    /// Waits until the program has ended; the code it exited with, or minus the signal that ended it.
    public func exitCode(seconds: Double = 10) throws -> Int32 {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            receive()
            var ended: Int32 = 0
            if status == nil, waitpid(pid, &ended, WNOHANG) == pid { status = ended }
            if let status {
                while receive() {}
                return pty_exit_code(status)
            }
            if ContinuousClock.now > deadline {
                throw Failure.timedOut(waitingFor: "an exit", screen: screen.text)
            }
            poll(nil, 0, 2)
        }
    }

    /// Sends the program a signal.
    public func signal(_ number: Int32) { kill(pid, number) }

    /// Changes the window's size.
    public func resize(rows: Int, columns: Int) {
        screen.resize(rows: rows, columns: columns)
        _ = pty_resize(terminal, UInt16(rows), UInt16(columns))
    }

    /// Whether the terminal is in its ordinary state, in which it echoes what is typed.
    public var echoes: Bool { pty_echoes(terminal) != 0 }

    @discardableResult private func receive() -> Bool {
        var watched = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 0) > 0 else { return false }
        var buffer: [UInt8] = Array(repeating: 0, count: 65_536)
        let count = read(terminal, &buffer, buffer.count)
        guard count > 0 else {
            isOpen = false
            return false
        }
        output += buffer[..<count]
        screen.feed(buffer[..<count])
        return true
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("it holds at least the nil") }
            return body(base)
        }
    }
}

/// Where the programs built with the tests are.
public enum BuiltProgram {
    /// The path of a program that the test target depends on; `QUOTH_PROGRAM` names another `quoth`, as installed.
    public static func path(_ name: String) -> String {
        if name == "quoth", let installed = Program.environment("QUOTH_PROGRAM") { return installed }
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        var folder = bundle.split(separator: "/", omittingEmptySubsequences: false)
        let inner = folder.firstIndex { $0.hasSuffix(".xctest") } ?? folder.endIndex - 1
        folder.removeSubrange(inner...)
        return (folder + [name[...]]).joined(separator: "/")
    }
}
