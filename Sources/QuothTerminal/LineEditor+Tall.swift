import CLineEdit

/// The part of a statement that is seen when it is taller than the window.
struct TallView {
    /// The first of its rows that is seen.
    var top = 0
    /// Lines that are shown below it until the next key.
    var remarks: [String] = []
}

// libedit shows the end of a text that is taller than the window, wherever the cursor is. Such a text is drawn here,
// and libedit draws into nothing meanwhile.
extension LineEditor {
    func paintTall(_ handle: OpaquePointer, _ cursor: TextLayout, rows: Int, columns: Int) {
        beginTallView(handle)
        var view = tallView ?? TallView()
        let remarks = view.remarks.suffix(rows - 1)
        view.remarks = []
        let height = rows - remarks.count
        let lines = screenLines(handle, columns: columns)
        view.top = min(max(view.top, cursor.row - height + 1), cursor.row, max(0, lines.count - height))
        tallView = view
        let shown = lines[view.top..<min(lines.count, view.top + height)] + remarks
        // Each line is erased before it is written: behind one that fills it, that would erase its end.
        let drawn = shown.map { "\r\u{1B}[K" + $0 }.joined(separator: "\r\n")
        write("\u{1B}[H\u{1B}[J\(drawn)\u{1B}[\(cursor.row - view.top + 1);\(cursor.column + 1)H")
    }

    func beginTallView(_ handle: OpaquePointer) {
        guard tallView == nil else { return }
        lineedit_draw(handle, 0)
        tallView = TallView()
    }

    /// Prompt and text as lines of the screen.
    private func screenLines(_ handle: OpaquePointer, columns: Int) -> [String] {
        var layout = TextLayout(columns: columns)
        var lines = [""]
        for scalar in prompt.visible + current(handle).scalars where !SafeText.reordersText(scalar) {
            // A line break and what comes behind it may come with one character.
            let parts = layout.advance(scalar).split(separator: "\r\n", omittingEmptySubsequences: false)
            lines[lines.count - 1] += parts[0]
            lines += parts.dropFirst().map { String($0) }
        }
        return lines
    }

    /// Goes back to a text that fits into the window.
    func showWhole(_ handle: OpaquePointer) {
        tallView = nil
        write("\u{1B}[H\u{1B}[J")
        lineedit_draw(handle, 1)
        lineedit_redraw(handle)
    }

    /// Leaves the end of the text where it is seen, and goes below it.
    func leaveTallView(_ handle: OpaquePointer) {
        guard tallView != nil else { return }
        tallView = nil
        lineedit_draw(handle, 1)
        write("\u{1B}[\(TextLayout.windowSize().rows);1H\r\n")
    }
}
