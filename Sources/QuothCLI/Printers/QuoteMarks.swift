import Quoth

/// The signs before quotes, and before stances of quotes, that don't stand in the article in the speaker's words.
struct QuoteMarks {
    /// Before what is reported inside another quote.
    static let nested = "↳"
    /// Before what is told in the coder's words.
    static let indirect = "~"

    private let records: [Int32]
    /// From a stance to its quote; nil if the rows are quotes themselves.
    private let quotes: Codes?
    private let within: Codes?
    private let kinds: Codes?
    private let indirectCode: UInt32?

    /// Nil if the rows aren't quotes or stances.
    init?(_ answer: Answer, _ corpus: Corpus) {
        guard let records = answer.records, let collection = answer.noun?.collection,
            collection == .quotes || collection == .stances
        else { return nil }
        self.records = records
        quotes = collection == .stances ? Self.codes("quote", corpus.table(.stances))?.codes : nil
        if collection == .stances, quotes == nil { return nil }
        let table = corpus.table(.quotes)
        within = Self.codes("within", table)?.codes
        let kind = Self.codes("kind", table)
        kinds = kind?.codes
        if case .terms(let dictionary, _)? = kind?.domain {
            indirectCode = dictionary.code(of: "indirect")
        } else {
            indirectCode = nil
        }
    }

    private static func codes(_ name: String, _ table: Table) -> (codes: Codes, domain: Domain)? {
        guard let position = table.position(of: name),
            case .codes(let codes, let domain) = table.columns[position].data
        else { return nil }
        return (codes, domain)
    }

    /// The signs before a row, none for words that are quoted as they were said.
    func mark(_ row: Int) -> String {
        var quote = Int(records[row])
        if let quotes {
            guard quotes[quote] != 0 else { return "" }
            quote = Int(quotes[quote]) - 1
        }
        let isNested = within.map { $0[quote] != 0 } ?? false
        let isIndirect = kinds.map { $0[quote] == indirectCode } ?? false
        return (isNested ? Self.nested : "") + (isIndirect ? Self.indirect : "")
    }
}
