import CLineEdit

/// What could stand at the cursor.
package struct Completion: Sendable, Equatable {
    /// The part of the text that a candidate replaces, in its UTF-8.
    package var replacing: Range<Int>
    /// What could stand there, in the order to show it.
    package var candidates: [Candidate]
    /// How many there are that aren't among the candidates.
    package var omitted: Int

    /// One possibility.
    package struct Candidate: Sendable, Equatable {
        /// What would be inserted.
        package var text: String
        /// What is said about it in a list.
        package var detail: String
        /// Whether it begins with what was typed: then the others are only listed.
        package var isBeginning: Bool
        /// Whether a further word may stand behind it: then a blank is put there if there is no other candidate.
        package var isFollowed: Bool

        /// Makes a candidate.
        package init(
            _ text: String, detail: String = "", isBeginning: Bool = true, isFollowed: Bool = false
        ) {
            self.text = text
            self.detail = detail
            self.isBeginning = isBeginning
            self.isFollowed = isFollowed
        }
    }

    /// Makes a completion.
    package init(replacing: Range<Int>, candidates: [Candidate], omitted: Int = 0) {
        self.replacing = replacing
        self.candidates = candidates
        self.omitted = omitted
    }

    /// What can be inserted without a choice; nil if there is nothing.
    var insertion: [Unicode.Scalar]? {
        let beginning = candidates.filter(\.isBeginning)
        guard let first = beginning.first else {
            return candidates.count == 1 ? Array(candidates[0].text.unicodeScalars) : nil
        }
        return beginning.dropFirst().reduce(Array(first.text.unicodeScalars)) { prefix, candidate in
            Array(zip(prefix, candidate.text.unicodeScalars).prefix { $0 == $1 }.map(\.0))
        }
    }

    /// Whether what is inserted is a word that a blank belongs behind.
    var isFollowed: Bool { candidates.count == 1 && omitted == 0 && candidates[0].isFollowed }

    var isCertain: Bool { candidates.count == 1 || candidates.count(where: \.isBeginning) == 1 }
}

extension LineEditor {
    /// No more candidates than this are listed, nor more lines of them than half the screen.
    static let maximumListed = 200

    func completeWord(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        guard let complete else { return LINEEDIT_BELL }
        let completion = complete(Self.string(scalars), scalars[..<cursor].reduce(0) { $0 + UTF8.width($1) })
        guard let replaced = Self.indices(of: completion.replacing, in: scalars),
            !completion.candidates.isEmpty
        else { return LINEEDIT_BELL }
        let isAtEnd = scalars[replaced.upperBound...].first.map { $0 == "\n" } ?? true
        let blank: [Unicode.Scalar] = completion.isFollowed && isAtEnd ? [" "] : []
        // A shorter text would take away what was typed.
        if let insertion = completion.insertion.map({ $0 + blank }), scalars[replaced] != insertion[...],
            completion.isCertain || insertion.count >= replaced.count
        {
            let changed = scalars[..<replaced.lowerBound] + insertion + scalars[replaced.upperBound...]
            let end = replaced.lowerBound + insertion.count
            replace(with: Array(changed), cursor: end, handle)
            if !blank.isEmpty { blankOfCompletion = end }
            return LINEEDIT_REFRESH
        }
        if completion.candidates.count == 1 { return LINEEDIT_UNCHANGED }
        let size = TextLayout.windowSize()
        show(Self.list(completion, width: size.columns, maximumLines: max(1, size.rows / 2)), handle)
        return LINEEDIT_UNCHANGED
    }

    /// Takes away the blank that a completion has put before the cursor, if it doesn't belong before what is typed now.
    func giveWay(to scalar: Unicode.Scalar, _ handle: OpaquePointer) {
        let (scalars, cursor) = current(handle)
        guard cursor == blankOfCompletion, cursor > 0, scalars[cursor - 1] == " " else { return }
        if [" ", ".", ",", ")"].contains(scalar) { lineedit_delete(handle, 1) }
    }

    /// A range of UTF-8 as one of characters, if it is one.
    private static func indices(of range: Range<Int>, in scalars: [Unicode.Scalar]) -> Range<Int>? {
        var offset = 0
        var lower: Int?
        for index in 0...scalars.count {
            if offset == range.lowerBound { lower = lower ?? index }
            if offset == range.upperBound { return lower.map { $0..<index } }
            if index < scalars.count { offset += UTF8.width(scalars[index]) }
        }
        return nil
    }

    // MARK: The list

    /// In a table of several columns a longer remark would leave no room.
    private static let longestRemark = 14

    /// Candidates with what is said about them a line each if they fit, or else in columns, read downwards.
    static func list(_ completion: Completion, width: Int, maximumLines: Int) -> [String] {
        let shown = completion.candidates.prefix(maximumListed).map {
            Entry(text: SafeText.shown($0.text), remark: SafeText.shown($0.detail))
        }
        let remark = shown.map { TextLayout.width($0.remark) }.max() ?? 0
        let isShort = completion.candidates.count <= maximumLines && completion.omitted == 0
        guard remark > 0, isShort || remark <= longestRemark else {
            return columns(shown.map(\.text), completion, width, maximumLines)
        }
        let rows = aligned(shown)
        let widest = rows.map { TextLayout.width($0) }.max() ?? 0
        if isShort { return rows.map { cut($0, to: width - 1) } }
        if 2 * (widest + 2) < width { return columns(rows, completion, width, maximumLines) }
        // A long one among those that aren't seen must not push the remarks aside.
        return columns(aligned(Array(shown.prefix(maximumLines))), completion, width, maximumLines)
    }

    private struct Entry {
        let text: String
        let remark: String
    }

    /// Candidates with their remarks one below the other.
    private static func aligned(_ entries: [Entry]) -> [String] {
        let name = entries.map { TextLayout.width($0.text) }.max() ?? 0
        return entries.map { entry in
            entry.remark.isEmpty ? entry.text : padded(entry.text, to: name + 2) + entry.remark
        }
    }

    private static func columns(
        _ cells: [String], _ completion: Completion, _ width: Int, _ maximumLines: Int
    ) -> [String] {
        let cell = 2 + (cells.map { TextLayout.width($0) }.max() ?? 0)
        let across = max(1, (width - 1) / cell)
        let lines = min(maximumLines, (cells.count + across - 1) / across)
        let shown = Array(cells.prefix(lines * across))
        var result = (0..<lines).map { line in
            let row = stride(from: line, to: shown.count, by: lines).reduce(into: "") { text, index in
                let isLast = index + lines >= shown.count
                text += isLast ? shown[index] : padded(shown[index], to: cell)
            }
            return cut(row, to: width - 1)
        }
        let rest = completion.candidates.count - shown.count + completion.omitted
        if rest > 0 { result.append("… and \(rest) more") }
        return result
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - TextLayout.width(text)))
    }

    private static func cut(_ text: String, to width: Int) -> String {
        if TextLayout.width(text) <= width { return text }
        var kept = ""
        for character in text {
            guard TextLayout.width(kept + String(character)) < width else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}

extension UTF8 {
    /// How many bytes a character takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
    }
}
