import CLineEdit

/// What could stand at the cursor.
package struct Completion: Sendable, Equatable {
    /// The part of the text that a candidate replaces, in its UTF-8.
    package var replacing: Range<Int>
    /// What could stand there, in the order to show it.
    package var candidates: [String]

    /// Makes a completion.
    package init(replacing: Range<Int>, candidates: [String]) {
        self.replacing = replacing
        self.candidates = candidates
    }

    /// What all candidates begin with.
    var commonPrefix: [Unicode.Scalar] {
        guard let first = candidates.first else { return [] }
        return candidates.dropFirst().reduce(Array(first.unicodeScalars)) { prefix, candidate in
            Array(zip(prefix, candidate.unicodeScalars).prefix { $0 == $1 }.map(\.0))
        }
    }
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
        let prefix = completion.commonPrefix
        let isOnly = completion.candidates.count == 1
        // A shorter common prefix would take away what was typed.
        if scalars[replaced] != prefix[...], isOnly || prefix.count >= replaced.count {
            let changed = scalars[..<replaced.lowerBound] + prefix + scalars[replaced.upperBound...]
            replace(with: Array(changed), cursor: replaced.lowerBound + prefix.count, handle)
            return LINEEDIT_REFRESH
        }
        if isOnly { return LINEEDIT_UNCHANGED }
        let size = TextLayout.windowSize()
        show(
            Self.columns(
                completion.candidates, width: size.columns, maximumLines: max(1, size.rows / 2)), handle)
        return LINEEDIT_UNCHANGED
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

    /// Candidates in columns, read downwards.
    static func columns(_ candidates: [String], width: Int, maximumLines: Int) -> [String] {
        let listed = candidates.prefix(maximumListed).map { SafeText.shown($0) }
        let cell = 2 + (listed.map { TextLayout.width($0) }.max() ?? 0)
        let across = max(1, (width - 1) / cell)
        let lines = min(maximumLines, (listed.count + across - 1) / across)
        let shown = Array(listed.prefix(lines * across))
        var result = (0..<lines).map { line in
            stride(from: line, to: shown.count, by: lines).reduce(into: "") { text, index in
                text += shown[index]
                let isLast = index + lines >= shown.count
                if !isLast {
                    text += String(repeating: " ", count: cell - TextLayout.width(shown[index]))
                }
            }
        }
        if candidates.count > shown.count { result.append("… and \(candidates.count - shown.count) more") }
        return result
    }
}

extension UTF8 {
    /// How many bytes a character takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
    }
}
