extension Range<Int> {
    /// The first number for which a test doesn't hold, where it holds for all before and for none after; the end if it
    /// holds for all. O(log count).
    @inline(__always)
    func partitionPoint(_ holds: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
