import QuothSyntax

/// Checks that spans lie in their article and that their words stand there, and mends those that have moved.
struct SpanCheck {
    let tables: [Collection: TableBuilder]
    let indices: [ScalarIndex?]
    let faults: FaultList

    func check() {
        for collection in Collection.allCases {
            guard let table = tables[collection] else { continue }
            for field in table.fields where !faults.isFull {
                switch field {
                case let span as SpanBuilder: check(span, table)
                case let evidence as EvidenceBuilder: check(evidence, table)
                default: break
                }
            }
        }
    }

    private func check(_ field: SpanBuilder, _ table: TableBuilder) {
        guard let article = table.field("article") as? LinkBuilder else { return }
        for row in 0..<min(table.rowCount, field.spans.count) where field.has(row) && !faults.isFull {
            guard let end = article.end(row) else { continue }
            check(&field.spans, entry: row, article: end, table, row, field.step)
        }
    }

    private func check(_ field: EvidenceBuilder, _ table: TableBuilder) {
        if field.spans.count == 0 { return }
        guard let articles = tables[.articles]?.ids else { return }
        let owner = ArticleOfRecord(table, tables)
        let named = field.namedArticles(articles)
        field.pad(to: table.rowCount)
        for row in 0..<table.rowCount where !faults.isFull {
            for entry in field.range(row) {
                let steps = field.step + [.element(entry - field.range(row).lowerBound)]
                let code = field.spans.articles.code(entry)
                let article =
                    code == 0
                    ? article(of: row, owner, table, steps)
                    : article(named: code, named[Int(code)], field, row, table, articles, steps)
                field.articleRows.append(Int32(truncatingIfNeeded: article ?? -1))
                if let article { check(&field.spans, entry: entry, article: article, table, row, steps) }
            }
        }
    }

    /// The article of the record that a span of evidence belongs to; reports it if there is no telling.
    private func article(
        of row: Int, _ owner: ArticleOfRecord, _ table: TableBuilder, _ steps: [FieldStep]
    ) -> Int? {
        if let article = owner.article(row) { return article }
        var fault = table.fault(.missingField, row: row, steps + [.member("article")])
        fault.expected = ["article"]
        fault.subject = "article"
        if !faults.isIncomplete { faults.add(fault) }
        return nil
    }

    /// The article that a span of evidence names; reports it if there is none.
    private func article(
        named code: UInt32, _ end: UInt32, _ field: EvidenceBuilder, _ row: Int, _ table: TableBuilder,
        _ articles: IDBuilder, _ steps: [FieldStep]
    ) -> Int? {
        if end != 0 { return Int(end) - 1 }
        let id = field.spans.articles.interner.text(code)
        var fault = table.fault(.danglingReference, row: row, steps + [.member("article")])
        fault.found = id
        fault.subject = Collection.articles.rawValue
        fault.near = articles.near(id)
        if !faults.isIncomplete { faults.add(fault) }
        return nil
    }

    private func check(
        _ spans: inout SpanStore, entry: Int, article: Int, _ table: TableBuilder, _ row: Int,
        _ steps: [FieldStep]
    ) {
        let start = spans.starts[entry]
        let end = spans.ends[entry]
        guard let body = body(article) else {
            guard let length = length(article), end > length else { return }
            return report(.badSpan, table, row, steps, found: "\(start)–\(end)", expected: "0–\(length)")
        }
        guard let exact = spans.exact[entry], !exact.isEmpty else {
            if end <= body.index.count { return }
            return report(
                .badSpan, table, row, steps, found: "\(start)–\(end)", expected: "0–\(body.index.count)")
        }
        if body.text(start, end)?.elementsEqual(exact) == true { return }
        let places = body.places(
            of: exact, after: spans.prefix[entry] ?? [], before: spans.suffix[entry] ?? [])
        guard places.count == 1, let place = places.first else {
            let found = body.text(start, min(end, body.index.count)).map {
                String(decoding: $0, as: UTF8.self)
            }
            let wanted = String(decoding: exact, as: UTF8.self)
            return report(.spanTextDiffers, table, row, steps, found: found, expected: wanted)
        }
        spans.starts[entry] = place.lowerBound
        spans.ends[entry] = place.upperBound
        report(
            .spanMoved, table, row, steps, found: "\(start)–\(end)",
            expected: "\(place.lowerBound)–\(place.upperBound)", severity: .warning)
    }

    private func report(
        _ code: DiagnosticCode, _ table: TableBuilder, _ row: Int, _ steps: [FieldStep], found: String?,
        expected: String, severity: Diagnostic.Severity = .error
    ) {
        var fault = table.fault(code, row: row, steps)
        fault.severity = severity
        fault.found = found
        fault.expected = [expected]
        faults.add(fault)
    }

    private func body(_ article: Int) -> Body? {
        guard article < indices.count, let index = indices[article],
            let texts = (tables[.articles]?.field("body") as? TextBuilder)?.column, texts.isValid(article)
        else { return nil }
        return Body(text: texts.bytes[texts.offsets.run(article)], index: index)
    }

    private func length(_ article: Int) -> Int? {
        (tables[.articles]?.field("source") as? SourceBuilder)?.length(article)
    }
}

/// Which article a record of a collection belongs to.
private struct ArticleOfRecord {
    private let isArticle: Bool
    private let own: LinkBuilder?
    private let quote: LinkBuilder?
    private let quotes: LinkBuilder?
    private let only: Int?

    init(_ table: TableBuilder, _ tables: [Collection: TableBuilder]) {
        isArticle = table.schema.collection == .articles
        own = table.field("article") as? LinkBuilder
        quote = table.field("quote") as? LinkBuilder
        quotes = tables[.quotes]?.field("article") as? LinkBuilder
        only = tables[.articles]?.rowCount == 1 ? 0 : nil
    }

    /// Its own, or that of its quote, or the only one there is.
    func article(_ row: Int) -> Int? {
        if isArticle { return row }
        return own?.end(row) ?? quote?.end(row).flatMap { quotes?.end($0) } ?? only
    }
}

/// An article's text, asked by scalars.
private struct Body {
    let text: Slice<Buffer<UInt8>>
    let index: ScalarIndex

    func text(_ start: Int, _ end: Int) -> Slice<Buffer<UInt8>>? {
        guard start <= end, let from = index.byte(ofScalar: start, in: text),
            let to = index.byte(ofScalar: end, in: text)
        else { return nil }
        return text[(text.startIndex + from)..<(text.startIndex + to)]
    }

    /// Where words stand between two others, in scalars; after the second place there is no need to look on.
    func places(of exact: [UInt8], after prefix: [UInt8], before suffix: [UInt8]) -> [Range<Int>] {
        text.base.withSpan { bytes in
            let haystack = bytes.extracting(text.startIndex..<text.endIndex)
            var places: [Range<Int>] = []
            var from = 0
            while places.count < 2, from <= haystack.count,
                let found = ByteSearch.firstRange(of: exact.span, in: haystack, from: from)
            {
                from = found.lowerBound + 1
                let before = text[..<(text.startIndex + found.lowerBound)]
                let after = text[(text.startIndex + found.upperBound)...]
                guard before.suffix(prefix.count).elementsEqual(prefix), after.starts(with: suffix) else {
                    continue
                }
                let start = index.scalar(ofByte: found.lowerBound, in: text)
                places.append(start..<index.scalar(ofByte: found.upperBound, in: text))
            }
            return places
        }
    }
}
