import TestSupport

/// Ranks from 0, the lower the likelier: a rank's weight is 1 / (rank + shift), as Mandelbrot found it for words.
///
/// Drawn in constant time by the alias method: M. D. Vose, "A linear algorithm for generating random numbers with
/// a given distribution" (1991). Only `+ - * /` are used, so that every machine draws the same.
struct Zipf {
    private let thresholds: [UInt32]
    private let aliases: [UInt32]

    init(count: Int, shift: Double) {
        let weights = (0..<count).map { 1 / (Double($0) + shift) }
        let mean = weights.reduce(0, +) / Double(count)
        var shares = weights.map { $0 / mean }
        var thresholds = [UInt32](repeating: .max, count: count)
        var aliases = (0..<count).map(UInt32.init)
        var small = (0..<count).filter { shares[$0] < 1 }
        var large = (0..<count).filter { shares[$0] >= 1 }
        while let low = small.popLast(), let high = large.last {
            thresholds[low] = UInt32(shares[low] * 4_294_967_295)
            aliases[low] = UInt32(high)
            shares[high] -= 1 - shares[low]
            if shares[high] < 1 {
                large.removeLast()
                small.append(high)
            }
        }
        self.thresholds = thresholds
        self.aliases = aliases
    }

    func draw(_ random: inout SplitMix64) -> Int {
        let bits = random.next()
        let column = Int(((bits >> 32) * UInt64(thresholds.count)) >> 32)
        return UInt32(truncatingIfNeeded: bits) <= thresholds[column] ? column : Int(aliases[column])
    }
}

extension SplitMix64 {
    /// A number from 0 up to `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Whether something happens that happens `permille` times in a thousand.
    mutating func happens(_ permille: Int) -> Bool { below(1000) < permille }

    mutating func among<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
