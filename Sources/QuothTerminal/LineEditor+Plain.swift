import CLineEdit

// Where the terminal can't move its cursor a line can only be rubbed out from its end. The system would do that too, but
// would show what is typed ahead before its time.
extension LineEditor {
    /// Reads lines until they make a statement.
    func readPlainStatement(prompt text: String, continuation: String) -> ReadResult {
        prompt.set(text)
        InterruptSignal.clear()
        var shown = Self.string(prompt.visible)
        var statement = ""
        while true {
            write(shown)
            switch readPlainLine() {
            case .interrupted:
                decoder.discard()
                write("\n")
                return .interrupted
            case .end:
                write("\n")
                return statement.isEmpty ? .end : .statement(Self.trimmed(statement))
            case .statement(let line):
                statement += statement.isEmpty ? line : "\n" + line
                let isBlank = line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
                if isBlank || isComplete?(statement) != false { return .statement(Self.trimmed(statement)) }
                shown = continuation
            }
        }
    }

    private func readPlainLine() -> ReadResult {
        var line: [Unicode.Scalar] = []
        while true {
            switch nextKey() {
            case .end: return line.isEmpty ? .end : .statement(Self.string(line))
            case .code(EditorKey.interrupt.rawValue): return .interrupted
            case .code(EditorKey.insert.rawValue):
                type(pending, &line)
                pending = []
            // Ctrl-D ends an empty line.
            case .code(0x04): if line.isEmpty { return .end }
            case .code(0x0A), .code(0x0D):
                show("\n")
                return .statement(Self.string(line))
            // Backspace in either spelling, Ctrl-U, Ctrl-W.
            case .code(0x08), .code(0x7F): rubOut(1, &line)
            case .code(0x15): rubOut(line.count, &line)
            case .code(0x17):
                let blanks = line.reversed().prefix { $0 == " " }.count
                let word = line.dropLast(blanks).reversed().prefix { $0 != " " }.count
                rubOut(blanks + word, &line)
            case .code(let code):
                guard EditorKey(rawValue: code) == nil, let scalar = Unicode.Scalar(UInt32(bitPattern: code))
                else { continue }
                type([scalar], &line)
            }
        }
    }

    private func type(_ scalars: [Unicode.Scalar], _ line: inout [Unicode.Scalar]) {
        line += scalars
        show(SafeText.shown(Self.string(scalars)))
    }

    private func rubOut(_ count: Int, _ line: inout [Unicode.Scalar]) {
        let gone = line.suffix(count)
        line.removeLast(gone.count)
        let width = TextLayout.width(SafeText.shown(Self.string(Array(gone))))
        show(String(repeating: "\u{8} \u{8}", count: width))
    }

    private func show(_ text: String) {
        if showsKeys, !text.isEmpty { write(text) }
    }
}
