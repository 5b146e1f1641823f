import Quoth
import QuothSyntax
import TestSupport
import Testing

/// What completion offers at any place of a valid query, the checker takes; and what stood there is offered.
@Suite struct CompletionPropertyTests {
    private static let unknown: Set<DiagnosticCode> = [
        .unknownCollection, .unknownField, .unknownName, .unknownValue, .ambiguousValue, .unknownFunction,
        .unknownParameter, .unknownStage, .severalWords, .wordNeedsDot, .nothingBefore,
    ]

    /// What is wrong with a candidate at its place; nil if nothing is.
    private static func fault(
        _ candidate: Completion.Candidate, after before: String, _ session: Session
    ) -> DiagnosticCode? {
        let place = before.utf8.count..<(before + candidate.text).utf8.count
        let checked = session.check(SourceText(name: "<prompt>", before + candidate.text))
        return checked.diagnostics.first { fault in
            let isHere = fault.span.start < place.upperBound && fault.span.end > place.lowerBound
            let isUnexpected = fault.code == .unexpected && fault.found != nil
            return isHere && (unknown.contains(fault.code) || isUnexpected)
        }?.code
    }

    @Test(arguments: 0..<15) func whatIsOfferedIsTaken(_ round: Int) throws {
        var random = SplitMix64(seed: UInt64(round))
        let json = RandomCorpus(seed: UInt64(round)).json
        let naive = try NaiveCorpus(json: json)
        let session = Session(try Corpus.load(json: json))
        for _ in 0..<10 {
            let text = RandomQuery(seed: random.next(), naive).text
            guard !session.check(SourceText(name: "<prompt>", text)).hasErrors else { continue }
            let cut = Int(random.next() % UInt64(text.utf8.count + 1))
            let completion = session.complete(text, at: cut)
            let before = String(decoding: Array(text.utf8)[..<completion.range.lowerBound], as: UTF8.self)
            for candidate in completion.candidates.shuffled(using: &random).prefix(5)
            where candidate.match != .near {
                let fault = Self.fault(candidate, after: before, session)
                #expect(fault == nil, "\(before)⇥\(candidate.text)")
            }
        }
    }

    @Test(arguments: 0..<15) func whatStoodThereIsOffered(_ round: Int) throws {
        var random = SplitMix64(seed: UInt64(1_000 + round))
        let json = RandomCorpus(seed: UInt64(round)).json
        let naive = try NaiveCorpus(json: json)
        let session = Session(try Corpus.load(json: json))
        var seen = 0
        for _ in 0..<10 {
            let text = RandomQuery(seed: random.next(), naive).text
            let source = SourceText(name: "<prompt>", text)
            guard !session.check(source).hasErrors else { continue }
            let words = Parser.tokens(of: source).filter { $0.kind == .word && $0.hasBlankBefore }
            guard let token = words.randomElement(using: &random) else { continue }
            let completion = session.complete(text, at: token.span.start)
            let kinds = Set(completion.candidates.map(\.kind))
            // A value may be written in other ways, and a new name can't be known.
            guard !kinds.isEmpty, !kinds.contains(.value), completion.omitted == 0 else { continue }
            seen += 1
            let word = source.text(token.span)
            let offered = completion.candidates.map(\.text)
            #expect(
                offered.contains(word) || offered.contains(word + "(") || offered.contains("." + word),
                "\(text.utf8.prefix(token.span.start).count) \(word)\n\(text)\n\(offered)")
        }
        #expect(seen > 0)
    }
}
