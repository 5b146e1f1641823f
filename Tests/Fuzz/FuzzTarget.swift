import Glibc
import Quoth
import QuothSyntax
import Synchronization
import TestSupport

/// Something that takes any bytes and must go on whatever they are.
struct FuzzTarget: Sendable {
    let name: String
    let test: @Sendable ([UInt8]) -> Void

    static let all = [syntax, query, json, lines, csv, snapshot]

    /// Scripts are parsed, and what is printed of them is stable.
    static let syntax = FuzzTarget(name: "syntax") { bytes in
        let parsed = Parser.parse(SourceText(name: "", String(decoding: bytes, as: UTF8.self)))
        guard parsed.diagnostics.isEmpty else { return }
        let printed = SyntaxPrinter.text(parsed.script)
        let again = Parser.parse(SourceText(name: "", printed))
        precondition(again.diagnostics.isEmpty && SyntaxPrinter.text(again.script) == printed, printed)
    }

    /// Scripts are run, and completed at their end.
    static let query = FuzzTarget(name: "query") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let asked = Mutex(0)
        let limits = Limits(
            maximumRows: 10_000, maximumMemory: 64 << 20,
            shouldStop: {
                asked.withLock { asked in
                    asked += 1
                    return asked > 200
                }
            })
        var session = Session(sample, limits: limits)
        _ = try? session.run(SourceText(name: "", text))
        _ = session.complete(text, at: text.utf8.count)
    }

    /// Documents are loaded, and where they are corpora their snapshots hold the same.
    static let json = FuzzTarget(name: "json") { bytes in _ = try? Corpus.load(json: bytes) }

    static let lines = FuzzTarget(name: "lines") { bytes in load(bytes, as: "quotes.jsonl") }

    static let csv = FuzzTarget(name: "csv") { bytes in load(bytes, as: "quotes.csv") }

    /// A snapshot is changed in the places that the bytes say, and its checksums made anew.
    static let snapshot = FuzzTarget(name: "snapshot") { bytes in
        var forgery = Forgery(soundSnapshot)
        var rest = bytes[...]
        while rest.count >= 5 {
            let place = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            forgery.put(rest[rest.startIndex + 4], at: place)
            rest = rest.dropFirst(5)
        }
        let path = folder + "/made-up.quothdb"
        guard (try? FileAccess.system.write(forgery.signed, to: path)) != nil,
            let corpus = try? Corpus(contentsOf: path)
        else { return }
        var session = Session(corpus)
        let queries = [
            "quotes where text mentions talks count by speaker, faction", "stances sort by said",
            "quotes where said = 2025 and kind = direct count",
            "stances where said = 2025-02 and channel known",
            "quotes summarize min(said), max(said) by kind, channel",
            "quotes where speaker = khamenei summarize distinct(topics), max(said) by faction",
        ]
        for query in queries {
            _ = try? session.query(QueryText(query))
        }
    }

    private static func load(_ bytes: [UInt8], as name: String) {
        guard (try? FileAccess.system.write(bytes, to: folder + "/" + name)) != nil else { return }
        _ = try? Corpus(contentsOf: folder)
    }

    /// A folder of this process, with the article that quotes may be of.
    private static let folder: String = {
        let folder = "/tmp/quoth-fuzz-\(getpid())"
        mkdir(folder, 0o700)
        let articles = Array(#"{"id": "a", "headline": "A", "body": "one two"}"#.utf8)
        _ = try? FileAccess.system.write(articles, to: folder + "/articles.jsonl")
        return folder
    }()

    private static let sample: Corpus = {
        do { return try Corpus(contentsOf: "samples/iran-us-talks.json") } catch {
            fatalError("run it where samples/ is: \(error)")
        }
    }()

    private static let soundSnapshot: [UInt8] = {
        let path = folder + "/sound.quothdb"
        _ = try? sample.indexed(minimumRows: 1).save(to: path)
        return (try? FileAccess.system.read(path)) ?? []
    }()
}
