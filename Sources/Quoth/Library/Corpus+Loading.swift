import QuothSyntax

extension Corpus {
    /// Opens a corpus: a document `corpus.json`, a folder with a file for each collection, or a snapshot.
    ///
    ///     let corpus = try Corpus.load("samples/iran-us-talks.json")
    ///
    /// A snapshot has the texts that its corpus had, so it takes no `sources`.
    /// Articles' texts are looked for beside it, under `articles/`, and among `sources`, files or folders.
    /// Everything is checked before anything is accepted; the failure holds everything that is wrong.
    public static func load(
        _ path: String, sources: [String] = [], files: FileAccess = .system
    ) throws(LoadFailure) -> Corpus {
        if let corpus = try open(path, files) {
            guard sources.isEmpty else { throw LoadFailure([Diagnostic(SnapshotFault.hasTexts, path)]) }
            return corpus
        }
        var found = CorpusFiles(files, FaultList())
        found.find(path)
        return try Loader(files: found, sources: sources, path: path).load()
    }

    /// Opens a corpus that is a document in memory; `name` stands for it in diagnostics.
    public static func load(json: String, name: String = "<corpus>") throws(LoadFailure) -> Corpus {
        try load(json: Array(json.utf8), name: name)
    }

    /// Opens a corpus that is a document in memory, as bytes that ought to be UTF-8.
    public static func load(json: [UInt8], name: String = "<corpus>") throws(LoadFailure) -> Corpus {
        let input = InputFile(path: name, bytes: json, shape: .document)
        return try Loader(files: CorpusFiles(input), sources: [], path: nil).load()
    }
}
