import Quoth
import QuothSyntax
import Synchronization
import Testing

/// Files in memory, any step of which can be made to fail.
final class MemoryFiles: Sendable {
    struct State {
        var files: [String: [UInt8]]
        var open: [Int32: String] = [:]
        /// How much of each open file has been read.
        var offsets: [Int32: Int] = [:]
        var steps: [String] = []
        /// The number of the step that fails, from 0; nil if none does.
        var failing: Int?
        /// Whether all steps after the failing one fail too, as in a program that was killed.
        var isFinal = false
        /// How many bytes a write takes or a read gives at most.
        var portion = Int.max
    }

    let state: Mutex<State>

    init(_ files: [String: String], failing: Int? = nil, portion: Int = .max, isFinal: Bool = false) {
        let bytes = files.mapValues { Array($0.utf8) }
        state = Mutex(State(files: bytes, failing: failing, isFinal: isFinal, portion: portion))
    }

    func text(_ path: String) -> String? {
        state.withLock { $0.files[path].map { String(decoding: $0, as: UTF8.self) } }
    }

    private func step<Result: Sendable>(
        _ name: String, _ body: (inout State) throws(FileFault) -> Result
    ) throws(FileFault) -> Result {
        try state.withLock { (state) throws(FileFault) -> Result in
            state.steps.append(name)
            let number = state.steps.count - 1
            if let failing = state.failing, state.isFinal ? number >= failing : number == failing {
                throw FileFault(.full, number: 28)
            }
            return try body(&state)
        }
    }

    private static func isFolder(_ path: String, _ state: State) -> Bool {
        path == "." || state.files.keys.contains { $0.hasPrefix(path + "/") }
    }

    var access: FileAccess {
        var access = FileAccess.system
        access.read = { path throws(FileFault) in
            try self.step("read") { state throws(FileFault) in
                if let bytes = state.files[path] { return bytes }
                throw FileFault(Self.isFolder(path, state) ? .isFolder : .notFound)
            }
        }
        access.open = { path throws(FileFault) in
            try self.step("open") { state throws(FileFault) in
                guard state.files[path] != nil else {
                    throw FileFault(Self.isFolder(path, state) ? .isFolder : .notFound)
                }
                let file = Int32(100 + state.offsets.count)
                state.open[file] = path
                state.offsets[file] = 0
                return file
            }
        }
        access.readNext = { file, buffer throws(FileFault) in
            let wanted = buffer.count
            let bytes = try self.step("readNext") { state in
                let rest = state.files[state.open[file] ?? ""]?.dropFirst(state.offsets[file] ?? 0) ?? []
                let part = rest.prefix(min(wanted, state.portion))
                state.offsets[file, default: 0] += part.count
                return Array(part)
            }
            for (index, byte) in bytes.enumerated() { buffer[index] = byte }
            return bytes.count
        }
        access.list = { folder throws(FileFault) in
            try self.step("list") { state in
                state.files.keys.filter { FilePath.folder(of: $0) == folder }.map { FilePath.name(of: $0) }
            }
        }
        access.isFolder = { path throws(FileFault) in
            try self.step("isFolder") { state throws(FileFault) in
                if state.files[path] != nil { return false }
                if Self.isFolder(path, state) { return true }
                throw FileFault(.notFound)
            }
        }
        access.resolve = { path throws(FileFault) in try self.step("resolve") { _ in path } }
        access.mode = { path throws(FileFault) in
            try self.step("mode") { state in state.files[path] == nil ? nil : 0o640 }
        }
        access.stamp = { path throws(FileFault) in
            try self.step("stamp") { state throws(FileFault) in
                if let bytes = state.files[path] { return FileStamp(size: bytes.count, modified: 0) }
                throw FileFault(Self.isFolder(path, state) ? .isFolder : .notFound)
            }
        }
        access.map = { _ throws(FileFault) in try self.step("map") { _ in nil } }
        access.create = { path, _ throws(FileFault) in
            try self.step("create") { state in
                if state.files[path] != nil { return nil }
                state.files[path] = []
                state.open[3] = path
                return 3
            }
        }
        access.append = { file, bytes throws(FileFault) in
            try self.step("append") { state in
                let part = bytes.prefix(state.portion)
                state.files[state.open[file] ?? "", default: []] += part
                return part.count
            }
        }
        access.sync = { _ throws(FileFault) in try self.step("sync") { _ in } }
        access.close = { file throws(FileFault) in try self.step("close") { state in state.open[file] = nil }
        }
        access.rename = { from, to throws(FileFault) in
            try self.step("rename") { state in
                state.files[to] = state.files[from]
                state.files[from] = nil
            }
        }
        access.syncFolder = { _ throws(FileFault) in try self.step("syncFolder") { _ in } }
        access.remove = { path throws(FileFault) in
            try self.step("remove") { state in state.files[path] = nil }
        }
        return access
    }
}

@Suite struct LoadFileTests {
    static let folder = [
        "c/articles.jsonl": """
        {"id": "a1", "headline": "Talks", "source": {"file": "a1.txt", "length": 11}}\r

        {"id": "a2", "headline": "More talks"}
        """,
        "c/quotes.json": #"[{"id": "q", "article": "a2", "kind": "direct", "text": "no"}]"#,
        "c/articles/a1.txt": "سلام، no no",
        "c/README": "not read",
    ]

    private func faults(
        _ files: [String: String], _ path: String = "c", sources: [String] = [], failing: Int? = nil
    ) -> [String] {
        do throws(LoadFailure) {
            let access = MemoryFiles(files, failing: failing).access
            _ = try Corpus.load(path, sources: sources, files: access)
            return []
        } catch {
            return error.diagnostics.map { $0.source + " " + $0.short }
        }
    }

    @Test func aFolderIsACorpus() throws {
        let corpus = try Corpus.load("c", files: MemoryFiles(Self.folder).access)
        #expect(corpus.table(.articles).rowCount == 2)
        #expect(corpus.text(.quotes, "article", 0) == "a2")
        #expect(corpus.text(.articles, "body", 0) == "سلام، no no")
        #expect(corpus.text(.articles, "body", 1) == nil)
        #expect(corpus.path == "c")
    }

    @Test func theDigestTellsWhatWasRead() throws {
        func digest(_ change: (inout [String: String]) -> Void = { _ in }) throws -> String {
            var files = Self.folder
            change(&files)
            return try Corpus.load("c", files: MemoryFiles(files).access).digest
        }
        let digests = [
            try digest(),
            try digest { $0["c/quotes.json", default: ""] += "\n" },
            try digest {
                $0["c/quotes.jsonl"] = $0.removeValue(forKey: "c/quotes.json").map {
                    String($0.dropFirst().dropLast())
                }
            },
            try digest { $0["c/articles/a1.txt"] = "سلام، no on" },
            try digest { $0["c/topics.jsonl"] = "" },
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digests.allSatisfy { $0.utf8.count == 32 })
        #expect(try digest { $0["c/README"] = nil } == digests[0])
    }

    @Test func aFileThatIsNoCollectionIsNotPassedOver() throws {
        var files = Self.folder
        files["c/qoutes.csv"] = "id\n"
        #expect(faults(files) == ["c/qoutes.csv unknown-collection 0 -"])
        files["c/qoutes.csv"] = nil
        files["c/settings.json"] = "{}"
        files["c/notes.txt"] = "-"
        let corpus = try Corpus.load("c", files: MemoryFiles(files).access)
        #expect(corpus.notes.map { $0.source + " " + $0.short } == ["c/settings.json unknown-collection 0 -"])
        #expect(corpus.notes.first?.severity == .warning)
    }

    @Test func faultsNameTheirFileAndLine() {
        var files = Self.folder
        files["c/quotes.json"] = #"[{"id": "q", "article": "a3", "kind": "direct", "text": "no"}]"#
        files["c/topics.jsonl"] = "{\"id\": \"t\", \"name\": \"t\"}\n\n{\"id\": \"u\"}\n{\"id\": "
        #expect(
            faults(files) == [
                "c/topics.jsonl missing-field 3 name", "c/topics.jsonl bad-json 4 -",
            ])
        files["c/topics.jsonl"] =
            "{\"id\": \"t\", \"name\": \"t\"}\n\n{\"id\": \"u\", \"name\": \"u\", \"parent\": \"x\"}"
        #expect(
            faults(files) == [
                "c/topics.jsonl dangling-reference 3 parent",
                "c/quotes.json dangling-reference 1 [0].article",
            ])
    }

    @Test func whatIsNoCorpusIsRefused() {
        #expect(faults(Self.folder, "d") == ["d unreadable 0 -"])
        #expect(faults(["d/README": ""], "d") == ["d not-a-corpus 0 -"])
        #expect(faults(["d/quotes.csv": ""], "d") == ["d/quotes.csv bad-csv 1 -"])
        #expect(faults(["x.json": ""], "x.json") == ["x.json bad-json 1 -"])
    }

    /// Files that aren't read and hold what would be missed.
    @Test func recordsInAnotherFormAreMissed() throws {
        let article = ["c/articles.jsonl": #"{"id": "a", "headline": "A"}"#]
        func with(_ name: String) -> [String: String] { article.merging(["c/" + name: ""]) { $1 } }
        for (name, expected) in [
            ("quotes.tsv", "quotes.csv"), ("Quotes.XLSX", "quotes.csv"), ("quote.ods", "quotes.csv"),
            ("quotes.CSV", "quotes.csv"), ("quotes.ndjson", "quotes.jsonl"), ("topics.JSON", "topics.json"),
        ] {
            do throws(LoadFailure) {
                _ = try Corpus.load("c", files: MemoryFiles(with(name)).access)
                Issue.record("\(name) was passed over")
            } catch {
                #expect(error.diagnostics.map(\.short) == ["unreadable 0 -"], "\(name)")
                #expect(error.diagnostics.first?.source == "c/" + name)
                #expect(error.diagnostics.first?.words.hint?.contains("'\(expected)'") == true, "\(name)")
            }
        }
        // The records may have been saved from it.
        let notes = try Corpus.load("c", files: MemoryFiles(with("articles.xlsx")).access).notes
        #expect(notes.map(\.short) == ["unreadable 0 -"])
        for name in ["codebook.xlsx", "README.tsv", ".quotes.tsv", "quotes", "quotes.md", "quotes.tsv.txt"] {
            #expect(try Corpus.load("c", files: MemoryFiles(with(name)).access).notes.isEmpty, "\(name)")
        }
    }

    @Test func aTableAloneIsNoCorpus() {
        do throws(LoadFailure) {
            _ = try Corpus.load("c/topics.csv", files: MemoryFiles(["c/topics.csv": "id,name\n"]).access)
            Issue.record("loaded")
        } catch {
            #expect(
                error.diagnostics.map(\.words.title) == [
                    "this is a table, and a corpus is a document or a folder"
                ])
        }
    }

    @Test func aScriptIsNoCorpus() {
        for (path, text, isScript) in [
            ("x", "quotes", true), ("x", "# why\nlet a = quotes", true), ("x", "count by kind", true),
            ("x.quoth", "quotes where", true), ("x", "hello", false), ("x", "hello world", false),
            ("x", "", false), ("x", "{\"quotes\": [", false), ("x.json", ".help", false),
        ] {
            let code = isScript ? "not-a-corpus" : "bad-json"
            #expect(faults([path: text], path) == ["\(path) \(code) 1 -"], "\(text)")
        }
    }

    @Test func whateverStepFailsNothingIsOpened() throws {
        let whole = MemoryFiles(Self.folder)
        _ = try Corpus.load("c", files: whole.access)
        let steps = whole.state.withLock { $0.steps.count }
        #expect(steps > 4)
        for step in 0..<steps {
            #expect(faults(Self.folder, failing: step).contains { $0.contains(" unreadable ") }, "\(step)")
        }
    }

    @Test func aSourceMustBeTheOneThatWasCoded() throws {
        let sum = SHA256.hex(of: Array("abc".utf8).span)
        let json =
            #"{"articles": [{"id": "a", "headline": "a", "source": {"file": "a.txt", "sha256": "SUM"}}]}"#
        var files = ["k.json": json.replacing("SUM", with: sum), "s/other.txt": "abc", "s/a.txt": "abd"]
        let corpus = try Corpus.load("k.json", sources: ["s/other.txt"], files: MemoryFiles(files).access)
        #expect(corpus.text(.articles, "body", 0) == "abc")
        let differs = ["k.json source-differs 1 articles[0].source.sha256"]
        #expect(faults(files, "k.json", sources: ["s/a.txt"]) == differs)
        #expect(faults(files, "k.json", sources: ["s"]) == differs)
        #expect(faults(files, "k.json", sources: ["k.json"]) == ["k.json source-differs 0 -"])
        #expect(faults(files, "k.json", sources: ["z"]) == ["z unreadable 0 -"])
        files["a.txt"] = "ab"
        #expect(faults(files, "k.json") == differs)
    }

    @Test func aWriteIsWholeOrNothing() {
        let steps = [
            "resolve", "mode", "create", "append", "append", "sync", "close", "rename", "syncFolder",
        ]
        for failing in steps.indices {
            let files = MemoryFiles(["f/x": "old"], failing: failing, portion: 3)
            #expect(throws: FileFault(.full, number: 28)) {
                try files.access.write(Array("newer".utf8), to: "f/x")
            }
            // After the rename the new file is there, and only its name may be lost in a crash.
            #expect(
                files.text("f/x") == (steps[failing] == "syncFolder" ? "newer" : "old"), "\(steps[failing])")
            #expect(files.state.withLock { $0.files.count } == 1)
        }
        let files = MemoryFiles(["f/x": "old"], portion: 3)
        #expect(throws: Never.self) { try files.access.write(Array("newer".utf8), to: "f/x") }
        #expect(files.text("f/x") == "newer")
        #expect(files.state.withLock { $0.steps } == steps)
    }

    @Test func theSystemsFilesBehave() throws {
        let system = FileAccess.system
        let folder = FilePath.folder(of: #filePath)
        #expect(try system.isFolder(folder))
        #expect(try system.list(folder).contains("LoadFileTests.swift"))
        #expect(try system.read(#filePath).count > 1_000)
        #expect(throws: FileFault(.notFound, number: 2)) { try system.read(folder + "/nothing") }
        #expect(throws: FileFault(.isFolder, number: 21)) { try system.read(folder) }
        #expect(throws: FileFault(.isFile, number: 20)) { try system.read(#filePath + "/x") }
        let path = "/tmp/quoth-write-\(UInt64.random(in: 0 ... .max))"
        defer { try? system.remove(path) }
        try system.write([1, 2, 3], to: path)
        try system.write([4], to: path)
        #expect(try system.read(path) == [4])
    }
}
