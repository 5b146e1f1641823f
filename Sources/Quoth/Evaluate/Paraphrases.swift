import QuothSyntax

/// A shown column of quotes' texts, and in which rows they are the coder's paraphrase.
package struct Paraphrases: Sendable {
    package let rows: Bitmap
    /// Whether the quotes are those that the rows are, or are stances of, so that the marks of the rows say the same.
    package let isOfRow: Bool
}

extension Evaluation {
    /// What a column shows of quotes' texts; nil if it shows none, or many in a row.
    func paraphrases(
        _ operand: Operand, _ frame: Frame, _ marks: RowMarks?
    ) throws(Diagnostic) -> Paraphrases? {
        guard case .path(var path) = operand.kind, !operand.isMany, let last = path.columns.popLast()
        else { return nil }
        var (table, collection) = (frame.table, frame.collection)
        for position in path.columns {
            guard case .record(let target) = table.columns[position].type else { return nil }
            (table, collection) = (corpus.table(target), target)
        }
        guard collection == .quotes, last == table.position(of: "text") else { return nil }
        let isStanceOfQuote =
            frame.collection == .stances && path.columns == [frame.table.position(of: "quote")]
        if path.columns.isEmpty || isStanceOfQuote {
            return marks.map { Paraphrases(rows: $0.indirect, isOfRow: true) }
        }
        let quote = Operand(
            kind: .path(path), type: .record(.quotes), isMany: false, text: path.text, span: operand.span)
        guard case .codes(let codes, _) = try vector(quote, frame, nil).data else { return nil }
        return RowMarks(codes.rows, .quotes, corpus).map { Paraphrases(rows: $0.indirect, isOfRow: false) }
    }
}
