import QuothSyntax

extension Evaluation {
    /// The values of an operand for each row of a frame; rows outside the mask raise no errors.
    func vector(_ operand: Operand, _ frame: Frame, _ mask: Mask?) throws(Diagnostic) -> Vector {
        try pass(frame.count)
        switch operand.kind {
        case .path(let path): return try vector(path, frame)
        case .constant(let constant):
            try claim(frame.count * 8)
            return .repeating(constant, frame.count, corpus)
        case .condition(let condition):
            let truth = try self.truth(condition, frame, mask)
            return Vector(.truths(truth.holds, valid: nil), judged: truth.stated.map(truth.holds.subtracting))
        case .function(let function, let inner):
            return try applied(function, try vector(inner, frame, mask), operand.span, mask)
        case .negation(let inner):
            let zero = Vector.repeating(.integer(0), frame.count, corpus)
            return try arithmetic(zero, .subtract, try vector(inner, frame, mask), operand, mask)
        case .arithmetic(let left, let sign, let right):
            return try arithmetic(
                try vector(left, frame, mask), sign, try vector(right, frame, mask), operand, mask)
        case .shifted(let inner, let amount, let unit):
            return try shifted(try vector(inner, frame, mask), amount, unit, operand.span, mask)
        case .count(let path, let condition): return try counted(path, condition, frame, mask)
        case .reduction(let function, let path):
            return try reduced(function, path, frame, mask, operand)
        case .relevance(let mentions): return try relevance(mentions, frame)
        }
    }

    /// The values at the end of a path; with `ofEachStance`, those that stances have from one quote are there for each.
    private func vector(
        _ path: ResolvedPath, _ frame: Frame, ofEachStance: Bool = false
    ) throws(Diagnostic) -> Vector {
        if path.columns.count == 1, !path.isOuter {
            let values = vector(frame.table.columns[path.columns[0]])
            guard let rows = frame.rows else { return values }
            try claim(values.bytes(ofTaking: rows))
            return values.taking(rows)
        }
        let (start, places) = origin(path, frame)
        var rows = start.rows ?? Selection.all(start.table.rowCount).rows
        if let places { rows = places.map { rows[Int($0)] } }
        guard !path.columns.isEmpty else { return rowVector(start).taking(rows) }
        return try vector(
            columns(path, from: start.table), from: rows, keepsDoubles: ofEachStance && path.impliesQuote)
    }

    /// The values at the end of some columns for rows of the table in which the first stands (-1: no row).
    private func vector(
        _ columns: [Column], from rows: [Int32], keepsDoubles: Bool
    ) throws(Diagnostic) -> Vector {
        guard let last = columns.last else { return .repeating(.nothing, rows.count, corpus) }
        let values = vector(last)
        if columns.count == 1 {
            try claim(values.bytes(ofTaking: rows))
            return values.taking(rows)
        }
        let linked = try linkedRows(Array(columns.dropLast()), from: rows, keepsDoubles: keepsDoubles)
        let isMany = columns.dropLast().contains(where: \.isMany)
        try claim(rows.count * 8 + values.bytes(ofTaking: linked.rows))
        if !isMany, linked.judged == nil {
            // One end at most: back to a row for each row.
            let single = (0..<rows.count).map { row -> Int32 in
                let start = linked.offsets[row]
                return start < linked.offsets[row + 1] ? linked.rows[Int(start)] : -1
            }
            return values.taking(single)
        }
        return try values.flattened(linked, self, keepsLists: isMany || last.isMany)
    }

    /// `count(LINK (COND))`.
    private func counted(
        _ path: ResolvedPath, _ condition: Condition?, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Vector {
        guard let condition else {
            return Vector(.integers(Buffer(try endCounts(path, frame)), valid: nil))
        }
        let (linked, pairs) = try pairFrame(path, frame)
        var passes: Bitmap?
        if let pairs, case .rows(_, let places) = pairs.outer {
            if condition.usesOuter || condition.canFail {
                passes = try truth(condition, pairs, mask?.gathered(places)).holds
            } else {
                passes = try truth(condition, pairs.whole, nil).holds.gathered(linked.rows)
            }
        }
        let counts = (0..<frame.count).map { row in
            (Int(linked.offsets[row])..<Int(linked.offsets[row + 1])).count { passes?[$0] ?? true }
        }
        return Vector(.integers(Buffer(counts), valid: nil))
    }

    /// `max(quotes.said)` and its kin: one value made of the value of each record at the end of the links.
    private func reduced(
        _ function: AggregateFunction, _ path: ResolvedPath, _ frame: Frame, _ mask: Mask?,
        _ operand: Operand
    ) throws(Diagnostic) -> Vector {
        let values = try vector(path, frame, ofEachStance: true)
        let known = values.known
        var groups: [UInt32] = []
        var places: [Int32] = []
        for row in 0..<frame.count where mask?.rows[row] ?? true {
            let range = values.range(row, known)
            try pass(1 + range.count)
            try claim(range.count * 16)
            for place in range {
                groups.append(UInt32(row))
                places.append(Int32(place))
            }
        }
        return try aggregated(
            function, values.values.taking(places), groups, groupCount: frame.count, operand)
    }
}

extension Vector {
    /// The same constant in every row.
    static func repeating(_ constant: Constant, _ count: Int, _ corpus: Corpus) -> Vector {
        switch constant {
        case .integer(let number):
            return Vector(.integers(Buffer(repeating: number, count: count), valid: nil))
        case .real(let number): return Vector(.reals(Buffer(repeating: number, count: count), valid: nil))
        case .truth(let truth): return Vector(.truths(Bitmap(count: count, filled: truth), valid: nil))
        case .period(let period):
            return Vector(
                .dates(
                    DateColumn(
                        codes: .narrow(Buffer(repeating: 1, count: count)), firsts: [period.first],
                        lasts: [period.last])))
        case .text(let text):
            return Vector(.codes(.narrow(Buffer(repeating: 1, count: count)), .terms(TermDictionary(text))))
        case .record(let collection, let row):
            let codes = Codes(.init(repeating: UInt32(row + 1), count: count), limit: row + 1)
            return Vector(.codes(codes, .records(collection, labels: corpus.labels(collection))))
        case .nothing:
            return Vector(.codes(.narrow(Buffer(repeating: 0, count: count)), .terms(.empty)))
        }
    }

    /// The values at places, in their order; a place of -1 gives a missing value.
    func taking(_ places: [Int32]) -> Vector {
        // Not of lists, in which each value is judged for itself.
        var judged: Bitmap? { self.judged?.gathered(places) }
        func valid(_ bits: Bitmap?) -> Bitmap? {
            guard bits != nil || places.contains(-1) else { return nil }
            return Kernel.fill(places.count) { places[$0] >= 0 && bits?[Int(places[$0])] ?? true }
        }
        switch data {
        case .codes(let codes, let meaning):
            return Vector(.codes(codes.taking(places), meaning), judged: judged)
        case .texts(let column, let rows):
            let taken = rows.map { rows in places.map { $0 < 0 ? -1 : rows[Int($0)] } } ?? places
            return Vector(.texts(column, rows: taken), judged: judged)
        case .integers(let numbers, let bits):
            let taken = places.map { $0 < 0 ? 0 : numbers[Int($0)] }
            return Vector(.integers(Buffer(taken), valid: valid(bits)), judged: judged)
        case .reals(let numbers, let bits):
            let taken = places.map { $0 < 0 ? 0 : numbers[Int($0)] }
            return Vector(.reals(Buffer(taken), valid: valid(bits)), judged: judged)
        case .truths(let truths, let bits):
            return Vector(.truths(truths.gathered(places), valid: valid(bits)), judged: judged)
        case .dates(let dates):
            let codes = dates.codes.taking(places)
            return Vector(
                .dates(DateColumn(codes: codes, firsts: dates.firsts, lasts: dates.lasts)), judged: judged)
        case .lists(let offsets, let values):
            var taken: [Int32] = []
            var starts: [UInt32] = [0]
            for place in places {
                if place >= 0 { taken += offsets.run(Int(place)).map { Int32($0) } }
                starts.append(UInt32(taken.count))
            }
            let judgedValues = (self.judged ?? values.judged)?.gathered(taken)
            return Vector(
                .lists(offsets: Buffer(starts), Vector(values.data, judged: nil).taking(taken)),
                judged: judgedValues)
        }
    }

    /// The values of the records that links lead to, as lists without missing values, or one a row.
    func flattened(
        _ linked: LinkedRows, _ evaluation: Evaluation, keepsLists: Bool
    ) throws(Diagnostic) -> Vector {
        let known = self.known
        var places: [Int32] = []
        var judged: [Bool] = []
        var offsets: [UInt32] = [0]
        for row in 0..<(linked.offsets.count - 1) {
            for end in Int(linked.offsets[row])..<Int(linked.offsets[row + 1]) {
                let range = range(Int(linked.rows[end]), known)
                try evaluation.pass(1 + range.count)
                for place in range {
                    places.append(Int32(place))
                    judged.append(linked.judged?[end] ?? false || isJudged(place))
                }
            }
            offsets.append(UInt32(places.count))
        }
        let bits = Bitmap(count: judged.count, rows: judged.indices.lazy.filter { judged[$0] })
        let flat = Vector(values.data).taking(places)
        guard !keepsLists else {
            return Vector(.lists(offsets: Buffer(offsets), flat), judged: bits.isEmpty ? nil : bits)
        }
        let single = (0..<(offsets.count - 1)).map { offsets[$0] < offsets[$0 + 1] ? Int32(offsets[$0]) : -1 }
        return Vector(flat.data, judged: bits.isEmpty ? nil : bits).taking(single)
    }
}

extension Codes {
    /// The codes at places; a place of -1 gives 0.
    func taking(_ places: [Int32]) -> Codes {
        func taken<Code: FixedWidthInteger & BitwiseCopyable & Sendable>(
            _ codes: Buffer<Code>
        ) -> Buffer<Code> {
            var taken = BufferBuilder<Code>(count: places.count) { taken in
                for (index, place) in places.enumerated() { taken[index] = place < 0 ? 0 : codes[Int(place)] }
            }
            return taken.take()
        }
        switch self {
        case .narrow(let codes): return .narrow(taken(codes))
        case .medium(let codes): return .medium(taken(codes))
        case .wide(let codes): return .wide(taken(codes))
        }
    }
}
