import QuothSyntax

/// One value of an answer.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let answer = try corpus.query("quotes show speaker, said limit 1")
/// if case .record(let speaker) = answer[0, 0] { print(speaker.label) }
/// ```
public enum Value: Sendable, Hashable {
    /// The record has none.
    case missing
    /// A text or a term.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A decimal number; never infinite and never not-a-number.
    case real(Double)
    /// A truth value.
    case truth(Bool)
    /// A day or a period.
    case period(Period)
    /// A record that a link leads to.
    case record(RecordReference)
    /// Several values, distinct, in the order of the records.
    case list([Value])
}

/// A record of a corpus.
public struct RecordReference: Sendable, Hashable {
    /// Its collection.
    public let collection: Collection
    /// Its place in the collection, from 0 in the order of the files.
    public let row: Int
    /// What people call it: its name, or its id if such records have no name.
    public let label: String
}

extension Value: CustomStringConvertible {
    /// The value as plain text, as CSV writes it: nothing if missing, a list with `; ` between its values.
    public var description: String {
        switch self {
        case .missing: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .real(let number): Self.text(number)
        case .truth(let truth): truth ? "yes" : "no"
        case .period(let period): period.description
        case .record(let record): record.label
        case .list(let values): values.map(\.description).joined(by: "; ")
        }
    }

    /// The shortest decimal that reads back as the same number, without `.0`.
    private static func text(_ number: Double) -> String {
        if number == number.rounded(), number.magnitude < 1e15 { return String(Int(number)) }
        return number.description
    }
}
