import Quoth
import QuothSyntax
import TestSupport
import Testing

/// Whatever happened to a snapshot, it is told, and no answer is wrong.
@Suite struct SnapshotDamageTests {
    /// What asking a snapshot comes to.
    private enum Outcome: Equatable {
        case refused, damaged, asBefore, different
    }

    private static func outcome(_ kept: KeptCorpus, _ answers: [String]) -> Outcome {
        guard let corpus = try? Corpus.load(kept.path) else { return .refused }
        let asked = corpus.asked
        // Each answer is the right one, or says that the snapshot is damaged.
        guard zip(asked, answers).allSatisfy({ $0 == $1 || $0.hasPrefix("bad-snapshot") }) else {
            return .different
        }
        return asked == answers ? .asBefore : .damaged
    }

    private static func isSound(_ kept: KeptCorpus) -> Bool { (try? Corpus.verify(kept.path)) != nil }

    @Test(arguments: [false, true]) func aFlippedBitIsSeen(isLarge: Bool) throws {
        let kept =
            try isLarge ? KeptCorpus(json: KeptCorpus.large(quotes: 600)) : KeptCorpus(json: SmallCorpus.json)
        let answers = kept.corpus.asked
        var random = SplitMix64(seed: isLarge ? 1 : 2)
        var outcomes: [Outcome] = []
        for _ in 0..<(isLarge ? 12 : 200) {
            var bytes = kept.bytes
            let place = Int(random.next() % UInt64(bytes.count))
            bytes[place] ^= 1 << UInt8(random.next() % 8)
            try kept.put(bytes)
            #expect(!Self.isSound(kept), "byte \(place)")
            outcomes.append(Self.outcome(kept, answers))
            #expect(outcomes.last != .different, "byte \(place)")
        }
        #expect(outcomes.contains(.damaged))
    }

    @Test func aTruncatedSnapshotIsRefused() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        var random = SplitMix64(seed: 3)
        let lengths = (0..<50).map { _ in Int(random.next() % UInt64(kept.bytes.count)) }
        for length in [0, 1, 7, 8, 127, 128, kept.bytes.count - 1] + lengths {
            try kept.put(Array(kept.bytes.prefix(length)))
            #expect(Self.outcome(kept, []) == .refused, "\(length)")
            #expect(!Self.isSound(kept), "\(length)")
        }
        try kept.put(kept.bytes + [0])
        #expect(Self.outcome(kept, []) == .refused)
    }

    @Test func damageIsToldByItsPlace() throws {
        // With an index of the words, no text would be read.
        let kept = try KeptCorpus(try Corpus.load(json: KeptCorpus.large(), name: "<made up>"))
        // The texts of quotes are the only ones with these words.
        let words = Array("words 17 and".utf8)
        let place = try #require(kept.bytes.indices.first { kept.bytes[$0...].starts(with: words) })
        var bytes = kept.bytes
        bytes[place] ^= 1
        try kept.put(bytes)
        let corpus = try Corpus.load(kept.path)
        var session = Session(corpus)
        #expect(try session.query("quotes where kind = direct count").rowCount == 1)
        do throws(Diagnostic) {
            _ = try session.query("quotes where text mentions words count")
            Issue.record("the damage wasn't seen")
        } catch {
            #expect(error.code == .badSnapshot && error.subject == "damaged" && error.found == "quotes.text")
            #expect(error.record?.byte.map { ($0...$0 + 16_384).contains(place) } == true)
        }
        // From now on nothing is handed out.
        #expect(throws: Diagnostic.self) { try session.query("quotes where kind = direct count") }
        #expect(session.complete("quotes where kind = ", at: 20).candidates.isEmpty)
        do throws(LoadFailure) { _ = try Corpus.verify(kept.path) } catch {
            #expect(error.diagnostics.map(\.found) == ["quotes.text"])
        }
    }

    @Test func forgedDataIsHarmless() throws {
        for isLarge in [false, true] {
            let kept =
                try isLarge
                ? KeptCorpus(json: KeptCorpus.large(quotes: 600)) : KeptCorpus(json: SmallCorpus.json)
            var random = SplitMix64(seed: isLarge ? 4 : 5)
            for _ in 0..<(isLarge ? 8 : 200) {
                var forgery = Forgery(kept.bytes)
                forgery.change(in: forgery.data, &random)
                try kept.put(forgery.signed)
                // Whatever comes of it, the program goes on.
                _ = Self.outcome(kept, [])
            }
        }
    }

    @Test func forgedManifestsAreHarmless() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        var random = SplitMix64(seed: 6)
        var refused = 0
        for _ in 0..<150 {
            var forgery = Forgery(kept.bytes)
            forgery.change(in: forgery.manifest, &random)
            try kept.put(forgery.signed)
            if Self.outcome(kept, []) == .refused { refused += 1 }
        }
        #expect(refused > 75)
    }

    /// Days that no corpus has are damage: to count with them would overflow.
    @Test(arguments: [Int32.min + 1, Int32.max - 1])
    func forgedDaysAreSeen(_ day: Int32) throws {
        let json = #"{"articles": [{"id": "a", "headline": "H", "published": "2025-02-07"}]}"#
        let kept = try KeptCorpus(try Corpus.load(json: json, name: "<made up>").indexed(minimumRows: 1))
        func bytes(_ day: Int32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: day >> ($0 * 8)) } }
        let written = bytes(try #require(Calendar.day(2025, 2, 7)))
        var forged = kept.bytes
        for place in forged.indices.dropLast(3) where kept.bytes[place..<place + 4].elementsEqual(written) {
            forged.replaceSubrange(place..<place + 4, with: bytes(day))
        }
        #expect(forged != kept.bytes)
        try kept.put(Forgery(forged).signed)
        let corpus = try Corpus.load(kept.path)
        #expect { try corpus.query("articles count by week(published)") } throws: {
            ($0 as? Diagnostic)?.code == .badSnapshot
        }
    }

    /// A search in bytes that are those of no text would find a text that isn't there.
    @Test func bytesOfNoTextAreRefused() throws {
        let corpus = try Corpus.load(json: SmallCorpus.json, name: "small").indexed(minimumRows: 1)
        let quotes = corpus.table(.quotes)
        let columns = quotes.columns.map { column in
            guard let words = column.index?.words else { return column }
            let forged = WordIndex(
                forms: TextColumn(bytes: Buffer(Array("words".utf8)), offsets: [0], valid: nil),
                stems: .empty, lookup: TextLookup(.empty),
                formsOfStem: Lists(offsets: [0], values: .narrow([])),
                languages: words.languages, lengths: words.lengths, irregular: nil,
                segments: words.segments.map { _ in
                    .init(forms: [], offsets: [0], rows: [], positions: .narrow([]))
                })
            return Column(
                name: column.name, data: column.data, role: column.role,
                index: ColumnIndex(
                    known: nil, missing: nil, rowsOfCode: [], statedRowsOfCode: [], judgedRows: nil,
                    several: nil, rowsByCode: nil, words: forged))
        }
        var tables = ByCollection { corpus.table($0) }
        tables[.quotes] = Table(
            rowCount: quotes.rowCount, columns: columns, names: quotes.names, ids: quotes.ids)
        let kept = try KeptCorpus(Corpus(tables: tables))
        #expect(Self.outcome(kept, []) == .refused)
    }

    /// How many rows have no value is a number that is told as it stands.
    @Test func moreRowsWithoutAValueThanThereAreAreRefused() throws {
        let corpus = try Corpus.load(json: SmallCorpus.json, name: "small")
        let quotes = corpus.table(.quotes)
        let columns = quotes.columns.map { column in
            guard column.name == "speaker" else { return column }
            return Column(
                name: column.name, data: column.data, role: column.role,
                index: ColumnIndex(missingCount: quotes.rowCount + 1))
        }
        var tables = ByCollection { corpus.table($0) }
        tables[.quotes] = Table(
            rowCount: quotes.rowCount, columns: columns, names: quotes.names, ids: quotes.ids)
        #expect(Self.outcome(try KeptCorpus(Corpus(tables: tables)), []) == .refused)
    }

    @Test func aSignedSnapshotIsSound() throws {
        let kept = try KeptCorpus(json: KeptCorpus.large(quotes: 600))
        #expect(Forgery(kept.bytes).signed == kept.bytes)
    }
}
