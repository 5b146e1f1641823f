package import QuothSyntax

/// Finds the files of a corpus.
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

    /// A document is read here and now, since what has no folder may be a pipe, which can be read but once.
    private mutating func findDocument(_ path: String) {
        folder = FilePath.folder(of: path)
        if let access, let file = find(path, .document, access) {
            inputs = [file]
            do throws(FileFault) { inputs[0].bytes = try access.read(path) } catch {
                inputs = []
                faults.add(Self.diagnostic(error, path))
            }
        }
    }

    private mutating func findFolder(_ path: String, _ names: [String]) {
        folder = path
        let names = Set(names)
        var present: Set<Collection> = []
        for collection in Collection.allCases {
            let kinds: [(ending: String, shape: InputFile.Shape)] = [
                (".jsonl", .lines(collection)), (".json", .list(collection)), (".csv", .table(collection)),
            ]
            let mine = kinds.filter { names.contains(collection.rawValue + $0.ending) }
            for (number, kind) in mine.enumerated() {
                present.insert(collection)
                let file = FilePath.join(path, collection.rawValue + kind.ending)
                if number > 0 {
                    // One may be an older copy of the other, so they are neither joined nor chosen from.
                    faults.isIncomplete = true
                    faults.add(
                        Diagnostic(
                            .duplicateField, in: file, record: .init(line: 0), found: collection.rawValue,
                            subject: collection.rawValue + mine[0].ending))
                } else if let access, let input = find(file, kind.shape, access) {
                    inputs.append(input)
                }
            }
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            checkName(name, in: path)
            checkForm(name, in: path, present)
        }
        if present.isEmpty {
            faults.add(
                Diagnostic(
                    .notACorpus, in: path, expected: Collection.allCases.map { $0.rawValue + ".jsonl" }))
        }
    }

    /// A file that looks like one of records and isn't: a slip if its name is nearly that of a collection.
    private func checkName(_ name: String, in folder: String) {
        guard let ending = [".jsonl", ".json", ".csv"].first(where: name.hasSuffix) else { return }
        let word = String(name.dropLast(ending.count))
        if Collection(rawValue: word) != nil { return }
        let near = nearest(to: word, among: Collection.allCases.map(\.rawValue))
        faults.add(
            Diagnostic(
                .unknownCollection, in: FilePath.join(folder, name),
                severity: near.isEmpty ? .warning : .error,
                record: .init(line: 0), found: word, near: near.map { .init($0 + ending) }))
    }

    /// A file of another form that is called like a collection holds records that nobody would miss. It is a remark if
    /// they may have been saved from it in a form that is read.
    private func checkForm(_ name: String, in folder: String, _ present: Set<Collection>) {
        guard let dot = name.lastIndex(of: "."),
            let ending = Self.otherForms[name[dot...].lowercased()], !name.hasSuffix(ending),
            let near = nearest(to: String(name[..<dot]), among: Collection.allCases.map(\.rawValue)).first
        else { return }
        faults.add(
            Diagnostic(
                .unreadable, in: FilePath.join(folder, name),
                severity: present.contains { $0.rawValue == near } ? .warning : .error,
                record: .init(line: 0), found: "other-form", expected: [near + ending]))
    }

    /// The endings of tables and lists that aren't read as they are, with that of the form that is.
    private static let otherForms = [
        ".tsv": ".csv", ".tab": ".csv", ".xls": ".csv", ".xlsx": ".csv", ".ods": ".csv", ".csv": ".csv",
        ".ndjson": ".jsonl", ".jsonlines": ".jsonl", ".jsonl": ".jsonl", ".json": ".json",
    ]

    private func find(_ path: String, _ shape: InputFile.Shape, _ access: FileAccess) -> InputFile? {
        do throws(FileFault) {
            // Before it is read, so that what is written meanwhile is newer.
            return InputFile(path: path, shape: shape, stamp: try access.stamp(path))
        } catch {
            faults.isIncomplete = true
            faults.add(Self.diagnostic(error, path))
            return nil
        }
    }

    /// All that stands in a file.
    func bytes(of file: Int) throws(FileFault) -> [UInt8] {
        if let bytes = inputs[file].bytes { return bytes }
        guard let access else { return [] }
        return try access.read(inputs[file].path)
    }

    /// How many bytes all files have, as far as it can be told.
    var size: Int {
        inputs.reduce(0) { sum, file in
            sum + (file.bytes?.count ?? file.stamp?.size ?? 0)
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
