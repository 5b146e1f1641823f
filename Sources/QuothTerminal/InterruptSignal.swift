import CLineEdit

/// SIGINT as a flag, which a running query asks for.
///
/// The flag may be read from any thread. Catching the signal makes no system call elsewhere fail.
package enum InterruptSignal {
    /// From now on SIGINT sets the flag and doesn't end the program, unless it was ignored before.
    package static func `catch`() { lineedit_catch_interrupt() }

    /// Whether SIGINT has come since the flag was last cleared.
    package static var isPending: Bool { lineedit_interrupt_pending() != 0 }

    /// Clears the flag.
    package static func clear() { lineedit_clear_interrupt() }
}
