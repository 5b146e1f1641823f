/// The parts of an `and` or an `or`, whose sets are joined some words at a time, which stay in the nearest cache. A set
/// of all rows that is only needed in between would take memory that has to be found and cleared first, which takes longer
/// than to work it out.
struct JoinedParts: ~Copyable {
    private let isAnd: Bool
    private let count: Int
    private var holds: [Bitmap]
    private let stated: [Bitmap?]
    private let possible: [Bitmap?]
    private let unknown: [Bitmap?]
    private var gaps: [[Truth.Gap]]
    // The words that are worked out: of the rows for which it holds, of another set, and of the rows that are open.
    private var held = WordRun()
    private var words = WordRun()
    private var open = WordRun()

    init(_ parts: [Truth], isAnd: Bool, count: Int) {
        self.isAnd = isAnd
        self.count = count
        holds = parts.map(\.holds)
        stated = parts.map(\.stated)
        possible = parts.map(\.possible)
        unknown = parts.map(\.unknown)
        gaps = parts.map { part in part.gaps.map { $0.with($0.rows ?? part.unknown) } }
    }

    /// What the parts are together. A gap is told of no rows that the parts before its own decide.
    consuming func truth() -> Truth {
        func room(_ sets: [Bitmap?]) -> Bitmap? {
            sets.contains { $0 != nil } ? Bitmap(count: count) : nil
        }
        var truth = Truth(
            holds: Bitmap(count: count), stated: room(stated), possible: room(possible),
            unknown: room(unknown))
        for run in WordRun.runs(count) {
            joinHolds(run)
            truth.holds.replace(run, held.all)
            if truth.stated != nil {
                join(stated, run)
                truth.stated?.replace(run, words.all)
            }
            if truth.possible != nil {
                join(possible, run)
                truth.possible?.replace(run, words.all)
            }
            if truth.unknown != nil {
                joinUnknown(run, cutsGaps: true)
                truth.unknown?.replace(run, words.all)
            }
        }
        truth.gaps = gaps.flatMap { $0 }
        return truth
    }

    /// What an `and` comes to as a whole `where`, which looks at the rows of a mask.
    consuming func verdict(_ mask: Bitmap?) -> Verdict {
        let gaps = gaps.flatMap { $0 }
        let hasPossible = possible.contains { $0 != nil }
        // The rows that it keeps are those of the only part, or take the place of a part's set that is nobody else's.
        let isSame = holds.count == 1 && mask == nil
        let place = isSame ? 0 : holds.firstIndex { !$0.isStored }
        var fresh = Bitmap(count: place == nil ? count : 0)
        var verdict = Verdict()
        var leftOut = [Int](repeating: 0, count: gaps.count)
        var total = isSame ? holds[0].population : 0
        for run in WordRun.runs(count) {
            if !isSame {
                joinHolds(run)
                if let mask { held.formIntersection(mask, run) }
                total += held.population
            }
            if hasPossible {
                join(possible, run)
                if let mask { words.formIntersection(mask, run) }
                verdict.possibly += words.population - countAndSubtractHeld(run, isSame)
            }
            if !gaps.isEmpty {
                joinUnknown(run, cutsGaps: false)
                if let mask { words.formIntersection(mask, run) }
                verdict.kept += countAndSubtractHeld(run, isSame)
                for (index, gap) in gaps.enumerated() {
                    if let rows = gap.rows { leftOut[index] += words.countAndSubtract(rows, run) }
                }
            }
            if isSame { continue }
            if let place { holds[place].replace(run, held.all) } else { fresh.replace(run, held.all) }
        }
        verdict.holds = (place.map { holds[$0] } ?? fresh).knowing(total)
        verdict.stated = stated.compactMap { $0 }
        for (gap, count) in zip(gaps, leftOut) { verdict.leaveOut(count, gap) }
        return verdict
    }

    /// How many rows are in all of some sets.
    static func population(of sets: [Bitmap]) -> Int {
        guard sets.count > 2 else {
            return sets.first.map { $0.population(with: sets.last ?? $0) } ?? 0
        }
        let count = sets[0].count
        var joined = JoinedParts(sets.map { Truth(holds: $0) }, isAnd: true, count: count)
        return WordRun.runs(count).reduce(0) { total, run in
            joined.joinHolds(run)
            return total + joined.held.population
        }
    }

    private mutating func countAndSubtractHeld(_ run: Range<Int>, _ isSame: Bool) -> Int {
        isSame ? words.countAndSubtract(holds[0], run) : words.countAndSubtract(held)
    }

    private mutating func joinHolds(_ run: Range<Int>) {
        if holds.count == 1 { return held.replace(holds[0], run) }
        held.replace(holds[0], holds[1], run, isAnd)
        for part in 2..<max(2, holds.count) { held.join(holds[part], run, isAnd) }
    }

    /// Joins sets that are the same as where the parts hold if they are nil.
    private mutating func join(_ sets: [Bitmap?], _ run: Range<Int>) {
        words.replace(sets[0] ?? holds[0], run)
        for part in 1..<holds.count { words.join(sets[part] ?? holds[part], run, isAnd) }
    }

    /// Finds the rows that no part decides, and of which some part isn't known.
    private mutating func joinUnknown(_ run: Range<Int>, cutsGaps: Bool) {
        if holds.count == 1, let unknown = unknown[0] { return words.replace(unknown, run) }
        words.fill(0, run)
        open.fill(.max, run)
        for part in holds.indices {
            if cutsGaps, part > 0 {
                for gap in gaps[part].indices { gaps[part][gap].rows?.formIntersection(run, open.all) }
            }
            if isAnd {
                open.formIntersection(holds[part], or: unknown[part], run)
            } else {
                open.subtract(holds[part], but: unknown[part], run)
            }
            if let unknown = unknown[part] { words.join(unknown, run, false) }
        }
        words.formIntersection(open)
    }
}
