import Quoth
import QuothSyntax

// `sort by relevance`: the formula of BM25 as textbooks write it, text by text (decision 8).
extension NaivePipeline {
    /// Words that a `where` looks for in one field.
    struct Wanted {
        /// The links that lead to the record whose field it is.
        let links: [String]
        let owner: Collection
        let field: String
        var words: [String]
    }

    /// Notes the words that a condition looks for, but for those under `not` and those of other records.
    mutating func noteWords(of condition: Expression) throws {
        switch condition.kind {
        case .and(let parts), .or(let parts): for part in parts { try noteWords(of: part) }
        case .textTest(let left, .mentions, let right):
            guard case .path(let path) = left.kind, case .records(let collection) = shape,
                case .text(let text)? = try evaluator.cells(right, frames).first?.value,
                var wanted = Self.wanted(path.steps.map(\.text), collection)
            else { return }
            for word in NaiveText.words(NaiveText.folded(text)) where !wanted.words.contains(word) {
                wanted.words.append(word)
            }
            let known = self.wanted.firstIndex { $0.links == wanted.links && $0.field == wanted.field }
            guard let known else { return self.wanted.append(wanted) }
            self.wanted[known].words += wanted.words.filter { !self.wanted[known].words.contains($0) }
        default: return
        }
    }

    /// Nil unless the path leads over single links to a text.
    private static func wanted(_ steps: [String], _ start: Collection) -> Wanted? {
        var steps = steps
        if start == .stances, Schema.of(.stances).field(steps[0]) == nil { steps.insert("quote", at: 0) }
        guard let field = steps.popLast() else { return nil }
        var owner = start
        for link in steps {
            guard let known = Schema.of(owner).field(link), !known.isMany, case .link(let next) = known.kind
            else { return nil }
            owner = next
        }
        guard Schema.of(owner).field(field)?.kind == .text else { return nil }
        return Wanted(links: steps, owner: owner, field: field, words: [])
    }

    static func isRelevance(_ expression: Expression) -> Bool {
        SyntaxPrinter.text(expression) == Vocabulary.relevance
    }

    /// How well each row fits, as less than nothing, so that the best comes first.
    func relevance() throws -> [[NaiveCell]] {
        guard !wanted.isEmpty else { throw NaiveFault(.relevanceNeedsWords) }
        let ratings = wanted.map(rated)
        return rows.map { tagged in
            var score = 0.0
            for (wanted, ratings) in zip(wanted, ratings) {
                guard let row = end(of: wanted.links, tagged.row) else { continue }
                for rating in ratings { score += rating[row] }
            }
            return [NaiveCell(value: .real(-score))]
        }
    }

    private func end(of links: [String], _ row: NaiveRow) -> Int? {
        guard case .record(var collection, var row) = row else { return nil }
        for link in links {
            guard case .record(let next, let end)? = evaluator.corpus.record(collection, row).first(link)
            else { return nil }
            (collection, row) = (next, end)
        }
        return row
    }

    /// For each word what every record of the owner scores by it.
    private func rated(_ wanted: Wanted) -> [[Double]] {
        let corpus = evaluator.corpus
        let texts = corpus.all(wanted.owner).map { record in
            record.first(wanted.field)?.text.map { NaiveText.words(NaiveText.folded($0)) }
        }
        let languages = corpus.all(wanted.owner).indices.map { language(wanted.owner, $0) }
        let lengths = texts.compactMap { $0?.count }
        let average = Double(lengths.reduce(0, +)) / Double(max(lengths.count, 1))
        return wanted.words.map { word in
            let counts = texts.map { text in Double((text ?? []).count { $0 == word }) }
            return texts.indices.map { row in
                guard counts[row] > 0, let text = texts[row] else { return 0 }
                let holders = texts.indices.count { counts[$0] > 0 && languages[$0] == languages[row] }
                let rarity = NaiveText.rarity(of: holders, among: lengths.count)
                let norm = 1.2 * (1 - 0.75 + 0.75 * (Double(text.count) / average))
                return rarity * counts[row] * (1.2 + 1) / (counts[row] + norm)
            }
        }
    }

    private func language(_ collection: Collection, _ row: Int) -> String? {
        let record = evaluator.corpus.record(collection, row)
        if collection == .articles { return record.first("language")?.text }
        guard case .record(let articles, let article)? = record.first("article") else { return nil }
        return evaluator.corpus.record(articles, article).first("language")?.text
    }
}
