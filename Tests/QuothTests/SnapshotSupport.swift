import Quoth
import QuothSyntax
import TestSupport

/// The snapshot of a corpus, in a folder of its own.
final class KeptCorpus {
    let corpus: Corpus
    let path: String
    let folder = TemporaryFolder()
    /// The bytes as they were written.
    let bytes: [UInt8]

    init(_ corpus: Corpus) throws {
        self.corpus = corpus
        path = folder.path + "/kept.quothdb"
        try corpus.save(to: path)
        bytes = try FileAccess.system.read(path)
    }

    /// With the indexes that a larger corpus has.
    convenience init(json: String) throws {
        try self.init(try Corpus.load(json: json, name: "<made up>").indexed(minimumRows: 1))
    }

    /// Puts other bytes in place of the snapshot.
    func put(_ bytes: [UInt8]) throws { try FileAccess.system.write(bytes, to: path) }

    /// The path of a file under `samples/`.
    static func sample(_ name: String) -> String {
        var folder = #filePath
        for _ in 0..<3 { folder = FilePath.folder(of: folder) }
        return folder + "/samples/" + name
    }

    /// So many quotes that most columns of them take several blocks.
    static func large(quotes: Int = 2_500) -> String {
        var random = SplitMix64(seed: 7)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        let actors = (0..<500).map { number in
            #"{"id": "a\#(number)", "name": "Actor \#(number)", "kind": "person", "#
                + #""memberships": [{"faction": "f\#(number % 7)", "basis": "stated"}]}"#
        }
        let quotes = (0..<quotes).map { number in
            #"{"id": "q\#(number)", "article": "r\#(pick(3))", "speaker": "a\#(pick(500))", "kind": "direct", "#
                + #""text": "words \#(pick(1_000)) and words \#(pick(90))", "said": "2024-0\#(1 + pick(9))-1\#(pick(9))", "#
                + #""paragraph": \#(number + 1), "confidence": 0.\#(pick(10)), "topics": ["t\#(pick(20))", "t\#(pick(20))"], "#
                + #""evidence": [{"start": 1, "end": \#(2 + pick(9))}], "score": \#(pick(5))}"#
        }
        func list(_ name: String, _ records: [String]) -> String {
            "\"\(name)\": [\n" + records.joined(separator: ",\n") + "\n]"
        }
        return "{"
            + [
                list(
                    "articles",
                    (0..<3).map { #"{"id": "r\#($0)", "headline": "H\#($0)", "body": "A body here."}"# }),
                list("actors", actors),
                list("factions", (0..<7).map { #"{"id": "f\#($0)", "name": "Faction \#($0)"}"# }),
                list("topics", (0..<20).map { #"{"id": "t\#($0)", "name": "Topic \#($0)"}"# }),
                list("quotes", quotes),
            ].joined(separator: ",\n") + "}"
    }
}

extension Corpus {
    /// Everything that is in a corpus, a line a value.
    var described: [String] {
        var lines = [digest] + notes.map { "\($0)" }
        for collection in Collection.allCases {
            let table = table(collection)
            lines.append("\(collection) \(table.rowCount)")
            for column in table.columns {
                lines.append("\(collection).\(column.name) \(column.role) \(column.judged?.rows ?? [])")
                for row in 0..<table.rowCount {
                    lines.append(text(collection, column.name, row) ?? "(none)")
                }
            }
            for row in 0..<table.rowCount {
                let id = text(collection, "id", row) ?? ""
                lines.append("\(id) \(table.row(id: id) ?? -1)")
            }
            for (name, rows) in table.names?.allNames ?? [] {
                lines.append("\(name) \(rows) \(table.names?.rows(matching: name) ?? [])")
            }
            if let evidence = evidence[collection] {
                for entry in evidence.articles.indices {
                    lines.append(
                        "\(evidence.articles[entry]) \(evidence.starts[entry]) \(evidence.ends[entry])")
                }
            }
        }
        return lines
    }

    /// What comes of queries that together read everything, or the code of what is wrong.
    var asked: [String] {
        let all = Noun.all.filter { $0.kind == nil }.map { noun in
            let names = table(noun.collection).columns.map(\.name).filter { !$0.contains(".") }
            return "\(noun.name) show \(names.joined(separator: ", "))"
        }
        return (all + Self.questions).map { question in
            do throws(Diagnostic) {
                let answer = try query(QueryText(question))
                return (0..<answer.rowCount).map { "\(answer.row($0))\n" }.joined() + "\(answer.accounting)"
            } catch { return error.code.rawValue }
        }
    }

    private static let questions = [
        "quotes where faction = hardliner count by speaker, kind",
        "quotes where said = 2024 count by month(said)",
        "quotes where said = 2024 and kind = direct show id",
        "stances where said from 2024-02 to 2024-09 and position = oppose count",
        "quotes summarize min(said), max(said), count by kind, channel",
        "quotes summarize distinct(topics), max(said) by speaker",
        "quotes where speaker = \"Actor 17\"",
        "quotes where text mentions words count by speaker.name",
        "quotes where speaker.name contains \"a\" sort by said desc limit 5 show id, text, topics, speaker",
        "actors where count(quotes) > 1 show name, count(quotes) sort by name",
        "actors where any memberships (faction under reformist) count",
        "stances count by claim, position",
        "events show name, place.name, place under tehran",
        "quotes where speaker = \"Actor 17\" or id = q1 show id, text",
        "topics show name, parent, parts",
    ]
}
