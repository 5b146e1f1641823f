import QuothSyntax

/// The articles' texts, as far as they are at hand: in the records, beside the corpus, or given.
struct Bodies {
    let tables: [Collection: TableBuilder]
    let files: CorpusFiles
    let textLimit: Int
    private var given: [GivenFile] = []
    private var folders: [String] = []
    /// The texts that were read.
    private(set) var read: [SourceFiles.Entry] = []
    /// By the article's row.
    private(set) var indices: [ScalarIndex?] = []

    private struct GivenFile {
        let path: String
        let bytes: [UInt8]
        let stamp: FileStamp
        let sum: String
        var isUsed = false
    }

    init(tables: [Collection: TableBuilder], files: CorpusFiles, textLimit: Int) {
        self.tables = tables
        self.files = files
        self.textLimit = textLimit
    }

    /// Finds every body, checks it against its SHA-256 and length, and puts it into the column of bodies.
    mutating func gather(_ sources: [String]) {
        guard let table = tables[.articles], let body = table.field("body") as? TextBuilder,
            let source = table.field("source") as? SourceBuilder
        else { return }
        readGiven(sources)
        var texts = TextStore()
        indices = [ScalarIndex?](repeating: nil, count: table.rowCount)
        for row in 0..<table.rowCount where !files.faults.isFull {
            if body.texts.has(row) {
                if let sum = source.sum(row), let own = body.texts[row] { check(own, sum, row: row, table) }
                body.texts.withBytes(row) { accept($0, row: row, source, table, into: &texts) }
            } else if let found = text(row, source, table) {
                accept(found.span, row: row, source, table, into: &texts)
            }
        }
        body.texts = TextStore()
        body.column = texts.column(rowCount: table.rowCount)
        for file in given where !file.isUsed {
            files.faults.add(
                Diagnostic(.sourceDiffers, in: file.path, record: .init(line: 0), found: file.sum))
        }
    }

    private mutating func accept(
        _ text: Swift.Span<UInt8>, row: Int, _ source: SourceBuilder, _ table: TableBuilder,
        into texts: inout TextStore
    ) {
        guard text.count <= textLimit - texts.byteCount else {
            var fault = table.fault(.tooLarge, row: row, [.member("body")])
            fault.found = String(texts.byteCount + text.count)
            fault.expected = [String(textLimit)]
            fault.subject = "texts"
            return files.faults.add(fault)
        }
        texts.append(text, row: row)
        let index = text.withUnsafeBufferPointer { ScalarIndex($0) }
        indices[row] = index
        if let length = source.length(row), length != index.count {
            var fault = table.fault(.sourceDiffers, row: row, [.member("source"), .member("length")])
            fault.found = String(index.count)
            fault.expected = [String(length)]
            files.faults.add(fault)
        }
    }

    /// Whether a text is the one that its article names; if not, that is a fault.
    @discardableResult
    private func check(
        _ bytes: [UInt8], _ sum: String, row: Int, _ table: TableBuilder, path: String? = nil
    ) -> Bool {
        let actual = SHA256.hex(of: bytes.span)
        guard actual != sum else { return true }
        var fault = table.fault(.sourceDiffers, row: row, [.member("source"), .member("sha256")])
        fault.found = actual
        fault.expected = [sum]
        fault.subject = path
        files.faults.add(fault)
        return false
    }
}

// Finding the file of an article.
extension Bodies {
    private mutating func readGiven(_ sources: [String]) {
        guard let access = files.access else { return }
        for path in sources {
            do throws(FileFault) {
                if try access.isFolder(path) {
                    folders.append(path)
                } else {
                    let stamp = try access.stamp(path)
                    let bytes = try access.read(path)
                    given.append(
                        GivenFile(path: path, bytes: bytes, stamp: stamp, sum: SHA256.hex(of: bytes.span)))
                }
            } catch {
                files.faults.add(CorpusFiles.diagnostic(error, path))
            }
        }
        folders += [FilePath.join(files.folder, "articles"), files.folder]
    }

    private mutating func text(_ row: Int, _ source: SourceBuilder, _ table: TableBuilder) -> [UInt8]? {
        let sum = source.sum(row)
        let name = source.file(row)
        if let index = given.firstIndex(where: { sum != nil && $0.sum == sum })
            ?? given.firstIndex(where: { file in
                name.map { FilePath.name(of: $0) == FilePath.name(of: file.path) } ?? false
            })
        {
            given[index].isUsed = true
            let file = given[index]
            return checked(file.bytes, sum, row: row, table, path: file.path, file.stamp)
        }
        guard let name, let access = files.access else { return nil }
        for folder in folders {
            let path = FilePath.join(folder, name)
            do throws(FileFault) {
                let stamp = try access.stamp(path)
                let bytes = try access.read(path)
                return checked(bytes, sum, row: row, table, path: path, stamp)
            } catch {
                // Bodies are optional, so a file that isn't there is no fault.
                if error.kind == .notFound || error.kind == .isFile { continue }
                files.faults.add(CorpusFiles.diagnostic(error, path))
                return nil
            }
        }
        return nil
    }

    private mutating func checked(
        _ bytes: [UInt8], _ wanted: String?, row: Int, _ table: TableBuilder, path: String, _ stamp: FileStamp
    ) -> [UInt8]? {
        read.append(.init(path: path, stamp: stamp, digest: XXH3.hex(of: bytes.span)))
        if let wanted, !check(bytes, wanted, row: row, table, path: path) { return nil }
        if let fault = JSONFault.encodingFault(in: bytes.span, range: 0..<bytes.count) {
            let line = 1 + Lines.count(in: bytes.span, before: fault.byteOffset)
            files.faults.add(
                Diagnostic(
                    .invalidUTF8, at: Span(start: fault.byteOffset, end: fault.byteOffset), in: path,
                    record: .init(line: line, byte: fault.byteOffset)))
            return nil
        }
        return bytes
    }
}
