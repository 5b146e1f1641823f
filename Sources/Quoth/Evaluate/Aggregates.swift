import QuothSyntax

extension Evaluation {
    /// An aggregate of known values, each of which belongs to a group; a group without values gives none.
    func aggregated(
        _ function: AggregateFunction, _ values: Vector, _ groups: [UInt32], groupCount: Int,
        _ operand: Operand
    ) throws(Diagnostic) -> Vector {
        try pass(groups.count)
        switch function {
        case .count: return Vector(.integers(Buffer(Self.counts(groups, groupCount)), valid: nil))
        case .distinct:
            let key = try GroupKey(values, self)
            try claim(groups.count * 8 + groupCount * 8)
            var numbers = groups
            let pairs = try NumberedPairs(
                &numbers, below: groupCount, key.numbers(of: nil, groups.count), below: key.numberCount + 1,
                self)
            return Vector(.integers(Buffer(Self.counts(pairs.firsts, groupCount)), valid: nil))
        case .minimum, .maximum:
            try claim(groups.count * 4 + groupCount * 12)
            return values.taking(
                try best(of: values, groups, groupCount, isLargest: function == .maximum))
        case .sum: return try sum(values, groups, groupCount, operand)
        case .average, .median:
            try claim(groups.count * 8 + groupCount * 16)
            let results =
                function == .median
                ? Self.medians(values, groups, groupCount) : Self.averages(values, groups, groupCount)
            guard results.allSatisfy({ $0?.isFinite ?? true }) else {
                throw error(.overflow, at: operand.span)
            }
            let valid = Kernel.fill(groupCount) { results[$0] != nil }
            return Vector(.reals(Buffer(results.map { $0 ?? 0 }), valid: valid))
        }
    }

    /// How often each group is there.
    static func counts(_ groups: [UInt32], _ groupCount: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: groupCount)
        for group in groups { counts[Int(group)] += 1 }
        return counts
    }

    /// For each group the place of its smallest or largest value, the first if there are several; -1 if it has none.
    private func best(
        of values: Vector, _ groups: [UInt32], _ groupCount: Int, isLargest: Bool
    ) throws(Diagnostic) -> [Int32] {
        switch values.data {
        case .integers(let numbers, _):
            return numbers.withSpan { Self.best($0, groups, groupCount, isLargest) }
        case .reals(let numbers, _):
            return numbers.withSpan { Self.best($0, groups, groupCount, isLargest) }
        case .dates(let dates):
            // Codes of dates are in the order of time.
            let codes = dates.codes.widened
            return Self.best(codes.span, groups, groupCount, isLargest)
        default:
            let keys = try SortColumn(values, self).keys
            return Self.best(keys.span, groups, groupCount, isLargest)
        }
    }

    @inline(__always)
    private static func best<Key: Comparable & BitwiseCopyable>(
        _ keys: Swift.Span<Key>, _ groups: [UInt32], _ groupCount: Int, _ isLargest: Bool
    ) -> [Int32] {
        var places = [Int32](repeating: -1, count: groupCount)
        guard !keys.isEmpty else { return places }
        var best = [Key](repeating: keys[0], count: groupCount)
        for place in keys.indices {
            let group = Int(groups[place])
            let key = keys[place]
            if places[group] < 0 || (isLargest ? best[group] < key : key < best[group]) {
                places[group] = Int32(truncatingIfNeeded: place)
                best[group] = key
            }
        }
        return places
    }

    private func sum(
        _ values: Vector, _ groups: [UInt32], _ groupCount: Int, _ operand: Operand
    ) throws(Diagnostic) -> Vector {
        var hasValue = Bitmap(count: groupCount)
        for group in groups { hasValue[Int(group)] = true }
        if case .integers(let numbers, _) = values.data {
            var sums = [Int](repeating: 0, count: groupCount)
            let fits = numbers.withSpan { numbers in
                for place in numbers.indices {
                    let (sum, overflow) = sums[Int(groups[place])].addingReportingOverflow(numbers[place])
                    if overflow { return false }
                    sums[Int(groups[place])] = sum
                }
                return true
            }
            guard fits else { throw error(.overflow, at: operand.span) }
            return Vector(.integers(Buffer(sums), valid: hasValue))
        }
        let sums = Self.sums(values, groups, groupCount)
        guard sums.allSatisfy(\.isFinite) else { throw error(.overflow, at: operand.span) }
        return Vector(.reals(Buffer(sums), valid: hasValue))
    }

    private static func sums(_ values: Vector, _ groups: [UInt32], _ groupCount: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: groupCount)
        values.forEachNumber { place, number in sums[Int(groups[place])] += number }
        return sums
    }

    private static func averages(_ values: Vector, _ groups: [UInt32], _ groupCount: Int) -> [Double?] {
        zip(sums(values, groups, groupCount), counts(groups, groupCount)).map { sum, count in
            count == 0 ? nil : sum / Double(count)
        }
    }

    private static func medians(_ values: Vector, _ groups: [UInt32], _ groupCount: Int) -> [Double?] {
        let starts = NumberedPairs.starts(groups, groupCount)
        var (next, numbers) = (starts, [Double](repeating: 0, count: groups.count))
        values.forEachNumber { place, number in
            let group = Int(groups[place])
            numbers[Int(next[group])] = number
            next[group] += 1
        }
        var span = numbers.mutableSpan
        return (0..<groupCount).map { Median.of(&span, Int(starts[$0])..<Int(starts[$0 + 1])) }
    }
}

/// The middle of some numbers by selection: the two halves are told apart, and neither is sorted.
private enum Median {
    /// That of a run of numbers, which change places; nil if the run is empty.
    static func of(_ numbers: inout MutableSpan<Double>, _ run: Range<Int>) -> Double? {
        guard !run.isEmpty else { return nil }
        let middle = run.lowerBound + run.count / 2
        select(middle, &numbers, run)
        guard run.count % 2 == 0 else { return numbers[middle] }
        var before = numbers[run.lowerBound]
        for place in run.lowerBound..<middle where numbers[place] > before { before = numbers[place] }
        return (before + numbers[middle]) / 2
    }

    /// Moves numbers so that none before a place is larger, and none after it smaller, than the one there.
    private static func select(_ place: Int, _ numbers: inout MutableSpan<Double>, _ run: Range<Int>) {
        var (low, high) = (run.lowerBound, run.upperBound - 1)
        // Where one looks for a pivot no order of the numbers can have foreseen.
        var random: UInt64 = 1
        while low < high {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let pivot = numbers[low + Int(random >> 33) % (high - low + 1)]
            var (left, right) = (low, high)
            while left <= right {
                while numbers[left] < pivot { left += 1 }
                while numbers[right] > pivot { right -= 1 }
                guard left <= right else { break }
                (numbers[left], numbers[right]) = (numbers[right], numbers[left])
                left += 1
                right -= 1
            }
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                return
            }
        }
    }
}

extension Vector {
    /// Calls the body with the place of each number and the number; no list is one.
    @inline(__always)
    fileprivate func forEachNumber(_ body: (_ place: Int, _ number: Double) -> Void) {
        switch data {
        case .integers(let numbers, _):
            numbers.withSpan { for place in $0.indices { body(place, Double($0[place])) } }
        case .reals(let numbers, _): numbers.withSpan { for place in $0.indices { body(place, $0[place]) } }
        default: break
        }
    }
}
