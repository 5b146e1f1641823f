import CLineEdit

/// A search through the history that goes on while it is typed.
struct HistorySearch {
    var query: [Unicode.Scalar] = []
    /// The entry that is shown; the number of entries if none is yet.
    var position: Int
    var isFound = true
    /// What stood there before.
    let original: [Unicode.Scalar]
    let cursor: Int
    /// Searches again from where it is, or from one entry further.
    private(set) var shown: [Unicode.Scalar]

    init(entries: [String], original: [Unicode.Scalar], cursor: Int) {
        position = entries.count
        self.original = original
        self.cursor = cursor
        shown = original
    }

    /// Goes to the newest entry that contains the query, at or before a position.
    mutating func find(in entries: [String], from start: Int) {
        if query.isEmpty { return }
        let sought = Array(query.map { String($0) }.joined().utf8)
        for index in (0..<min(start + 1, entries.count)).reversed()
        where Self.contains(Array(entries[index].utf8), sought) {
            position = index
            shown = Array(entries[index].unicodeScalars)
            isFound = true
            return
        }
        isFound = false
    }

    private static func contains(_ text: [UInt8], _ sought: [UInt8]) -> Bool {
        guard let first = sought.first, text.count >= sought.count else { return false }
        return (0...(text.count - sought.count)).contains {
            text[$0] == first && text[$0...].starts(with: sought)
        }
    }

    var prompt: String {
        (isFound ? "(search: " : "(not found: ") + SafeText.shown(LineEditor.string(query)) + ") "
    }
}

extension LineEditor {
    func startSearch(_ handle: OpaquePointer) -> lineedit_outcome {
        let (scalars, cursor) = current(handle)
        search = HistorySearch(entries: history.entries, original: scalars, cursor: cursor)
        return showSearch(handle)
    }

    /// What a key does while a search goes on. A key that isn't part of it ends it, keeps what it has found, and
    /// then has its usual effect.
    func searchKey(for event: KeyDecoder.Event) -> NextKey {
        guard var search else { return NextKey(.redraw) }
        let entries = history.entries
        switch event {
        case .character("\u{12}"):
            search.find(in: entries, from: search.position - 1)
        case .character("\u{7F}"), .character("\u{8}"):
            if !search.query.isEmpty { search.query.removeLast() }
            search.find(in: entries, from: entries.count - 1)
        case .character("\u{7}"), .character("\u{1B}"):
            return NextKey(.searchCancelled)
        case .character(let scalar) where scalar.value >= 0x20:
            search.query.append(scalar)
            search.find(in: entries, from: search.position)
        case .paste(let scalars):
            search.query += scalars.filter { $0.value >= 0x20 }
            search.find(in: entries, from: search.position)
        default:
            held = event
            return NextKey(.searchAccepted)
        }
        self.search = search
        return NextKey(.searchChanged)
    }

    func showSearch(_ handle: OpaquePointer) -> lineedit_outcome {
        guard let search else { return LINEEDIT_UNCHANGED }
        prompt.set(search.prompt)
        replace(with: search.shown, handle)
        return LINEEDIT_REFRESH
    }

    func endSearch(isCancelled: Bool, _ handle: OpaquePointer) -> lineedit_outcome {
        prompt.set(promptText)
        if isCancelled, let search { replace(with: search.original, cursor: search.cursor, handle) }
        search = nil
        return LINEEDIT_REFRESH
    }
}
