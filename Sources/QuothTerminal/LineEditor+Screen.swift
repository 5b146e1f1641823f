import CLineEdit

extension LineEditor {
    /// Where the cursor and the end of the text are, reckoned from the prompt's first row.
    func places(_ handle: OpaquePointer, columns: Int) -> (cursor: TextLayout, end: TextLayout) {
        let (scalars, cursor) = current(handle)
        var layout = TextLayout(columns: columns)
        layout.advance(prompt.visible)
        layout.advance(scalars[..<cursor])
        let atCursor = layout
        layout.advance(scalars[cursor...])
        return (atCursor, layout)
    }

    /// Draws everything anew after the window has taken another size. Most terminals have rewrapped the text by
    /// then, so that the cursor's row is the one it has at the new width.
    func resize(_ handle: OpaquePointer) {
        guard tallView == nil else { return lineedit_resize(handle) }
        let rows = places(handle, columns: TextLayout.windowSize().columns).cursor.row
        write((rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J")
        lineedit_resize(handle)
        lineedit_redraw(handle)
    }

    /// Writes lines below the text, and the text again below them. Where both are taller than the window, a part of
    /// the text gives way.
    func show(_ lines: [String], _ handle: OpaquePointer) {
        let (rows, columns) = TextLayout.windowSize()
        let (cursor, end) = places(handle, columns: columns)
        if end.row + 1 + lines.count > rows { beginTallView(handle) }
        if tallView != nil {
            tallView?.remarks = lines
            return
        }
        write(String(repeating: "\n", count: end.row - cursor.row) + "\r\n")
        for line in lines { write(line + "\r\n") }
        lineedit_redraw(handle)
    }

    /// Writes over what libedit has drawn what it leaves out: the prompt's colours, marks and joiners.
    func repaint(_ handle: OpaquePointer) {
        let scalars = current(handle).scalars
        let (rows, columns) = TextLayout.windowSize()
        let (cursor, end) = places(handle, columns: columns)
        if end.row >= rows || tallView?.remarks.isEmpty == false {
            return paintTall(handle, cursor, rows: rows, columns: columns)
        }
        if tallView != nil { showWhole(handle) }
        let hasMarks = scalars.contains { $0.value >= 0x300 && TextLayout.width($0) == 0 }
        guard hasMarks || !prompt.colours.isEmpty else { return }
        var layout = TextLayout(columns: columns)
        var output = Self.move(from: cursor, to: layout)
        var colours = prompt.colours[...]
        for (offset, scalar) in prompt.visible.enumerated() {
            while let colour = colours.first, colour.offset <= offset {
                output += colour.sequence
                colours.removeFirst()
            }
            output += layout.advance(scalar)
        }
        output += colours.map(\.sequence).joined()
        if hasMarks {
            for scalar in scalars where !SafeText.reordersText(scalar) { output += layout.advance(scalar) }
        }
        write(output + Self.move(from: layout, to: cursor))
    }

    private static func move(from: TextLayout, to: TextLayout) -> String {
        let rows = to.row - from.row
        var output = "\r"
        if rows != 0 { output += "\u{1B}[\(abs(rows))\(rows < 0 ? "A" : "B")" }
        if to.column > 0 { output += "\u{1B}[\(to.column)C" }
        return output
    }
}

/// Text that comes from data, fit for a terminal.
enum SafeText {
    /// Whether a character changes the order in which others are shown.
    static func reordersText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The text with what would steer the terminal spelt out.
    static func shown(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { shown, scalar in
            if scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || reordersText(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
    }
}
