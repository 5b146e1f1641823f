import QuothSyntax

extension Evaluation {
    /// An aggregate of known values, each of which belongs to a group; a group without values gives none.
    func aggregated(
        _ function: AggregateFunction, _ values: Vector, _ groups: [UInt32], groupCount: Int,
        _ operand: Operand
    ) throws(Diagnostic) -> Vector {
        try pass(groups.count)
        switch function {
        case .count, .distinct:
            let identities = try Identities(values, self)
            try claim(groups.count * 16 + groupCount * 8)
            var seen: Set<UInt64> = []
            var counts = [Int](repeating: 0, count: groupCount)
            for (place, group) in groups.enumerated() {
                try pass(4)
                let key = UInt64(group) << 32 | UInt64(identities.codes[place])
                if function == .count || seen.insert(key).inserted { counts[Int(group)] += 1 }
            }
            return Vector(.integers(Buffer(counts), valid: nil))
        case .minimum, .maximum:
            let keys = try SortColumn(values, self)
            var best = [Int32](repeating: -1, count: groupCount)
            for (place, group) in groups.enumerated() {
                let before = best[Int(group)]
                let precedes = before < 0 ? nil : keys.precedes(place, Int(before))
                if before < 0 || precedes == (function == .minimum) { best[Int(group)] = Int32(place) }
            }
            return values.taking(best)
        case .sum: return try sum(values, groups, groupCount, operand)
        case .average, .median:
            try claim(groups.count * 16 + groupCount * 32)
            var numbers = [[Double]](repeating: [], count: groupCount)
            for (place, group) in groups.enumerated() { numbers[Int(group)].append(values.number(place)) }
            let results = numbers.map { function == .median ? Self.median($0) : Self.average($0) }
            guard results.allSatisfy({ $0?.isFinite ?? true }) else {
                throw error(.overflow, at: operand.span)
            }
            let valid = Kernel.fill(groupCount) { results[$0] != nil }
            return Vector(.reals(Buffer(results.map { $0 ?? 0 }), valid: valid))
        }
    }

    private func sum(
        _ values: Vector, _ groups: [UInt32], _ groupCount: Int, _ operand: Operand
    ) throws(Diagnostic) -> Vector {
        var hasValue = Bitmap(count: groupCount)
        for group in groups { hasValue[Int(group)] = true }
        if case .integers(let numbers, _) = values.data {
            var sums = [Int](repeating: 0, count: groupCount)
            for (place, group) in groups.enumerated() {
                let (sum, overflow) = sums[Int(group)].addingReportingOverflow(numbers[place])
                if overflow { throw error(.overflow, at: operand.span) }
                sums[Int(group)] = sum
            }
            return Vector(.integers(Buffer(sums), valid: hasValue))
        }
        var sums = [Double](repeating: 0, count: groupCount)
        for (place, group) in groups.enumerated() { sums[Int(group)] += values.number(place) }
        guard sums.allSatisfy(\.isFinite) else { throw error(.overflow, at: operand.span) }
        return Vector(.reals(Buffer(sums), valid: hasValue))
    }

    private static func average(_ numbers: [Double]) -> Double? {
        numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    }

    private static func median(_ numbers: [Double]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
