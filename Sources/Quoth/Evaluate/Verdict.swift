/// What a whole `where` comes to: the rows that it keeps, and how many it leaves out for which reasons.
struct Verdict {
    /// Rows for which it holds; they know how many they are.
    var holds = Bitmap(count: 0)
    /// Of those that it keeps, the ones that aren't in all of these rest on a judgement.
    var stated: [Bitmap] = []
    /// How many rows more it would keep if date comparisons were read with `possibly`.
    var possibly = 0
    /// How many rows it keeps although some part isn't known.
    var kept = 0
    /// How many rows it leaves out since some part isn't known, each under the first test that has no value for it.
    private(set) var leftOut: [Accounting.Gap] = []
    /// For each of these, where that test is written.
    private var places: [Int] = []

    /// Notes rows that are left out for a gap.
    mutating func leaveOut(_ count: Int, _ gap: Truth.Gap) {
        guard count > 0 else { return }
        if let known = leftOut.firstIndex(where: { $0.field == gap.field && $0.spans == gap.spans }) {
            leftOut[known].count += count
        } else {
            leftOut.append(.init(field: gap.field, spans: gap.spans, count: count))
            places.append(gap.place)
        }
    }
}

extension Verdict {
    /// What the verdicts on several stretches of rows are together, but for the rows.
    init(_ verdicts: [Verdict]) {
        self.init()
        for verdict in verdicts {
            possibly += verdict.possibly
            kept += verdict.kept
        }
        let gaps = verdicts.flatMap { zip($0.leftOut, $0.places) }
        // A field may be left out by an earlier test on one stretch than on another.
        for (gap, place) in gaps.sorted(by: { $0.1 < $1.1 }) {
            leaveOut(gap.count, Truth.Gap(field: gap.field, place: place, spans: gap.spans))
        }
    }
}
