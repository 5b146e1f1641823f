import QuothSyntax

/// Where the reader is, and where faults go: what every builder is given with its value.
final class Reading {
    let faults: FaultList
    /// The most bytes that the texts of a field may have together.
    let textLimit: Int
    /// The file that is being read, as its number.
    var file = 0
    /// The line that is being read, from 1, if the file is read by lines or rows.
    var line = 0
    /// How far the file has been read, at the end of a block of lines or rows.
    var position = FilePosition()
    /// Where the part of the file that is being read begins.
    var offset = 0
    /// Told how many records of documents and tables have been read; asked whether to stop.
    var monitor: LoadMonitor?
    /// The way from the beginning of the file to the list of the records; empty if they stand on lines.
    var path: [FieldStep] = []
    /// The record's place in that list; -1 if it stands on a line.
    var element = -1
    /// The list inside that record in which the record that is being read stands, and its place there.
    var nested: (list: FieldStep, element: Int)?

    init(_ faults: FaultList, textLimit: Int = TextColumn.maximumBytes) {
        self.faults = faults
        self.textLimit = textLimit
    }

    /// A fault at a place of the record that is being read, of which only the place is told.
    func place(_ byte: Int, _ steps: [FieldStep]) -> Fault {
        Fault(
            code: .unknownMember, severity: .warning, file: file, line: line, byte: offset + byte,
            path: recordPath + steps)
    }

    /// The way from the beginning of the file or line to the record that is being read.
    private var recordPath: [FieldStep] {
        var steps = path
        if element >= 0 { steps.append(.element(element)) }
        if let nested { steps += [nested.list, .element(nested.element)] }
        return steps
    }

    /// Reports a fault. Places and suggestions are slow to find, so they aren't looked for once there are enough.
    func fault(
        _ code: DiagnosticCode, severity: Diagnostic.Severity = .error, at byte: @autoclosure () -> Int,
        _ steps: @autoclosure () -> [FieldStep], found: @autoclosure () -> String? = nil,
        expected: [String] = [],
        subject: String? = nil, near: @autoclosure () -> [String] = []
    ) {
        if faults.isFull { return }
        faults.add(
            Fault(
                code: code, severity: severity, file: file, line: line, byte: offset + byte(),
                path: recordPath + steps(), found: found(), expected: expected, subject: subject, near: near()
            ))
    }

    /// Reports that a value isn't of the kind that is wanted.
    func wrong(
        _ value: JSONValue, _ steps: @autoclosure () -> [FieldStep], expected: String...,
        subject: String? = nil
    ) {
        fault(
            .wrongValue, at: value.byteOffset, steps(), found: value.summary, expected: expected,
            subject: subject)
    }

    /// The text of a value that is to be kept beside so many bytes; reports what isn't one, has a NUL in it, or is
    /// too much.
    @inline(__always)
    func text(
        _ value: JSONValue, _ steps: @autoclosure () -> [FieldStep], expected: String = "text",
        beside bytes: Int = 0
    ) -> JSONString? {
        guard let string = value.string else {
            wrong(value, steps(), expected: expected)
            return nil
        }
        if isSound(string, beside: bytes) { return string }
        refuse(string, value, steps(), expected, beside: bytes)
        return nil
    }

    /// The code of a text; 0 for what isn't one, which is reported.
    @inline(__always)
    func code(
        _ value: JSONValue, in interner: inout ByteInterner, _ steps: @autoclosure () -> [FieldStep],
        expected: String = "text"
    ) -> UInt32 {
        guard let string = value.string else {
            wrong(value, steps(), expected: expected)
            return 0
        }
        return string.withBytes { bytes in
            interner.insert(bytes) { beside in
                if isSound(string, beside: beside) { return true }
                refuse(string, value, steps(), expected, beside: beside)
                return false
            }
        }
    }

    @inline(__always)
    private func isSound(_ string: JSONString, beside bytes: Int) -> Bool {
        !string.hasNUL && string.count <= textLimit - bytes
    }

    /// Reports what is wrong with a text that isn't sound.
    private func refuse(
        _ string: JSONString, _ value: JSONValue, _ steps: [FieldStep], _ expected: String, beside bytes: Int
    ) {
        if string.hasNUL {
            return fault(.wrongValue, at: value.byteOffset, steps, found: "\\u0000", expected: [expected])
        }
        fault(
            .tooLarge, at: value.byteOffset, steps, found: String(bytes + string.count),
            expected: [String(textLimit)], subject: "texts")
    }
}

extension JSONString {
    var hasNUL: Bool { withBytes { ByteSearch.first(0, in: $0) != nil } }
}

extension JSONValue {
    var isNull: Bool { kind == .null }

    /// Whether it is a text with nothing but white space in it.
    var isBlank: Bool { string.map { $0.text.allSatisfy(\.isWhitespace) } ?? false }

    /// What a value is, or the value itself if it is short, for diagnostics.
    var summary: String {
        switch kind {
        case .object: "object"
        case .array: "list"
        case .string: string?.text ?? ""
        case .integer: integer.map(String.init) ?? ""
        case .unsigned: unsigned.map { String($0) } ?? ""
        case .double: double.map { "\($0)" } ?? ""
        case .boolean: boolean == true ? "true" : "false"
        case .null: "null"
        }
    }
}
