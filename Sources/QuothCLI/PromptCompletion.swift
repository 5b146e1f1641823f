import Quoth
import QuothSyntax
import QuothTerminal

/// What the Tab key offers at the prompt: what the library knows about queries, and here the commands and files.
struct PromptCompletion {
    let session: Session
    let files: FileAccess

    /// What may stand at the cursor, an offset in the text's UTF-8.
    func complete(_ text: String, at cursor: Int) -> QuothTerminal.Completion {
        let bytes = Array(text.utf8.prefix(cursor))
        let start = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard start < bytes.count, bytes[start] == UInt8(ascii: ".") else {
            return query(text, at: cursor)
        }
        let line = String(decoding: bytes[(start + 1)...], as: UTF8.self)
        guard let blank = line.firstIndex(of: " ") else {
            let commands = DotCommand.all.map { (text: "." + $0.name, detail: $0.help) }
            return offer(commands, "." + line, endingAt: cursor) { command in
                DotCommand.find(String(command.dropFirst()))?.usage.contains(" ") ?? false
            }
        }
        guard let command = DotCommand.find(line) else {
            return .init(replacing: cursor..<cursor, candidates: [])
        }
        let rest = String(line[line.index(after: blank)...])
        return argument(of: command, rest, endingAt: cursor)
    }

    private func argument(
        of command: DotCommand, _ rest: String, endingAt cursor: Int
    ) -> QuothTerminal.Completion {
        let isFirst = !rest.contains(" ")
        let word = rest.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        switch command.takes {
        case .choice(let words) where isFirst: return offer(words, word, endingAt: cursor)
        case .noun where isFirst: return offer(Noun.all.map(\.name), word, endingAt: cursor)
        case .helpWord where isFirst:
            return offer(DotCommand.helpWords, word, endingAt: cursor)
        case .setting: return setting(rest, word, endingAt: cursor)
        case .field: return field(rest, word, endingAt: cursor)
        case .file: return file(rest, endingAt: cursor)
        case .query: return explained(rest, word, endingAt: cursor)
        default: return .init(replacing: cursor..<cursor, candidates: [])
        }
    }

    /// A query, before which `analyze` may stand.
    private func explained(
        _ rest: String, _ word: String, endingAt cursor: Int
    ) -> QuothTerminal.Completion {
        let analyze = "analyze "
        if !word.isEmpty, word == rest, analyze.hasPrefix(word) {
            return offer(["analyze"], word, endingAt: cursor) { _ in true }
        }
        let text = rest.hasPrefix(analyze) ? String(rest.dropFirst(analyze.count)) : rest
        let before = cursor - text.utf8.count
        let inner = query(text, at: text.utf8.count)
        let range = inner.replacing
        return .init(
            replacing: (range.lowerBound + before)..<(range.upperBound + before),
            candidates: inner.candidates, omitted: inner.omitted)
    }

    private func offer(
        _ words: [String], _ begun: String, endingAt cursor: Int,
        isFollowed: (String) -> Bool = { _ in false }
    ) -> QuothTerminal.Completion {
        offer(words.map { (text: $0, detail: "") }, begun, endingAt: cursor, isFollowed: isFollowed)
    }

    private func offer(
        _ words: [(text: String, detail: String)], _ begun: String, endingAt cursor: Int,
        isFollowed: (String) -> Bool = { _ in false }
    ) -> QuothTerminal.Completion {
        let ranked = Quoth.Completion.ranked(words, begun)
        return .init(
            replacing: (cursor - begun.utf8.count)..<cursor,
            candidates: ranked.map { shown($0, isFollowed: isFollowed($0.text)) })
    }

    private func query(_ text: String, at cursor: Int) -> QuothTerminal.Completion {
        let found = session.complete(text, at: cursor)
        return .init(
            replacing: found.range,
            candidates: found.candidates.map {
                // Behind `count(` and `..` the next word begins at once.
                shown($0, isFollowed: !$0.text.hasSuffix("(") && !$0.text.hasSuffix("."))
            }, omitted: found.omitted)
    }

    private func shown(
        _ candidate: Quoth.Completion.Candidate, isFollowed: Bool
    ) -> QuothTerminal.Completion.Candidate {
        .init(
            candidate.text, detail: candidate.detail, isBeginning: candidate.match == .beginning,
            isFollowed: isFollowed)
    }

    /// A setting, or behind its name what it may be.
    private func setting(_ rest: String, _ word: String, endingAt cursor: Int) -> QuothTerminal.Completion {
        let words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 1:
            let names = Setting.all.map { (text: $0.name, detail: $0.help) }
            return offer(names, word, endingAt: cursor) { _ in true }
        case 2:
            let values = (try? Setting.named(words[0]))?.values ?? []
            return offer(values, word, endingAt: cursor)
        default: return .init(replacing: cursor..<cursor, candidates: [])
        }
    }

    /// A noun or a field of quotes, or behind a noun a field of its records.
    private func field(_ rest: String, _ word: String, endingAt cursor: Int) -> QuothTerminal.Completion {
        let words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 1:
            let nouns = Noun.all.map(\.name)
            return offer(fields(.quotes) + nouns, word, endingAt: cursor) { nouns.contains($0) }
        case 2:
            let noun = Noun.all.first { $0.name == words[0] }
            return offer(noun.map { fields($0.collection) } ?? [], word, endingAt: cursor)
        default: return .init(replacing: cursor..<cursor, candidates: [])
        }
    }

    private func fields(_ collection: Collection) -> [String] {
        session.corpus.table(collection).fieldNames.filter { !$0.contains(".") }
    }

    /// The names in a folder. One with blanks is put in quotation marks, whether these were begun or not.
    private func file(_ rest: String, endingAt cursor: Int) -> QuothTerminal.Completion {
        let typed = DotCommand.words(rest)
        guard typed.count <= 1, rest.last != " " || typed.isEmpty || rest.first == "\"" else {
            return .init(replacing: cursor..<cursor, candidates: [])
        }
        let path = typed.first ?? ""
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let begun = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let names = (try? files.list(folder.isEmpty ? "." : folder)) ?? []
        let candidates = names.sorted().filter { name in
            // Hidden files are shown to those who ask for them, and no name may steer the terminal.
            name.hasPrefix(begun) && (begun.hasPrefix(".") || !name.hasPrefix("."))
                && SafeText.escape(name) == name && !name.contains("\"")
        }.map { name in
            let path = folder + name
            let isFolder = (try? files.isFolder(path)) ?? false
            let needsMarks = path.contains { " '#".contains($0) }
            // Behind a folder there is more to come, so its mark stays open.
            return (needsMarks ? "\"" : "") + path + (isFolder ? "/" : needsMarks ? "\"" : "")
        }
        return .init(
            replacing: (cursor - rest.utf8.count)..<cursor, candidates: candidates.map { .init($0) })
    }
}
