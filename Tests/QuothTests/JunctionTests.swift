import TestSupport
import Testing

@testable import Quoth

/// Sets are joined many words at a time; here the same is said row by row.
@Suite struct JunctionTests {
    /// From none to more rows than are joined at once, among them numbers at the edges of words, each by so many parts.
    private static let counts = [
        (0, 1...4), (1, 1...4), (63, 1...4), (64, 1...4), (65, 1...4), (1_000, 1...8), (131_137, 3...3),
    ]

    @Test(arguments: counts, [true, false])
    func joinsAsEachRowIsJoined(size: (count: Int, parts: ClosedRange<Int>), isAnd: Bool) {
        let count = size.count
        var random = SplitMix64(seed: UInt64(count) << 1 | (isAnd ? 1 : 0))
        for partCount in size.parts {
            let (parts, junction) = made(partCount, count, isAnd: isAnd, &random)
            let truth = junction.truth
            let rows = (0..<count).map { Joined(parts, row: $0, isAnd: isAnd) }
            #expect(truth.holds == bits(rows, \.holds))
            #expect(truth.statedOrHolds == bits(rows, \.stated))
            #expect(truth.possibleOrHolds == bits(rows, \.possible))
            #expect((truth.unknown ?? Bitmap(count: count)) == bits(rows, \.unknown))
        }
    }

    @Test(arguments: counts, [true, false])
    func countsWhatIsLeftOutAsEachRowIsCounted(size: (count: Int, parts: ClosedRange<Int>), isMasked: Bool) {
        let count = size.count
        var random = SplitMix64(seed: UInt64(count) << 1 | (isMasked ? 1 : 0))
        for partCount in size.parts {
            let (parts, junction) = made(partCount, count, isAnd: true, &random)
            let mask = (0..<count).map { _ in !isMasked || Int.random(in: 0..<4, using: &random) > 0 }
            let verdict = junction.verdict(within: isMasked ? Mask(bits(mask, \.self)) : nil)
            let all = (0..<count).map { Joined(parts, row: $0, isAnd: true) }
            let rows = all.indices.filter { mask[$0] }.map { all[$0] }
            #expect(verdict.holds == bits(Array(zip(mask, all))) { $0 && $1.holds })
            #expect(verdict.holds.population == rows.count { $0.holds })
            #expect(verdict.possibly == rows.count { $0.possible && !$0.holds })
            #expect(verdict.kept == rows.count { $0.unknown && $0.holds })
            let gaps = parts.indices.map { place in
                rows.count { $0.unknown && !$0.holds && $0.firstGap == place }
            }
            #expect(parts.indices.map { verdict.leftOut(at: $0) } == gaps)
            let judged = verdict.holds.population - Selection.some(verdict.holds).population(verdict.stated)
            #expect(verdict.stated.isEmpty || judged == rows.count { $0.holds && !$0.stated })
        }
    }

    /// Parts made up, and the junction of their sets, some of which lie in an index.
    private func made(
        _ partCount: Int, _ count: Int, isAnd: Bool, _ random: inout SplitMix64
    ) -> ([Part], Junction) {
        let parts = (0..<partCount).map { Part($0, count, &random) }
        let junction = Junction(isAnd: isAnd, count: count)
        for part in parts { junction.add(part.truth(stored: Bool.random(using: &random))) }
        return (parts, junction)
    }

    private func bits<Row>(_ rows: [Row], _ isOne: (Row) -> Bool) -> Bitmap {
        Bitmap(count: rows.count, rows: rows.indices.filter { isOne(rows[$0]) })
    }
}

/// A part made up: for each row what it is, and which of its sets there are.
private struct Part {
    let field: String
    let holds: [Bool]
    var stated: [Bool]?
    var possible: [Bool]?
    var unknown: [Bool]?

    init(_ place: Int, _ count: Int, _ random: inout SplitMix64) {
        func rows(_ most: Int, _ random: inout SplitMix64) -> [Bool] {
            (0..<count).map { _ in Int.random(in: 0..<8, using: &random) < most }
        }
        field = "field \(place)"
        let holds = rows(5, &random)
        self.holds = holds
        // Stated values are some of those that there are; `possibly` adds some.
        if Bool.random(using: &random) { stated = zip(holds, rows(6, &random)).map { $0 && $1 } }
        if Bool.random(using: &random) { possible = zip(holds, rows(2, &random)).map { $0 || $1 } }
        if Bool.random(using: &random) { unknown = rows(2, &random) }
    }

    /// Its sets, as they are made or as they lie in an index.
    func truth(stored: Bool) -> Truth {
        func set(_ rows: [Bool]) -> Bitmap {
            let set = Bitmap(count: rows.count, rows: rows.indices.filter { rows[$0] })
            return stored ? Bitmap(count: rows.count, stored: set.words) : set
        }
        return Truth(
            holds: set(holds), stated: stated.map(set), possible: possible.map(set),
            unknown: unknown.map(set), gaps: unknown == nil ? [] : [.init(field: field, place: 0, rows: nil)])
    }
}

/// What the parts come to in one row.
private struct Joined {
    let holds: Bool
    let stated: Bool
    let possible: Bool
    let unknown: Bool
    /// The first part that isn't known.
    let firstGap: Int?

    init(_ parts: [Part], row: Int, isAnd: Bool) {
        func joined(_ isOne: (Part) -> Bool) -> Bool {
            isAnd ? parts.allSatisfy(isOne) : parts.contains(where: isOne)
        }
        holds = joined { $0.holds[row] }
        stated = joined { ($0.stated ?? $0.holds)[row] }
        possible = joined { ($0.possible ?? $0.holds)[row] }
        firstGap = parts.firstIndex { $0.unknown?[row] ?? false }
        let isOpen = parts.allSatisfy { part in
            let isUnknown = part.unknown?[row] ?? false
            return isAnd ? part.holds[row] || isUnknown : !part.holds[row] || isUnknown
        }
        unknown = isOpen && firstGap != nil
    }
}

extension Verdict {
    fileprivate func leftOut(at place: Int) -> Int {
        leftOut.first { $0.field == "field \(place)" }?.count ?? 0
    }
}
