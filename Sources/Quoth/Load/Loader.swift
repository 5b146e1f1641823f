import QuothSyntax

/// The way from files to a corpus: read, resolve, check, assemble.
struct Loader {
    let files: CorpusFiles
    let sources: [String]
    let path: String?
    var options = LoadOptions()

    func load() throws(LoadFailure) -> Corpus {
        let faults = files.faults
        let size = options.progress == nil && options.workers != nil ? 0 : files.size
        let monitor = LoadMonitor(options.progress, bytesTotal: size)
        let workers = options.workers ?? (size < LoadOptions.smallest ? 1 : Workers.most)
        let tables = TableBuilder.all()
        let reader = FileReader(tables, files, options, workers: workers, monitor)
        reader.readAll()
        try stopIfAsked(monitor)
        References(tables: tables, faults: faults, workers: workers).resolve()
        try stopIfAsked(monitor)
        var bodies = Bodies(tables: tables, files: files, textLimit: options.textLimit)
        bodies.gather(sources)
        SpanCheck(tables: tables, indices: bodies.indices, faults: faults).check()
        if faults.isEmpty { OddCells(tables: tables, faults: faults).remark() }
        let places = Places(files)
        if let failure = faults.failure(places) { throw failure }
        try stopIfAsked(monitor)
        let sources = reader.filesRead + bodies.read
        let corpus = Assembly(tables: tables, workers: workers).corpus(
            path: path, digest: Self.digest(sources),
            notes: faults.remarks + places.diagnostics(faults.notes),
            sources: path == nil ? .none : SourceFiles(sources, recordFileCount: reader.filesRead.count)
        ).indexed(workers: workers, monitor: monitor)
        if monitor.isStopped { throw LoadFailure([Diagnostic(.interrupted)]) }
        return corpus
    }

    private func stopIfAsked(_ monitor: LoadMonitor) throws(LoadFailure) {
        monitor.ask()
        if monitor.isStopped { throw LoadFailure([Diagnostic(.interrupted)]) }
    }

    /// The digest of the digests, with the files' names: no file can stand for another or be left out unseen.
    private static func digest(_ sources: [SourceFiles.Entry]) -> String {
        var list: [UInt8] = []
        for source in sources { list += Array("\(source.digest)  \(FilePath.name(of: source.path))\n".utf8) }
        return XXH3.hex(of: list.span)
    }
}
