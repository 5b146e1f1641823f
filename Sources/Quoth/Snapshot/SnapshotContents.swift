import QuothSyntax

/// What a snapshot keeps of a corpus: all of it.
struct SnapshotContents {
    var path: String?
    var digest: String
    var notes: [Diagnostic]
    var sources: SourceFiles
    var tables: ByCollection<Table>
    var evidence: ByCollection<EvidenceColumn?>

    func write(to snapshot: inout SnapshotWriter) {
        snapshot.optional(path) { $0.text($1) }
        snapshot.text(digest)
        snapshot.list(notes) { $1.write(to: &$0) }
        sources.write(to: &snapshot)
        for collection in Collection.allCases {
            snapshot.text(collection.rawValue)
            snapshot.number(tables[collection].rowCount)
        }
        for collection in Collection.allCases {
            tables[collection].write(to: &snapshot)
        }
        for collection in Collection.allCases {
            snapshot.optional(evidence[collection]) { $1.write(to: &$0) }
        }
    }

    static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> SnapshotContents {
        let path = try snapshot.optional { (snapshot) throws(SnapshotFault) in try snapshot.text() }
        let digest = try snapshot.text()
        let notes = try snapshot.list(Diagnostic.read)
        let sources = try SourceFiles.read(from: &snapshot)
        var rows = RowCounts(repeating: 0)
        for collection in Collection.allCases {
            guard try snapshot.text() == collection.rawValue else { throw .otherFields(collection.rawValue) }
            rows[collection] = try snapshot.number()
            guard rows[collection] < Int32.max else { throw snapshot.unsound }
        }
        let shapes = ColumnShapes()
        let tables = try ByCollection { (collection) throws(SnapshotFault) in
            try Table.read(from: &snapshot, of: collection, rows, shapes)
        }
        if let name = tables[.stances].differentCopy(of: tables[.quotes]) {
            throw .otherFields("stances.\(name)")
        }
        let evidence = try ByCollection { (collection) throws(SnapshotFault) in
            snapshot.enter(collection, "evidence")
            return try snapshot.optional { (snapshot) throws(SnapshotFault) in
                try EvidenceColumn.read(
                    from: &snapshot, rowCount: rows[collection], articles: rows[.articles])
            }
        }
        return SnapshotContents(
            path: path, digest: digest, notes: notes, sources: sources, tables: tables, evidence: evidence)
    }
}

// Remarks on a corpus; they have no labels and no fixes.
extension Diagnostic {
    fileprivate func write(to snapshot: inout SnapshotWriter) {
        snapshot.text(code.rawValue)
        snapshot.flag(severity == .error)
        snapshot.text(source)
        snapshot.number(span.start)
        snapshot.number(span.end)
        snapshot.optional(record) { snapshot, record in
            snapshot.number(record.line)
            snapshot.optional(record.byte) { $0.number($1) }
            snapshot.optional(record.field) { $0.text($1) }
        }
        snapshot.optional(found) { $0.text($1) }
        snapshot.list(expected) { $0.text($1) }
        snapshot.optional(subject) { $0.text($1) }
        snapshot.list(near) { snapshot, suggestion in
            snapshot.text(suggestion.text)
            snapshot.optional(suggestion.detail) { $0.text($1) }
        }
    }

    fileprivate static func read(from snapshot: inout SnapshotReader) throws(SnapshotFault) -> Diagnostic {
        func text(_ snapshot: inout SnapshotReader) throws(SnapshotFault) -> String { try snapshot.text() }
        func number(_ snapshot: inout SnapshotReader) throws(SnapshotFault) -> Int { try snapshot.number() }
        guard let code = DiagnosticCode(rawValue: try snapshot.text()) else { throw snapshot.unsound }
        var note = Diagnostic(code, severity: try snapshot.flag() ? .error : .warning)
        note.source = try snapshot.text()
        note.span = Span(start: try snapshot.number(), end: try snapshot.number())
        note.record = try snapshot.optional { (snapshot) throws(SnapshotFault) in
            RecordPlace(
                line: try snapshot.number(), byte: try snapshot.optional(number),
                field: try snapshot.optional(text))
        }
        note.found = try snapshot.optional(text)
        note.expected = try snapshot.list(text)
        note.subject = try snapshot.optional(text)
        note.near = try snapshot.list { (snapshot) throws(SnapshotFault) in
            Suggestion(try snapshot.text(), detail: try snapshot.optional(text))
        }
        return note
    }
}
