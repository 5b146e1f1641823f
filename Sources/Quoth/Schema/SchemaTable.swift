/// What a corpus may hold, a line a field.
enum SchemaTable {
    /// In the order of the collections. Fields are written out or are functions, and each list is one, so that the compiler
    /// lays them out: to put them together when the program starts took as long as to parse a query.
    static let collections: [CollectionSchema] = [
        schema(
            .articles, name: "headline", shown: ["headline", "outlet", "published"],
            [
                id,
                text("headline", "the headline as printed", required: true),
                links("authors", .actors, "who wrote it", inverse: "wrote"),
                link("outlet", .actors, "the organization that published it", inverse: "published"),
                date("published", "the day it appeared"),
                term("section", "the part of the outlet it stood in"),
                term("language", "its language as a code of ISO 639, such as en"),
                text("url", "where it was read"),
                Field(
                    name: "source", kind: .source, isMany: false, isRequired: false, isGoverned: false,
                    inverse: nil, meaning: "the text file: file, sha256 and length in Unicode scalars"),
                text("body", "the full text, where it may be kept"),
                evidence, note,
            ]),
        schema(
            .actors, name: "name", shown: ["name", "kind", "description"],
            [
                id,
                text("name", "the name, or for somebody unnamed the words used", required: true),
                texts("other_names", "other names and spellings"),
                term("kind", "what sort of actor", ["person", "organization", "group"], required: true),
                term("classification", "what sort of organization, from broad to narrow", hierarchical: true),
                link("parent", .actors, "the actor it is part of", inverse: "parts"),
                term("country", "the country it belongs to"),
                text("description", "how the article describes it"),
                texts("identifiers", "identifiers elsewhere, such as wikidata:Q1"),
                evidence, note,
            ]),
        schema(
            .factions, name: "name", shown: ["name", "axis", "parent"],
            [
                id,
                text("name", "the label", required: true),
                texts("other_names", "other labels for it"),
                term("axis", "what divides it from others, such as ideology or position"),
                link("parent", .factions, "the faction it is part of", inverse: "parts"),
                evidence, note,
            ]),
        schema(
            .memberships, shown: ["member", "faction", "during", "basis"],
            nested: .init(owner: .actors, member: "memberships", link: "member"),
            [
                nestedID,
                link(
                    "member", .actors, "who belongs", inverse: "memberships", required: true, governed: true),
                link("faction", .factions, "to what", inverse: "memberships", required: true, governed: true),
                during, basis, confidence,
                evidence, note,
            ]),
        schema(
            .roles, shown: ["holder", "title", "organization", "serving", "status"],
            nested: .init(owner: .actors, member: "roles", link: "holder"),
            [
                nestedID,
                link(
                    "holder", .actors, "who has or had the role", inverse: "roles", required: true,
                    governed: true),
                term("title", "the role as worded", governed: true),
                link("organization", .actors, "where", governed: true),
                link("serving", .actors, "whom, as an aide or spokesman", governed: true),
                during,
                term("status", "current, former, or as worded", governed: true),
                basis,
                evidence, note,
            ]),
        schema(
            .topics, name: "name", shown: ["name", "parent"],
            [
                id,
                text("name", "the topic", required: true),
                texts("other_names", "other names for it"),
                link("parent", .topics, "the broader topic", inverse: "parts"),
                evidence, note,
            ]),
        schema(
            .claims, name: "name", shown: ["name", "text", "parent"],
            [
                id,
                text("name", "a handle of a few words", required: true),
                text("text", "a proposition that one can be for or against"),
                link("parent", .claims, "the claim it falls under", inverse: "parts"),
                link("topic", .topics, "what it is about", inverse: "claims"),
                evidence, note,
            ]),
        schema(
            .events, name: "name", shown: ["name", "date", "place", "status"],
            [
                id,
                text("name", "what happened, in a few words", required: true),
                texts("other_names", "other names for it"),
                date("date", "when"),
                link("place", .places, "where", inverse: "events"),
                term("kind", "what sort of event"),
                term(
                    "status", "how sure the source is", ["asserted", "reported", "claimed", "possible"]),
                link("parent", .events, "the event it is part of", inverse: "parts"),
                evidence, note,
            ]),
        schema(
            .participants, shown: ["event", "actor", "role"],
            nested: .init(owner: .events, member: "participants", link: "event"),
            [
                nestedID,
                link("event", .events, "in what", inverse: "participants", required: true),
                link("actor", .actors, "who", inverse: "participations", required: true),
                term("role", "as what"),
                evidence, note,
            ]),
        schema(
            .places, name: "name", shown: ["name", "parent"],
            [
                id,
                text("name", "the place", required: true),
                texts("other_names", "other names for it"),
                link("parent", .places, "the place it lies in", inverse: "parts"),
                evidence, note,
            ]),
        quotes,
        schema(
            .stances, shown: ["speaker", "position", "claim", "text"],
            nested: .init(owner: .quotes, member: "stances", link: "quote"),
            [
                nestedID,
                link("quote", .quotes, "the quote that takes it", inverse: "stances", required: true),
                link(
                    "claim", .claims, "the claim it is about", inverse: "stances", required: true,
                    governed: true),
                term(
                    "position", "for or against", ["support", "oppose", "neutral", "unclear"], required: true,
                    governed: true),
                basis,
                term("coder", "who judged it"),
                evidence, note,
            ]),
        schema(
            .relations, shown: ["subject", "predicate", "object", "basis"],
            [
                id,
                link("subject", .actors, "who", inverse: "relations", required: true, governed: true),
                term("predicate", "the relation as worded", required: true, governed: true),
                link("object", .actors, "to whom", required: true, governed: true),
                during, basis,
                evidence, note,
            ]),
        schema(
            .mentions, shown: ["words", "form", "actor", "place", "event"],
            [
                id,
                link("article", .articles, "where", inverse: "mentions", required: true),
                link("actor", .actors, "the actor meant", inverse: "mentions"),
                link("place", .places, "the place meant", inverse: "mentions"),
                link("event", .events, "the event meant", inverse: "mentions"),
                term("words", "the words used", required: true),
                term("form", "how it is referred to", ["name", "description", "pronoun"]),
                term("zone", "in what part of the article", ["headline", "caption", "body"]),
                span,
                evidence, note,
            ]),
    ]

    private static let quotes = schema(
        .quotes, shown: ["speaker", "kind", "said", "text"],
        [
            id,
            link("article", .articles, "the article it stands in", inverse: "quotes", required: true),
            link("speaker", .actors, "who said it; missing if nobody is described", inverse: "quotes"),
            term("kind", "verbatim, partly, or reported", ["direct", "mixed", "indirect"], required: true),
            text("text", "the words, or the coder's paraphrase if indirect", required: true),
            term("cue", "the verb that introduces it"),
            term("channel", "how it was said, from broad to narrow", hierarchical: true),
            date("said", "when it was said"),
            links("addressee", .actors, "to whom", inverse: "addressed"),
            links("topics", .topics, "what about", inverse: "quotes"),
            links("about_events", .events, "which events it speaks of"),
            links("about_quotes", .quotes, "which quotes it speaks of"),
            links("about_actors", .actors, "which actors it speaks of"),
            link("within", .quotes, "the quote that reports it", inverse: "reports"),
            span,
            Field(
                name: "paragraph", kind: .integer, isMany: false, isRequired: false, isGoverned: false,
                inverse: nil, meaning: "the paragraph of the article, from 1", range: 1 ... .infinity),
            term("hedge", "words of doubt, such as reportedly"),
            links(
                "same_utterance", .quotes, "other renderings of the same words", inverse: "repeated"),
            confidence,
            evidence, note,
        ])
}

// The short forms in which the table is written.
extension SchemaTable {
    private static func schema(
        _ collection: Collection, name: String? = nil, shown: [String],
        nested: CollectionSchema.Nesting? = nil, _ fields: [Field]
    ) -> CollectionSchema {
        CollectionSchema(
            collection: collection, fields: fields, nameField: name, shown: shown, nestedIn: nested)
    }

    private static func text(_ name: String, _ meaning: String, required: Bool = false) -> Field {
        Field(
            name: name, kind: .text, isMany: false, isRequired: required, isGoverned: false, inverse: nil,
            meaning: meaning)
    }

    private static func texts(_ name: String, _ meaning: String) -> Field {
        Field(
            name: name, kind: .term(values: [], hierarchical: false), isMany: true, isRequired: false,
            isGoverned: false, inverse: nil, meaning: meaning)
    }

    private static func term(
        _ name: String, _ meaning: String, _ values: [String] = [], hierarchical: Bool = false,
        required: Bool = false, governed: Bool = false
    ) -> Field {
        Field(
            name: name, kind: .term(values: values, hierarchical: hierarchical), isMany: false,
            isRequired: required, isGoverned: governed, inverse: nil, meaning: meaning)
    }

    private static func link(
        _ name: String, _ target: Collection, _ meaning: String, inverse: String? = nil,
        required: Bool = false, governed: Bool = false
    ) -> Field {
        Field(
            name: name, kind: .link(target), isMany: false, isRequired: required, isGoverned: governed,
            inverse: inverse, meaning: meaning)
    }

    private static func links(
        _ name: String, _ target: Collection, _ meaning: String, inverse: String? = nil
    ) -> Field {
        Field(
            name: name, kind: .link(target), isMany: true, isRequired: false, isGoverned: false,
            inverse: inverse, meaning: meaning)
    }

    private static func date(_ name: String, _ meaning: String) -> Field {
        Field(
            name: name, kind: .date(extent: false), isMany: false, isRequired: false, isGoverned: false,
            inverse: nil, meaning: meaning)
    }

    private static var id: Field { text("id", "the record's id, unique in its collection", required: true) }
    private static var nestedID: Field { text("id", "the record's id, unique in its collection") }
    private static var evidence: Field {
        Field(
            name: "evidence", kind: .span, isMany: true, isRequired: false, isGoverned: false, inverse: nil,
            meaning: "the passages it rests on")
    }
    private static var note: Field { text("note", "the coder's remark") }
    private static var during: Field {
        Field(
            name: "during", kind: .date(extent: true), isMany: false, isRequired: false, isGoverned: true,
            inverse: nil, meaning: "the days over which it holds")
    }
    private static var basis: Field { term("basis", "what the record rests on", Schema.bases) }
    private static var confidence: Field {
        Field(
            name: "confidence", kind: .real, isMany: false, isRequired: false, isGoverned: false,
            inverse: nil, meaning: "how sure the coder is, from 0 to 1", range: 0...1)
    }
    private static var span: Field {
        Field(
            name: "span", kind: .span, isMany: false, isRequired: false, isGoverned: false, inverse: nil,
            meaning: "where it stands in the article's body")
    }
}
