import QuothSyntax

/// The way from files to a corpus: read, resolve, check, assemble.
struct Loader {
    let files: CorpusFiles
    let sources: [String]
    let path: String?

    func load() throws(LoadFailure) -> Corpus {
        let faults = files.faults
        let places = Places(files: files.inputs)
        let tables = Self.builders()
        let reader = FileReader(tables: tables, reading: Reading(faults))
        for (number, file) in files.inputs.enumerated() where !faults.isFull {
            reader.read(file, number: number)
        }
        References(tables: tables, faults: faults).resolve()
        var bodies = Bodies(tables: tables, files: files)
        bodies.gather(sources)
        SpanCheck(tables: tables, indices: bodies.indices, faults: faults).check()
        if let failure = faults.failure(places) { throw failure }
        let assembly = Assembly(tables: tables, fold: Folding.fold)
        let records = files.inputs.map { input in
            SourceFiles.Entry(
                path: input.path, stamp: input.stamp ?? FileStamp(size: input.bytes.count, modified: 0),
                digest: XXH3.hex(of: input.bytes.span))
        }
        let sources = records + bodies.read
        return assembly.corpus(
            path: path, digest: Self.digest(sources),
            notes: faults.remarks + places.diagnostics(faults.notes),
            sources: path == nil ? .none : SourceFiles(sources, recordFileCount: records.count))
    }

    /// The digest of the digests, with the files' names: no file can stand for another or be left out unseen.
    private static func digest(_ sources: [SourceFiles.Entry]) -> String {
        var list: [UInt8] = []
        for source in sources { list += Array("\(source.digest)  \(FilePath.name(of: source.path))\n".utf8) }
        return XXH3.hex(of: list.span)
    }

    private static func builders() -> [Collection: TableBuilder] {
        var registries: [Collection: IDRegistry] = [:]
        for collection in Collection.allCases { registries[collection] = IDRegistry() }
        var tables: [Collection: TableBuilder] = [:]
        for collection in Collection.allCases {
            tables[collection] = TableBuilder(Schema.of(collection), registries)
        }
        for table in tables.values {
            if let nesting = table.schema.nestedIn { tables[nesting.owner]?.nest(table, as: nesting.member) }
        }
        return tables
    }
}
