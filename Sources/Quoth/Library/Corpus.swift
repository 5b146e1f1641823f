public import QuothSyntax

/// A corpus of coded articles, loaded and checked; immutable, and safe to ask from many threads at once.
public struct Corpus: Sendable {
    package let tables: [Collection: Table]
    /// Where it was read from, or where the corpus was that a snapshot was built of; nil if it was made in memory.
    public let path: String?
    /// What tells it from any other corpus: XXH3 of 128 bits over the files that it was read from and their names,
    /// in hexadecimal.
    public let digest: String
    /// What was noticed while it was read: spans that were moved, names that look misspelt.
    public let notes: [Diagnostic]
    /// The passages that records rest on, for the collections that have any.
    package let evidence: [Collection: EvidenceColumn]
    /// The files that it was read from.
    package let sources: SourceFiles
    /// The snapshot in which it lies; nil if it was read from its files.
    package let snapshot: SnapshotFile?

    /// Makes a corpus of tables that the loader has checked.
    package init(
        tables: [Collection: Table], path: String? = nil, digest: String = "", notes: [Diagnostic] = [],
        evidence: [Collection: EvidenceColumn] = [:], sources: SourceFiles = .none,
        snapshot: SnapshotFile? = nil
    ) {
        self.tables = tables
        self.path = path
        self.digest = digest
        self.notes = notes
        self.evidence = evidence
        self.sources = sources
        self.snapshot = snapshot
    }

    package func table(_ collection: Collection) -> Table {
        tables[collection] ?? Table(rowCount: 0, columns: [])
    }
}
