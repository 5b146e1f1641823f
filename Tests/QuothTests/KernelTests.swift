import TestSupport
import Testing

@testable import Quoth

/// Codes of each width side by side, and apart, as each row is marked.
@Suite struct KernelTests {
    @Test(arguments: [0, 1, 63, 64, 65, 1_000], [200, 60_000, 70_000])
    func marksCodesOfARange(count: Int, most: Int) {
        var random = SplitMix64(seed: UInt64(count + most))
        let values = (0..<count).map { _ in UInt32.random(in: 0...UInt32(most), using: &random) }
        let codes = Codes(values, limit: most)
        let edges = [0, 1, 2, most / 2, most - 1]
        for start in edges {
            for end in edges where end >= start {
                let set = Bitmap(count: most, rows: start...end)
                let rows = values.indices.filter { values[$0] > start && values[$0] <= end + 1 }
                #expect(Kernel.select(codes, set) == Bitmap(count: count, rows: rows))
                let apart = Bitmap(count: most, rows: [start, end])
                let some = values.indices.filter { values[$0] == start + 1 || values[$0] == end + 1 }
                #expect(Kernel.select(codes, apart) == Bitmap(count: count, rows: some))
            }
        }
        let known = values.indices.filter { values[$0] != 0 }
        #expect(Kernel.nonzero(codes) == Bitmap(count: count, rows: known))
        #expect(Kernel.select(codes, Bitmap(count: most)).isEmpty)
        #expect(Kernel.equal(codes, .max).isEmpty)
    }
}
