import Quoth
import QuothSyntax
import Synchronization
import TestSupport
import Testing

@Suite struct LoadCSVTests {
    @Test func aCorpusIsTheSameInEveryForm() throws {
        let document = try Corpus.load(json: SmallFolder.json).allValues
        #expect(document.count > 300)
        #expect(try SmallFolder.load(SmallFolder.lines).allValues == document)
        #expect(try SmallFolder.load(SmallFolder.tables).allValues == document)
    }

    @Test func formsOfFilesMayBeMixed() throws {
        var files = try SmallFolder.lines
        files["c/topics.jsonl"] = nil
        files["c/topics.csv"] = SmallFolder.tables["c/topics.csv"]
        let corpus = try SmallFolder.load(files)
        #expect(try corpus.allValues == Corpus.load(json: SmallFolder.json).allValues)
    }

    @Test func lineEndsAndAMarkMakeNoDifference() throws {
        let plain = try SmallFolder.load(SmallFolder.tables)
        var files = SmallFolder.tables
        // The line feed inside a cell is part of it.
        for (path, text) in files where path != "c/articles.csv" {
            files[path] = "\u{FEFF}" + text.replacing("\n", with: "\r\n")
        }
        #expect(try SmallFolder.load(files).allValues == plain.allValues)
    }

    @Test func theLastRowNeedsNoLineFeed() throws {
        let whole = try topics("id,name,parent\nt,a,\nu,\"b\n\"\"c\"\"\",t\n")
        for ending in ["t", "\"t\"", "\"t\" ", " t  "] {
            let corpus = try topics("id,name,parent\nt,a,\nu,\"b\n\"\"c\"\"\"," + ending)
            #expect(corpus.allValues == whole.allValues, "\(ending)")
        }
        #expect(try topics("id,name\r\nt,a\r\nu,b").table(.topics).rowCount == 2)
        #expect(try topics("id,name").table(.topics).rowCount == 0)
    }

    private func topics(_ csv: String) throws -> Corpus {
        try SmallFolder.load(["c/topics.csv": csv])
    }

    @Test func cellsAreTrimmedUnlessQuoted() throws {
        let corpus = try topics(
            "id , name\n\n  t,  two  words  \n \t \nu,\"  kept \" \nv,\"a \"\"b\"\" c\"\n")
        #expect((0..<3).map { corpus.text(.topics, "name", $0) } == ["two  words", "  kept ", "a \"b\" c"])
    }

    @Test func listsAreSeparatedBySemicolons() throws {
        let corpus = try topics("id,name,other_names\nt,t,a b; c;d ;; e;\nu,u,\nv,v,;\n")
        #expect((0..<3).map { corpus.text(.topics, "other_names", $0) } == ["a b, c, d, e", "", ""])
    }

    static let own: [(cells: [String], values: [String?])] = [
        (["1", "", "-20"], ["1", nil, "-20"]),
        (["1", "2.50", "1e3"], ["1.0", "2.5", "1000.0"]),
        (["007", "1", "2"], ["007", "1", "2"]),
        (["1", ".5", "2"], ["1", ".5", "2"]),
        (["99999999999999999999", "1", ""], ["99999999999999999999", "1", nil]),
        (["yes", "no", ""], ["true", "false", nil]),
        (["TRUE", "False", "yes"], ["true", "false", "true"]),
        (["yes", "no", "perhaps"], ["yes", "no", "perhaps"]),
        (["1", "2", "yes"], ["1", "2", "yes"]),
        (["2025-02", "2025-02-07", ""], ["2025-02", "2025-02-07", nil]),
        (["a; b", "", ""], ["a; b", nil, nil]),
    ]

    @Test(arguments: own) func fieldsOfOnesOwnAreTypedByTheirCells(
        _ own: (cells: [String], values: [String?])
    ) throws {
        let rows = own.cells.enumerated().map { "t\($0),t,\($1)\n" }.joined()
        let corpus = try topics("id,name,x\n" + rows)
        #expect((0..<3).map { corpus.text(.topics, "x", $0) } == own.values)
    }

    /// The cells of a field, and the first that makes texts of all: its line, and what the others are.
    static let odd: [(cells: [String], first: String?)] = [
        (["1", "2", "n/a", "4"], "4 n/a number"),
        (["0", "1", "0", "1", "", "1", "1", "?", "0", "!"], "9 ? number"),
        (["1.5", "1e3", "-2", "\"0,5\""], "5 0,5 number"),
        (["2025-01", "2025-02-03", "soon", "2025-04"], "4 soon date"),
        (["1", "2", "3", "4"], nil), (["1", "2", "a", "b"], nil), (["a", "b", "c", "d"], nil),
        // Codes, truth values, and dates.
        (["123", "456", "789", "007"], nil), (["yes", "no", "yes", "perhaps"], nil),
        (["2025-01", "2025-02", "2025-03", "2025-04"], nil),
    ]

    @Test(arguments: odd) func cellsThatMakeTextsOfNumbersAreNoted(
        _ odd: (cells: [String], first: String?)
    ) throws {
        let rows = odd.cells.enumerated().map { "t\($0),t,\($1)\n" }.joined()
        let notes = try topics("id,name,x\n" + rows).notes
        #expect(notes.allSatisfy { $0.code == .mixedTypes && $0.record?.field == "x" && $0.subject == "x" })
        let told = notes.map { "\($0.record?.line ?? 0) \($0.found ?? "") \($0.expected.joined())" }
        #expect(told == (odd.first.map { [$0] } ?? []))
    }

    @Test func aFieldOfOnesOwnWithoutACellIsNone() throws {
        #expect(try topics("id,name,x\nt,t,\n").table(.topics).position(of: "x") == nil)
        #expect(try topics("id,name\n").table(.topics).rowCount == 0)
    }

    @Test func whatMayBeNestedNeedsNoId() throws {
        var files = SmallFolder.tables
        files["c/memberships.csv"] =
            "member,faction,id\nkhamenei,hardliner,\n\nkhamenei,reformist,m\neditor,reformist,\n"
        let corpus = try SmallFolder.load(files)
        #expect(
            (0..<3).map { corpus.text(.memberships, "id", $0) } == ["memberships/1", "m", "memberships/3"])
        #expect(corpus.table(.memberships).row(id: "memberships/3") == 2)
    }

    @Test func aNameThatLooksMisspeltIsNoted() throws {
        let corpus = try topics("id,name,parnt\nt,t,\nu,u,x\n")
        #expect(corpus.notes.map(\.short) == ["unknown-member 3 parnt"])
        #expect(corpus.notes.first?.record?.byte == 23)
    }

    @Test func longCellsAndManyRowsAreRead() throws {
        let long = String(repeating: "گفت ", count: 50_000) + "end"
        let many = (0..<5_000).map { "t\($0),\"name\n\($0)\",\($0 > 0 ? "t0" : "")\n" }.joined()
        let corpus = try topics("id,name,parent\n" + many + "u,\(long),\n")
        #expect(corpus.text(.topics, "name", 4_999) == "name\n4999")
        #expect(corpus.text(.topics, "name", 5_000) == long)
        #expect(corpus.text(.topics, "parent", 4_999) == "t0")
    }

    @Test func ofWhatIsCutOffNoMoreThanACellIsLost() throws {
        let whole = try SmallFolder.load(SmallFolder.tables)
        for (path, text) in SmallFolder.tables {
            let name = FilePath.name(of: path).dropLast(".csv".count)
            let collection = try #require(Collection(rawValue: String(name)))
            let rows = whole.values(collection, schemaOnly: true)
            let bytes = Array(text.utf8)
            for end in bytes.indices {
                let files = MemoryFiles(MemoryFiles(SmallFolder.tables), path, Array(bytes[..<end]))
                guard let corpus = try? Corpus.load("c", files: files.access) else { continue }
                #expect(bytes[..<end].count { $0 == 0x22 }.isMultiple(of: 2))
                let loaded = corpus.values(collection, schemaOnly: true)
                // A row that the file ends may have lost the end of its last cell, which nothing shows.
                let isEnded = bytes[end - 1] == 0x0A
                let certain = isEnded ? loaded : loaded.dropLast()
                #expect(certain == Array(rows.prefix(certain.count)), "\(path) up to \(end)")
                guard !isEnded, let last = loaded.last else { continue }
                let name = text.prefix { $0 != "\n" }.split(separator: ",").last ?? ""
                let differing = zip(last, rows[certain.count]).filter { $0 != $1 }.map(\.0)
                #expect(differing.allSatisfy { $0.hasPrefix(name + " = ") }, "\(path) up to \(end)")
            }
        }
    }

    @Test func flippedBytesDoNoHarm() {
        let files = MemoryFiles(SmallFolder.tables)
        let paths = SmallFolder.tables.keys.sorted()
        var generator = SplitMix64(seed: 20_250_208)
        var refused = 0
        for _ in 0..<3_000 {
            let path = paths[Int(generator.next() % UInt64(paths.count))]
            var bytes = Array((SmallFolder.tables[path] ?? "").utf8)
            for _ in 0...Int(generator.next() % 3) {
                let signs: [UInt8] = [
                    0x22, 0x2C, 0x0A, 0x0D, 0, 0xFF, UInt8(truncatingIfNeeded: generator.next()),
                ]
                bytes[Int(generator.next() % UInt64(bytes.count))] = signs[Int(generator.next() % 7)]
            }
            do throws(LoadFailure) {
                _ = try Corpus.load("c", files: MemoryFiles(files, path, bytes).access)
            } catch {
                refused += 1
                for fault in error.diagnostics {
                    #expect(fault.record != nil || fault.code == .tooManyFaults)
                }
            }
        }
        #expect(refused > 1_500)
    }
}

extension MemoryFiles {
    /// The same files but for one.
    convenience init(_ files: MemoryFiles, _ path: String, _ bytes: [UInt8]) {
        self.init([:])
        let all = files.state.withLock { $0.files }
        state.withLock {
            $0.files = all
            $0.files[path] = bytes
        }
    }
}
