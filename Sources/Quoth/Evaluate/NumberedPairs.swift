import QuothSyntax

/// Distinct pairs of numbers from 0, which are numbered themselves.
struct NumberedPairs {
    /// The two numbers of each pair.
    private(set) var firsts: [UInt32] = []
    private(set) var seconds: [UInt32] = []

    var count: Int { firsts.count }

    /// Numbers the pairs of a first and a second number at the same place, and puts the numbers of the pairs in the
    /// place of the first ones.
    init(
        _ numbers: inout [UInt32], below firstCount: Int, _ second: [UInt32], below secondCount: Int,
        _ evaluation: Evaluation
    ) throws(Diagnostic) {
        precondition(numbers.count == second.count)
        try evaluation.pass(2 * numbers.count)
        if second.count * Self.fewest < secondCount {
            // To clear a table of all numbers takes longer than to sort the few that there are.
            let distinct = Set(second).sorted()
            let places = second.map { number in
                UInt32(distinct.indices.partitionPoint { distinct[$0] < number })
            }
            self = try Self(&numbers, below: firstCount, places, below: distinct.count, evaluation)
            seconds = seconds.map { distinct[Int($0)] }
            return
        }
        if let size = Self.tableSize(firstCount, secondCount, for: numbers.count) {
            try evaluation.claim(size * 4)
            number(&numbers, second.span, secondCount, tableSize: size)
        } else {
            try evaluation.claim(numbers.count * 4 + firstCount * 4 + secondCount * 4)
            number(&numbers, second.span, Self.order(numbers, firstCount), secondCount)
        }
        try evaluation.claim(count * 8)
    }

    /// With fewer entries than one for so many numbers that there may be, numbers are looked for among those that there are.
    static let fewest = 16

    /// The size of a table of all pairs that there may be; nil if that is too large for so many entries.
    static func tableSize(_ first: Int, _ second: Int, for entries: Int) -> Int? {
        let (size, overflow) = first.multipliedReportingOverflow(by: second)
        let most = min(max(1 << 22, entries), max(1 << 12, 4 * entries))
        return overflow || size > most ? nil : size
    }

    private mutating func number(
        _ numbers: inout [UInt32], _ second: Swift.Span<UInt32>, _ secondCount: Int, tableSize: Int
    ) {
        var table = [UInt32](repeating: 0, count: tableSize)
        var (firsts, seconds): ([UInt32], [UInt32]) = ([], [])
        for entry in numbers.indices {
            let place = Int(numbers[entry]) * secondCount + Int(second[entry])
            if table[place] == 0 {
                firsts.append(numbers[entry])
                seconds.append(second[entry])
                table[place] = UInt32(firsts.count)
            }
            numbers[entry] = table[place] - 1
        }
        (self.firsts, self.seconds) = (firsts, seconds)
    }

    /// The same without a table of all pairs: of one first number after the other.
    private mutating func number(
        _ numbers: inout [UInt32], _ second: Swift.Span<UInt32>, _ order: [UInt32], _ secondCount: Int
    ) {
        // The number of the pair, plus one, in which each second number was met last.
        var known = [UInt32](repeating: 0, count: secondCount)
        var (firsts, seconds): ([UInt32], [UInt32]) = ([], [])
        var first: UInt32?
        var before = 0
        for entry in order {
            let (one, other) = (numbers[Int(entry)], second[Int(entry)])
            if one != first { (first, before) = (one, firsts.count) }
            if Int(known[Int(other)]) <= before {
                firsts.append(one)
                seconds.append(other)
                known[Int(other)] = UInt32(firsts.count)
            }
            numbers[Int(entry)] = known[Int(other)] - 1
        }
        (self.firsts, self.seconds) = (firsts, seconds)
    }

    /// The places of numbers in the order of the numbers; equal ones keep their order.
    static func order(_ numbers: [UInt32], _ count: Int) -> [UInt32] {
        var (order, next) = ([UInt32](repeating: 0, count: numbers.count), starts(numbers, count))
        for entry in numbers.indices {
            let number = Int(numbers[entry])
            order[Int(next[number])] = UInt32(truncatingIfNeeded: entry)
            next[number] += 1
        }
        return order
    }

    /// Where the places of each number begin in that order, and where the last end.
    static func starts(_ numbers: [UInt32], _ count: Int) -> [UInt32] {
        var starts = [UInt32](repeating: 0, count: count + 1)
        for number in numbers { starts[Int(number) + 1] += 1 }
        for number in 0..<count { starts[number + 1] += starts[number] }
        return starts
    }
}
