public import QuothSyntax

/// What a query found: typed columns, rows, and what the answer says about itself; it never changes.
public final class Answer: Sendable {
    /// The columns in the order in which they are shown.
    public let columns: [ColumnInfo]
    /// The number of rows.
    public let rowCount: Int
    /// What was counted, left out and judged on the way.
    public let accounting: Accounting
    /// Warnings that came up while the query was checked or run.
    public let warnings: [Diagnostic]
    /// How the rows are to be laid out.
    public let layout: Layout
    /// What the rows are; nil after `count` or `summarize`.
    public let noun: Noun?
    /// What the query began with.
    public let origin: Noun
    package let values: [Vector]
    /// For rows that are records, which.
    package let records: [Int32]?
    private let marks: RowMarks?
    /// For each column, what it shows of quotes' texts; nothing if the answer was made by hand.
    private let paraphrases: [Paraphrases?]
    /// For a timeline, where its rows stand.
    package let timeline: Timeline?
    /// What was asked; nil if the answer was made by hand.
    package let question: Question?

    package init(
        columns: [ColumnInfo], rowCount: Int, accounting: Accounting, warnings: [Diagnostic],
        layout: Layout, noun: Noun?, origin: Noun, values: [Vector], records: [Int32]?,
        marks: RowMarks? = nil, paraphrases: [Paraphrases?] = [], timeline: Timeline? = nil,
        question: Question? = nil
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.accounting = accounting
        self.warnings = warnings
        self.layout = layout
        self.noun = noun
        self.origin = origin
        self.values = values
        self.records = records
        self.marks = marks
        self.paraphrases = paraphrases
        self.timeline = timeline
        self.question = question
    }

    /// The dates of rows, and what divides them into lanes.
    package struct Timeline: Sendable {
        package let dates: Vector
        package let lanes: Vector?

        package init(dates: Vector, lanes: Vector?) {
            self.dates = dates
            self.lanes = lanes
        }
    }

    /// Whether the row is a quote, or the stance of a quote, that is reported inside another.
    public func isNested(_ row: Int) -> Bool { marks?.isNested(row) ?? false }

    /// Whether the row is a quote, or the stance of a quote, whose words are the coder's paraphrase.
    public func isIndirect(_ row: Int) -> Bool { marks?.isIndirect(row) ?? false }

    /// Whether what stands in a row and column is the text of a quote, of whichever one, and the coder's paraphrase.
    public func isIndirect(_ row: Int, column: Int) -> Bool {
        column < paraphrases.count ? paraphrases[column]?.marks.isIndirect(row) ?? false : false
    }

    /// Whether a column shows the texts of the quotes that the rows are, or are stances of.
    package func showsOwnTexts(column: Int) -> Bool {
        column < paraphrases.count ? paraphrases[column]?.isOfRow ?? false : false
    }

    /// Reads what will be read when values and records are asked for, so that a damaged snapshot is told before.
    func touch(_ corpus: Corpus) {
        for column in values.indices { values[column].touch() }
        marks?.touch()
        for case let shown? in paraphrases where !shown.isOfRow { shown.marks.touch() }
        if let noun, let records { corpus.labels(noun.collection).touch(records) }
    }

    /// One column of an answer.
    public struct ColumnInfo: Sendable, Hashable {
        /// The heading.
        public let name: String
        /// What its values are.
        public let type: ValueType
        /// What it is to the rows.
        public let role: Role

        package init(name: String, type: ValueType, role: Role = .value) {
            self.name = name
            self.type = type
            self.role = role
        }

        /// What a column is to the rows of an answer.
        public enum Role: Sendable, Hashable {
            /// Rows are grouped by it; a missing value is a group of its own.
            case group
            /// The number of rows in a group.
            case count
            /// The part of all rows that a group has, from 0 to 1.
            case share
            /// Anything else: a value of the row, or one computed for a group.
            case value
        }
    }

    /// How an answer is laid out; the rows are the same either way.
    public enum Layout: Sendable, Hashable {
        /// A row a line.
        case rows
        /// The last group column across the top; `across` is its position.
        case cross(across: Int)
        /// A bar beside each row; `column` is the position of the numbers that it draws.
        case chart(column: Int)
        /// Along a line of time.
        case timeline
    }

    /// The value in a row and column, both from 0; O(1), and O(length) for texts.
    public subscript(row: Int, column: Int) -> Value { values[column].value(row) }

    /// The values of a row, in the order of the columns.
    public func row(_ row: Int) -> [Value] { values.map { $0.value(row) } }
}

/// What the values of an expression or a column are.
public enum ValueType: Sendable, Hashable {
    case text, integer, real, truth, date
    case record(Collection)
}

/// What an answer says about itself.
public struct Accounting: Sendable, Hashable {
    /// The rows at the beginning: all records of the noun.
    public var start = 0
    /// Each `where`, in the order in which they stand.
    public var filters: [Filter] = []
    /// Each `limit`, `skip` and `distinct` that had rows to drop, in the order in which they stand.
    public var cuts: [Cut] = []
    /// The rows that entered the first `count` or `summarize`, or else the rows of the answer.
    public var records = 0
    /// Of `records`, the quotes (or stances of quotes) that are reported inside another; nil for other rows.
    public var nested: Int?
    /// Of `records`, how many rest on a judgement that the source doesn't state.
    public var judged = 0
    /// Of `records`, how many the first `count` or `summarize` counted under more than one group.
    public var inSeveralGroups = 0
    /// Of `records`, how many are in the group `(none)` since their date spans two periods.
    public var spanning = 0
    /// What `pairs` did, if it is among the stages.
    public var pairing: Pairing?
    /// For a timeline, the rows that have no date and so no place in it.
    public var undated: Int?
    /// What `in last N days` came to, in the order in which they stand.
    public var relativePeriods: [RelativePeriod] = []

    /// What one `where` did.
    public struct Filter: Sendable, Hashable {
        /// The condition as written.
        public var condition: String
        /// The rows that reached it.
        public var reached: Int
        /// The rows that it kept.
        public var held: Int
        /// The rows that it left out for want of a value, by the field that has none.
        public var leftOut: [Gap]
        /// The rows that it kept although a value is missing.
        public var kept: Int
        /// The rows that it left out and that possibly match.
        public var possibly: Int
        /// If nothing passed a `where` about a date: the dates of the rows that reached it.
        public var seen: Seen?
        /// If nothing passed a `>` since it asks for days after all of a period that dates lie in: the period.
        public var period: Period?
        /// If nothing passed a `where` about a number: what the rows that reached it have there.
        public var range: NumberRange?
        /// If nothing passed a `where` that asks what a whole text is: the field.
        public var wholeText: String?
        /// If nothing passed an `and`: its conditions up to the one that nothing passed.
        public var parts: [Part] = []
        /// What the parameters in the condition are bound to, in the order in which they stand.
        public var bindings: [Binding] = []
    }

    /// A parameter's value.
    public struct Binding: Sendable, Hashable {
        /// The parameter, without its sign.
        public var name: String
        /// The value, as a query has it.
        public var value: String
    }

    /// One of the conditions that an `and` joins.
    public struct Part: Sendable, Hashable {
        /// The condition as written.
        public var condition: String
        /// The rows that it and those before it kept.
        public var held: Int
    }

    /// What a `limit`, `skip` or `distinct` did.
    public struct Cut: Sendable, Hashable {
        /// The stage as written.
        public var stage: String
        /// How many `where` stand before it.
        public var filtersBefore: Int
        /// Whether it stands after `pairs`.
        public var isOfPairs: Bool
        /// The rows that it kept.
        public var held: Int
    }

    /// The numbers of some rows.
    public struct NumberRange: Sendable, Hashable {
        /// The expression as written.
        public var field: String
        /// The least of them.
        public var least: Value
        /// The greatest of them.
        public var greatest: Value
    }

    /// What `pairs` did.
    public struct Pairing: Sendable, Hashable {
        /// The stage as written.
        public var stage: String
        /// How many `where` stand before it.
        public var filtersBefore: Int
        /// The pairs that it made.
        public var made: Int
        /// The records that can be in no pair for want of a value, by the field that has none.
        public var leftOut: [Gap]
        /// The pairs left out whose dates possibly lie near enough.
        public var possibly: Int
        /// Whether a later `count` or `summarize` has put the pairs into groups.
        public var isGrouped = false
        /// Of `made`, how many are in more than one of these groups.
        public var inSeveralGroups = 0
        /// Of `made`, how many are in the group `(none)` since their date spans two periods.
        public var spanning = 0
    }

    /// The dates of some rows.
    public struct Seen: Sendable, Hashable {
        /// The field as written.
        public var field: String
        /// The date with the earliest first day.
        public var oldest: Period
        /// The date with the latest last day.
        public var newest: Period
    }

    /// Rows without a value in a field, or of which a period is asked that their date spans more than one of.
    public struct Gap: Sendable, Hashable {
        /// The field as written.
        public var field: String
        /// What the date in the field spans more than one of; nil if there is no value.
        public var spans: DurationUnit?
        /// How many rows.
        public var count: Int
    }

    /// A period counted back from the newest article.
    public struct RelativePeriod: Sendable, Hashable {
        /// As written: `last 30 days`.
        public var text: String
        /// What it came to.
        public var period: Period
    }
}
