import QuothSyntax

/// Two vectors over the same rows, compared value by value within each row.
struct Pairs {
    let left: Vector
    let right: Vector
    private let leftValues: Vector
    private let rightValues: Vector
    fileprivate let leftKnown: Bitmap?
    fileprivate let rightKnown: Bitmap?

    init(_ left: Vector, _ right: Vector) {
        self.left = left
        self.right = right
        leftValues = left.values
        rightValues = right.values
        leftKnown = left.known
        rightKnown = right.known
    }

    /// What a comparison finds: some pair passes, or for `!=` every pair.
    func ends(
        _ evaluation: Evaluation, _ sign: ComparisonOperator, _ possibly: Bool, rightIsLiteral: Bool
    ) throws(Diagnostic) -> Ends {
        let isAll = sign == .notEqual
        let compare = comparator(sign, rightIsLiteral: rightIsLiteral)
        let count = left.count
        var marked = Bitmap(count: count)
        var possible = Bitmap(count: count)
        var stated = Bitmap(count: count)
        var knownStated = Bitmap(count: count)
        for row in 0..<count {
            let (mine, theirs) = (left.range(row, leftKnown), right.range(row, rightKnown))
            try evaluation.pass(1 + mine.count * theirs.count)
            for i in mine {
                for j in theirs {
                    let (definite, some) = compare(i, j)
                    let isStated = !left.isJudged(i) && !right.isJudged(j)
                    if (possibly ? some : definite) != isAll {
                        marked[row] = true
                        if isStated { stated[row] = true }
                    }
                    if some != isAll { possible[row] = true }
                }
            }
            if mine.contains(where: { !left.isJudged($0) }) || theirs.contains(where: { !right.isJudged($0) })
            {
                knownStated[row] = true
            }
        }
        let hasJudged = left.hasJudged || right.hasJudged
        return Ends(
            isAll: isAll, marked: marked, stated: hasJudged && !isAll ? stated : nil,
            possible: possibly || possible == marked ? nil : possible,
            missing: [leftKnown?.complement, rightKnown?.complement],
            knownStated: hasJudged ? knownStated : nil)
    }

    /// Compares value i of the left with value j of the right: for every day, and for some day.
    fileprivate func comparator(
        _ sign: ComparisonOperator, rightIsLiteral: Bool
    ) -> (Int, Int) -> (Bool, Bool) {
        func both(_ holds: @escaping (Int, Int) -> Bool) -> (Int, Int) -> (Bool, Bool) {
            { i, j in
                let truth = holds(i, j)
                return (truth, truth)
            }
        }
        let (left, right) = (leftValues, rightValues)
        switch (left.data, right.data) {
        case (.dates(let mine), .dates(let theirs)):
            return { i, j in
                guard let a = mine[i], let b = theirs[j] else { return (false, false) }
                if rightIsLiteral {
                    return (
                        DateKernel.holds(a.first, a.last, sign, literal: b),
                        DateKernel.possiblyHolds(a.first, a.last, sign, literal: b)
                    )
                }
                return (
                    DateKernel.holds(a, sign, recorded: b), DateKernel.possiblyHolds(a, sign, recorded: b)
                )
            }
        case (.codes(let mine, .records), .codes(let theirs, .records)):
            return both { i, j in (mine[i] == theirs[j]) == (sign == .equal) }
        case (.integers(let mine, _), .integers(let theirs, _)):
            return both { i, j in mine[i].holds(sign, theirs[j]) }
        case (.truths(let mine, _), .truths(let theirs, _)):
            return both { i, j in (mine[i] == theirs[j]) == (sign == .equal) }
        case (.integers, _), (.reals, _):
            return both { i, j in left.number(i).holds(sign, right.number(j)) }
        default:
            guard let mine = left.chosenTexts, let theirs = right.chosenTexts else {
                return both { _, _ in false }
            }
            return both { i, j in
                mine.withBytes(i) { text in theirs.withBytes(j) { TextOrder.holds(text, sign, $0) } }
            }
        }
    }
}

/// Vectors over the same rows: values, and the bounds between which they may lie.
struct Bounds {
    let above: Pairs
    let isLowerLiteral: Bool
    let below: Pairs
    let isUpperLiteral: Bool

    /// What a comparison finds: some value lies between some bounds, whichever they are.
    func ends(_ evaluation: Evaluation, _ possibly: Bool) throws(Diagnostic) -> Ends {
        let (value, lower, upper) = (above.left, above.right, below.right)
        let isAbove = above.comparator(.greaterOrEqual, rightIsLiteral: isLowerLiteral)
        let isBelow = below.comparator(.lessOrEqual, rightIsLiteral: isUpperLiteral)
        // Some day must lie between both, so there is none if the bounds are the wrong way round.
        let isOrdered = Pairs(lower, upper).comparator(.lessOrEqual, rightIsLiteral: false)
        var marked = Bitmap(count: value.count)
        var possible = Bitmap(count: value.count)
        var stated = Bitmap(count: value.count)
        for row in 0..<value.count {
            let (lows, highs) = (lower.range(row, above.rightKnown), upper.range(row, below.rightKnown))
            let values = value.range(row, above.leftKnown)
            try evaluation.pass(1 + values.count * max(1, lows.count * highs.count))
            for i in values {
                for j in lows where isAbove(i, j).1 {
                    for k in highs where isBelow(i, k).1 && isOrdered(j, k).1 {
                        possible[row] = true
                        guard possibly || isAbove(i, j).0 && isBelow(i, k).0 else { continue }
                        marked[row] = true
                        if !value.isJudged(i), !lower.isJudged(j), !upper.isJudged(k) { stated[row] = true }
                    }
                }
            }
        }
        return Ends(
            isAll: false, marked: marked,
            stated: value.hasJudged || lower.hasJudged || upper.hasJudged ? stated : nil,
            possible: possibly || possible == marked ? nil : possible,
            missing: [above.leftKnown, above.rightKnown, below.rightKnown].map { $0?.complement })
    }
}

extension Vector {
    /// The values themselves: those in the lists, or one a row.
    var values: Vector {
        if case .lists(_, let values) = data { return values }
        return self
    }

    var hasJudged: Bool { judged != nil || values.judged != nil }

    func isJudged(_ value: Int) -> Bool {
        (judged ?? values.judged)?[value] ?? false
    }

    /// The places of a row's values; the set is that of the rows with a value.
    func range(_ row: Int, _ known: Bitmap?) -> Range<Int> {
        if case .lists(let offsets, _) = data { return Int(offsets[row])..<Int(offsets[row + 1]) }
        return known?[row] ?? true ? row..<row + 1 : row..<row
    }

    func number(_ row: Int) -> Double {
        switch data {
        case .integers(let numbers, _): Double(numbers[row])
        case .reals(let numbers, _): numbers[row]
        default: 0
        }
    }
}

extension Pairs {
    /// Whether some pair of texts passes.
    func ends(
        _ evaluation: Evaluation, _ passes: (String, String) throws(Diagnostic) -> Bool
    ) throws(Diagnostic) -> Ends {
        let (leftKnown, rightKnown) = (left.known, right.known)
        var marked = Bitmap(count: left.count)
        var stated = Bitmap(count: left.count)
        for row in 0..<left.count {
            for i in left.range(row, leftKnown) {
                for j in right.range(row, rightKnown)
                where try passes(left.values.text(i), right.values.text(j)) {
                    marked[row] = true
                    if !left.isJudged(i), !right.isJudged(j) { stated[row] = true }
                }
            }
            try evaluation.pass(16)
        }
        return Ends(
            isAll: false, marked: marked, stated: left.hasJudged || right.hasJudged ? stated : nil,
            missing: [leftKnown?.complement, rightKnown?.complement])
    }
}
