public import QuothSyntax

// Keeping a corpus as a snapshot, which opens at once whatever its size.
extension Corpus {
    /// Writes the corpus with everything that was found out about it, to be opened by
    /// ``load(_:sources:files:workers:progress:)``.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// try corpus.save(to: "talks.quothdb")
    /// ```
    ///
    /// Under its name there is what was there before or the whole snapshot, whatever happens; a file that is there and
    /// is no snapshot is left alone. O(size), in memory that doesn't grow with it.
    ///
    /// - Throws: why it can't be written.
    public func save(to path: String, files: FileAccess = .system) throws(Diagnostic) {
        do throws(FileFault) {
            guard try Self.mayReplace(path, files) else { throw FileFault(.notSnapshot) }
            let place = try SourcePlace(snapshot: path, files)
            var writer = SnapshotWriter()
            SnapshotContents(
                path: self.path, digest: digest, notes: notes.filter { $0.code != .staleSnapshot },
                sources: sources.mapped { place.kept(sourcePath($0)) }, tables: tables, evidence: evidence
            ).write(to: &writer)
            let image = SnapshotImage(writer)
            try files.write(to: path) { (append) throws(FileFault) in
                try image.write(append)
                // Everything has been read by now, and nothing has the name yet.
                if damage != nil { throw FileFault(.failed) }
            }
        } catch { throw damage ?? Diagnostic(.unwritable, in: path, error) }
    }

    /// The path of a source now, whose path may have been kept in a snapshot.
    private func sourcePath(_ path: String) -> String {
        snapshot.map { SourcePlace.path(path, keptIn: $0.path) } ?? path
    }

    /// Whether there is no file, or one that is empty or begins as snapshots do.
    private static func mayReplace(_ path: String, _ files: FileAccess) throws(FileFault) -> Bool {
        guard try files.mode(path) != nil else { return true }
        let file = try files.open(path)
        var beginning = BufferBuilder<UInt8>()
        do throws(FileFault) {
            var isAtEnd = false
            while beginning.count < SnapshotHeader.magic.count, !isAtEnd {
                let wanted = SnapshotHeader.magic.count - beginning.count
                let read = try beginning.append(upTo: wanted) { (span) throws(FileFault) in
                    try files.readNext(file, &span)
                }
                isAtEnd = read == 0
            }
        } catch {
            try? files.close(file)
            throw error
        }
        try files.close(file)
        return beginning.count == 0
            || beginning.withSpan { start in
                start.withUnsafeBufferPointer { Array($0) == SnapshotHeader.magic }
            }
    }

    /// Whether it is read from a file, or is the snapshot that the file is.
    package func isRead(from path: String, _ files: FileAccess = .system) -> Bool {
        guard let target = try? files.resolve(path) else { return false }
        let paths = (0..<sources.count).compactMap { sources.paths[$0].map(sourcePath) }
        return (paths + (snapshot.map { [$0.path] } ?? [])).contains { (try? files.resolve($0)) == target }
    }

    /// Whether the corpus lies in a snapshot.
    public var isSnapshot: Bool { snapshot != nil }

    /// What was found wrong, so far, with the snapshot that the corpus lies in; nil if nothing was.
    ///
    /// Each part is checked as it is first read. No query answers once there is damage; whoever reads a record
    /// otherwise, as by ``passages(of:)``, asks for it afterwards.
    public var damage: Diagnostic? { snapshot?.damage }

    /// Checks all of a snapshot, and says what is in it.
    ///
    /// ```swift
    /// let report = try Corpus.verify("talks.quothdb")
    /// print(report.records[.quotes] ?? 0)
    /// ```
    ///
    /// - Throws: everything that is wrong with it.
    public static func verify(
        _ path: String, files: FileAccess = .system
    ) throws(LoadFailure) -> SnapshotReport {
        guard let corpus = try open(path, files), let snapshot = corpus.snapshot else {
            // What isn't there at all is told as such.
            do throws(FileFault) { _ = try files.stamp(path) } catch {
                throw LoadFailure([Diagnostic(.unreadable, in: path, error)])
            }
            throw LoadFailure([Diagnostic(SnapshotFault.foreign, path)])
        }
        let faults = snapshot.checkAll()
        guard faults.isEmpty else { throw LoadFailure(faults) }
        let records = Dictionary(
            uniqueKeysWithValues: Collection.allCases.map { ($0, corpus.table($0).rowCount) })
        return SnapshotReport(
            version: SnapshotHeader.version, byteCount: snapshot.header.fileLength, digest: corpus.digest,
            records: records, sources: corpus.sources.count,
            changedSources: corpus.sources.changed(first: .max, files, path: corpus.sourcePath))
    }

    /// Opens a file that begins as a snapshot does, or is named so; nil if it is something else.
    static func open(_ path: String, _ files: FileAccess) throws(LoadFailure) -> Corpus? {
        let mapping: FileMapping?
        do throws(FileFault) { mapping = try files.map(path) } catch {
            throw LoadFailure([Diagnostic(.unreadable, in: path, error)])
        }
        guard let mapping else {
            // Who reads it as something else says so if it isn't there.
            guard path.hasSuffix(SnapshotFile.ending), (try? files.mode(path)) ?? nil != nil else {
                return nil
            }
            throw LoadFailure([Diagnostic(SnapshotFault.foreign, path)])
        }
        let corpus: Corpus
        do throws(SnapshotFault) {
            let (snapshot, contents) = try SnapshotFile.open(mapping, path: path)
            corpus = Corpus(snapshot, contents, files)
        } catch { throw LoadFailure([Diagnostic(error, path)]) }
        if let damage = corpus.damage { throw LoadFailure([damage]) }
        return corpus
    }

    private init(_ snapshot: SnapshotFile, _ contents: SnapshotContents, _ files: FileAccess) {
        let changed = contents.sources.changed(first: contents.sources.recordFileCount, files) {
            SourcePlace.path($0, keptIn: snapshot.path)
        }
        var notes = contents.notes
        if let first = changed.first {
            notes.append(
                Diagnostic(
                    .staleSnapshot, in: snapshot.path, severity: .warning, record: .init(line: 0),
                    found: first, expected: Array(changed.dropFirst())))
        }
        self.init(
            tables: contents.tables, path: contents.path, digest: contents.digest,
            notes: notes,
            evidence: contents.evidence, sources: contents.sources, snapshot: snapshot)
    }
}

/// Where the sources of a snapshot are: below its folder, so that all may be moved together, or anywhere.
private struct SourcePlace {
    private let folder: String
    private let files: FileAccess

    init(snapshot path: String, _ files: FileAccess) throws(FileFault) {
        self.files = files
        folder = try files.resolve(FilePath.folder(of: path))
    }

    /// A path as it is kept.
    func kept(_ path: String) -> String {
        guard let whole = try? files.resolve(path) else { return path }
        guard whole.hasPrefix(folder + "/") else { return whole }
        return String(whole.dropFirst(folder.count + 1))
    }

    /// A path that was kept, from here.
    static func path(_ kept: String, keptIn snapshot: String) -> String {
        kept.hasPrefix("/") ? kept : FilePath.join(FilePath.folder(of: snapshot), kept)
    }
}

/// What a snapshot holds, once all of it was found sound.
public struct SnapshotReport: Sendable, Hashable {
    /// The version of its format.
    public let version: Int
    /// The length of the file.
    public let byteCount: Int
    /// The digest of the corpus that it was made of; see ``Corpus/digest``.
    public let digest: String
    /// How many records each collection has.
    public let records: [Collection: Int]
    /// How many files the corpus was read from.
    public let sources: Int
    /// Those of them that have changed since.
    public let changedSources: [String]
}
