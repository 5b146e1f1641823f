package import QuothSyntax

/// Finds and reads the files of a corpus.
struct CorpusFiles {
    /// Nil for a corpus in memory, which reaches no files.
    let access: FileAccess?
    let faults: FaultList
    /// The folder in which articles' texts are looked for.
    private(set) var folder = "."
    private(set) var inputs: [InputFile] = []

    init(_ access: FileAccess, _ faults: FaultList) {
        self.access = access
        self.faults = faults
    }

    init(_ input: InputFile) {
        access = nil
        faults = FaultList()
        inputs = [input]
    }

    mutating func find(_ path: String) {
        guard let access else { return }
        do throws(FileFault) {
            guard try access.isFolder(path) else { return findDocument(path) }
            findFolder(path, try access.list(path))
        } catch {
            faults.add(Self.diagnostic(error, path))
        }
    }

    private mutating func findDocument(_ path: String) {
        folder = FilePath.folder(of: path)
        if let file = read(path, .document) { inputs = [file] }
    }

    private mutating func findFolder(_ path: String, _ names: [String]) {
        folder = path
        let names = Set(names)
        var isCorpus = false
        for collection in Collection.allCases {
            let kinds: [(ending: String, shape: InputFile.Shape)] = [
                (".jsonl", .lines(collection)), (".json", .list(collection)), (".csv", .table(collection)),
            ]
            let present = kinds.filter { names.contains(collection.rawValue + $0.ending) }
            for (number, kind) in present.enumerated() {
                isCorpus = true
                let file = FilePath.join(path, collection.rawValue + kind.ending)
                if number > 0 {
                    // One may be an older copy of the other, so they are neither joined nor chosen from.
                    faults.isIncomplete = true
                    faults.add(
                        Diagnostic(
                            .duplicateField, in: file, record: .init(line: 0), found: collection.rawValue,
                            subject: collection.rawValue + present[0].ending))
                } else if let input = read(file, kind.shape) {
                    inputs.append(input)
                }
            }
        }
        for name in names.sorted() { checkName(name, in: path) }
        if !isCorpus {
            faults.add(
                Diagnostic(
                    .notACorpus, in: path, expected: Collection.allCases.map { $0.rawValue + ".jsonl" }))
        }
    }

    /// A file that looks like one of records and isn't: a slip if its name is nearly that of a collection.
    private func checkName(_ name: String, in folder: String) {
        guard let ending = [".jsonl", ".json", ".csv"].first(where: name.hasSuffix), !name.hasPrefix(".")
        else { return }
        let word = String(name.dropLast(ending.count))
        if Collection(rawValue: word) != nil { return }
        let near = nearest(to: word, among: Collection.allCases.map(\.rawValue))
        faults.add(
            Diagnostic(
                .unknownCollection, in: FilePath.join(folder, name),
                severity: near.isEmpty ? .warning : .error,
                record: .init(line: 0), found: word, near: near.map { .init($0 + ending) }))
    }

    private func read(_ path: String, _ shape: InputFile.Shape) -> InputFile? {
        guard let access else { return nil }
        do throws(FileFault) {
            // Before it is read, so that what is written meanwhile is newer.
            let stamp = try access.stamp(path)
            return InputFile(path: path, bytes: try access.read(path), shape: shape, stamp: stamp)
        } catch {
            faults.add(Self.diagnostic(error, path))
            return nil
        }
    }

    static func diagnostic(_ fault: FileFault, _ path: String) -> Diagnostic {
        Diagnostic(.unreadable, in: path, fault)
    }
}

extension Diagnostic {
    /// What a file fault is as a diagnostic.
    package init(_ code: DiagnosticCode, in path: String, _ fault: FileFault) {
        self.init(
            code, in: path, record: .init(line: 0), found: fault.kind.rawValue,
            subject: fault.number == 0 ? nil : String(fault.number))
    }
}
