/// Links followed backwards: for each end the rows that lead to it, in their order; a counting sort.
enum RowsByEnd {
    /// `ends` has ends + 1, or 0 for none; `row` tells which row a place among them is of.
    @inline(__always)
    static func lists(
        _ ends: Swift.Span<UInt32>, endCount: Int, rowCount: Int, row: (Int) -> UInt32
    ) -> Lists {
        var offsets = BufferBuilder<UInt32>(repeating: 0, count: endCount + 1)
        var places = BufferBuilder<UInt32>()
        offsets.withMutableSpan { offsets in
            for place in ends.indices where ends[place] != 0 { offsets[Int(ends[place])] &+= 1 }
            for end in 0..<endCount { offsets[end + 1] &+= offsets[end] }
        }
        offsets.withSpan { places.append($0) }
        var values = BufferBuilder<UInt32>(count: Int(offsets[endCount])) { values in
            places.withMutableSpan { places in
                for place in ends.indices where ends[place] != 0 {
                    let end = Int(ends[place]) - 1
                    values[Int(places[end])] = row(place) + 1
                    places[end] &+= 1
                }
            }
        }
        return Lists(
            offsets: offsets.take(), values: Codes(taking: &values, limit: rowCount))
    }
}
