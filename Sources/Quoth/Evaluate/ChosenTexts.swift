import QuothSyntax

/// Texts of a column where they stand, so that a million of them are compared without copying one.
struct ChosenTexts {
    private let column: TextColumn
    /// The row of each; -1 for none. All rows in order if nil.
    private let rows: [Int32]?

    init(_ column: TextColumn, rows: [Int32]?) {
        self.column = column
        self.rows = rows
    }

    var count: Int { rows?.count ?? column.count }

    /// Lends the bytes of a text to the body; none if there is no text.
    @inline(__always)
    func withBytes<Result>(_ place: Int, _ body: (Swift.Span<UInt8>) -> Result) -> Result {
        let row = rows.map { Int($0[place]) } ?? place
        return row < 0 ? column.bytes.withSpan(0..<0, body) : column.withBytes(row, body)
    }

    /// Those that pass a test, of all or of those that there are.
    func marked(
        _ known: Bitmap?, _ evaluation: Evaluation, _ passes: (Swift.Span<UInt8>) -> Bool
    ) throws(Diagnostic) -> Bitmap {
        var found = Bitmap(count: count)
        for place in 0..<count where known?[place] ?? true {
            try evaluation.pass(4)
            if withBytes(place, passes) { found[place] = true }
        }
        return found
    }

    /// For each text, how many distinct texts come before it.
    func ranks(_ evaluation: Evaluation) throws(Diagnostic) -> [UInt64] {
        try evaluation.claim(count * (2 * MemoryLayout<Key>.size + 8))
        var keys: [Key] = []
        keys.reserveCapacity(count)
        for place in 0..<count {
            try evaluation.pass(4)
            keys.append((withBytes(place, TermOrder.beginning), place))
        }
        keys = try evaluation.sorted(keys, by: precedes)
        var ranks = [UInt64](repeating: 0, count: count)
        var rank: UInt64 = 0
        for (order, key) in keys.enumerated() {
            try evaluation.pass(4)
            if order > 0, precedes(keys[order - 1], key) { rank += 1 }
            ranks[key.place] = rank
        }
        return ranks
    }

    private typealias Key = (beginning: UInt64, place: Int)

    /// Most texts are told apart by how they begin.
    private func precedes(_ left: Key, _ right: Key) -> Bool {
        if left.beginning != right.beginning { return left.beginning < right.beginning }
        return withBytes(left.place) { left in withBytes(right.place) { TextOrder.precedes(left, $0) } }
    }
}

/// Numbers the distinct texts among some, from 1 in the order in which they are met.
struct TextNumbers {
    private let texts: ChosenTexts
    /// For each number, less one, a place where its text stands.
    private(set) var examples: [Int32] = []
    /// A hash in the high half and its number in the low one, by the low bits of the hash; 0 is free. The size is a
    /// power of two.
    private var slots = [UInt64](repeating: 0, count: 16)

    init(_ texts: ChosenTexts) { self.texts = texts }

    /// What a place takes at most.
    static let bytesEach = 40

    /// The number of the text at a place, which is added if it is new.
    mutating func insert(_ place: Int) -> UInt32 {
        texts.withBytes(place) { text in
            let hash = ByteInterner.hash(text)
            let slot = slot(of: text, hash)
            if slots[slot] != 0 { return UInt32(truncatingIfNeeded: slots[slot]) }
            examples.append(Int32(place))
            slots[slot] = UInt64(hash) << 32 | UInt64(examples.count)
            if examples.count * 2 > slots.count { grow() }
            return UInt32(examples.count)
        }
    }

    func contains(_ text: Swift.Span<UInt8>) -> Bool { slots[slot(of: text, ByteInterner.hash(text))] != 0 }

    /// Where a text is, or would be put.
    @inline(__always)
    private func slot(of text: Swift.Span<UInt8>, _ hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] >> 32 == UInt64(hash) {
                let example = examples[Int(UInt32(truncatingIfNeeded: slots[slot])) - 1]
                if texts.withBytes(Int(example), { $0.isSame(as: text) }) { return slot }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        var grown = [UInt64](repeating: 0, count: slots.count * 2)
        for entry in slots where entry != 0 {
            var slot = Int(truncatingIfNeeded: entry >> 32) & (grown.count - 1)
            while grown[slot] != 0 { slot = (slot + 1) & (grown.count - 1) }
            grown[slot] = entry
        }
        slots = grown
    }
}

extension Vector {
    /// The texts of a vector of them, or what the codes of another stand for; nil if its values are no texts.
    var chosenTexts: ChosenTexts? {
        switch data {
        case .texts(let column, let rows): ChosenTexts(column, rows: rows)
        case .codes(let codes, let meaning):
            ChosenTexts(meaning.texts, rows: codes.widened.map { Int32(bitPattern: $0) - 1 })
        default: nil
        }
    }
}

extension Vector.Meaning {
    /// The text of each code, less one; records of one name have the same.
    var texts: TextColumn {
        switch self {
        case .terms(let dictionary): dictionary.texts
        case .records(_, let labels): labels
        }
    }
}
