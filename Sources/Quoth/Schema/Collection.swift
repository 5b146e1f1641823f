/// The kinds of records that a corpus holds.
public enum Collection: String, CaseIterable, Sendable, Hashable {
    case articles, actors, factions, memberships, roles, topics, claims, events, participants, places
    case quotes, stances, relations, mentions
}

/// Something for each collection. To look it up in a dictionary would hash and compare the names of collections, a
/// twentieth of the time of a query for one record.
package struct ByCollection<Value: Sendable>: Sendable {
    private var values: [Value]

    package init<Failure: Error>(_ value: (Collection) throws(Failure) -> Value) throws(Failure) {
        values = try Collection.allCases.map(value)
    }

    package init(repeating value: Value) { self.init { _ in value } }

    package subscript(collection: Collection) -> Value {
        get { values[collection.place] }
        set { values[collection.place] = newValue }
    }
}

extension Collection {
    /// The place among all cases.
    var place: Int {
        switch self {
        case .articles: 0
        case .actors: 1
        case .factions: 2
        case .memberships: 3
        case .roles: 4
        case .topics: 5
        case .claims: 6
        case .events: 7
        case .participants: 8
        case .places: 9
        case .quotes: 10
        case .stances: 11
        case .relations: 12
        case .mentions: 13
        }
    }
}

/// A noun of the language: a collection, or the part of it that has one value in one field.
///
/// Plans and answers hold it, and are copied often: so it is a number, and no texts.
public enum Noun: String, CaseIterable, Sendable, Hashable {
    case articles, actors, people, organizations, groups, factions, memberships, roles, topics, claims
    case events, participants, places, quotes, stances, relations, mentions

    /// The word, such as `people`.
    public var name: String { rawValue }

    /// The collection that its rows come from.
    public var collection: Collection {
        switch self {
        case .articles: .articles
        case .actors, .people, .organizations, .groups: .actors
        case .factions: .factions
        case .memberships: .memberships
        case .roles: .roles
        case .topics: .topics
        case .claims: .claims
        case .events: .events
        case .participants: .participants
        case .places: .places
        case .quotes: .quotes
        case .stances: .stances
        case .relations: .relations
        case .mentions: .mentions
        }
    }

    /// For a part, the value that `kind` has in its rows.
    public var kind: String? {
        switch self {
        case .people, .organizations, .groups: singular
        default: nil
        }
    }

    /// How one of them is called: `1 quote`.
    public var singular: String {
        switch self {
        case .people: "person"
        // In English, an `s` is all that the others end in.
        default: String(name.dropLast())
        }
    }
}

extension Noun {
    /// Every noun: the collections, and `people`, `organizations` and `groups` among the actors.
    public static let all = allCases

    /// The noun of that name; nil if there is none. To ask for it by its raw value makes a dictionary, the first of a
    /// process.
    package static func named(_ name: String) -> Noun? { all.first { $0.rawValue == name } }

    /// The noun for all rows of a collection.
    public static func whole(_ collection: Collection) -> Noun {
        all.first { $0.collection == collection } ?? .articles
    }
}

extension Collection {
    /// How one record is called: `quote`.
    public var singular: String { Noun.whole(self).singular }
}
