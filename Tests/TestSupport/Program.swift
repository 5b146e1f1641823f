#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

#if canImport(Darwin)
    private let systemWrite = Darwin.write
    private let systemRead = Darwin.read
    private let systemPipe = Darwin.pipe
#else
    private let systemWrite = Glibc.write
    private let systemRead = Glibc.read
    private let systemPipe = Glibc.pipe
#endif

/// The built program `quoth`, run as a user runs it.
public enum Program {
    /// What a run came to.
    public struct Result: Sendable {
        /// What it wrote on standard output.
        public let out: String
        /// What it wrote on standard error.
        public let err: String
        /// The code it exited with, or minus the signal that ended it.
        public let code: Int32
    }

    /// Where standard output goes.
    public enum Sink: Sendable {
        /// Into the result.
        case result
        /// Into a file or device.
        case path(String)
        /// Into a pipe whose other end is closed.
        case closedPipe
        /// Into the result, and standard error with it, in the order in which both were written.
        case resultWithErrors
        /// Into a pipe that nobody reads; once it is full, Ctrl-C is pressed.
        case stuckPipe
    }

    /// Why a program couldn't be run.
    public enum Failure: Error {
        case notStarted(Int32)
        case tookTooLong([String])
    }

    /// Runs `quoth` to its end, in a folder. Its environment is only what is given.
    public static func run(
        _ arguments: [String], input: String = "", to sink: Sink = .result, in folder: String? = nil,
        environment: [String: String] = [:], seconds: Double = 60
    ) throws(Failure) -> Result {
        var path = BuiltProgram.path("quoth")
        var arguments = arguments
        if let folder {
            arguments = ["-c", #"cd "$0" && exec "$@""#, folder, path] + arguments
            path = "/bin/sh"
        }
        return try run(
            path, arguments, input: Array(input.utf8), to: sink, environment: environment,
            seconds: seconds)
    }

    /// Runs a program to its end, with bytes as its standard input.
    public static func run(
        _ path: String, _ arguments: [String], input: [UInt8], to sink: Sink = .result,
        environment: [String: String] = [:], seconds: Double = 60
    ) throws(Failure) -> Result {
        let standardInput = temporaryFile()
        let standardError = temporaryFile()
        let standardOutput: Int32
        var stuck: Int32 = -1
        switch sink {
        case .result, .resultWithErrors: standardOutput = temporaryFile()
        case .path(let path): standardOutput = open(path, O_WRONLY | O_CLOEXEC)
        case .closedPipe: (_, standardOutput) = pipe(isRead: false)
        case .stuckPipe: (stuck, standardOutput) = pipe(isRead: true)
        }
        defer { for file in [standardInput, standardOutput, standardError] { close(file) } }
        write(input, to: standardInput)
        let errors = if case .resultWithErrors = sink { standardOutput } else { standardError }
        let child = try spawn(
            path, arguments, environment, [standardInput, standardOutput, errors])
        if stuck >= 0 { interruptWhenFull(stuck, child) }
        let code = try wait(for: child, seconds, arguments)
        if stuck >= 0 { close(stuck) }
        let out =
            switch sink {
            case .result, .resultWithErrors: contents(standardOutput)
            case .path, .closedPipe, .stuckPipe: ""
            }
        return Result(out: out, err: contents(standardError), code: code)
    }

    /// Runs `quoth` and kills it, so that it can do nothing more, as soon as something holds, unless it ends sooner.
    public static func runKilled(_ arguments: [String], when holds: () -> Bool) throws(Failure) {
        let files = [temporaryFile(), temporaryFile(), temporaryFile()]
        defer { for file in files { close(file) } }
        let child = try spawn(BuiltProgram.path("quoth"), arguments, [:], files)
        let deadline = ContinuousClock.now + .seconds(60)
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) != child {
            if holds() || ContinuousClock.now > deadline {
                kill(child, SIGKILL)
                waitpid(child, &status, 0)
                return
            }
        }
    }

    /// A variable of the environment of whoever runs the tests.
    public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// What whoever runs the tests wants of sanitizers, for every program that they start.
    static var sanitizers: [String: String] {
        var options: [String: String] = [:]
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] { options[name] = environment(name) }
        return options
    }

    /// Lets only its owner read and write a file.
    public static func allowOnlyOwner(_ path: String) -> Bool { chmod(path, 0o600) == 0 }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String], _ files: [Int32]
    ) throws(Failure) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        // Whoever runs the tests may have Ctrl-C ignored or blocked.
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in files.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
        }
        let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] =
            environment.merging(sanitizers) { given, _ in given }
            .map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, path, &actions, &attributes, words, variables)
        if failure != 0 { throw .notStarted(failure) }
        return child
    }

    private static func wait(
        for child: pid_t, _ seconds: Double, _ arguments: [String]
    ) throws(Failure) -> Int32 {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        while waitpid(child, &status, WNOHANG) != child {
            if ContinuousClock.now > deadline {
                kill(child, SIGKILL)
                waitpid(child, &status, 0)
                throw .tookTooLong(arguments)
            }
            poll(nil, 0, 2)
        }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    /// An open file that has no name any more.
    private static func temporaryFile() -> Int32 {
        var template = Array("/tmp/quoth-test.XXXXXX".utf8CString)
        let file = mkstemp(&template)
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }

    private static func pipe(isRead: Bool) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        _ = systemPipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        if !isRead { close(ends[0]) }
        return (ends[0], ends[1])
    }

    private static func interruptWhenFull(_ pipe: Int32, _ child: pid_t) {
        let deadline = ContinuousClock.now + .seconds(20)
        var count: Int32 = 0
        while count < 60_000, ContinuousClock.now < deadline {
            _ = ioctl(pipe, UInt(FIONREAD), &count)
            poll(nil, 0, 2)
        }
        kill(child, SIGINT)
    }

    private static func write(_ bytes: [UInt8], to file: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count <= 0 { break }
            rest = rest.dropFirst(count)
        }
        lseek(file, 0, SEEK_SET)
    }

    private static func contents(_ file: Int32) -> String {
        lseek(file, 0, SEEK_SET)
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = systemRead(file, &part, part.count)
            if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }
}

/// A folder that is there for one test.
public final class TemporaryFolder: Sendable {
    /// Its path.
    public let path: String

    /// Makes an empty folder.
    public init() {
        var template = Array("/tmp/quoth-test.XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit {
        guard let stream = opendir(path) else { return }
        for name in names { unlink(path + "/" + name) }
        closedir(stream)
        rmdir(path)
    }

    /// Writes a file and returns its path.
    @discardableResult public func write(_ name: String, _ text: String) -> String {
        let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        defer { close(file) }
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
        return path + "/" + name
    }

    /// The text of a file; nil if there is none.
    public func read(_ name: String) -> String? {
        let file = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = systemRead(file, &part, part.count)
            if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += part[..<count]
        }
    }

    /// The names of the files in it, sorted.
    public var names: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
