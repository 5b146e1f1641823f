import QuothSyntax

/// A place in a text where something may be written: the statement before it, and the word begun there.
///
/// What may stand there isn't known here: each possibility is written at the place and shown to the parser and the
/// checker, and kept if they take it.
struct CompletionPlace {
    /// The session as it is before the statement.
    let session: Session
    /// What is replaced, in the bytes of the whole text.
    let begun: Range<Int>
    /// The word begun, without quotation marks.
    let begunText: String
    /// The statement up to the word begun, its lines indented so that they stay one statement.
    let statement: String
    /// The tokens of that.
    let tokens: [Token]
    private let bytes: [UInt8]

    /// A word that holds the place; no corpus has it.
    static let marker = "quoth_place"

    /// Nil where nothing can be completed: in a comment, in a command, behind the end of a word.
    init?(_ session: Session, _ bytes: [UInt8]) {
        self.init(session, bytes, Self.begun(bytes))
    }

    private init?(_ session: Session, _ bytes: [UInt8], _ start: Int) {
        let before = bytes[..<start]
        let marked = SourceText(name: Session.promptName, utf8: before + Array(Self.marker.utf8))
        // Not in a comment, a text or a command, and not glued to the token before.
        guard let holder = Parser.tokens(of: marked).dropLast().last, holder.kind == .word,
            holder.span.start == start
        else { return nil }
        self.bytes = bytes
        begun = start..<bytes.count
        let written = String(decoding: bytes[begun], as: UTF8.self)
        begunText = String(written.unicodeScalars.filter { !"\"'“”«»".unicodeScalars.contains($0) })
        let from = Parser.startOfLastStatement(marked)
        self.session = Self.session(
            session, before: SourceText(name: marked.name, utf8: Array(bytes[..<from])))
        let text = String(decoding: bytes[from..<start], as: UTF8.self)
        statement = String(text.unicodeScalars.map { $0 == "\n" ? "\n " : String($0) }.joined())
        tokens = Parser.tokens(of: SourceText(name: marked.name, statement)).dropLast()
        if let last = tokens.last, last.span.end == statement.utf8.count, !Self.mayTouch(last) { return nil }
    }

    private static func session(_ session: Session, before source: SourceText) -> Session {
        var session = source.bytes.isEmpty ? session : session.previewed(source)
        // A name that no record has must not hide what comes after it.
        session.isLenient = true
        return session
    }

    /// Whether a word may follow a token without a blank between them.
    private static func mayTouch(_ token: Token) -> Bool {
        switch token.kind {
        case .text, .rightBracket, .command, .invalid: false
        default: true
        }
    }

    /// Where the word begins that has been begun at the end of a text.
    private static func begun(_ bytes: [UInt8]) -> Int {
        let tokens = Parser.tokens(of: SourceText(name: Session.promptName, utf8: bytes)).dropLast()
        guard let last = tokens.last, last.span.end == bytes.count else { return bytes.count }
        switch last.kind {
        case .word, .invalid, .foreign, .integer, .decimal, .date, .parameter: return last.span.start
        case .minus, .slash:
            // `post/` is the beginning of a word.
            guard !last.hasBlankBefore, let word = tokens.dropLast().last, word.kind == .word else { break }
            return word.span.start
        default: break
        }
        return bytes.count
    }

    /// The same place with more words before it taken as begun, as in `speaker = Abbas Ara`.
    var wider: [CompletionPlace] {
        let source = SourceText(name: Session.promptName, utf8: bytes)
        let before = Parser.tokens(of: source).dropLast().filter { $0.span.end <= begun.lowerBound }
        let words = before.reversed().prefix { $0.kind == .word && !$0.isAtMargin }.prefix(4)
        return words.compactMap { word in
            guard let place = CompletionPlace(session, bytes, word.span.start), place.takesValue else {
                return nil
            }
            return place
        }
    }

    /// The text from here to a later place.
    func written(upTo place: CompletionPlace) -> String {
        String(decoding: bytes[begun.lowerBound..<place.begun.lowerBound], as: UTF8.self)
    }

    private var takesValue: Bool {
        if case .reached(.value, _) = reading(Self.marker) { return true }
        return false
    }

    // MARK: Asking the parser and the checker

    /// What comes of the statement with something written at the place.
    enum Reading {
        /// The checker came to the marker.
        case reached(CheckerProbe.Place, Plan?)
        /// All is well.
        case fine
        /// Something is wrong with it.
        case wrong
    }

    /// Reads the statement with a text at the place, and brackets closed behind it.
    func reading(_ text: String) -> Reading {
        let whole = source(text, isClosed: true)
        let marked = text.ranges(of: Self.marker).first.map {
            statement.utf8.count + text.utf8.distance(from: text.startIndex, to: $0.lowerBound)
        }
        let (script, probe) = session.check(whole, probing: marked ?? -1)
        if let place = probe.place { return .reached(place, probe.plan) }
        return script.hasErrors ? .wrong : .fine
    }

    /// Whether the parser takes a text at the place, though more may be wanted behind it.
    func parses(_ text: String) -> Bool {
        Parser.parse(source(text, isClosed: false)).diagnostics.allSatisfy {
            $0.code == .unclosedBracket || $0.code == .unexpected && $0.found == nil
        }
    }

    private func source(_ text: String, isClosed: Bool) -> SourceText {
        var whole = statement + text
        if isClosed {
            let source = SourceText(name: Session.promptName, whole)
            let open = Parser.tokens(of: source).reduce(0) { depth, token in
                switch token.kind {
                case .leftBracket: depth + 1
                case .rightBracket: max(0, depth - 1)
                default: depth
                }
            }
            whole += String(repeating: ")", count: open)
        }
        return SourceText(name: Session.promptName, whole)
    }
}
