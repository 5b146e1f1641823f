import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension LineEditor {
    /// Runs the command of a key that is the editor's own.
    func run(_ key: wchar_t) -> lineedit_outcome {
        guard let handle else { return LINEEDIT_END }
        defer { if key != wchar_t(Control.i) { blankOfCompletion = nil } }
        if let own = EditorKey(rawValue: key) { return run(own, handle) }
        let ofVi = key - wchar_t(LINEEDIT_VI)
        if ofVi >= 0 { return runOfVi(UInt8(truncatingIfNeeded: ofVi), handle) }
        switch UInt8(truncatingIfNeeded: key) {
        case Control.a: return moveToLineStart(handle)
        case Control.c: return interrupt(handle)
        case Control.d: return deleteOrEnd(handle)
        case Control.e: return moveToLineEnd(handle)
        case Control.i: return completeWord(handle)
        case Control.j, Control.m: return enter(handle)
        case Control.k: return killToLineEnd(handle)
        case Control.n: return moveDown(handle)
        case Control.p: return moveUp(handle)
        case Control.r: return startSearch(handle)
        case Control.z: return stop(handle)
        default: return type(key, handle)
        }
    }

    private func runOfVi(_ key: UInt8, _ handle: OpaquePointer) -> lineedit_outcome {
        switch key {
        case UInt8(ascii: "j"): return moveDown(handle)
        case UInt8(ascii: "k"): return moveUp(handle)
        case UInt8(ascii: "/"): return startSearch(handle)
        case UInt8(ascii: "r"):
            replacesNext = true
            return LINEEDIT_UNCHANGED
        default: return LINEEDIT_BELL
        }
    }

    private func type(_ key: wchar_t, _ handle: OpaquePointer) -> lineedit_outcome {
        guard let scalar = Unicode.Scalar(UInt32(bitPattern: key)), scalar.value >= 0x20 else {
            return LINEEDIT_BELL
        }
        giveWay(to: scalar, handle)
        insert([scalar] + charactersAtHand(), handle)
        return LINEEDIT_REFRESH
    }

    private func replaceNext(_ handle: OpaquePointer) -> lineedit_outcome {
        replacesNext = false
        let text = lineedit_current(handle)
        guard text.cursor < text.length, (pending.first?.value ?? 0) >= 0x20 else { return LINEEDIT_BELL }
        lineedit_move(handle, 1)
        lineedit_delete(handle, 1)
        insert(pending, handle)
        lineedit_move(handle, -1)
        return LINEEDIT_REFRESH
    }

    private enum Control {
        static let a: UInt8 = 1
        static let c: UInt8 = 3
        static let d: UInt8 = 4
        static let e: UInt8 = 5
        static let i: UInt8 = 9
        static let j: UInt8 = 10
        static let k: UInt8 = 11
        static let m: UInt8 = 13
        static let n: UInt8 = 14
        static let p: UInt8 = 16
        static let r: UInt8 = 18
        static let z: UInt8 = 26
    }

    private func run(_ key: EditorKey, _ handle: OpaquePointer) -> lineedit_outcome {
        switch key {
        case .replace: return replaceNext(handle)
        case .insert:
            insert(pending + charactersAtHand(), handle)
            pending = []
            return LINEEDIT_REFRESH
        case .up: return moveUp(handle)
        case .down: return moveDown(handle)
        case .home: return moveToLineStart(handle)
        case .end: return moveToLineEnd(handle)
        case .delete: return deleteNext(handle)
        case .newline:
            insert(["\n"], handle)
            return LINEEDIT_REFRESH
        case .interrupt: return interrupt(handle)
        case .redraw: return LINEEDIT_REFRESH
        case .resize:
            resize(handle)
            return LINEEDIT_UNCHANGED
        case .searchChanged: return showSearch(handle)
        case .searchAccepted: return endSearch(isCancelled: false, handle)
        case .searchCancelled: return endSearch(isCancelled: true, handle)
        case .resume:
            resume(handle)
            return LINEEDIT_UNCHANGED
        default: return LINEEDIT_BELL
        }
    }

    // MARK: The text

    /// The text being edited, with the cursor's place in it.
    func current(_ handle: OpaquePointer) -> (scalars: [Unicode.Scalar], cursor: Int) {
        let text = lineedit_current(handle)
        let buffer = UnsafeBufferPointer(start: text.start, count: text.length)
        return (buffer.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }, text.cursor)
    }

    func currentText() -> String {
        guard let handle else { return "" }
        return Self.string(current(handle).scalars)
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    func insert(_ scalars: [Unicode.Scalar], _ handle: OpaquePointer) {
        let wide = scalars.map { wchar_t(bitPattern: $0 == "\0" ? 0xFFFD : $0.value) }
        _ = lineedit_insert(handle, wide + [0])
    }

    /// Replaces the whole text and puts the cursor behind it, or at a given place.
    func replace(with scalars: [Unicode.Scalar], cursor: Int? = nil, _ handle: OpaquePointer) {
        let text = lineedit_current(handle)
        lineedit_move(handle, Int32(text.length - text.cursor))
        lineedit_delete(handle, Int32(text.length))
        insert(scalars, handle)
        if let cursor { lineedit_move(handle, Int32(cursor - scalars.count)) }
    }

    // MARK: Ending

    private func enter(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        let last = scalars.reversed().prefix { $0 != "\n" }
        let isBlank = last.allSatisfy { $0 == " " || $0 == "\t" } && cursor >= scalars.count - last.count
        if isBlank || isComplete?(Self.string(scalars)) != false {
            // The command that ends a line for libedit also moves below the text.
            lineedit_push(handle, [EditorKey.accept.rawValue, 0])
            return LINEEDIT_UNCHANGED
        }
        insert(["\n"], handle)
        return LINEEDIT_REFRESH
    }

    private func interrupt(_ handle: OpaquePointer) -> lineedit_outcome {
        outcome = .interrupted
        lineedit_push(handle, [EditorKey.accept.rawValue, 0])
        return LINEEDIT_UNCHANGED
    }

    private func deleteOrEnd(_ handle: OpaquePointer) -> lineedit_outcome {
        if lineedit_current(handle).length > 0 { return deleteNext(handle) }
        outcome = .end
        return LINEEDIT_END
    }

    private func deleteNext(_ handle: OpaquePointer) -> lineedit_outcome {
        let text = lineedit_current(handle)
        guard text.cursor < text.length else { return LINEEDIT_BELL }
        lineedit_move(handle, 1)
        lineedit_delete(handle, 1)
        return LINEEDIT_REFRESH
    }

    // MARK: Stopping

    private func stop(_ handle: OpaquePointer) -> lineedit_outcome {
        leaveEditing(handle)
        write("\n")
        // The whole group stops, as it would if the terminal had sent the signal: a shell watches all of it.
        kill(0, SIGTSTP)
        // Where nobody could continue it, the system hasn't stopped it.
        _ = lineedit_take_resumed()
        resume(handle)
        return LINEEDIT_UNCHANGED
    }

    private func resume(_ handle: OpaquePointer) {
        lineedit_prepare(handle, 0)
        enterEditing(handle)
        lineedit_resize(handle)
        lineedit_redraw(handle)
    }

    // MARK: Lines of a statement

    private func moveToLineStart(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        lineedit_move(handle, -Int32(scalars[..<cursor].reversed().prefix { $0 != "\n" }.count))
        return LINEEDIT_CURSOR
    }

    private func moveToLineEnd(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        lineedit_move(handle, Int32(scalars[cursor...].prefix { $0 != "\n" }.count))
        return LINEEDIT_CURSOR
    }

    /// Kills by way of libedit's region, so that its yank brings the text back.
    private func killToLineEnd(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        guard cursor < scalars.count else { return LINEEDIT_BELL }
        let move = scalars[cursor] == "\n" ? EditorKey.right : EditorKey.end
        lineedit_push(
            handle, [EditorKey.setMark.rawValue, move.rawValue, EditorKey.killRegion.rawValue, 0])
        return LINEEDIT_UNCHANGED
    }

    private func moveUp(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        let column = scalars[..<cursor].reversed().prefix { $0 != "\n" }.count
        let lineStart = cursor - column
        guard lineStart > 0 else { return showHistory(.older, handle) }
        let above = scalars[..<(lineStart - 1)].reversed().prefix { $0 != "\n" }.count
        lineedit_move(handle, Int32(lineStart - 1 - above + min(column, above) - cursor))
        return LINEEDIT_CURSOR
    }

    private func moveDown(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        let column = scalars[..<cursor].reversed().prefix { $0 != "\n" }.count
        guard let lineEnd = scalars[cursor...].firstIndex(of: "\n") else {
            return showHistory(.newer, handle)
        }
        let below = scalars[(lineEnd + 1)...].prefix { $0 != "\n" }.count
        lineedit_move(handle, Int32(lineEnd + 1 + min(column, below) - cursor))
        return LINEEDIT_CURSOR
    }

    enum Direction { case older, newer }

    private func showHistory(_ direction: Direction, _ handle: OpaquePointer) -> lineedit_outcome {
        let text = current(handle).scalars
        var walk = self.walk ?? HistoryWalk(entries: history.entries, draft: text)
        walk.shown = text
        guard let next = direction == .older ? walk.older() : walk.newer() else { return LINEEDIT_BELL }
        self.walk = next
        replace(with: next.shown, handle)
        return LINEEDIT_REFRESH
    }
}

/// A place in the history, and the text that was being typed when it was left for the history.
struct HistoryWalk {
    var entries: [String]
    var draft: [Unicode.Scalar]
    /// `entries.count` stands for the draft.
    var position: Int

    init(entries: [String], draft: [Unicode.Scalar]) {
        self.entries = entries
        self.draft = draft
        position = entries.count
    }

    /// The text at the place; a changed one is there again on the way back.
    var shown: [Unicode.Scalar] {
        get { position < entries.count ? Array(entries[position].unicodeScalars) : draft }
        set {
            guard position < entries.count else {
                draft = newValue
                return
            }
            entries[position] = LineEditor.string(newValue)
        }
    }

    func older() -> HistoryWalk? { moved(by: -1) }

    func newer() -> HistoryWalk? { moved(by: 1) }

    private func moved(by step: Int) -> HistoryWalk? {
        guard 0...entries.count ~= position + step else { return nil }
        var walk = self
        walk.position += step
        return walk
    }
}
