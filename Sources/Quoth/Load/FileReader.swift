import QuothSyntax

/// Reads the records of files into the builders of their collections.
final class FileReader {
    let tables: [Collection: TableBuilder]
    let reading: Reading
    let corpus: CorpusFiles
    let options: LoadOptions
    let workers: Int
    let monitor: LoadMonitor
    /// The files that have been read.
    private(set) var filesRead: [SourceFiles.Entry] = []

    init(
        _ tables: [Collection: TableBuilder], _ corpus: CorpusFiles, _ options: LoadOptions, workers: Int,
        _ monitor: LoadMonitor
    ) {
        self.tables = tables
        self.corpus = corpus
        self.options = options
        self.workers = workers
        self.monitor = monitor
        reading = Reading(corpus.faults, textLimit: options.textLimit)
        reading.monitor = monitor
    }

    /// Keys of a document that say something about it and hold no records.
    static let metadata = ["title", "description", "license"]

    func readAll() {
        for number in corpus.inputs.indices where !corpus.faults.isFull && !monitor.isStopped {
            readFile(number)
        }
    }

    private func readFile(_ number: Int) {
        let file = corpus.inputs[number]
        reading.file = number
        reading.line = 0
        reading.position = FilePosition()
        reading.path = []
        do throws(FileFault) {
            let sum: String
            let size = file.stamp?.size ?? 0
            switch file.shape {
            case .lines(let collection): sum = try readLines(file.path, size: size, collection)
            case .table(let collection): sum = try readTable(file.path, size: size, collection)
            case .document, .list:
                let bytes = try corpus.bytes(of: number)
                readRecords(bytes, file.shape)
                sum = XXH3.hex(of: bytes.span)
                monitor.add(bytes: bytes.count, records: 0)
            }
            let stamp = file.stamp ?? FileStamp(size: file.bytes?.count ?? 0, modified: 0)
            filesRead.append(.init(path: file.path, stamp: stamp, digest: sum))
        } catch {
            corpus.faults.isIncomplete = true
            corpus.faults.add(CorpusFiles.diagnostic(error, file.path))
        }
    }

    private func readRecords(_ bytes: [UInt8], _ shape: InputFile.Shape) {
        switch shape {
        case .document: parse(bytes) { readDocument($0) }
        case .list(let collection): parse(bytes) { readCollection(collection, $0, [], .list) }
        case .lines, .table: break
        }
    }

    private func readDocument(_ root: JSONValue) {
        guard root.kind == .object else {
            return reading.fault(
                .notACorpus, at: root.byteOffset, [], found: root.summary, expected: ["object"])
        }
        var seen: Set<String> = []
        var collections = 0
        root.forEachMember { key, value in
            let name = key.text
            guard seen.insert(name).inserted else {
                return reading.fault(.duplicateField, at: key.byteOffset, [.member(name)], found: name)
            }
            if let collection = Collection(rawValue: name) {
                collections += 1
                readCollection(collection, value, [.member(name)], .document)
            } else if !name.hasPrefix("$"), !Self.metadata.contains(name) {
                reading.unknownMember(
                    key, [.member(name)], among: Collection.allCases.map(\.rawValue) + Self.metadata)
            }
        }
        if collections == 0, reading.faults.isEmpty {
            reading.fault(
                .notACorpus, at: root.byteOffset, [], expected: Collection.allCases.map(\.rawValue))
        }
    }

    private func readCollection(
        _ collection: Collection, _ value: JSONValue, _ steps: [FieldStep],
        _ place: TableBuilder.Segment.Place
    ) {
        if value.isNull { return }
        guard value.kind == .array, let table = tables[collection] else {
            reading.faults.isIncomplete = true
            return reading.wrong(value, steps, expected: "list", subject: collection.rawValue)
        }
        reading.path = steps
        table.begin(place, file: reading.file)
        table.readElements(value, reading)
        reading.path = []
    }

    private func parse(_ bytes: [UInt8], _ body: (JSONValue) -> Void) {
        var reader = JSONReader()
        do throws(JSONFault) {
            try reader.read(bytes.span, body)
        } catch {
            if error.kind != .encoding, isScript(bytes) {
                reading.fault(.notACorpus, at: 0, [], found: "script", subject: "script")
            } else {
                reading.report(error)
            }
        }
    }

    /// Whether a text that isn't JSON is a script of queries, which was given in the corpus' place.
    private func isScript(_ bytes: [UInt8]) -> Bool {
        if corpus.inputs[reading.file].path.hasSuffix(".quoth") { return true }
        let result = Parser.parse(SourceText(name: "", utf8: bytes))
        return result.diagnostics.isEmpty
            && result.script.statements.contains { statement in
                switch statement.kind {
                case .query(let query):
                    // Any word might be the noun of a query.
                    !query.stages.isEmpty || Noun.all.contains { $0.name == query.source?.text }
                case .named, .parameter, .expectation: true
                case .command: false
                }
            }
    }
}

extension Reading {
    /// Reports that a file, or a line that others follow, can't be read.
    func report(_ fault: JSONFault, isLine: Bool = false) {
        faults.isIncomplete = true
        let code: DiagnosticCode =
            switch fault.kind {
            case .encoding: .invalidUTF8
            case .depth: .tooDeep
            case .size: .tooLarge
            default: .badJSON
            }
        self.fault(
            code, at: fault.byteOffset, [], found: fault.message,
            subject: isLine && fault.kind == .truncated ? "line" : "\(fault.kind)")
    }
}
