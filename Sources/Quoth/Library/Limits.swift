/// What a query may use, and how it asks whether to go on.
///
/// ```swift
/// var limits = Limits()
/// limits.maximumRows = 10_000
/// limits.shouldStop = { Task.isCancelled }
/// ```
///
/// The library reads no clock and no signal of its own: the caller passes both.
public struct Limits: Sendable {
    /// The most rows that an answer may have.
    public var maximumRows: Int
    /// The most bytes that a query may hold at once for its own columns, counted before they are taken.
    public var maximumMemory: Int
    /// The time after which a query stops, in the unit of `now`; nil for none.
    public var deadline: Int64?
    /// The time source; asked together with `shouldStop`.
    public var now: @Sendable () -> Int64
    /// Whether the user wants the query to stop; operators ask every 65,536 rows.
    public var shouldStop: @Sendable () -> Bool

    /// Ten million rows, 4 GiB, no deadline, never stopped.
    public init(
        maximumRows: Int = 10_000_000, maximumMemory: Int = 4 << 30, deadline: Int64? = nil,
        now: @escaping @Sendable () -> Int64 = { 0 },
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) {
        self.maximumRows = maximumRows
        self.maximumMemory = maximumMemory
        self.deadline = deadline
        self.now = now
        self.shouldStop = shouldStop
    }

    /// How many rows an operator may pass before it asks again.
    package static let rowsBetweenChecks = 65_536
}
