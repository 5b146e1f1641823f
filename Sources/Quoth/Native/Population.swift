import CNative

// The number of ones, by the processor's own instruction where it has one. The C functions read within both runs of
// words and keep neither pointer.
extension Span<UInt64> {
    var population: Int {
        withUnsafeBufferPointer { native_population($0.baseAddress, $0.count) }
    }

    /// The number of ones that are ones in other words, too, of which there must be as many.
    func population(with others: Span<UInt64>) -> Int {
        precondition(count == others.count)
        return withUnsafeBufferPointer { mine in
            others.withUnsafeBufferPointer {
                native_common_population(mine.baseAddress, $0.baseAddress, mine.count)
            }
        }
    }
}
