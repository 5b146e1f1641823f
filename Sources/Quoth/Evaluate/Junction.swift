/// Joins the parts of an `and` or an `or` from left to right.
///
/// Parts are joined when the next one, or whoever asked, wants to see what they come to: all at once, so that the sets
/// in between need no memory of their own.
final class Junction {
    private let isAnd: Bool
    private let count: Int
    private var parts: [Truth] = []

    init(isAnd: Bool, count: Int) {
        self.isAnd = isAnd
        self.count = count
    }

    func add(_ part: consuming Truth) { parts.append(part) }

    /// The rows at which the next part is looked at: those that aren't decided, and if it raises no errors, those
    /// at which it makes a difference to some set of the whole.
    func mask(for part: Condition, within mask: Mask?) -> Mask? {
        guard !parts.isEmpty, isAnd || part.canFail else { return mask }
        let canFail = part.canFail
        return Mask { [self] in
            let wanted = wanted(canFail: canFail)
            return mask.map { wanted.intersection($0.rows) } ?? wanted
        }
    }

    private func wanted(canFail: Bool) -> Bitmap {
        let truth = truth
        guard isAnd else { return truth.certainlyTrue.complement }
        let undecided = truth.unknown.map(truth.holds.union) ?? truth.holds
        return canFail ? undecided : truth.possible.map(undecided.union) ?? undecided
    }

    /// What the parts are together. Those that are joined are one part from then on, which is the same to the next.
    var truth: Truth {
        if parts.count > 1 { parts = [takeParts().truth()] }
        return parts.first ?? Truth(holds: Bitmap(count: count, filled: isAnd))
    }

    /// What an `and` comes to as a whole `where`, which looks at the rows of a mask.
    func verdict(within mask: Mask?) -> Verdict {
        if parts.isEmpty { add(truth) }
        return takeParts().verdict(mask?.rows)
    }

    /// The parts, whose sets are nobody else's from then on and can be changed where they are.
    private func takeParts() -> JoinedParts {
        defer { parts = [] }
        return JoinedParts(parts, isAnd: isAnd, count: count)
    }
}
