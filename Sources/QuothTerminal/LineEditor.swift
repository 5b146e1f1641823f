import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What reading a statement came to.
package enum ReadResult: Sendable, Equatable {
    /// A statement, with its newlines; empty if nothing was typed.
    case statement(String)
    /// Ctrl-C: what had been typed is gone.
    case interrupted
    /// Ctrl-D on an empty line, or the terminal went away.
    case end
}

/// Why a line can't be edited here.
package enum LineEditorError: Error, Sendable, Equatable {
    /// Standard input or standard output isn't a terminal.
    case notATerminal
    /// libedit didn't start, for want of memory.
    case unavailable
}

/// Reads statements from a terminal, with editing, history, completion and pasted text.
///
/// There can be one at a time, since it owns standard input and output while it reads, and it is used from
/// the thread that made it. While it exists SIGINT no longer ends the program: see ``InterruptSignal``.
package final class LineEditor {
    /// What Up, Down and Ctrl-R go through. Statements that are read are added to it.
    package var history = History()

    /// Names what could stand at the cursor, given the text and the cursor's offset in its UTF-8.
    package var complete: ((_ text: String, _ cursor: Int) -> Completion)?

    /// Nil if the terminal can't move its cursor: then lines are typed and rubbed out from the end.
    var handle: OpaquePointer?
    var decoder = KeyDecoder()
    var prompt = PromptStorage()
    var isComplete: ((String) -> Bool)?
    var outcome: ReadResult?
    /// Whether what is typed is to be seen, where libedit doesn't see to it.
    var showsKeys = false
    /// Text that waits for the `insert` key to be run.
    var pending: [Unicode.Scalar] = []
    var walk: HistoryWalk?
    var search: HistorySearch?
    /// An event that was seen and put off.
    var held: KeyDecoder.Event?
    var putOff: lineedit_event?
    var promptText = ""
    /// Whether the next character takes the place of the one at the cursor, as after vi's `r`.
    var replacesNext = false
    /// The place behind a blank that a completion has put there, which gives way to some signs that are typed next.
    var blankOfCompletion: Int?
    /// How a statement is shown that is taller than the window; nil for one that isn't.
    var tallView: TallView?

    /// The user's locale and what to fall back on: text is UTF-8 whatever the user's says.
    private static let locales: [String] = ["", "C.UTF-8", "en_US.UTF-8", "UTF-8"]

    /// Takes over the terminal. `programName` is the name that lines in `~/.editrc` may be limited to.
    package init(programName: String) throws(LineEditorError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        InterruptSignal.catch()
        lineedit_watch_terminal()
        let isUTF8 = Self.locales.contains { lineedit_use_locale($0) == 1 }
        var callbacks = Self.callbacks(context: Unmanaged.passUnretained(self).toOpaque())
        handle = lineedit_open(programName, &callbacks)
        guard let handle else { throw .unavailable }
        // Without a UTF-8 locale libedit can't tell how wide a character is.
        if isUTF8, lineedit_has_capability(handle, "up") != 0 {
            configure(handle)
            if lineedit_is_enabled(handle) != 0 { return }
        }
        lineedit_close(handle)
        self.handle = nil
        showsKeys = lineedit_take_keys() != 0
    }

    deinit {
        if let handle {
            leaveEditing(handle)
            lineedit_close(handle)
        } else {
            lineedit_give_back()
        }
    }

    /// Reads one statement, which may take several lines.
    ///
    /// Enter ends it once `isComplete` says so; otherwise it begins another line, and Enter on a blank last
    /// line ends it anyway. `prompt` may contain colour sequences. `continuation` introduces further lines
    /// where a terminal can't edit several at once.
    package func readStatement(
        prompt: String, continuation: String, isComplete: (String) -> Bool
    ) -> ReadResult {
        let result = withoutActuallyEscaping(isComplete) { isComplete in
            self.isComplete = isComplete
            defer { self.isComplete = nil }
            guard let handle else { return readPlainStatement(prompt: prompt, continuation: continuation) }
            return edit(handle, prompt: prompt)
        }
        if case .statement(let statement) = result { history.add(statement) }
        return result
    }

    /// Forgets what was typed ahead, as the terminal does at Ctrl-C.
    package func discardTypeAhead() {
        decoder.discard()
        tcflush(STDIN_FILENO, TCIFLUSH)
    }

    private func edit(_ handle: OpaquePointer, prompt text: String) -> ReadResult {
        promptText = text
        prompt.set(text)
        outcome = nil
        held = nil
        replacesNext = false
        blankOfCompletion = nil
        walk = nil
        search = nil
        InterruptSignal.clear()
        // A stop while a query ran is over, and the prompt is drawn anyway.
        _ = lineedit_take_resumed()
        enterEditing(handle)
        var count: Int32 = 0
        let line = lineedit_read(handle, &count)
        leaveEditing(handle)
        if let outcome {
            if outcome == .end { write("\n") }
            return outcome
        }
        guard line != nil, count > 0 else {
            write("\n")
            return .end
        }
        return .statement(Self.trimmed(currentText()))
    }

    /// Raw mode comes first: a key that arrives before it would be echoed by the system.
    func enterEditing(_ handle: OpaquePointer) {
        lineedit_prepare(handle, 1)
        // What was typed ahead, or output without an end of line, may have left the cursor anywhere, and libedit
        // takes it to be at the left. A line's worth of spaces wraps unless it is, and then is erased.
        let spaces = String(repeating: " ", count: TextLayout.windowSize().columns)
        write(spaces + "\r\u{1B}[K\u{1B}[?2004h")
    }

    func leaveEditing(_ handle: OpaquePointer) {
        leaveTallView(handle)
        write("\u{1B}[?2004l")
        lineedit_prepare(handle, 0)
    }

    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { _ = lineedit_write($0.baseAddress, $0.count) }
        }
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let kept = scalars.reversed().drop { $0 == "\n" || $0 == " " || $0 == "\t" || $0 == "\r" }
        return String(String.UnicodeScalarView(kept.reversed()))
    }
}

// MARK: What libedit calls

extension LineEditor {
    private static func callbacks(context: UnsafeMutableRawPointer) -> lineedit_callbacks {
        lineedit_callbacks(
            context: context,
            read_key: { context, key in
                guard let context, let key else { return -1 }
                switch Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().nextKey() {
                case .code(let code):
                    key.pointee = code
                    return 1
                case .end: return 0
                }
            },
            run: { context, key in
                guard let context else { return LINEEDIT_END }
                return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().run(key)
            },
            prompt: { context in
                guard let context else { return nil }
                return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().prompt.pointer
            })
    }
}

/// The prompt as libedit wants it, at an address that stays, and as it is to be seen.
struct PromptStorage: ~Copyable {
    private(set) var pointer: UnsafePointer<wchar_t>?
    /// The prompt without its colours.
    private(set) var visible: [Unicode.Scalar] = []
    /// The colour sequences, each with the number of characters before it.
    private(set) var colours: [(offset: Int, sequence: String)] = []

    mutating func set(_ text: String) {
        visible = []
        colours = []
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                let sequence = scalars.prefix { !(0x40...0x7E ~= $0.value) || $0 == "[" }
                scalars = scalars.dropFirst(sequence.count)
                // What isn't a colour could move the cursor.
                guard scalars.popFirst() == "m" else { continue }
                colours.append((visible.count, "\u{1B}\(String(sequence))m"))
            } else if scalar.value >= 0x20 {
                visible.append(scalar)
            }
        }
        pointer?.deallocate()
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: visible.count + 1)
        for (index, scalar) in visible.enumerated() {
            (copy + index).initialize(to: wchar_t(bitPattern: scalar.value))
        }
        (copy + visible.count).initialize(to: 0)
        pointer = UnsafePointer(copy)
    }

    deinit { pointer?.deallocate() }
}
