import QuothSyntax

/// The values of a vector as numbers that sort as they do; missing values come last either way.
struct SortColumn {
    /// A missing value has the largest number, as the largest value may have too.
    let keys: [UInt64]
    private let missing: Bitmap?

    init(_ vector: Vector, isDescending: Bool = false, _ evaluation: Evaluation) throws(Diagnostic) {
        try evaluation.claim(vector.count * 16)
        let known = vector.known
        var keys = try Self.keys(vector.values, evaluation)
        if case .lists = vector.data {
            // A list sorts by its smallest value.
            let values = keys
            keys = (0..<vector.count).map { row in vector.range(row, known).map { values[$0] }.min() ?? 0 }
        }
        if isDescending { keys = keys.map(~) }
        missing = known?.complement
        missing?.forEach { keys[$0] = .max }
        self.keys = keys
    }

    /// Whether row a comes before row b (true), after it (false), or neither (nil).
    func precedes(_ a: Int, _ b: Int) -> Bool? {
        if keys[a] != keys[b] { return keys[a] < keys[b] }
        guard keys[a] == .max, let missing, missing[a] != missing[b] else { return nil }
        return missing[b]
    }

    /// The places from 0 to `count` in the order of the columns, or the first few; equal ones keep their order.
    static func order(
        _ columns: [SortColumn], count: Int, first: Int? = nil, _ evaluation: Evaluation
    ) throws(Diagnostic) -> [Int] {
        guard let leading = columns.first?.keys, first != 0 else {
            return Array(0..<min(first ?? count, count))
        }
        func precedes(_ a: Int, _ b: Int) -> Bool {
            // What decides most often comes first.
            if leading[a] != leading[b] { return leading[a] < leading[b] }
            for column in columns {
                if let precedes = column.precedes(a, b) { return precedes }
            }
            return a < b
        }
        guard let first, first < count / 4 else {
            try evaluation.claim(count * 16)
            let all = try evaluation.sorted(Array(0..<count), by: precedes)
            return first.map { Array(all.prefix($0)) } ?? all
        }
        // Most places come after the last of the best so far and are passed over; the others are sorted in batches.
        var best: [Int] = []
        var last: Int?
        var bound = UInt64.max
        for place in 0..<count where leading[place] <= bound {
            guard last.map({ precedes(place, $0) }) ?? true else { continue }
            best.append(place)
            guard best.count >= 2 * first + 256 else { continue }
            try evaluation.pass(best.count)
            best = Array(try evaluation.sorted(best, by: precedes).prefix(first))
            last = best.last ?? -1
            bound = best.last.map { leading[$0] } ?? 0
        }
        return Array(try evaluation.sorted(best, by: precedes).prefix(first))
    }

    private static func keys(_ vector: Vector, _ evaluation: Evaluation) throws(Diagnostic) -> [UInt64] {
        switch vector.data {
        case .codes(let codes, .terms(let dictionary)):
            return try keys(codes, dictionary.texts, evaluation)
        case .codes(let codes, .records(_, let labels)): return try keys(codes, labels, evaluation)
        case .texts(let column, let rows): return try ChosenTexts(column, rows: rows).ranks(evaluation)
        case .integers(let numbers, _):
            return numbers.withSpan { numbers in
                numbers.indices.map { UInt64(bitPattern: Int64(numbers[$0])) ^ 1 << 63 }
            }
        case .reals(let numbers, _):
            return numbers.withSpan { numbers in numbers.indices.map { sortable(numbers[$0]) } }
        case .truths(let bits, _): return (0..<bits.count).map { bits[$0] ? 1 : 0 }
        case .dates(let dates): return dates.codes.widened.map(UInt64.init)
        case .lists(_, let values): return try keys(values, evaluation)
        }
    }

    /// Only the entries that are there are ranked; records of one name sort in the order of the corpus.
    private static func keys(
        _ codes: Codes, _ texts: TextColumn, _ evaluation: Evaluation
    ) throws(Diagnostic) -> [UInt64] {
        let entryCount = texts.count
        let widened = codes.widened
        let entries: [UInt32]
        if codes.count < entryCount / 4 {
            entries = Set(widened).subtracting([0]).sorted()
        } else {
            var used = Bitmap(count: entryCount)
            for code in widened where code != 0 { used[Int(code) - 1] = true }
            entries = used.rows.map { UInt32($0) + 1 }
        }
        let ranks = try ChosenTexts(texts, rows: entries.map { Int32($0) - 1 }).ranks(evaluation)
        var ranked: [UInt32: UInt64] = [:]
        if codes.count < entryCount / 4 {
            for (place, code) in entries.enumerated() { ranked[code] = ranks[place] << 32 | UInt64(code) }
            return widened.map { ranked[$0] ?? 0 }
        }
        var table = [UInt64](repeating: 0, count: entryCount + 1)
        for (place, code) in entries.enumerated() { table[Int(code)] = ranks[place] << 32 | UInt64(code) }
        return widened.map { table[Int($0)] }
    }

    /// The bits of IEEE 754 numbers sort as numbers do once negative ones are turned over.
    private static func sortable(_ number: Double) -> UInt64 {
        let bits = (number == 0 ? 0 : number).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
}

/// Each distinct value as a number from 1, in the order in which they are met; 0 if missing.
struct Identities {
    var codes: [UInt32] = []
    /// For each number, less one, a place where its value stands.
    var examples: [Int32] = []

    /// Numbers the values of a vector; of one with lists, those in the lists.
    init(_ vector: Vector, _ evaluation: Evaluation) throws(Diagnostic) {
        let values = vector.values
        let known = values.known
        switch values.data {
        case .codes(let codes, let meaning): try number(codes, below: meaning.entryCount + 1, evaluation)
        case .dates(let dates): try number(dates.codes, below: dates.periodCount + 1, evaluation)
        case .integers(let numbers, _):
            if let codes = Self.codes(numbers, known) {
                try number(codes.codes, below: codes.count, evaluation)
            } else {
                try number(numbers.count, known, evaluation) { numbers[$0] }
            }
        case .reals(let numbers, _): try number(numbers.count, known, evaluation) { numbers[$0] }
        case .truths(let bits, _):
            let codes = (0..<bits.count).map { UInt8(known?[$0] ?? true ? bits[$0] ? 2 : 1 : 0) }
            try number(.narrow(Buffer(codes)), below: 3, evaluation)
        case .texts(let column, let rows):
            try number(ChosenTexts(column, rows: rows), known, evaluation)
        case .lists: break
        }
    }

    /// Numbers the sets that the lists of a vector make.
    init(setsIn lists: Vector, _ evaluation: Evaluation) throws(Diagnostic) {
        let values = try Identities(lists, evaluation)
        let known = lists.known
        try number(lists.count, nil, evaluation) { (row) throws(Diagnostic) in
            let set = Set(lists.range(row, known).map { values.codes[$0] }).sorted()
            try evaluation.pass(4 * set.count)
            try evaluation.claim(set.count * 4)
            return set
        }
    }

    /// The numbers themselves.
    var vector: Vector { Vector(.integers(Buffer(codes.map { Int($0) }), valid: nil)) }

    /// Whole numbers that lie close together as codes, from the smallest on; nil if they don't.
    private static func codes(_ numbers: Buffer<Int>, _ known: Bitmap?) -> (codes: Codes, count: Int)? {
        numbers.withSpan { numbers in
            var (least, most) = (Int.max, Int.min)
            for place in numbers.indices where known?[place] ?? true {
                (least, most) = (min(least, numbers[place]), max(most, numbers[place]))
            }
            let (range, overflow) = most.subtractingReportingOverflow(least)
            guard least <= most, !overflow, range < max(1 << 12, numbers.count) else { return nil }
            var codes = [UInt32](repeating: 0, count: numbers.count)
            for place in numbers.indices where known?[place] ?? true {
                codes[place] = UInt32(truncatingIfNeeded: numbers[place] &- least) + 1
            }
            return (.wide(Buffer(codes)), range + 2)
        }
    }

    /// Numbers codes, which are numbers already but not in the order in which they are met.
    private mutating func number(
        _ codes: Codes, below count: Int, _ evaluation: Evaluation
    ) throws(Diagnostic) {
        try evaluation.claim(codes.count * 4 + count * 4)
        try evaluation.pass(codes.count)
        var numbers = [UInt32](repeating: 0, count: count)
        var codes = codes.widened
        for place in codes.indices where codes[place] != 0 {
            let code = Int(codes[place])
            if numbers[code] == 0 {
                examples.append(Int32(place))
                numbers[code] = UInt32(examples.count)
            }
            codes[place] = numbers[code]
        }
        self.codes = codes
    }

    private mutating func number(
        _ texts: ChosenTexts, _ known: Bitmap?, _ evaluation: Evaluation
    ) throws(Diagnostic) {
        try evaluation.claim(texts.count * (TextNumbers.bytesEach + 4))
        var numbers = TextNumbers(texts)
        codes.reserveCapacity(texts.count)
        for place in 0..<texts.count {
            try evaluation.pass(4)
            codes.append(known?[place] ?? true ? numbers.insert(place) : 0)
        }
        examples = numbers.examples
    }

    private mutating func number<Key: Hashable>(
        _ count: Int, _ known: Bitmap?, _ evaluation: Evaluation, _ key: (Int) throws(Diagnostic) -> Key
    ) throws(Diagnostic) {
        try evaluation.claim(count * (MemoryLayout<Key>.size + 12))
        var numbers: [Key: UInt32] = [:]
        codes.reserveCapacity(count)
        for place in 0..<count {
            try evaluation.pass(4)
            guard known?[place] ?? true else {
                codes.append(0)
                continue
            }
            let key = try key(place)
            if let number = numbers[key] {
                codes.append(number)
            } else {
                examples.append(Int32(place))
                numbers[key] = UInt32(examples.count)
                codes.append(UInt32(examples.count))
            }
        }
    }
}

extension Evaluation {
    /// The selected rows in the order of some keys, or the first few.
    func sorted(
        _ selection: Selection, by keys: [Plan.SortKey], first: Int? = nil, _ frame: Frame
    ) throws(Diagnostic) -> [Int32] {
        var selection = selection
        if let first, let leading = keys.first,
            let rows = try foremost(selection, by: leading, first: first, frame)
        {
            selection = .ordered(rows)
        }
        let chosen = frame.choosing(selection)
        var columns: [SortColumn] = []
        for key in keys {
            columns.append(
                try SortColumn(try vector(key.operand, chosen, nil), isDescending: key.isDescending, self))
        }
        try checkLimits()
        let order = try SortColumn.order(columns, count: selection.count, first: first, self)
        return order.map { chosen.rows?[$0] ?? Int32(truncatingIfNeeded: $0) }
    }

    /// The first row of each combination of values; lists compare as sets.
    func distinct(
        _ selection: Selection, by operands: [Operand], _ frame: Frame
    ) throws(Diagnostic) -> [Int32] {
        let chosen = frame.choosing(selection)
        let rows = chosen.rows ?? selection.rows
        var vectors: [Vector] = []
        for operand in operands { vectors.append(try vector(operand, chosen, nil)) }
        try claim(rows.count * 12)
        var combinations = Combinations(rowCount: rows.count)
        for vector in vectors {
            var values = vector
            if case .lists = vector.data { values = try Identities(setsIn: vector, self).vector }
            try combinations.divide(by: try GroupKey(values, self), nil, self)
        }
        return combinations.firstPlaces.map { rows[Int($0)] }
    }
}

extension Frame {
    /// The same table at some of its rows.
    func choosing(_ rows: [Int32]) -> Frame {
        Frame(table: table, collection: collection, rows: rows, outer: outer)
    }

    /// The same at the selected rows of a table; at all of them, so that no values are copied.
    func choosing(_ selection: Selection) -> Frame {
        if case .all = selection, rows == nil { return self }
        return choosing(selection.rows)
    }
}
