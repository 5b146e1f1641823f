/// The statements that were typed, oldest first.
package struct History: Sendable {
    /// Whole statements, none of them twice.
    package private(set) var entries: [String] = []

    /// An empty history.
    package init() {}

    /// Adds a statement, unless it is blank or begins with a space.
    package mutating func add(_ statement: String) {
        guard let first = statement.utf8.first, first != 0x20 else { return }
        if let earlier = entries.firstIndex(of: statement) { entries.remove(at: earlier) }
        entries.append(statement)
    }
}
