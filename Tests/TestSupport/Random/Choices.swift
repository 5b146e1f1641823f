// Choices by chance.
extension SplitMix64 {
    /// A whole number of a range, each about as likely.
    public mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Whether something happens that does so in so many of a hundred cases.
    public mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    /// One of some things; nil if there are none.
    public mutating func pick<Element>(_ things: [Element]) -> Element? {
        things.isEmpty ? nil : things[int(0...(things.count - 1))]
    }

    /// One of some things, or the one given if there are none.
    public mutating func pick<Element>(_ things: [Element], or other: Element) -> Element {
        pick(things) ?? other
    }

    /// Some of some things, at most so many, in random order.
    public mutating func sample<Element>(_ things: [Element], atMost limit: Int) -> [Element] {
        var rest = things
        var result: [Element] = []
        for _ in 0..<int(0...max(0, min(limit, things.count))) {
            result.append(rest.remove(at: int(0...(rest.count - 1))))
        }
        return result
    }
}
