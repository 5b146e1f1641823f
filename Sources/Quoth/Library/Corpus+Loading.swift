import QuothSyntax

extension Corpus {
    /// Opens a corpus: a document `corpus.json`, a folder with a file for each collection, or a snapshot.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// print(try corpus.query("quotes").rowCount)
    /// ```
    ///
    /// A snapshot has the texts that its corpus had, so it takes no `sources`.
    /// Articles' texts are looked for beside it, under `articles/`, and among `sources`, files or folders.
    /// Everything is checked before anything is accepted; the failure holds everything that is wrong.
    ///
    /// Files of lines are read by as many threads as `workers` says, as there are processors unless it does; the
    /// corpus is the same. `progress` is told every few thousand records how far it is, one call at a time but not
    /// always on one thread; if it returns false, loading ends with a failure that is `DiagnosticCode.interrupted`.
    public static func load(
        _ path: String, sources: [String] = [], files: FileAccess = .system, workers: Int? = nil,
        progress: (@Sendable (LoadProgress) -> Bool)? = nil
    ) throws(LoadFailure) -> Corpus {
        let options = LoadOptions(workers: workers, progress: progress)
        return try load(path, sources: sources, files: files, options)
    }

    /// The same, where tests choose how.
    static func load(
        _ path: String, sources: [String] = [], files: FileAccess, _ options: LoadOptions
    ) throws(LoadFailure) -> Corpus {
        if let corpus = try open(path, files) {
            guard sources.isEmpty else { throw LoadFailure([Diagnostic(SnapshotFault.hasTexts, path)]) }
            return corpus
        }
        var found = CorpusFiles(files, FaultList())
        found.find(path)
        return try Loader(files: found, sources: sources, path: path, options: options).load()
    }

    /// Opens a corpus that is a document in memory; `name` stands for it in diagnostics.
    public static func load(json: String, name: String = "<corpus>") throws(LoadFailure) -> Corpus {
        try load(json: Array(json.utf8), name: name)
    }

    /// Opens a corpus that is a document in memory, as bytes that ought to be UTF-8.
    public static func load(json: [UInt8], name: String = "<corpus>") throws(LoadFailure) -> Corpus {
        let input = InputFile(path: name, shape: .document, bytes: json)
        return try Loader(files: CorpusFiles(input), sources: [], path: nil).load()
    }
}
