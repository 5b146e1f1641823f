/// What could stand at the cursor.
package struct Completion: Sendable, Equatable {
    /// The part of the text that a candidate replaces, in its UTF-8.
    package var replacing: Range<Int>
    /// What could stand there.
    package var candidates: [String]

    /// Makes a completion.
    package init(replacing: Range<Int>, candidates: [String]) {
        self.replacing = replacing
        self.candidates = candidates
    }
}

struct HistorySearch {}
