import QuothSyntax

/// Which rows, if they are quotes or stances, are reported inside another quote, and which are the coder's paraphrase.
/// It is looked up for the rows of which somebody asks.
package final class RowMarks: Sendable {
    /// The rows of the quotes.
    private let quotes: [Int32]
    private let outer: Codes
    private let kinds: Codes
    private let terms: TermDictionary

    init?(_ rows: [Int32], _ collection: Collection, _ corpus: Corpus) {
        var places = rows
        if collection == .stances, let link = corpus.table(.stances).position(of: "quote"),
            case .codes(let codes, _) = corpus.table(.stances).columns[link].data
        {
            places = rows.map { Int32(bitPattern: codes[Int($0)]) - 1 }
        } else if collection != .quotes {
            return nil
        }
        let table = corpus.table(.quotes)
        guard let within = table.position(of: "within"), let kind = table.position(of: "kind"),
            case .codes(let outer, _) = table.columns[within].data,
            case .codes(let kinds, .terms(let terms, _)) = table.columns[kind].data
        else { return nil }
        (quotes, self.outer, self.kinds, self.terms) = (places, outer, kinds, terms)
    }

    func isNested(_ row: Int) -> Bool { code(row, outer) != 0 }

    func isIndirect(_ row: Int) -> Bool {
        let kind = code(row, kinds)
        return kind != 0 && terms.term(kind) == "indirect"
    }

    /// Those that are nested, as bits.
    var nested: Bitmap { Kernel.rows(quotes, of: outer) { $0 != 0 } }

    /// Reads what will be read when somebody asks, and makes nothing of it.
    func touch() {
        for row in quotes.indices {
            _ = code(row, outer)
            let kind = code(row, kinds)
            if kind != 0 { terms.withBytes(kind) { _ in } }
        }
    }

    private func code(_ row: Int, _ codes: Codes) -> UInt32 {
        quotes[row] < 0 ? 0 : codes[Int(quotes[row])]
    }
}

/// A shown column of quotes' texts.
package struct Paraphrases: Sendable {
    /// In which rows they are the coder's paraphrase.
    let marks: RowMarks
    /// Whether the quotes are those that the rows are, or are stances of, so that the marks of the rows say the same.
    package let isOfRow: Bool
}

extension Evaluation {
    /// What a column shows of quotes' texts; nil if it shows none, or many in a row.
    func paraphrases(
        _ operand: Operand, _ frame: Frame, _ marks: RowMarks?
    ) throws(Diagnostic) -> Paraphrases? {
        guard operand.type == .text, !operand.isMany, case .path(var path) = operand.kind,
            let last = path.columns.last
        else { return nil }
        var (table, collection) = (frame.table, frame.collection)
        for position in path.columns.dropLast() {
            guard case .record(let target) = table.columns[position].type else { return nil }
            (table, collection) = (corpus.table(target), target)
        }
        guard collection == .quotes, last == table.position(of: "text") else { return nil }
        let isOfStance =
            frame.collection == .stances && path.columns.count == 2
            && path.columns[0] == frame.table.position(of: "quote")
        if path.columns.count == 1 || isOfStance {
            return marks.map { Paraphrases(marks: $0, isOfRow: true) }
        }
        path.columns.removeLast()
        let quote = Operand(
            kind: .path(path), type: .record(.quotes), isMany: false, text: path.text, span: operand.span)
        guard case .codes(let codes, _) = try vector(quote, frame, nil).data else { return nil }
        return RowMarks(codes.rows, .quotes, corpus).map { Paraphrases(marks: $0, isOfRow: false) }
    }
}
