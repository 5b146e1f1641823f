import Foundation
import Quoth
import QuothSyntax
import TestSupport
import Testing

/// How many queries are made up; `QUOTH_QUERIES` raises it.
let madeUpQueries = ProcessInfo.processInfo.environment["QUOTH_QUERIES"].flatMap { Int($0) } ?? 2_000

/// The queries asked of one corpus before the next is made up.
let queriesPerCorpus = 20

/// What is made up must be worth asking: it parses, its names are found, and it has answers.
@Suite struct NaiveRandomTests {
    @Test func madeUpQueriesHaveAnswers() throws {
        var faults = 0
        var empty = 0
        let total = min(madeUpQueries, 400)
        var corpus = try NaiveCorpus(json: "{}")
        for seed in 0..<total {
            if seed % queriesPerCorpus == 0 {
                let made = RandomCorpus(seed: UInt64(seed / queriesPerCorpus))
                corpus = try NaiveCorpus(json: made.json)
            }
            let query = RandomQuery(seed: UInt64(seed), corpus)
            do {
                let answer = try NaiveInterpreter(corpus).run(query.text)
                if answer?.rows.isEmpty ?? true { empty += 1 }
            } catch let fault as NaiveFault {
                faults += 1
                #expect(fault.isOfRunning, "\(fault), seed \(seed)\n\(query.text)")
            }
        }
        #expect(faults * 20 < total)
        #expect(empty * 5 < total * 3)
    }
}
