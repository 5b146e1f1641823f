import Quoth
import QuothSyntax
import TestSupport
import Testing

/// A snapshot is the corpus that it was made of.
@Suite struct SnapshotTests {
    static let samples = [
        "iran-us-talks.json", "corpora/faction-changes.json", "corpora/languages.json",
        "corpora/letters.json",
    ]

    @Test(arguments: samples) func aSampleComesBackAsItWas(_ name: String) throws {
        try expectTheSame(try Corpus.load(KeptCorpus.sample(name)))
    }

    @Test func aLargeOneComesBackAsItWas() throws {
        let corpus = try Corpus.load(json: KeptCorpus.large())
        try expectTheSame(corpus)
        try expectTheSame(corpus.indexed(minimumRows: 1))
    }

    @Test func emptyAndSmallOnesComeBackAsTheyWere() throws {
        try expectTheSame(try Corpus.load(json: #"{"quotes": []}"#))
        try expectTheSame(try Corpus.load(json: SmallCorpus.json))
    }

    private func expectTheSame(_ corpus: Corpus) throws {
        let kept = try KeptCorpus(corpus)
        let opened = try Corpus.load(kept.path)
        #expect(opened.isSnapshot && opened.path == corpus.path)
        #expect(opened.described == corpus.described)
        #expect(opened.asked == corpus.asked)
        #expect(opened.damage == nil)
        // The snapshot of a snapshot is the same file.
        try opened.save(to: kept.path)
        #expect(try FileAccess.system.read(kept.path) == kept.bytes)
        let report = try Corpus.verify(kept.path)
        #expect(report.records[.quotes] == corpus.table(.quotes).rowCount)
        #expect(report.byteCount == kept.bytes.count && report.digest == corpus.digest)
    }

    @Test func madeUpQueriesAreAnsweredAlike() throws {
        for seed in 0..<UInt64(20) {
            let made = RandomCorpus(seed: seed)
            let naive = try NaiveCorpus(json: made.json)
            // What is known of columns beforehand is kept as well.
            let corpus = try Corpus.load(json: made.json)
            let kept = try KeptCorpus(seed % 2 == 0 ? corpus : corpus.indexed(minimumRows: 1))
            let opened = try Corpus.load(kept.path)
            for query in 0..<UInt64(25) {
                let text = RandomQuery(seed: seed * 1_000 + query, naive).text
                let difference = Found.byProgram(text, opened).difference(Found.byProgram(text, kept.corpus))
                #expect(difference == nil, "seed \(seed): \(text)")
            }
        }
    }

    @Test func passagesAreFoundInASnapshot() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        let opened = try Corpus.load(kept.path)
        let quote = try #require(opened.record(of: try opened.query("quotes where id = q1"), row: 0))
        let passages = opened.passages(of: quote)
        #expect(passages == kept.corpus.passages(of: quote))
        #expect(passages.first?.text?.passage == "no")
        #expect(opened.reports(of: quote) == kept.corpus.reports(of: quote))
    }

    @Test func whoReadsKeepsTheOldOne() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        let opened = try Corpus.load(kept.path)
        try Corpus.load(json: KeptCorpus.large()).save(to: kept.path)
        #expect(try opened.query("quotes").rowCount == 3)
        #expect(try Corpus.load(kept.path).query("quotes").rowCount == 2_500)
        try FileAccess.system.remove(kept.path)
        #expect(opened.asked == kept.corpus.asked)
    }

    @Test func aSnapshotOlderThanItsSourcesSaysSo() throws {
        let folder = TemporaryFolder()
        let source = folder.write("small.json", SmallCorpus.json)
        let path = folder.path + "/small.quothdb"
        try Corpus.load(source).save(to: path)
        #expect(try Corpus.load(path).notes.isEmpty)
        folder.write("small.json", SmallCorpus.json + "\n")
        let notes = try Corpus.load(path).notes
        #expect(notes.map(\.code) == [.staleSnapshot] && notes.map(\.severity) == [.warning])
        #expect(notes.first?.found == source)
        #expect(try Corpus.verify(path).changedSources == [source])
        // A source that isn't there any more says nothing.
        try FileAccess.system.remove(source)
        #expect(try Corpus.load(path).notes.isEmpty)
    }

    @Test func aSnapshotTakesNoTexts() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        #expect { try Corpus.load(kept.path, sources: [kept.folder.path]) } throws: { error in
            (error as? LoadFailure)?.diagnostics.map(\.code) == [.badSnapshot]
        }
    }
}
