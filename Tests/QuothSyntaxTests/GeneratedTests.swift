import QuothSyntax
import Testing

/// What the grammar makes the parser reads, and what the printer writes is read back.
@Suite struct GeneratedTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]
    private static let perSeed = 500

    @Test(arguments: seeds)
    func whatTheGrammarMakesParsesAndPrintsStably(_ seed: UInt64) throws {
        var generator = try StatementGenerator(seed: seed)
        for number in 0..<Self.perSeed {
            let pieces = generator.statement(depth: 12 + number % 30)
            var comments: Int?
            let text = generator.text(pieces, comments: &comments)
            let result = parse(text)
            try #require(result.diagnostics.isEmpty, "\(text) has \(faults(result))")
            #expect(result.script.statements.count == 1, "\(text)")
            #expect(!result.isIncomplete)
            let printed = SyntaxPrinter.text(result.script)
            #expect(reprint(printed) == printed, "\(text)")
        }
    }

    @Test(arguments: seeds)
    func whatIsDamagedNeverTraps(_ seed: UInt64) throws {
        var generator = try StatementGenerator(seed: seed + 100)
        var random = SplitMix64(seed: seed + 200)
        for number in 0..<Self.perSeed {
            var comments: Int?
            var pieces = generator.statement(depth: 12 + number % 30)
            let others = generator.statement(depth: 20)
            damage(&pieces, with: others, &random)
            var bytes = Array(generator.text(pieces, comments: &comments).utf8)
            if random.chance(50) { damage(&bytes, &random) }
            check(bytes)
        }
    }

    private func damage(_ pieces: inout [String], with others: [String], _ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 0...3, using: &random) where !pieces.isEmpty {
            let place = Int.random(in: 0..<pieces.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: pieces.remove(at: place)
            case 1: pieces.insert(pieces[place], at: place)
            case 2: pieces.swapAt(place, Int.random(in: 0..<pieces.count, using: &random))
            case 3: pieces.insert(others.randomElement(using: &random) ?? "", at: place)
            default: pieces.insert("\n", at: place)
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(UInt8.random(in: 0x20..<0x7F, using: &random), at: place)
            case 2: bytes.removeSubrange(place...)
            default: bytes.removeSubrange(..<place)
            }
        }
    }

    private func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let result = Parser.parse(SourceText(name: "test", utf8: bytes))
        #expect(result.diagnostics.count <= Parser.maximumDiagnostics + 1)
        for diagnostic in result.diagnostics {
            let spans =
                [diagnostic.span] + diagnostic.labels.map(\.span) + (diagnostic.fix.map { [$0.span] } ?? [])
            #expect(spans.allSatisfy { 0 <= $0.start && $0.end <= bytes.count }, "\(text) \(faults(result))")
        }
        guard result.diagnostics.isEmpty else { return }
        let printed = SyntaxPrinter.text(result.script)
        #expect(reprint(printed) == printed, "\(text)")
    }
}
