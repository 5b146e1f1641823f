// How an index of words is kept in a snapshot.

extension WordIndex {
    func write(to snapshot: inout SnapshotWriter) {
        forms.write(to: &snapshot)
        stems.write(to: &snapshot)
        lookup.write(to: &snapshot)
        formsOfStem.write(to: &snapshot)
        languages.write(to: &snapshot)
        lengths.write(to: &snapshot)
        snapshot.optional(irregular) { $1.write(to: &$0) }
        for segment in segments { segment.write(to: &snapshot) }
    }

    static func read(from snapshot: inout SnapshotReader, rowCount: Int) throws(SnapshotFault) -> WordIndex {
        let forms = try TextColumn.read(from: &snapshot, rowCount: nil)
        let stems = try TextColumn.read(from: &snapshot, rowCount: nil)
        let lookup = try TextLookup.read(from: &snapshot, rowCount: stems.count)
        let formsOfStem = try Lists.read(from: &snapshot, rowCount: stems.count, limit: forms.count)
        let languages = try TextColumn.read(from: &snapshot, rowCount: nil)
        let lengths = try Codes.read(from: &snapshot, count: rowCount, in: 0...Int(UInt32.max))
        let irregular = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            try Bitmap.read(from: &snapshot, count: rowCount)
        }
        var segments: [Segment] = []
        for start in stride(from: 0, to: rowCount, by: Segment.rowCount) {
            segments.append(
                try Segment.read(
                    from: &snapshot, rowCount: min(Segment.rowCount, rowCount - start), formCount: forms.count
                ))
        }
        return WordIndex(
            forms: forms, stems: stems, lookup: lookup, formsOfStem: formsOfStem, languages: languages,
            lengths: lengths, irregular: irregular, segments: segments)
    }
}

extension WordIndex.Segment {
    func write(to snapshot: inout SnapshotWriter) {
        snapshot.buffer(forms)
        snapshot.buffer(rows)
        snapshot.buffer(offsets)
        positions.write(to: &snapshot)
    }

    static func read(
        from snapshot: inout SnapshotReader, rowCount: Int, formCount: Int
    ) throws(SnapshotFault) -> WordIndex.Segment {
        let forms = try snapshot.buffer(UInt32.self, .within(0...max(formCount - 1, 0)))
        guard forms.isEmpty || formCount > 0 else { throw snapshot.unsound }
        let rows = try snapshot.buffer(UInt16.self, .within(0...rowCount - 1))
        let offsets = try snapshot.buffer(
            UInt32.self, count: forms.count + 1, .ascending(through: rows.count))
        let positions = try Codes.read(from: &snapshot, count: rows.count, in: 0...Int(UInt32.max))
        return WordIndex.Segment(forms: forms, offsets: offsets, rows: rows, positions: positions)
    }
}
