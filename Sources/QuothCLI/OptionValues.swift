import ArgumentParser
import Quoth
import QuothSyntax

/// What may stand behind an option.
protocol OptionValue: SendableMetatype {
    /// Nil if the text is none.
    init?(argument: String)
    /// What it is, in a message about a text that is none.
    static var subject: String { get }
    /// What it may be, in words.
    static var expected: [String] { get }
    /// What it may be, where that is one of a few words.
    static var words: [String] { get }
}

extension OptionValue {
    static var words: [String] { [] }
}

extension OptionValue where Self: RawRepresentable<String> & CaseIterable {
    init?(argument: String) { self.init(rawValue: argument) }
    static var words: [String] { allCases.map(\.rawValue) }
    static var expected: [String] { words }
}

/// What stands behind an option, as it was given. The argument parser takes whatever it is, so that what is wrong with it
/// is said in our words.
struct Given<Value: OptionValue>: ExpressibleByArgument {
    private let text: String

    init(argument: String) { text = argument }

    var defaultValueDescription: String { text }
    static var allValueStrings: [String] { Value.words }
    static var defaultCompletionKind: CompletionKind { Value.words.isEmpty ? .default : .list(Value.words) }

    /// The value.
    func value(behind option: String) throws(Diagnostic) -> Value {
        if let value = Value(argument: text) { return value }
        throw Diagnostic(
            .badOption, in: option, record: .init(line: 0), found: text, expected: Value.expected,
            subject: Value.subject, near: nearest(to: text, among: Value.words).map { .init($0) })
    }
}

extension Given where Value: RawRepresentable<String> {
    init(_ value: Value) { self.init(argument: value.rawValue) }
}

/// How diagnostics are written.
enum ErrorForm: String, CaseIterable, OptionValue {
    case text, json

    static var subject: String { "form of errors" }
}

extension Format: OptionValue {
    static var subject: String { "format" }
}

/// When to use colours.
enum ColourChoice: String, CaseIterable, OptionValue {
    case auto, always, never

    static var subject: String { "choice of colours" }

    func applies(to output: Output) -> Bool {
        switch self {
        case .auto: output.isTerminal && Terminal.allowsColour
        case .always: true
        case .never: false
        }
    }
}

/// `NAME=VALUE`.
struct ParameterBinding: OptionValue {
    static let subject = "parameter with its value"
    static let expected = ["a name and a value, such as year=2025"]

    let name: String
    let value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
        name = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}

/// A length of time, in seconds with or without decimals.
struct Seconds: OptionValue {
    static let subject = "time"
    static let expected = ["a number of seconds, such as 30 or 0.5"]

    let nanoseconds: Int64

    init?(argument: String) {
        // A hundred years are as good as forever, and far from any overflow.
        guard let seconds = Double(argument), seconds > 0, seconds <= 3_153_600_000 else { return nil }
        nanoseconds = Int64(seconds * 1e9)
    }
}

/// A whole number from 1.
struct PositiveNumber: OptionValue {
    static let subject = "number of rows"
    static let expected = ["a whole number from 1, such as 1000"]

    let value: Int

    init?(argument: String) {
        guard let value = Int(argument), value > 0 else { return nil }
        self.value = value
    }
}

/// An amount of memory: `4096`, `64K`, `512M`, `4G`.
struct MemorySize: OptionValue {
    static let subject = "size"
    static let expected = ["a number such as 65536, 512K, 64M or 2G"]

    let bytes: Int

    init?(argument: String) {
        let shift: [Character: Int] = ["K": 10, "M": 20, "G": 30]
        let unit = argument.last.flatMap { shift[Character($0.uppercased())] }
        guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (unit ?? 0))
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
