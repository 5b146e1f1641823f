public import QuothSyntax

/// Why a corpus wasn't opened: everything that was found wrong with it, in the order of the files.
public struct LoadFailure: Error, Sendable, Hashable {
    /// At least one; after the fiftieth a last one says that there are more.
    public let diagnostics: [Diagnostic]

    /// How many faults are reported.
    public static let limit = 50

    /// Makes a failure of what was found.
    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}

/// A file of records.
struct InputFile {
    let path: String
    let shape: Shape
    /// Nil for a corpus in memory.
    var stamp: FileStamp?
    /// What stands in it, if it was given; else it is read when its turn comes.
    var bytes: [UInt8]?

    enum Shape {
        /// An object with a list for each collection.
        case document
        /// A list of records.
        case list(Collection)
        /// A record a line.
        case lines(Collection)
        /// Names in the first row, a record in each other.
        case table(Collection)
    }
}

/// One step on the way to a value in a file.
enum FieldStep: Hashable {
    case member(String)
    case element(Int)

    /// The way as people write it: `actors[3].roles[0].during`.
    static func text(_ steps: [FieldStep]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let name): text += text.isEmpty ? name : "." + name
            case .element(let index): text += "[\(index)]"
            }
        }
        return text
    }
}

/// What is wrong with a value, and where it stands.
struct Fault {
    var code: DiagnosticCode
    var severity = Diagnostic.Severity.error
    var file = 0
    /// From 1, or 0 if it is told by the byte.
    var line = 0
    var byte: Int?
    var path: [FieldStep] = []
    var found: String?
    var expected: [String] = []
    var subject: String?
    var near: [String] = []
}

/// The faults found so far; the first fifty are kept.
final class FaultList {
    private(set) var items: [Fault] = []
    /// Faults that aren't about a place in a file of records.
    private(set) var others: [Diagnostic] = []
    private(set) var notes: [Fault] = []
    /// Remarks that aren't about a place in a file of records.
    private(set) var remarks: [Diagnostic] = []
    /// There are more than are reported, so that nothing further need be looked at.
    private(set) var isFull = false
    /// Some record couldn't be read at all, so that references to it say nothing.
    var isIncomplete = false

    /// How many notes are kept.
    static let noteLimit = 100
    private let limit: Int

    init(limit: Int = LoadFailure.limit) { self.limit = limit }

    var isEmpty: Bool { items.isEmpty && others.isEmpty }

    func add(_ fault: Fault) {
        guard fault.severity == .error else {
            if notes.count < Self.noteLimit { notes.append(fault) }
            return
        }
        guard makesRoom() else { return }
        items.append(fault)
    }

    func add(_ diagnostic: Diagnostic) {
        guard diagnostic.severity == .error else {
            if remarks.count < Self.noteLimit { remarks.append(diagnostic) }
            return
        }
        guard makesRoom() else { return }
        others.append(diagnostic)
    }

    private func makesRoom() -> Bool {
        if items.count + others.count < limit { return true }
        isFull = true
        return false
    }

    /// Everything that was found, or nil if nothing was.
    func failure(_ places: Places) -> LoadFailure? {
        if isEmpty { return nil }
        var result = others + places.diagnostics(items)
        if isFull { result.append(Diagnostic(.tooManyFaults, found: String(LoadFailure.limit))) }
        return LoadFailure(result)
    }
}

/// Finds lines and bytes for faults. Only files with faults are read again.
struct Places {
    let corpus: CorpusFiles
    private var files: [InputFile] { corpus.inputs }

    init(_ corpus: CorpusFiles) { self.corpus = corpus }

    func diagnostics(_ faults: [Fault]) -> [Diagnostic] {
        var located = faults
        for index in files.indices { locate(&located, in: index) }
        // Sorting isn't stable in the language's promise, so the order of discovery takes part.
        let order = located.indices.sorted {
            (located[$0].file, located[$0].byte ?? 0, $0) < (located[$1].file, located[$1].byte ?? 0, $1)
        }
        return order.map { diagnostic(located[$0]) }
    }

    private func diagnostic(_ fault: Fault) -> Diagnostic {
        let byte = fault.byte ?? 0
        var steps = fault.path
        if case .table = files[fault.file].shape { steps = CSVHeader.steps(steps) }
        let path = FieldStep.text(steps)
        let place = Diagnostic.RecordPlace(
            line: fault.line, byte: fault.byte, field: path.isEmpty ? nil : path)
        return Diagnostic(
            fault.code, at: Span(start: byte, end: byte), in: files[fault.file].path,
            severity: fault.severity, record: place, found: fault.found.map(Self.shortened),
            expected: fault.expected, subject: fault.subject,
            near: fault.near.map { Diagnostic.Suggestion($0) })
    }

    /// A value can be of any length, and a diagnostic can't.
    private static func shortened(_ text: String) -> String {
        text.unicodeScalars.count <= 100 ? text : String(text.unicodeScalars.prefix(99)) + "…"
    }

    /// Fills in the bytes of faults that were found after reading, and the lines of all.
    private func locate(_ faults: inout [Fault], in file: Int) {
        let mine = faults.indices.filter { faults[$0].file == file }
        if mine.isEmpty { return }
        let unplaced = mine.filter { faults[$0].byte == nil }
        if unplaced.isEmpty, mine.allSatisfy({ faults[$0].line > 0 }) { return }
        // A file that can't be read any more has its faults told without their places.
        guard let bytes = try? corpus.bytes(of: file) else { return }
        var reader = JSONReader()
        if case .lines = files[file].shape {
            locate(unplaced, of: &faults, in: bytes) { line, path in
                try? reader.read(bytes.span, in: line) { Self.byte(at: path, in: $0) }
            }
        } else if case .table(let collection) = files[file].shape {
            let table = unplaced.isEmpty ? nil : CSVTable.whole(bytes, Schema.of(collection))
            locate(unplaced, of: &faults, in: bytes) { line, path in
                table?.withValue(at: line.lowerBound) { Self.byte(at: path, in: $0) }
            }
        } else if !unplaced.isEmpty {
            try? reader.read(bytes.span) { document in
                for index in unplaced { faults[index].byte = Self.byte(at: faults[index].path, in: document) }
            }
        }
        for index in mine where faults[index].line == 0 {
            guard let byte = faults[index].byte else { continue }
            faults[index].line = 1 + Lines.count(in: bytes.span, before: byte)
        }
    }

    /// Fills in the bytes of faults whose lines are known, told by the line in which the record begins.
    private func locate(
        _ unplaced: [Int], of faults: inout [Fault], in bytes: [UInt8],
        byte: (_ line: Range<Int>, _ path: [FieldStep]) -> Int?
    ) {
        let lines = Self.lines(Set(unplaced.map { faults[$0].line }), in: bytes)
        for index in unplaced {
            guard let range = lines[faults[index].line] else { continue }
            faults[index].byte = byte(range, faults[index].path) ?? range.lowerBound
        }
    }

    /// Where the lines of some numbers stand; one pass over the file.
    private static func lines(_ wanted: Set<Int>, in bytes: [UInt8]) -> [Int: Range<Int>] {
        var found: [Int: Range<Int>] = [:]
        var lines = Lines(count: bytes.count)
        var number = 1
        while found.count < wanted.count, let range = lines.next(in: bytes.span) {
            if wanted.contains(number) { found[number] = range }
            number += 1
        }
        return found
    }

    /// Where the value at the end of a path begins, or the last on the way to it.
    private static func byte(at path: [FieldStep], in root: JSONValue) -> Int {
        var value = root
        for step in path {
            var found: JSONValue?
            switch step {
            case .member(let name):
                value.forEachMember { key, member in
                    if found == nil, key.text == name { found = member }
                }
            case .element(let wanted):
                var index = 0
                value.forEachElement { element in
                    if index == wanted { found = element }
                    index += 1
                }
            }
            guard let found else { break }
            value = found
        }
        return value.byteOffset
    }
}
