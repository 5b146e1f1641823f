/// Small numbers in the narrowest of three widths: dictionary codes and links.
///
/// Code 0 means that there is no value; code k stands for entry k - 1 of a dictionary, or row k - 1 of a
/// collection.
package enum Codes: Sendable {
    case narrow(Buffer<UInt8>)
    case medium(Buffer<UInt16>)
    case wide(Buffer<UInt32>)

    /// Packs codes into the narrowest width that holds `limit`, the largest code there may be.
    package init(_ codes: [UInt32], limit: Int) {
        if limit <= Int(UInt8.max) {
            self = .narrow(Buffer(codes.map { UInt8(truncatingIfNeeded: $0) }))
        } else if limit <= Int(UInt16.max) {
            self = .medium(Buffer(codes.map { UInt16(truncatingIfNeeded: $0) }))
        } else {
            self = .wide(Buffer(codes))
        }
    }

    /// The same of codes that lie elsewhere, or of none if there are fewer than rows.
    init(packing codes: borrowing BufferBuilder<UInt32>, limit: Int, count: Int) {
        guard codes.count > 0, limit > 0 else {
            self = .narrow(Buffer.zeros(count))
            return
        }
        self = codes.withSpan { codes in
            if limit <= Int(UInt8.max) {
                var narrow = BufferBuilder<UInt8>(count: count) { target in
                    for index in target.indices {
                        target[index] = index < codes.count ? UInt8(truncatingIfNeeded: codes[index]) : 0
                    }
                }
                return .narrow(narrow.take())
            }
            if limit <= Int(UInt16.max) {
                var medium = BufferBuilder<UInt16>(count: count) { target in
                    for index in target.indices {
                        target[index] = index < codes.count ? UInt16(truncatingIfNeeded: codes[index]) : 0
                    }
                }
                return .medium(medium.take())
            }
            var wide = BufferBuilder<UInt32>()
            wide.append(codes)
            wide.pad(to: count, with: 0)
            return .wide(wide.take())
        }
    }

    /// The same, which leaves none there; the widest are handed over as they are.
    init(taking codes: inout BufferBuilder<UInt32>, limit: Int) {
        if limit > Int(UInt16.max) {
            self = .wide(codes.take())
        } else {
            self.init(packing: codes, limit: limit, count: codes.count)
        }
    }

    /// The codes from 1 to a number, each once.
    static func identity(_ count: Int) -> Codes {
        func numbers<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(_: Code.Type) -> Buffer<Code> {
            var numbers = BufferBuilder<Code>(count: count) { numbers in
                for place in numbers.indices { numbers[place] = Code(truncatingIfNeeded: place &+ 1) }
            }
            return numbers.take()
        }
        if count <= Int(UInt8.max) { return .narrow(numbers(UInt8.self)) }
        return count <= Int(UInt16.max) ? .medium(numbers(UInt16.self)) : .wide(numbers(UInt32.self))
    }

    /// A run of the codes, which shares the memory.
    func part(_ run: Range<Int>) -> Codes {
        switch self {
        case .narrow(let codes): .narrow(codes.part(run))
        case .medium(let codes): .medium(codes.part(run))
        case .wide(let codes): .wide(codes.part(run))
        }
    }

    package var count: Int {
        switch self {
        case .narrow(let codes): codes.count
        case .medium(let codes): codes.count
        case .wide(let codes): codes.count
        }
    }

    package subscript(row: Int) -> UInt32 {
        switch self {
        case .narrow(let codes): UInt32(codes[row])
        case .medium(let codes): UInt32(codes[row])
        case .wide(let codes): codes[row]
        }
    }

    /// Calls the body with each row and its code, 0 included. A loop over `subscript` takes ten times as long, since
    /// each call asks for the width and counts a reference.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ code: UInt32) -> Void) {
        switch self {
        case .narrow(let codes): codes.withSpan { for row in $0.indices { body(row, UInt32($0[row])) } }
        case .medium(let codes): codes.withSpan { for row in $0.indices { body(row, UInt32($0[row])) } }
        case .wide(let codes): codes.withSpan { for row in $0.indices { body(row, $0[row]) } }
        }
    }

    /// Calls the body with some rows, the place of each among them, and its code.
    @inline(__always)
    func forEach(at rows: Span<Int32>, _ body: (_ place: Int, _ row: Int, _ code: UInt32) -> Void) {
        switch self {
        case .narrow(let codes): codes.withSpan { Self.forEach($0, rows, body) }
        case .medium(let codes): codes.withSpan { Self.forEach($0, rows, body) }
        case .wide(let codes): codes.withSpan { Self.forEach($0, rows, body) }
        }
    }

    @inline(__always)
    private static func forEach<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Span<Code>, _ rows: Span<Int32>, _ body: (Int, Int, UInt32) -> Void
    ) {
        for place in rows.indices { body(place, Int(rows[place]), UInt32(codes[Int(rows[place])])) }
    }

    /// What a table says for each code, 0 included; O(rows).
    package func translated(_ table: [UInt32]) -> Codes {
        var codes = widened
        for row in codes.indices { codes[row] = table[Int(codes[row])] }
        return Codes(codes, limit: Int(table.max() ?? 0))
    }

    /// The codes in the widest form; O(rows).
    package var widened: [UInt32] { [UInt32](count: count) { write(nil, from: 0, to: &$0) } }

    /// Writes the codes of some rows, or of those from a row on, in the widest form.
    func write(_ rows: Span<Int32>?, from row: Int, to target: inout MutableSpan<UInt32>) {
        switch self {
        case .narrow(let codes): codes.withSpan { Self.write($0, rows, row, &target) }
        case .medium(let codes): codes.withSpan { Self.write($0, rows, row, &target) }
        case .wide(let codes): codes.withSpan { Self.write($0, rows, row, &target) }
        }
    }

    @inline(__always)
    private static func write<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Span<Code>, _ rows: Span<Int32>?, _ row: Int, _ target: inout MutableSpan<UInt32>
    ) {
        if let rows {
            for place in target.indices { target[place] = UInt32(codes[Int(rows[place])]) }
        } else {
            for place in target.indices { target[place] = UInt32(codes[row + place]) }
        }
    }

    /// The same as a table of what each row + 1 has, and 0 for 0; O(rows).
    var table: [UInt32] {
        var table = [UInt32](repeating: 0, count: count + 1)
        forEach { table[$0 + 1] = $1 }
        return table
    }
}

/// For each row a run of values in one flat store: row r has the values from `offsets[r]` up to `offsets[r + 1]`.
package struct Lists: Sendable {
    /// One more than there are rows.
    package let offsets: Buffer<UInt32>
    /// The values of all rows; none is 0.
    package let values: Codes

    package init(offsets: Buffer<UInt32>, values: Codes) {
        self.offsets = offsets
        self.values = values
    }

    package var count: Int { offsets.count - 1 }

    package func range(_ row: Int) -> Range<Int> { offsets.run(row) }

    /// Whether the values of each row are in their order, none of them twice, as those of a way back are.
    package var areInOrder: Bool {
        // A damaged file may have offsets that aren't.
        guard offsets.areRuns(of: values.count) else { return false }
        var areInOrder = true
        var (row, last): (Int, UInt32) = (-1, 0)
        forEach { next, _, value in
            if next == row, value <= last { areInOrder = false }
            (row, last) = (next, value)
        }
        return areInOrder
    }

    /// Writes the first values of some rows, or of those from a row on; 0 where there are none.
    func writeFirst(_ rows: Span<Int32>?, from row: Int, to target: inout MutableSpan<UInt32>) {
        switch values {
        case .narrow(let codes): codes.withSpan { writeFirst($0, rows, row, &target) }
        case .medium(let codes): codes.withSpan { writeFirst($0, rows, row, &target) }
        case .wide(let codes): codes.withSpan { writeFirst($0, rows, row, &target) }
        }
    }

    @inline(__always)
    private func writeFirst<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Span<Code>, _ rows: Span<Int32>?, _ row: Int, _ target: inout MutableSpan<UInt32>
    ) {
        guard codes.count > 0 else { return target.update(repeating: 0) }
        offsets.withSpan { offsets in
            // Without a branch, since which rows have none can't be foreseen: what is read for these doesn't count.
            func first(_ row: Int) -> UInt32 {
                let start = offsets[row]
                let isThere: UInt32 = start < offsets[row + 1] ? .max : 0
                return UInt32(codes[min(Int(start), codes.count &- 1)]) & isThere
            }
            if let rows {
                for place in target.indices { target[place] = first(Int(rows[place])) }
            } else {
                for place in target.indices { target[place] = first(row + place) }
            }
        }
    }

    /// Calls the body with each value of some rows, the place of its row among them, and its own place among all values.
    @inline(__always)
    func forEach(at rows: Span<Int32>, _ body: (_ place: Int, _ value: Int, _ code: UInt32) -> Void) {
        switch values {
        case .narrow(let codes): codes.withSpan { forEach($0, rows, body) }
        case .medium(let codes): codes.withSpan { forEach($0, rows, body) }
        case .wide(let codes): codes.withSpan { forEach($0, rows, body) }
        }
    }

    @inline(__always)
    private func forEach<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Span<Code>, _ rows: Span<Int32>, _ body: (Int, Int, UInt32) -> Void
    ) {
        offsets.withSpan { offsets in
            for place in rows.indices {
                let row = Int(rows[place])
                for value in Int(offsets[row])..<Int(offsets[row + 1]) {
                    body(place, value, UInt32(codes[value]))
                }
            }
        }
    }

    /// Calls the body with each value, its row and its place among all values.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ place: Int, _ value: UInt32) -> Void) {
        offsets.withSpan { offsets in
            var row = -1
            var end = 0
            values.forEach { place, value in
                while place >= end {
                    row += 1
                    end = Int(offsets[row + 1])
                }
                body(row, place, value)
            }
        }
    }
}

extension Buffer<UInt32> {
    /// Whether the runs lie one after the other in a store of so many values.
    fileprivate func areRuns(of count: Int) -> Bool {
        withSpan { offsets in
            guard offsets.count > 0, offsets[0] == 0, Int(offsets[offsets.count - 1]) == count else {
                return false
            }
            for row in 1..<offsets.count where offsets[row] < offsets[row - 1] { return false }
            return true
        }
    }

    /// Run r of a flat store, from offset r up to offset r + 1; empty where a damaged file has them out of order.
    @inline(__always)
    package func run(_ row: Int) -> Range<Int> {
        let start = Int(self[row])
        return start..<Swift.max(start, Int(self[row + 1]))
    }
}

extension Swift.Span<UInt32> {
    /// The same of offsets that are lent.
    @inline(__always)
    func run(_ row: Int) -> Range<Int> {
        let start = Int(self[row])
        return start..<Swift.max(start, Int(self[row + 1]))
    }
}
