/// One field of a collection, as it may stand in a file and be asked for.
public struct Field: Sendable, Hashable {
    /// The name in files and queries.
    public let name: String
    /// What a value of it is.
    public let kind: Kind
    /// Whether a record may have several values.
    public let isMany: Bool
    /// Whether a record without it is refused.
    public let isRequired: Bool
    /// Whether the record's `basis` speaks of this field: it is then a judgement if the basis isn't `stated`.
    public let isGoverned: Bool
    /// For a link, what the link is called from the other end, if it has a name there.
    public let inverse: String?
    /// What it means, in a few words, for help and for the JSON Schema.
    public let meaning: String
    /// For a number, the least and the most that it may be; nil if it may be any.
    public var range: ClosedRange<Double>?

    /// `a number from 0 to 1`.
    var rangePhrase: String {
        guard let range else { return "a number" }
        let upper = range.upperBound.isFinite ? " to \(Int(range.upperBound))" : ""
        return "a number from \(Int(range.lowerBound))" + upper
    }

    /// What the values of a field are.
    public enum Kind: Sendable, Hashable {
        /// Free text.
        case text
        /// A word out of a vocabulary; closed if `values` isn't empty; `a/b` is under `a` if hierarchical.
        case term(values: [String], hierarchical: Bool)
        /// A whole number.
        case integer
        /// A number.
        case real
        /// A period of days with its words and basis; an extent holds if some day of it does.
        case date(extent: Bool)
        /// A reference to a record.
        case link(Collection)
        /// A stretch of the article's body in Unicode scalars.
        case span
        /// The article's text file: name, SHA-256 and length.
        case source
    }
}

/// The fields of one collection.
public struct CollectionSchema: Sendable {
    /// Which collection.
    public let collection: Collection
    /// Its fields in the order in which they are shown.
    public let fields: [Field]
    /// The field that names a record to people, such as `name`; nil where records have no name.
    public let nameField: String?
    /// The columns that a table shows unless `show` says otherwise.
    public let shown: [String]
    /// A list field of another collection in which records of this one may be nested, and the link implied.
    public let nestedIn: Nesting?

    /// Where records may be nested: an actor's `roles` imply `holder`.
    public struct Nesting: Sendable {
        /// The collection of the record around it.
        public let owner: Collection
        /// The member of that record which holds the list.
        public let member: String
        /// The link of the nested record that is implied.
        public let link: String
    }

    /// The field of that name; O(number of fields).
    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

/// The one table that the loader, the checker, completion and the printed JSON Schema use.
public enum Schema {
    /// The schema of a collection.
    public static func of(_ collection: Collection) -> CollectionSchema {
        all[collection]
    }

    private static let all = ByCollection { SchemaTable.collections[$0.place] }

    /// The values of `basis`.
    public static var bases: [String] { ["stated", "implied", "inferred", "external"] }
}
