import QuothSyntax
import Synchronization
import TestSupport
import Testing

@testable import Quoth

/// However many threads read a corpus, it is the same, and so is what is wrong with it.
@Suite struct LoadParallelTests {
    /// What comes of a corpus: all its values, or all its faults.
    private func outcome(_ files: MemoryFiles, workers: Int, blockSize: Int) -> [String] {
        do throws(LoadFailure) {
            var options = LoadOptions(workers: workers)
            options.blockSize = blockSize
            let corpus = try Corpus.load("c", files: files.access, options)
            let indexed = corpus.indexed(minimumRows: 1, workers: workers)
            return corpus.allValues + corpus.notes.map(\.long) + [corpus.digest, indexed.snapshotSum]
        } catch {
            return error.diagnostics.map(\.long)
        }
    }

    private func expectSame(_ files: [String: String], _ about: String) {
        expectSame(MemoryFiles(files), about)
    }

    private func expectSame(_ files: MemoryFiles, _ about: String) {
        let serial = outcome(files, workers: 1, blockSize: 1 << 20)
        for (workers, blockSize) in [(1, 1), (2, 1), (3, 100), (4, 700)] {
            let other = outcome(files, workers: workers, blockSize: blockSize)
            #expect(other == serial, "\(about), \(workers) workers, blocks of \(blockSize)")
        }
    }

    @Test func aCorpusIsTheSame() throws {
        try expectSame(SmallFolder.lines(of: SmallCorpus.json), "small corpus")
        for seed in 0..<40 {
            try expectSame(SmallFolder.lines(of: RandomCorpus(seed: UInt64(seed)).json), "corpus \(seed)")
        }
    }

    /// Words are numbered in the order in which they come, although each thread sees others first.
    @Test func anIndexOfWordsIsTheSame() throws {
        var random = SplitMix64(seed: 12)
        let languages = ["en", "de", "fr"]
        let articles = languages.map { #"{"id": "\#($0)", "headline": "H", "language": "\#($0)"}"# }
        // More than two segments, and words that are rare in them.
        let quotes = (0..<140_000).map { number in
            let word = String(random.next() % (number % 5 == 0 ? 90_000 : 50), radix: 36)
            return #"{"id": "q\#(number)", "article": "\#(languages[number / 7 % 3])", "kind": "direct", "#
                + #""text": "\#(number % 1_000 == 0 ? "℡ " : "")Aa\#(word)s"}"#
        }
        let files = [
            "c/articles.jsonl": articles.joined(separator: "\n"),
            "c/quotes.jsonl": quotes.joined(separator: "\n"),
        ]
        var options = LoadOptions(workers: 1)
        let serial = try Corpus.load("c", files: MemoryFiles(files).access, options)
        options.workers = 4
        let told = Mutex<[Double]>([])
        options.progress = { progress in
            told.withLock { $0.append(progress.indexed) }
            return true
        }
        let parallel = try Corpus.load("c", files: MemoryFiles(files).access, options)
        let index = try #require(serial.wordIndex)
        #expect(index.segments.count == 3 && index.languages.count == 3 && index.irregular?.population == 140)
        #expect(serial.snapshotSum == parallel.snapshotSum)
        let indexed = told.withLock { $0 }.drop { $0 == 0 }
        #expect(indexed.count == 3 && indexed.last == 1 && indexed.elementsEqual(indexed.sorted()))
        options.progress = { $0.indexed == 0 }
        do throws(LoadFailure) {
            _ = try Corpus.load("c", files: MemoryFiles(files).access, options)
            Issue.record("loaded")
        } catch {
            #expect(error.diagnostics.map(\.code) == [.interrupted])
        }
    }

    /// Lines are spoilt here and there: cut off, with members taken out, given twice, or of other kinds.
    @Test func faultsAreTheSame() throws {
        let spoils = [
            ("\"id\":", "\"ident\":"), ("\"kind\":", "\"kind\":3,\"kind\":"), ("{", "["),
            ("\"text\":", "\"text\":7,\"x\":"),
            ("\"speaker\":\"", "\"speaker\":\"no "), ("\"name\":", "\"nme\":"), ("}", ""),
            ("\"id\":\"", "\"id\":\"\\u0000"),
        ]
        var random = SplitMix64(seed: 11)
        for seed in 0..<60 {
            var files = try SmallFolder.lines(of: RandomCorpus(seed: UInt64(seed)).json)
            for path in files.keys.sorted() {
                var lines = (files[path] ?? "").split(separator: "\n").map(String.init)
                for index in lines.indices where random.next() % 8 == 0 {
                    let (old, new) = spoils[Int(random.next() % UInt64(spoils.count))]
                    if let range = lines[index].firstRange(of: old) {
                        lines[index].replaceSubrange(range, with: new)
                    }
                    if random.next() % 5 == 0 { lines[index] += "\n" }
                    if random.next() % 9 == 0 { lines[index] = "\u{FEFF}" + lines[index] }
                }
                files[path] = lines.joined(separator: "\n")
            }
            expectSame(files, "corpus \(seed)")
        }
    }

    /// They are looked for field by field, on several threads; the first fifty are told, and that there are more.
    @Test func referencesThatLeadNowhereAreToldInOrder() {
        let topics = (1...30).map { #"{"id": "t\#($0)", "name": "t", "parent": "x\#($0)"}"# }
        let quotes = (1...60).map { number in
            #"{"id": "q\#(number)", "article": "a\#(number)", "speaker": "p", "kind": "direct", "text": "t"}"#
        }
        let files = [
            "c/topics.jsonl": topics.joined(separator: "\n"),
            "c/quotes.jsonl": quotes.joined(separator: "\n"),
        ]
        let expected =
            (1...30).map { "dangling-reference \($0) parent" }
            + (1...20).map { "dangling-reference \($0) article" } + ["too-many-faults 0 -"]
        for workers in [1, 3] {
            do throws(LoadFailure) {
                _ = try Corpus.load("c", files: MemoryFiles(files).access, LoadOptions(workers: workers))
                Issue.record("loaded")
            } catch {
                #expect(error.diagnostics.map(\.short) == expected)
            }
        }
    }

    /// A table is parted where a row ends, which a line feed between quotation marks doesn't.
    @Test func tablesAreTheSame() {
        expectSame(SmallFolder.tables, "small corpus")
        let rows = (1...300).map { number in
            let text = number % 7 == 0 ? "\"two\nlines, \"\"one\"\" more\r\n\n\"" : "said \(number)"
            let blank = number % 11 == 0 ? "\n" : ""
            return "t\(number),\(text),\(number),\(number % 2 == 0 ? "yes" : "no"),\(number).5\r\n\(blank)"
        }
        for ending in ["", "t0,last,x,y,z\n", "t0,last,1,no,2e5"] {
            let table = "\u{FEFF}\n\n  id,name,rank,is_new,weight\n" + rows.joined() + ending
            expectSame(["c/topics.csv": table], "ending '\(ending)'")
        }
        let odd = (1...200).map { "t\($0),t,\($0 % 50 == 7 ? "n/a" : "1"),2025-01\n" }.joined() + "u,u,3,soon"
        expectSame(["c/topics.csv": "id,name,rank,day\n" + odd], "odd cells")
        expectSame(["c/topics.csv": ""], "no table")
        expectSame(["c/topics.csv": String(repeating: "\n", count: 5_000)], "no names")
        expectSame(["c/topics.csv": "id,name"], "names alone")
        expectSame(["c/topics.csv": "id;name\nt1;t"], "semicolons")
    }

    /// Tables are spoilt here and there: by signs that matter to them, by what isn't text, and by rows cut off.
    @Test func faultsOfTablesAreTheSame() {
        let signs = ["\"", "\"\"", ",", "\n", "\r", "\u{0}", "x", "\"x", "\",\"", "\n\n"]
        var random = SplitMix64(seed: 13)
        for _ in 0..<150 {
            var table = "id,name,parent,score\n"
            for number in 1...40 {
                let name = random.next() % 4 == 0 ? "\"a, \"\"b\"\"\nc\"" : "name \(number)"
                table += "t\(number),\(name),\(number > 1 ? "t1" : ""),\(random.next() % 9)\n"
            }
            var bytes = Array(table.utf8)
            for _ in 0...random.next() % 3 {
                let place = 25 + Int(random.next() % UInt64(bytes.count - 25))
                let sign = signs[Int(random.next() % UInt64(signs.count))]
                bytes.replaceSubrange(place..<place, with: random.next() % 9 == 0 ? [0xC3] : Array(sign.utf8))
            }
            let files = MemoryFiles([:])
            files.state.withLock { $0.files["c/topics.csv"] = bytes }
            expectSame(files, String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func kindsOfOwnFieldsAreSettledInOrder() {
        let values = ["1", "2.5", "3", "\"a\"", "true", "[\"a\"]", "\"2025-03\"", "null"]
        for first in values {
            for second in values {
                let lines = [first, first, second, second, first].enumerated().map {
                    #"{"id": "t\#($0)", "name": "t", "score": \#($1), "parnt": 1}"#
                }
                expectSame(["c/topics.jsonl": lines.joined(separator: "\n")], "\(first) and \(second)")
            }
        }
    }

    @Test func aFaultIsToldByItsLine() {
        let lines = (1...5_000).map { #"{"id": "t\#($0)", "name": "t"\#($0 == 4_999 ? "" : "}")"# }
        var options = LoadOptions(workers: 3)
        options.blockSize = 1_000
        let files = MemoryFiles(["c/topics.jsonl": lines.joined(separator: "\n")], portion: 333)
        do throws(LoadFailure) {
            _ = try Corpus.load("c", files: files.access, options)
            Issue.record("loaded")
        } catch {
            #expect(error.diagnostics.map(\.short) == ["bad-json 4999 -"])
            let before = lines[..<4_998].reduce(0) { $0 + $1.utf8.count + 1 }
            #expect(error.diagnostics.first?.record?.byte == before + lines[4_998].utf8.count)
        }
    }

    @Test func textsOfAFieldHaveALimit() {
        let lines = (1...9).map { #"{"id": "t\#($0)", "name": "name \#($0)"}"# }
        let files = ["c/topics.jsonl": lines.joined(separator: "\n")]
        for workers in [1, 3] {
            var options = LoadOptions(workers: workers)
            options.blockSize = 10
            options.textLimit = 48
            do throws(LoadFailure) {
                _ = try Corpus.load("c", files: MemoryFiles(files).access, options)
                Issue.record("loaded")
            } catch {
                #expect(error.diagnostics.map(\.short) == ["too-large 9 name"])
                #expect(
                    error.diagnostics.first?.words.title == "the texts of this field are too large: 54 bytes")
            }
        }
    }

    @Test func progressIsToldAndAsked() throws {
        let lines = (1...1_000).map { #"{"id": "t\#($0)", "name": "t"}"# }
        let files = ["c/topics.jsonl": lines.joined(separator: "\n")]
        let size = files.values.reduce(0) { $0 + $1.utf8.count }
        for workers in [1, 3] {
            let told = Mutex<[LoadProgress]>([])
            var options = LoadOptions(workers: workers) { progress in
                told.withLock { $0.append(progress) }
                return true
            }
            options.blockSize = 1_000
            _ = try Corpus.load("c", files: MemoryFiles(files).access, options)
            let reports = told.withLock { $0 }
            #expect(reports.count > 10)
            #expect(reports.last == LoadProgress(bytesDone: size, bytesTotal: size, records: 1_000))
            #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.bytesDone <= $1.bytesDone })
            for stop in 1...reports.count {
                let asked = Mutex(0)
                options.progress = { _ in
                    asked.withLock {
                        $0 += 1
                        return $0 < stop
                    }
                }
                do throws(LoadFailure) {
                    _ = try Corpus.load("c", files: MemoryFiles(files).access, options)
                    Issue.record("loaded")
                } catch {
                    #expect(error.diagnostics.map(\.code) == [.interrupted])
                }
            }
        }
    }
}

extension Corpus {
    /// The sum of everything that a snapshot keeps, indexes included.
    fileprivate var snapshotSum: String {
        let files = MemoryFiles([:])
        do throws(Diagnostic) { try save(to: "c.quothdb", files: files.access) } catch { return error.long }
        let bytes = files.state.withLock { $0.files["c.quothdb"] ?? [] }
        return XXH3.hex(of: bytes.span)
    }

    /// The index of the words of quotes.
    fileprivate var wordIndex: WordIndex? {
        let quotes = table(.quotes)
        return quotes.position(of: "text").flatMap { quotes.columns[$0].index?.words }
    }
}

extension Diagnostic {
    /// A fault with everything about it.
    fileprivate var long: String {
        "\(source) \(short) \(severity) \(record?.byte ?? -1) \(found ?? "-") \(expected) \(subject ?? "-") \(near.map(\.text))"
    }
}
