import QuothSyntax

/// Reads the records of files into the builders of their collections.
struct FileReader {
    let tables: [Collection: TableBuilder]
    let reading: Reading

    /// Keys of a document that say something about it and hold no records.
    static let metadata = ["title", "description", "license"]

    func read(_ file: InputFile, number: Int) {
        reading.file = number
        reading.line = 0
        reading.path = []
        switch file.shape {
        case .document: readDocument(file)
        case .list(let collection): readList(file, collection)
        case .lines(let collection): readLines(file, collection)
        case .table(let collection): readTable(file, collection)
        }
    }

    private func readDocument(_ file: InputFile) {
        guard let root = parse(file) else { return }
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

    private func readList(_ file: InputFile, _ collection: Collection) {
        if let root = parse(file) { readCollection(collection, root, [], .list) }
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
        reading.path = steps + [.element(0)]
        table.begin(place, file: reading.file)
        table.readElements(value, isNested: false, reading)
        reading.path = []
    }

    private func parse(_ file: InputFile) -> JSONValue? {
        var reader = JSONReader()
        do throws(JSONFault) {
            return try reader.parse(file.bytes.span)
        } catch {
            report(error)
            return nil
        }
    }

    private func readLines(_ file: InputFile, _ collection: Collection) {
        guard let table = tables[collection] else { return }
        var reader = JSONReader()
        var lines = Lines(count: file.bytes.count)
        // The number of the line at which the open segment goes on.
        var next = -1
        reading.line = 0
        while let range = lines.next(in: file.bytes.span), !reading.faults.isFull {
            reading.line += 1
            if Self.isBlank(file.bytes.span, range) { continue }
            if reading.line != next { table.begin(.lines(reading.line), file: reading.file) }
            next = reading.line + 1
            do throws(JSONFault) {
                let record = try reader.parse(file.bytes.span, in: range)
                let before = table.rowCount
                table.read(record, isNested: false, reading)
                if table.rowCount == before { next = -1 }
            } catch {
                next = -1
                report(error)
            }
        }
    }

    private static func isBlank(_ bytes: Swift.Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range {
            switch bytes[index] {
            case 0x20, 0x09, 0x0D: continue
            default: return false
            }
        }
        return true
    }

    private func report(_ fault: JSONFault) {
        reading.faults.isIncomplete = true
        let code: DiagnosticCode =
            switch fault.kind {
            case .encoding: .invalidUTF8
            case .depth: .tooDeep
            case .size: .tooLarge
            default: .badJSON
            }
        reading.fault(code, at: fault.byteOffset, [], found: fault.message, subject: "\(fault.kind)")
    }
}
