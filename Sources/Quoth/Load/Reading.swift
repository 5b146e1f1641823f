import QuothSyntax

/// Where the reader is, and where faults go: what every field builder is given with its value.
final class Reading {
    let faults: FaultList
    /// The file that is being read, as its number.
    var file = 0
    /// The line that is being read, from 1, if the file holds a record a line.
    var line = 0
    /// The way from the beginning of the file or line to the record that is being read.
    var path: [FieldStep] = []

    init(_ faults: FaultList) {
        self.faults = faults
    }

    /// Reports a fault. Places and suggestions are slow to find, so they aren't looked for once there are enough.
    func fault(
        _ code: DiagnosticCode, at byte: @autoclosure () -> Int, _ steps: @autoclosure () -> [FieldStep],
        found: @autoclosure () -> String? = nil, expected: [String] = [], subject: String? = nil,
        near: @autoclosure () -> [String] = []
    ) {
        if faults.isFull { return }
        faults.add(
            Fault(
                code: code, file: file, line: line, byte: byte(), path: path + steps(), found: found(),
                expected: expected, subject: subject, near: near()))
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

    /// The text of a value; reports what isn't one, or has a NUL in it.
    @inline(__always)
    func text(
        _ value: JSONValue, _ steps: @autoclosure () -> [FieldStep], expected: String = "text"
    ) -> JSONString? {
        guard let string = value.string else {
            wrong(value, steps(), expected: expected)
            return nil
        }
        if string.hasNUL {
            fault(.wrongValue, at: value.byteOffset, steps(), found: "\\u0000", expected: [expected])
            return nil
        }
        return string
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
