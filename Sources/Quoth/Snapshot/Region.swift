/// The elements of one buffer in the data of a snapshot, and what every reader may rely on.
///
/// A checksum only tells of accidents, and a file may come from anybody. So each element is held against the rule of its
/// buffer as well, once, and nobody who uses one as a place in something else has to ask again.
struct Region: Sendable {
    /// In bytes of the data.
    let range: Range<Int>
    let rule: Rule
    let element: Element
    /// What the buffer belongs to, as a number for messages.
    let place: UInt32

    /// What the elements are.
    enum Element: Sendable {
        case byte, short, word, signedWord, signedLong, real, bits

        var size: Int {
            switch self {
            case .byte: 1
            case .short: 2
            case .word, .signedWord: 4
            case .signedLong, .real, .bits: 8
            }
        }
    }

    /// What holds of the elements.
    enum Rule: Sendable {
        /// Nothing: any will do.
        case any
        /// Each is in a range.
        case within(ClosedRange<Int>)
        /// None is less than the one before it, or more than a number: offsets.
        case ascending(through: Int)
        /// So many bits count, and those after them are zero.
        case bits(Int)
        /// None is infinite or no number.
        case finite
        /// Each is a day that can be written, or that of an open beginning or end: others overflow when counted with.
        case days

        /// Whether all elements may be zero.
        var admitsZero: Bool {
            if case .within(let range) = self { return range.contains(0) }
            return true
        }
    }

    /// Whether the elements in a run of the data keep the rule.
    func isKept(in data: UnsafeMutableRawPointer, _ run: Range<Int>) -> Bool {
        let part = range.clamped(to: run)
        switch element {
        case .byte: return isKept(data, part, UInt8.self)
        case .short: return isKept(data, part, UInt16.self)
        case .word:
            // Most of the codes that a query reads: by the loop below, to check them took as long as their checksums.
            if case .within(let range) = rule, let bounds = range.inUInt32 {
                return elements(data, part, UInt32.self).areWithin(bounds)
            }
            return isKept(data, part, UInt32.self)
        case .signedWord: return isKept(data, part, Int32.self)
        case .signedLong: return isKept(data, part, Int.self)
        case .real:
            let numbers = elements(data, part, Double.self)
            return numbers.allSatisfy(\.isFinite)
        case .bits:
            guard case .bits(let count) = rule, part.upperBound == range.upperBound, count & 63 != 0,
                let last = elements(data, part, UInt64.self).last
            else { return true }
            return last >> UInt64(count & 63) == 0
        }
    }

    /// Makes the elements in a run of the data such that the rule is kept.
    func fill(_ data: UnsafeMutableRawPointer, _ run: Range<Int>) {
        let part = range.clamped(to: run)
        UnsafeMutableRawBufferPointer(start: data + part.lowerBound, count: part.count)
            .initializeMemory(as: UInt8.self, repeating: 0)
        guard case .within(let wanted) = rule, !wanted.contains(0) else { return }
        switch element {
        case .byte: fill(data, part, UInt8(clamping: wanted.lowerBound))
        case .short: fill(data, part, UInt16(clamping: wanted.lowerBound))
        case .word: fill(data, part, UInt32(clamping: wanted.lowerBound))
        case .signedWord: fill(data, part, Int32(clamping: wanted.lowerBound))
        case .signedLong: fill(data, part, wanted.lowerBound)
        case .real, .bits: break
        }
    }

    private func fill<Number: FixedWidthInteger & BitwiseCopyable>(
        _ data: UnsafeMutableRawPointer, _ part: Range<Int>, _ number: Number
    ) {
        UnsafeMutableRawBufferPointer(start: data + part.lowerBound, count: part.count)
            .initializeMemory(as: Number.self, repeating: number)
    }

    private func elements<Number: BitwiseCopyable>(
        _ data: UnsafeMutableRawPointer, _ part: Range<Int>, _: Number.Type
    ) -> UnsafeBufferPointer<Number> {
        // Buffers and blocks begin at multiples of every element's size, so that no element lies in two blocks.
        let start = (data + part.lowerBound).assumingMemoryBound(to: Number.self)
        return UnsafeBufferPointer(start: start, count: part.count / MemoryLayout<Number>.stride)
    }

    @inline(__always)
    private func isKept<Number: FixedWidthInteger & BitwiseCopyable>(
        _ data: UnsafeMutableRawPointer, _ part: Range<Int>, _: Number.Type
    ) -> Bool {
        let numbers = elements(data, part, Number.self)
        guard let first = numbers.first, let last = numbers.last else { return true }
        switch rule {
        case .within(let range):
            if range.lowerBound <= Int(clamping: Number.min), range.upperBound >= Int(clamping: Number.max) {
                return true
            }
            var (least, most) = (first, first)
            for number in numbers {
                least = min(least, number)
                most = max(most, number)
            }
            return least >= range.lowerBound && most <= range.upperBound
        case .ascending(let limit):
            var isOrdered = true
            if part.lowerBound > range.lowerBound {
                isOrdered =
                    elements(data, part.lowerBound - element.size..<part.lowerBound, Number.self)[0] <= first
            }
            for index in numbers.indices.dropFirst() where numbers[index - 1] > numbers[index] {
                isOrdered = false
            }
            return isOrdered && first >= 0 && last <= limit
        case .days:
            return numbers.allSatisfy { day in
                let day = Int32(truncatingIfNeeded: day)
                return Calendar.days.contains(day) || day == Period.openStart || day == Period.openEnd
            }
        case .any, .bits, .finite: return true
        }
    }
}

extension ClosedRange<Int> {
    /// The same, if its bounds are so small; nil for others.
    fileprivate var inUInt32: ClosedRange<UInt32>? {
        guard let least = UInt32(exactly: lowerBound), let most = UInt32(exactly: upperBound) else {
            return nil
        }
        return least...most
    }
}

/// What a buffer of a snapshot may hold.
protocol SnapshotElement: BitwiseCopyable, Sendable {
    static var element: Region.Element { get }
}

extension UInt8: SnapshotElement { static var element: Region.Element { .byte } }
extension UInt16: SnapshotElement { static var element: Region.Element { .short } }
extension UInt32: SnapshotElement { static var element: Region.Element { .word } }
extension Int32: SnapshotElement { static var element: Region.Element { .signedWord } }
extension Int: SnapshotElement { static var element: Region.Element { .signedLong } }
extension Double: SnapshotElement { static var element: Region.Element { .real } }
extension UInt64: SnapshotElement { static var element: Region.Element { .bits } }
