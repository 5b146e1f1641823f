/// What is wrong, where, and what would work, as data.
///
/// A diagnostic holds no sentence: the words are made from it in one place, so that the prompt, a script,
/// `--errors json` and an editor all say the same thing.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// do { _ = try corpus.query("quotes where facton = hardliner") }
/// catch { print(error.code, error.near.map(\.text)) }   // unknown-field ["faction"]
/// ```
public struct Diagnostic: Error, Sendable, Hashable {
    /// What kind of fault it is; stable, and the name users look up.
    public var code: DiagnosticCode
    /// An error stops the statement; a warning does not.
    public var severity: Severity
    /// The name of the text or file.
    public var source: String
    /// Where in the text, in bytes.
    public var span: Span
    /// Where in a data file, where the text itself is not kept.
    public var record: RecordPlace?
    /// What stands there.
    public var found: String?
    /// What could stand there.
    public var expected: [String]
    /// What the fault is about: the field, collection or operator concerned.
    public var subject: String?
    /// Names that are near, best first.
    public var near: [Suggestion]
    /// Other places that matter.
    public var labels: [Label]
    /// An edit that would mend it.
    public var fix: Fix?

    /// Makes a diagnostic; everything but the code and the place has a default.
    public init(
        _ code: DiagnosticCode, at span: Span = Span(start: 0, end: 0), in source: String = "",
        severity: Severity = .error, record: RecordPlace? = nil, found: String? = nil,
        expected: [String] = [], subject: String? = nil, near: [Suggestion] = [],
        labels: [Label] = [], fix: Fix? = nil
    ) {
        self.code = code
        self.severity = severity
        self.source = source
        self.span = span
        self.record = record
        self.found = found
        self.expected = expected
        self.subject = subject
        self.near = near
        self.labels = labels
        self.fix = fix
    }

    /// The most scalars of the user's text that a diagnostic repeats.
    static let maximumExcerpt = 60

    /// A text as a diagnostic repeats it: its beginning, if it is long.
    static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex, offsetBy: maximumExcerpt, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    /// How grave it is.
    public enum Severity: String, Sendable, Hashable {
        /// The statement, file or command was refused.
        case error
        /// Worth knowing; the answer stands.
        case warning
    }

    /// A name that may have been meant.
    public struct Suggestion: Sendable, Hashable {
        /// The name as it would be written.
        public var text: String
        /// What speaks for it, such as `412 quotes` or an id.
        public var detail: String?

        /// Makes a suggestion.
        public init(_ text: String, detail: String? = nil) {
            self.text = text
            self.detail = detail
        }
    }

    /// A second place, and what it has to do with the fault.
    public struct Label: Sendable, Hashable {
        /// Where, in bytes of the same text.
        public var span: Span
        /// What it is, as a key for the words.
        public var role: Role
        /// A name that the words need.
        public var name: String?

        /// Makes a label.
        public init(_ role: Role, at span: Span, name: String? = nil) {
            self.span = span
            self.role = role
            self.name = name
        }

        /// What a second place can be.
        public enum Role: String, Sendable, Hashable {
            /// The bracket or mark that was opened here.
            case opened
            /// The field whose type is concerned.
            case takes
            /// The first use of a name.
            case first
            /// The expression has this type.
            case type
        }
    }

    /// Replacing the span by the text would mend the fault.
    public struct Fix: Sendable, Hashable {
        /// What is replaced, in bytes.
        public var span: Span
        /// What comes in its place.
        public var replacement: String

        /// Makes a fix.
        public init(_ span: Span, _ replacement: String) {
            self.span = span
            self.replacement = replacement
        }
    }

    /// A place in a data file.
    public struct RecordPlace: Sendable, Hashable {
        /// The line, from 1, or 0 if the fault is about the whole file.
        public var line: Int
        /// The byte offset in the file, where known.
        public var byte: Int?
        /// The field, as a path: `actors[3].roles[0].during`.
        public var field: String?

        /// Makes a place.
        public init(line: Int, byte: Int? = nil, field: String? = nil) {
            self.line = line
            self.byte = byte
            self.field = field
        }
    }
}
