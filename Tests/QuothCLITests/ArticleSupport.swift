import Foundation

/// The coded article, and its text where that is at hand.
enum Article {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let corpusPath = root.appending(path: "samples/iran-us-talks.json").path

    /// The text may not be passed on, so it lies beside the checkout or where `QUOTH_ARTICLE` says, or nowhere.
    static let textPath: String? = {
        let beside = root.deletingLastPathComponent().appending(path: "shared/article.txt").path
        let path = ProcessInfo.processInfo.environment["QUOTH_ARTICLE"] ?? beside
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    static func text() throws -> [Unicode.Scalar] {
        guard let path = textPath else { return [] }
        return Array(try String(contentsOfFile: path, encoding: .utf8).unicodeScalars)
    }

    /// A record of the corpus, those nested in others included.
    struct Record {
        let name: String
        let fields: [String: Any]

        func text(_ field: String) -> String? { fields[field] as? String }

        var spans: [Span] {
            let span = (fields["span"] as? [String: Any]).map { [$0] } ?? []
            return (span + (fields["evidence"] as? [[String: Any]] ?? [])).compactMap(Span.init)
        }
    }

    struct Span {
        let start: Int
        let end: Int
        let exact: String?

        init?(_ fields: [String: Any]) {
            guard let start = fields["start"] as? Int, let end = fields["end"] as? Int else { return nil }
            self.start = start
            self.end = end
            exact = fields["exact"] as? String
        }
    }

    static let nested = ["memberships", "roles", "stances", "participants"]

    static func records() throws -> [Record] {
        let data = try Data(contentsOf: URL(fileURLWithPath: corpusPath))
        let corpus = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        var found: [Record] = []
        for (collection, value) in corpus.sorted(by: { $0.key < $1.key }) {
            for fields in value as? [[String: Any]] ?? [] {
                let name = collection + "/" + (fields["id"] as? String ?? "?")
                found.append(Record(name: name, fields: fields))
                for list in nested {
                    for (index, inner) in (fields[list] as? [[String: Any]] ?? []).enumerated() {
                        found.append(Record(name: "\(name)/\(list)[\(index)]", fields: inner))
                    }
                }
            }
        }
        return found
    }

    static func quotes() throws -> [Record] { try records().filter { $0.name.hasPrefix("quotes/") } }

    /// Every file below a folder of the package, or the one file.
    static func files(under path: String) -> [String] {
        let base = root.appending(path: path).path
        let below = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return below.isEmpty ? [base] : below.sorted().map { base + "/" + $0 }
    }
}
