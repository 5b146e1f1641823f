import QuothSyntax

// Collections and fields, out of the schema.
extension Help {
    /// What a collection holds.
    static func collections(_ word: String) -> [HelpTopic] {
        guard let noun = Noun.all.first(where: { $0.name == word }) else { return [] }
        let schema = Schema.of(noun.collection)
        let fields = schema.fields.map(\.name).joined(by: ", ")
        let part = noun.kind.map { "The \(noun.collection.rawValue) whose kind is \($0). " } ?? ""
        let more = " '.schema \(noun.collection.rawValue)' says what they mean."
        return [
            HelpTopic(
                .collection, word, "\(word) STAGE…",
                part + meanings[noun.collection, default: ""]
                    + " The fields are " + fields + "." + more,
                "\(word) limit 5")
        ]
    }

    private static let meanings: [Collection: String] = [
        .articles: "The articles that were coded, with outlet, date and language.",
        .actors: "Who speaks, is spoken to or is spoken of: people, organizations and groups.",
        .factions: "The camps that actors belong to, one within another.",
        .memberships: "Which actor belongs to which faction, and when.",
        .roles: "Which offices and functions actors hold, and where.",
        .topics: "What quotes are about, one within another.",
        .claims: "Propositions that one can be for or against.",
        .events: "What happened or is said to have happened.",
        .participants: "Who took part in an event, and as what.",
        .places: "Where events took place, one within another.",
        .quotes: "What somebody said, in their words or in the article's, one within another.",
        .stances: "Which side a quote takes on a claim; a stance has every field of its quote too.",
        .relations: "What actors are to each other, as the article words it.",
        .mentions: "Where an article names or describes actors, places and events.",
    ]

    /// What a field means, in each collection that has it.
    static func fields(_ word: String) -> [HelpTopic] {
        Collection.allCases.flatMap { collection -> [HelpTopic] in
            let own = Schema.of(collection).fields.filter { $0.name == word }.map { topic($0, collection) }
            return own + links(word, to: collection) + derived(word, collection)
        }
    }

    static var fieldNames: [String] {
        Collection.allCases.flatMap { collection in
            Schema.of(collection).fields.flatMap { [$0.name] + ($0.inverse.map { [$0] } ?? []) }
        } + derivedFields.map(\.name)
    }

    private static func topic(_ field: Field, _ collection: Collection) -> HelpTopic {
        // What is made of parts is asked for by them.
        let path =
            switch field.kind {
            case .span: field.isMany ? field.name : field.name + ".start"
            case .source: field.name + ".file"
            default: field.name
            }
        return topic(
            field.name, collection, field.phrase + (field.isMany ? ", several" : ""),
            field.meaning + parts(field), path: path)
    }

    private static func parts(_ field: Field) -> String {
        switch field.kind {
        case .date:
            "; \(field.name).expression is what the article says, \(field.name).basis what the days rest on"
        case .span where !field.isMany: "; its parts are \(field.name).start, .end and .exact"
        default: ""
        }
    }

    private static func topic(
        _ name: String, _ collection: Collection, _ kind: String, _ meaning: String, path: String
    ) -> HelpTopic {
        let path = Vocabulary.needDot.contains(path) ? "." + path : path
        return HelpTopic(
            .field, name, "a field of \(collection.rawValue): \(kind)", meaning,
            "\(collection.rawValue) where \(path) known show \(path) limit 3")
    }

    /// Links of other records, seen from here.
    private static func links(_ word: String, to collection: Collection) -> [HelpTopic] {
        Collection.allCases.flatMap { owner in
            Schema.of(owner).fields.filter { field in
                guard field.inverse == word, case .link(let target) = field.kind else { return false }
                return target == collection
            }.map { field in
                topic(
                    word, collection, "links to \(owner.rawValue)",
                    "the \(owner.rawValue) whose '\(field.name)' it is", path: word)
            }
        }
    }

    private static let derivedFields:
        [(name: String, collection: Collection, kind: String, meaning: String)] = [
            (
                "faction", .quotes, "factions",
                "the factions of the speaker on the day of the quote, by memberships that cover it"
            ),
            (
                "faction", .actors, "factions",
                "the factions that the actor's memberships name, at whatever time"
            ),
        ]

    private static func derived(_ word: String, _ collection: Collection) -> [HelpTopic] {
        derivedFields.filter { $0.name == word && $0.collection == collection }.map { field in
            topic(field.name, collection, field.kind, field.meaning, path: field.name)
        }
    }
}

extension Field {
    /// What its values are, in a word or two.
    public var phrase: String {
        switch kind {
        case .text: "text"
        case .term(let values, let isHierarchical):
            values.isEmpty ? (isHierarchical ? "word/word" : "word") : values.joined(by: "|")
        case .integer, .real: "number"
        case .date(let isExtent): isExtent ? "period" : "date"
        case .link(let collection): collection.singular
        case .span: "span"
        case .source: "source"
        }
    }
}
