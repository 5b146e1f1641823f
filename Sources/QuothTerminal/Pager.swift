import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that shows a long text a window at a time, such as `less`; it reads the text from a pipe.
package struct Pager {
    private let process: pid_t
    /// Where the text is to be written.
    package let descriptor: Int32

    /// Starts a program, named by its first word, with the others as its arguments; no shell comes between.
    ///
    /// Nil if it can't be started.
    package init?(_ words: [String]) {
        guard let program = words.first else { return nil }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Unless the user has said otherwise: colours are to be seen as such, and text is UTF-8.
        setenv("LESS", "FRX", 0)
        setenv("LESSCHARSET", "utf-8", 0)
        let child = Self.spawn(program, words, reading: ends[0])
        close(ends[0])
        guard let child else {
            close(ends[1])
            return nil
        }
        process = child
        descriptor = ends[1]
    }

    private static func spawn(_ program: String, _ words: [String], reading input: Int32) -> pid_t? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        // What this program ignores, the other needs.
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, program, &actions, &attributes, arguments, lineedit_environment())
        return failure == 0 ? child : nil
    }

    /// Ends the text, and waits until the user has seen enough.
    package func finish() {
        close(descriptor)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        // A Ctrl-C was meant for it.
        InterruptSignal.clear()
    }
}
