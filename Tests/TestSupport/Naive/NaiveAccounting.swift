public import Quoth
import QuothSyntax

/// What is counted about an answer, in a form that two implementations can be compared by.
public struct NaiveAccounting: Sendable, Hashable {
    /// The rows at the beginning.
    public var start = 0
    /// Each `where`, in the order in which they stand.
    public var filters: [Filter] = []
    /// The rows that entered the first `count` or `summarize`, or the rows of the answer.
    public var records = 0
    /// Of those, the quotes that are reported inside another; nil for other rows.
    public var nested: Int?
    /// Of those, how many rest on a judgement.
    public var judged = 0
    /// Of those, how many are in several groups.
    public var inSeveralGroups = 0
    /// Of those, how many have no group since their date spans two.
    public var spanning = 0
    /// What `pairs` did.
    public var pairing: Pairing?
    /// What `in last N days` came to.
    public var relativePeriods: [String] = []

    /// What `pairs` did.
    public struct Pairing: Sendable, Hashable {
        /// The pairs.
        public var made = 0
        /// The records in no pair for want of a value, by field.
        public var leftOut: [String: Int] = [:]
        /// The pairs left out that possibly match.
        public var possibly = 0
        /// The pairs in several groups, and those in none since their date spans two, once they are grouped.
        public var groups: [Int]?
    }

    /// What one `where` did.
    public struct Filter: Sendable, Hashable {
        /// The condition.
        public var condition: String
        /// The rows that reached it.
        public var reached: Int
        /// The rows that it kept.
        public var held = 0
        /// The rows left out for want of a value, by field.
        public var leftOut: [String: Int] = [:]
        /// The rows kept although a value is missing.
        public var kept = 0
        /// The rows left out that possibly match.
        public var possibly = 0
    }

    init() {}

    /// What is counted differently; nil if all is equal.
    func difference(_ other: NaiveAccounting) -> String? {
        if self == other { return nil }
        guard filters.count == other.filters.count else { return "number of filters" }
        for (filter, other) in zip(filters, other.filters) {
            if filter.possibly != other.possibly { return "accounting: possibly" }
            if filter.kept != other.kept { return "accounting: kept" }
            if filter.held != other.held || filter.reached != other.reached { return "accounting: held" }
            if filter.condition != other.condition { return "accounting: condition" }
            let sums = [filter, other].map { $0.leftOut.values.reduce(0, +) }
            if sums[0] != sums[1] { return "accounting: number left out" }
            if filter.leftOut != other.leftOut { return "accounting: fields left out" }
        }
        if pairing != other.pairing {
            if pairing?.made != other.pairing?.made { return "accounting: pairs" }
            if pairing?.possibly != other.pairing?.possibly { return "accounting: possible pairs" }
            return pairing?.leftOut != other.pairing?.leftOut
                ? "accounting: left out of pairs" : "accounting: groups of pairs"
        }
        if judged != other.judged { return "accounting: judged" }
        if relativePeriods != other.relativePeriods { return "accounting: relative periods" }
        return "accounting"
    }

    private static func name(_ gap: Accounting.Gap) -> String {
        let field = String(gap.field.drop { $0 == "." })
        return gap.spans.map { "\(field) spans several \($0.rawValue)s" } ?? field
    }

    /// The program's accounting; fields are called without the dots before them.
    public init(_ accounting: Accounting) {
        start = accounting.start
        filters = accounting.filters.map { filter in
            let gaps = filter.leftOut.map { (Self.name($0), $0.count) }
            return Filter(
                condition: filter.condition, reached: filter.reached, held: filter.held,
                leftOut: Dictionary(gaps, uniquingKeysWith: +), kept: filter.kept, possibly: filter.possibly)
        }
        pairing = accounting.pairing.map { pairing in
            let gaps = pairing.leftOut.map { (String($0.field.drop { $0 == "." }), $0.count) }
            return Pairing(
                made: pairing.made, leftOut: Dictionary(gaps, uniquingKeysWith: +),
                possibly: pairing.possibly,
                groups: pairing.isGrouped ? [pairing.inSeveralGroups, pairing.spanning] : nil)
        }
        records = accounting.records
        nested = accounting.nested
        judged = accounting.judged
        inSeveralGroups = accounting.inSeveralGroups
        spanning = accounting.spanning
        relativePeriods = accounting.relativePeriods.map { "\($0.text): \($0.period)" }
    }
}
