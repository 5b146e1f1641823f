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
public struct Noun: Sendable, Hashable {
    /// The word, such as `people`.
    public let name: String
    /// The collection that its rows come from.
    public let collection: Collection
    /// For a part, the value that `kind` has in its rows.
    public let kind: String?
    /// How one of them is called: `1 quote`.
    public let singular: String
}

extension Noun {
    /// Every noun: the collections, and `people`, `organizations` and `groups` among the actors.
    public static let all: [Noun] = [
        Noun(name: "articles", collection: .articles, kind: nil, singular: "article"),
        Noun(name: "actors", collection: .actors, kind: nil, singular: "actor"),
        Noun(name: "people", collection: .actors, kind: "person", singular: "person"),
        Noun(name: "organizations", collection: .actors, kind: "organization", singular: "organization"),
        Noun(name: "groups", collection: .actors, kind: "group", singular: "group"),
        Noun(name: "factions", collection: .factions, kind: nil, singular: "faction"),
        Noun(name: "memberships", collection: .memberships, kind: nil, singular: "membership"),
        Noun(name: "roles", collection: .roles, kind: nil, singular: "role"),
        Noun(name: "topics", collection: .topics, kind: nil, singular: "topic"),
        Noun(name: "claims", collection: .claims, kind: nil, singular: "claim"),
        Noun(name: "events", collection: .events, kind: nil, singular: "event"),
        Noun(name: "participants", collection: .participants, kind: nil, singular: "participant"),
        Noun(name: "places", collection: .places, kind: nil, singular: "place"),
        Noun(name: "quotes", collection: .quotes, kind: nil, singular: "quote"),
        Noun(name: "stances", collection: .stances, kind: nil, singular: "stance"),
        Noun(name: "relations", collection: .relations, kind: nil, singular: "relation"),
        Noun(name: "mentions", collection: .mentions, kind: nil, singular: "mention"),
    ]

    /// The noun for all rows of a collection.
    public static func whole(_ collection: Collection) -> Noun {
        all.first { $0.collection == collection && $0.kind == nil } ?? all[0]
    }
}

extension Collection {
    /// How one record is called: `quote`.
    public var singular: String { Noun.whole(self).singular }
}
