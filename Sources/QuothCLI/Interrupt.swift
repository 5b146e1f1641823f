import QuothTerminal

/// Ctrl-C while the program works: a flag that queries and writers ask for.
enum Interrupt {
    /// From now on Ctrl-C no longer ends the program by itself.
    static func listen() { InterruptSignal.catch() }

    /// Whether Ctrl-C was pressed since the flag was last cleared.
    @Sendable static func isRaised() -> Bool { InterruptSignal.isPending }

    static var isPending: Bool { InterruptSignal.isPending }

    static func clear() { InterruptSignal.clear() }
}
