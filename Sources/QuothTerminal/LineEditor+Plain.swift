import CLineEdit

extension LineEditor {
    /// Reads lines as the system edits them, until they make a statement.
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
            case .code(0x0A): return .statement(Self.string(line))
            case .code(EditorKey.insert.rawValue):
                line += pending
                pending = []
            case .code(let code):
                guard EditorKey(rawValue: code) == nil, let scalar = Unicode.Scalar(UInt32(bitPattern: code))
                else { continue }
                line.append(scalar)
            }
        }
    }
}
