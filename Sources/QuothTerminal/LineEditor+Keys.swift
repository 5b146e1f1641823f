import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keys the editor makes up, in the C1 codes: those can't be typed, so that none can be forged.
enum EditorKey: wchar_t, CaseIterable {
    case insert = 0x80
    case accept, up, down, left, right, home, end, delete, wordLeft, wordRight, newline
    case interrupt, redraw, resize, resume, searchChanged, searchAccepted, searchCancelled
    case setMark, killRegion, bell, replace

    init(_ key: KeyDecoder.Key) {
        switch key {
        case .up: self = .up
        case .down: self = .down
        case .left: self = .left
        case .right: self = .right
        case .home: self = .home
        case .end: self = .end
        case .delete: self = .delete
        case .wordLeft: self = .wordLeft
        case .wordRight: self = .wordRight
        case .newline: self = .newline
        }
    }

    /// libedit's own command for the key, or nil if `run` does it.
    var command: String? {
        switch self {
        case .accept: "ed-newline"
        case .left: "ed-prev-char"
        case .right: "ed-next-char"
        case .wordLeft: "ed-prev-word"
        case .wordRight: "em-next-word"
        case .setMark: "em-set-mark"
        case .killRegion: "em-kill-region"
        default: nil
        }
    }

    /// The key as libedit's `bind` spells it.
    var spelling: String { "\\" + String(rawValue, radix: 8) }
}

extension LineEditor {
    /// Control keys whose meaning is the editor's own.
    private static let controls = ["^A", "^C", "^D", "^E", "^I", "^J", "^K", "^M", "^N", "^P", "^R", "^Z"]

    func configure(_ handle: OpaquePointer) {
        lineedit_bind(handle, 0, "^W", "ed-delete-prev-word")
        if let settings = Self.settingsFile() { _ = lineedit_source(handle, settings) }
        // After the user's settings, since `bind -v` there starts from an empty map.
        let own = String(cString: lineedit_command)
        for map: Int32 in [0, 1] {
            for key in EditorKey.allCases { lineedit_bind(handle, map, key.spelling, key.command ?? own) }
            for key in Self.controls { lineedit_bind(handle, map, key, own) }
            for key in ["^S", "^V", "^O", "\\034"] { lineedit_bind(handle, map, key, "ed-unassigned") }
        }
        // vi's insert mode would insert it.
        if lineedit_is_bound(handle, "^L", "ed-insert") != 0 {
            lineedit_bind(handle, 0, "^L", "ed-clear-screen")
        }
        // libedit 3.1 crashes when it types a character by its own short cut at the foot of a full screen.
        for code in [0x20...0x7E, 0xA0...0xFF].joined() {
            lineedit_bind(handle, 0, "\\" + Self.octal(code), own)
        }
        for key in ["j", "k", "r", "/"] {
            lineedit_bind(handle, 1, key, String(cString: lineedit_vi_command))
        }
        // They would start an editor, or look in libedit's own history, which isn't used.
        for key in ["v", "n", "N", "?", "J", "K", "G", "R", "@", "_", "+", "-"] {
            lineedit_bind(handle, 1, key, "ed-unassigned")
        }
        // libedit 3.1 crashes on some commands typed at it.
        lineedit_bind(handle, 1, ":", "ed-unassigned")
        if lineedit_is_vi(handle) == 0 { lineedit_bind(handle, 0, "^[x", "ed-unassigned") }
        lineedit_keys_as_typed(handle)
    }

    private static func octal(_ code: Int) -> String {
        let digits = String(code, radix: 8)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// The user's libedit settings. Only an absolute path counts: nothing is read from where one stands.
    private static func settingsFile() -> String? {
        if let named = getenv("EDITRC") {
            let path = String(cString: named)
            return path.hasPrefix("/") ? path : nil
        }
        guard let home = getenv("HOME") else { return nil }
        let path = String(cString: home)
        return path.hasPrefix("/") ? path + "/.editrc" : nil
    }

    /// What libedit reads next.
    enum NextKey {
        case code(wchar_t)
        case end

        init(_ key: EditorKey) { self = .code(key.rawValue) }
    }

    /// How long the rest of an escape sequence may take, in milliseconds.
    private static let sequenceWait: Int32 = 50

    func nextKey() -> NextKey {
        var isFinal = false
        while true {
            if let event = held ?? decoder.next(final: isFinal) {
                held = nil
                if let key = search == nil ? key(for: event) : searchKey(for: event) { return key }
                continue
            }
            isFinal = false
            switch waitForInput() {
            case LINEEDIT_INPUT:
                guard readInput() else { return .end }
            case LINEEDIT_TIMEOUT: isFinal = true
            case LINEEDIT_INTERRUPTED:
                InterruptSignal.clear()
                decoder.discard()
                return NextKey(.interrupt)
            case LINEEDIT_RESIZED: return NextKey(.resize)
            case LINEEDIT_RESUMED: return NextKey(.resume)
            default: return .end
            }
        }
    }

    private func waitForInput() -> lineedit_event {
        if let event = putOff {
            putOff = nil
            return event
        }
        if decoder.hasPartialKey { return lineedit_wait(Self.sequenceWait) }
        guard let handle else { return lineedit_wait(-1) }
        // To draw for every key of fast input would take time in proportion to the square of its length.
        let event = lineedit_wait(0)
        guard event == LINEEDIT_TIMEOUT else { return event }
        repaint(handle)
        return lineedit_wait(-1)
    }

    private func key(for event: KeyDecoder.Event) -> NextKey? {
        switch event {
        case .character(let scalar):
            if replacesNext || scalar.value > 0xFF, handle != nil {
                // libedit would insert it by its short cut, whatever it is bound to.
                pending = [scalar]
                return NextKey(replacesNext ? .replace : .insert)
            }
            return .code(wchar_t(bitPattern: scalar.value))
        case .key(let key): return NextKey(EditorKey(key))
        case .paste(let scalars):
            if scalars.isEmpty { return nil }
            pending = scalars
            return NextKey(.insert)
        case .pasteTooLong:
            return NextKey(.bell)
        }
    }

    /// Characters that have come behind one that is being typed, to insert them together.
    func charactersAtHand() -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        while held == nil, scalars.count < 4096 {
            if let event = decoder.next() {
                guard case .character(let scalar) = event, scalar.value >= 0x20, scalar.value != 0x7F else {
                    held = event
                    break
                }
                scalars.append(scalar)
            } else {
                let event = lineedit_wait(0)
                if event == LINEEDIT_RESIZED || event == LINEEDIT_RESUMED { putOff = event }
                guard event == LINEEDIT_INPUT, readInput() else { break }
            }
        }
        return scalars
    }

    private static let interruptByte: UInt8 = 0x03

    /// Reads a byte, or more of a paste. Returns false at the end of input.
    ///
    /// What is typed behind the last line is for the program that comes next, so it isn't taken.
    private func readInput() -> Bool {
        var buffer: [UInt8] = Array(repeating: 0, count: decoder.isPasting ? 4096 : 1)
        var count = read(STDIN_FILENO, &buffer, buffer.count)
        while count < 0, errno == EINTR { count = read(STDIN_FILENO, &buffer, buffer.count) }
        guard count > 0 else { return false }
        // A terminal that never ends a paste must not take the keyboard away.
        if decoder.isPasting, count == 1, buffer[0] == Self.interruptByte { decoder.discard() }
        decoder.feed(buffer[..<count])
        return true
    }
}
