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
        return assembly.corpus(
            path: path, digest: digest(bodies.read), notes: places.diagnostics(faults.notes))
    }

    /// The digest of the digests, with the files' names: no file can stand for another or be left out unseen.
    private func digest(_ sources: [(name: String, sum: String)]) -> String {
        var list: [UInt8] = []
        let inputs = files.inputs.map {
            (name: FilePath.name(of: $0.path), sum: XXH3.hex(of: $0.bytes.span))
        }
        for (name, sum) in inputs + sources { list += Array("\(sum)  \(name)\n".utf8) }
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
