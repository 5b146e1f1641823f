/// The names of the records of a collection, folded, by the ways in which a name can match.
///
/// Whoever fills it folds the names (case and accents); a query's word is folded the same way.
package struct NameIndex: Sendable {
    private var names: [String: [Int32]] = [:]
    private var otherNames: [String: [Int32]] = [:]
    private var lastWords: [String: [Int32]] = [:]
    private var longNames: [(name: String, row: Int32)] = []

    package init() {}

    /// Adds a record's name and other names, folded.
    package mutating func insert(name: String, otherNames others: [String], row: Int32) {
        Self.add(row, to: &names, under: name)
        for other in others { Self.add(row, to: &otherNames, under: other) }
        let words = name.split(separator: " ")
        if words.count > 1, let last = words.last {
            Self.add(row, to: &lastWords, under: String(last))
            longNames.append((name, row))
        }
    }

    /// The rows whose name is the word, else some other name, else the family name (the last word), else which
    /// begin with it up to the end of a word; the first way with a match decides. O(1) but for the last way,
    /// which is O(records).
    package func rows(matching folded: String) -> [Int32] {
        guard !folded.isEmpty else { return [] }
        if let rows = names[folded] ?? otherNames[folded] ?? lastWords[folded] { return rows }
        let beginning = folded + " "
        return longNames.filter { $0.name.hasPrefix(beginning) }.map(\.row)
    }

    /// Every folded name, for suggestions.
    package var allNames: [(name: String, rows: [Int32])] {
        names.map { ($0.key, $0.value) } + otherNames.map { ($0.key, $0.value) }
    }

    private static func add(_ row: Int32, to index: inout [String: [Int32]], under name: String) {
        if index[name]?.last != row { index[name, default: []].append(row) }
    }
}
