import Quoth
import QuothSyntax
import TestSupport
import Testing

/// Laws that the program's answers keep, whatever the right answer is.
@Suite struct MetamorphicTests {
    /// A corpus, a noun and two conditions, made up from one seed.
    private struct Sample {
        let seed: Int
        let noun: Noun
        let first: String
        let second: String
        let corpus: Corpus

        init(seed: Int, _ corpus: Corpus, _ naive: NaiveCorpus) {
            var random = SplitMix64(seed: UInt64(seed))
            self.seed = seed
            self.corpus = corpus
            noun = Noun.all[Int(random.next() % UInt64(Noun.all.count))]
            first = RandomQuery.condition(seed: random.next(), noun, naive)
            second = RandomQuery.condition(seed: random.next(), noun, naive)
        }

        /// The ids of the rows of a query, in order; nil if a row was at fault, as a division by zero makes it.
        func ids(_ stages: String) throws -> [String]? {
            try answer(stages + " show id").map { answer in
                (0..<answer.rowCount).map { answer[$0, 0].description }
            }
        }

        func answer(_ stages: String) throws -> Answer? {
            var session = Session(corpus)
            var last: Answer?
            do throws(Diagnostic) {
                let outcomes = try session.run(SourceText(name: "law", noun.name + stages))
                for case .answer(let answer) in outcomes { last = answer }
            } catch {
                guard NaiveFault.isOfRunning(error.code) else { throw error }
            }
            return last
        }
    }

    /// Made up once for all laws.
    private static let samples = Result {
        try (0..<(madeUpQueries / 400)).flatMap { group in
            let made = RandomCorpus(seed: UInt64(group))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            return (0..<queriesPerCorpus).map { Sample(seed: group * queriesPerCorpus + $0, corpus, naive) }
        }
    }

    @Test func aConditionAndItsOppositeSplitTheRows() throws {
        for sample in try Self.samples.get() {
            guard let yes = try sample.ids(" where \(sample.first)"),
                let no = try sample.ids(" where not (\(sample.first))"), let all = try sample.ids("")
            else { continue }
            #expect(
                (yes + no).sorted() == all.sorted(),
                "seed \(sample.seed): \(sample.noun.name) \(sample.first)")
            let isIn = Set(yes)
            #expect(all.filter { isIn.contains($0) } == yes, "seed \(sample.seed)")
        }
    }

    @Test func andIsIntersectionAndOrIsUnion() throws {
        for sample in try Self.samples.get() {
            let (first, second) = (sample.first, sample.second)
            guard let one = try sample.ids(" where \(first)"),
                let other = try sample.ids(" where \(second)"), let all = try sample.ids(""),
                let both = try sample.ids(" where (\(first)) and (\(second))"),
                let either = try sample.ids(" where (\(first)) or (\(second))"),
                let twice = try sample.ids(" where \(first) where \(second)")
            else { continue }
            let comment: Testing.Comment = "seed \(sample.seed): \(sample.noun.name), \(first), \(second)"
            #expect(both == all.filter { one.contains($0) && other.contains($0) }, comment)
            #expect(either == all.filter { one.contains($0) || other.contains($0) }, comment)
            #expect(twice == both, comment)
        }
    }

    @Test func rowsAreAmongThemselves() throws {
        for sample in try Self.samples.get() {
            let rows = "(\(sample.noun.name) where \(sample.first))"
            guard let one = try sample.ids(" where \(sample.first)"), let all = try sample.ids("")
            else { continue }
            let comment: Testing.Comment = "seed \(sample.seed): \(sample.noun.name) \(sample.first)"
            #expect(try sample.ids(" where in \(rows)") == one, comment)
            #expect(try sample.ids(" where not in \(rows)") == all.filter { !one.contains($0) }, comment)
        }
    }

    @Test func aLimitIsABeginning() throws {
        for sample in try Self.samples.get() {
            let start = " where \(sample.first) sort by note, id desc"
            guard let all = try sample.ids(start), let few = try sample.ids(start + " limit 3"),
                let rest = try sample.ids(start + " skip 3")
            else { continue }
            #expect(
                few + rest == all && few.count == min(3, all.count),
                "seed \(sample.seed): \(sample.noun.name)")
        }
    }

    @Test func aRefinementIsCountedAsTheWholeQueryIs() throws {
        for sample in try Self.samples.get() {
            let (first, second) = (" where \(sample.first) limit 5", "where \(sample.second)")
            for end in ["", " count by id", " summarize count"] {
                guard let whole = try sample.answer("\(first) \(second)\(end)"),
                    let refined = try sample.answer("\(first)\n\(second)\(end)"),
                    let counted = try sample.answer("\(first) count by id\n\(second)\(end)"),
                    let named = try sample.answer("\(first)\nlet x = it \(second)\nx\(end)")
                else { continue }
                let comment: Testing.Comment =
                    "seed \(sample.seed): \(sample.noun.name)\(first) \(second)\(end)"
                for answer in [refined, counted, named] {
                    #expect(answer.accounting == whole.accounting, comment)
                }
            }
        }
    }

    @Test func countsAreSums() throws {
        for sample in try Self.samples.get() {
            let filter = " where \(sample.first)"
            guard let rows = try sample.ids(filter),
                let groups = try sample.answer(
                    " show not (\(sample.second)) as yes_no" + filter + " count by yes_no"),
                let count = try sample.answer(filter + " count")
            else { continue }
            let comment: Testing.Comment = "seed \(sample.seed): \(sample.noun.name) \(sample.first)"
            let counts = (0..<groups.rowCount).map { Int(groups[$0, 1].description) ?? -1 }
            #expect(counts.reduce(0, +) == rows.count, comment)
            #expect(count[0, 0] == .integer(rows.count), comment)
            #expect(count.accounting.filters.last?.held == rows.count, comment)
            #expect(count.accounting.records == rows.count, comment)
        }
    }
}
