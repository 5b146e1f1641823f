import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keys that are typed before a ``LineEditor`` is there to read them: they wait for it, and aren't shown until it does.
package enum TypeAhead {
    /// Holds them from now on, if a person sits at the terminal and an editor can be made.
    package static func hold() {
        // To touch the terminal from the background would stop the program.
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetpgrp(STDIN_FILENO) == getpgrp()
        else { return }
        lineedit_watch_terminal()
        _ = lineedit_take_keys()
    }

    /// Gives the terminal back as it was.
    package static func giveBack() { lineedit_give_back() }
}
