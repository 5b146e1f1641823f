public import QuothSyntax

/// A corpus of coded articles, loaded and checked; immutable, and safe to ask from many threads at once.
public struct Corpus: Sendable {
    private let contents: Contents

    /// In one place, since each query makes copies of the corpus.
    private final class Contents: Sendable {
        let tables: ByCollection<Table>
        let path: String?
        let digest: String
        let notes: [Diagnostic]
        let evidence: ByCollection<EvidenceColumn?>
        let sources: SourceFiles
        let snapshot: SnapshotFile?

        init(
            _ tables: ByCollection<Table>, _ path: String?, _ digest: String, _ notes: [Diagnostic],
            _ evidence: ByCollection<EvidenceColumn?>, _ sources: SourceFiles, _ snapshot: SnapshotFile?
        ) {
            self.tables = tables
            self.path = path
            self.digest = digest
            self.notes = notes
            self.evidence = evidence
            self.sources = sources
            self.snapshot = snapshot
        }
    }

    package var tables: ByCollection<Table> { contents.tables }
    /// Where it was read from, or where the corpus was that a snapshot was built of; nil if it was made in memory.
    public var path: String? { contents.path }
    /// What tells it from any other corpus: XXH3 of 128 bits over the files that it was read from and their names,
    /// in hexadecimal.
    public var digest: String { contents.digest }
    /// What was noticed while it was read: spans that were moved, names that look misspelt.
    public var notes: [Diagnostic] { contents.notes }
    /// The passages that records rest on, for the collections that have any.
    package var evidence: ByCollection<EvidenceColumn?> { contents.evidence }
    /// The files that it was read from.
    package var sources: SourceFiles { contents.sources }
    /// The snapshot in which it lies; nil if it was read from its files.
    package var snapshot: SnapshotFile? { contents.snapshot }

    /// Makes a corpus of tables that the loader has checked.
    package init(
        tables: ByCollection<Table>, path: String? = nil, digest: String = "", notes: [Diagnostic] = [],
        evidence: ByCollection<EvidenceColumn?> = ByCollection(repeating: nil), sources: SourceFiles = .none,
        snapshot: SnapshotFile? = nil
    ) {
        contents = Contents(tables, path, digest, notes, evidence, sources, snapshot)
    }

    package func table(_ collection: Collection) -> Table { contents.tables[collection] }
}
