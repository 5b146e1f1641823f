import Quoth

/// A small corpus made up from a seed: values are missing wherever they may be, and every way of recording a
/// date, a membership and a judgement comes up.
public struct RandomCorpus: Sendable, Hashable {
    /// The records of each collection, in the order in which they are written.
    public internal(set) var records: [String: [JSONObject]] = [:]

    /// Makes up a corpus.
    public init(seed: UInt64) {
        var maker = CorpusMaker(seed: seed)
        maker.run()
        records = maker.records
    }

    /// The corpus as a document, a line a record.
    public var json: String {
        let members = Collection.allCases.compactMap { collection -> String? in
            guard let list = records[collection.rawValue], !list.isEmpty else { return nil }
            let lines = list.map { "    " + $0.written }.joined(separator: ",\n")
            return "  \"\(collection.rawValue)\": [\n\(lines)\n  ]"
        }
        return "{\n" + members.joined(separator: ",\n") + "\n}\n"
    }
}

/// Makes up the records of a corpus one collection after another, links only to what there will be.
struct CorpusMaker {
    var random: SplitMix64
    var records: [String: [JSONObject]] = [:]
    var ids: [String: [String]] = [:]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func run() {
        plan("articles", 1...3)
        plan("actors", 2...9)
        plan("factions", 1...4)
        plan("topics", 1...4)
        plan("claims", 1...4)
        plan("places", 1...3)
        plan("events", 0...3)
        // Some have more than the 64 rows that a word of a bitmap holds.
        plan("quotes", random.chance(5) ? 0...0 : random.chance(10) ? 65...140 : 1...40)
        articles()
        actors()
        named("factions", Self.factionNames) { maker, object, earlier in
            maker.maybe(60, &object, "axis", .text(maker.random.pick(["ideology", "position"], or: "")))
            maker.maybe(40, &object, "parent", maker.pickText(earlier))
        }
        named("topics", Self.topicNames) { maker, object, earlier in
            maker.maybe(40, &object, "parent", maker.pickText(earlier))
        }
        named("claims", Self.claimNames) { maker, object, earlier in
            object["other_names"] = nil
            maker.maybe(60, &object, "text", .text("Talks should be held"))
            maker.maybe(40, &object, "parent", maker.pickText(earlier))
            maker.maybe(50, &object, "topic", maker.pickText(maker.ids["topics"] ?? []))
        }
        named("places", Self.placeNames) { maker, object, earlier in
            maker.maybe(60, &object, "parent", maker.pickText(earlier))
        }
        events()
        quotes()
        relations()
        mentions()
    }

    private mutating func plan(_ collection: String, _ range: ClosedRange<Int>) {
        let letter = String(collection.prefix(2))
        ids[collection] = (0..<random.int(range)).map { "\(letter)\($0 + 1)" }
    }

    /// Sets a member in so many of a hundred cases.
    mutating func maybe(_ percent: Int, _ object: inout JSONObject, _ key: String, _ node: JSONNode?) {
        if random.chance(percent) { object[key] = node }
    }

    mutating func pickText(_ texts: [String]) -> JSONNode? { random.pick(texts).map { .text($0) } }

    mutating func texts(_ texts: [String], atMost limit: Int) -> JSONNode? {
        let chosen = random.sample(texts, atMost: limit)
        // An empty list says the same as none.
        return chosen.isEmpty && random.chance(70) ? nil : .list(chosen.map { .text($0) })
    }

    mutating func objects(_ collection: String, _ make: (inout CorpusMaker, inout JSONObject, Int) -> Void) {
        for (index, id) in (ids[collection] ?? []).enumerated() {
            var object = JSONObject()
            object["id"] = .text(id)
            make(&self, &object, index)
            maybe(5, &object, "note", .text("to be checked"))
            records[collection, default: []].append(object)
        }
    }

    /// Records with names out of a list, from which each is taken once.
    private mutating func named(
        _ collection: String, _ names: [String],
        _ make: (inout CorpusMaker, inout JSONObject, [String]) -> Void
    ) {
        let all = ids[collection] ?? []
        objects(collection) { maker, object, index in
            object["name"] = .text(names[index])
            maker.maybe(20, &object, "other_names", .list([.text("the \(index + 1)th \(collection)")]))
            make(&maker, &object, Array(all.prefix(index)))
        }
    }

    static let factionNames = ["hardliner", "moderate", "réformiste", "old guard"]
    static let topicNames = ["talks", "sanctions", "nuclear programme", "succession"]
    static let claimNames = ["talks are ruled out", "talks should be held", "sanctions hurt", "no trust"]
    static let placeNames = ["Tehran", "Iran", "Oman"]
    static let bases = ["stated", "implied", "inferred", "external"]
    static let words = [
        "talks", "sanctions", "speech", "leader", "nuclear", "deal", "wise", "never", "guarantee", "café",
        "مذاکره", "trust", "we", "no",
    ]
}

// Articles, actors, and what is nested in them.
extension CorpusMaker {
    private mutating func articles() {
        objects("articles") { maker, object, index in
            let headlines = ["Speech divides capital", "Envoys meet in Oman", "Guards' daily warns"]
            object["headline"] = .text(headlines[index])
            // The first article always has a day, so that there is a newest one.
            maker.maybe(index == 0 ? 100 : 70, &object, "published", .text(maker.day()))
            maker.maybe(60, &object, "authors", maker.texts(maker.ids["actors"] ?? [], atMost: 2))
            maker.maybe(60, &object, "outlet", maker.pickText(maker.ids["actors"] ?? []))
            maker.maybe(60, &object, "section", .text(maker.random.pick(["world", "opinion"], or: "")))
            maker.maybe(60, &object, "language", .text(maker.random.pick(["en", "fa"], or: "")))
        }
    }

    private mutating func actors() {
        let names = [
            "Ali Khamenei", "Masoud Pezeshkian", "José Martínez", "حسن روحانی", "Liam O'Brien", "Javan",
            "Mahmoud \"Mo\" Karimi", "Hassan Karimi", "Anne-Marie Duval",
        ]
        let all = ids["actors"] ?? []
        objects("actors") { maker, object, index in
            object["name"] = .text(names[index])
            object["kind"] = maker.pickText(["person", "person", "organization", "group"])
            maker.maybe(25, &object, "other_names", .list([.text("Señor \(index)"), .text("No. \(index)")]))
            let kinds = ["media/newspaper", "media", "state/army/guards", "state"]
            maker.maybe(40, &object, "classification", maker.pickText(kinds))
            maker.maybe(30, &object, "parent", maker.pickText(Array(all.prefix(index))))
            maker.maybe(60, &object, "country", maker.pickText(["Iran", "US", "Côte d'Ivoire"]))
            maker.maybe(40, &object, "description", .text(maker.sentence(3)))
            maker.maybe(20, &object, "identifiers", .list([.text("wikidata:Q\(index)")]))
            maker.maybe(40, &object, "age", .integer(maker.random.int(30...80)))
            maker.maybe(70, &object, "memberships", maker.memberships())
            maker.maybe(50, &object, "roles", maker.roles())
        }
    }

    private mutating func memberships() -> JSONNode {
        .list(
            (0..<random.int(0...3)).map { _ in
                var object = JSONObject()
                object["faction"] = pickText(ids["factions"] ?? [])
                maybe(50, &object, "during", date(isExtent: true))
                maybe(70, &object, "basis", pickText(Self.bases))
                maybe(30, &object, "confidence", .decimal(Double(random.int(1...9)) / 10))
                return .object(object)
            })
    }

    private mutating func roles() -> JSONNode {
        .list(
            (0..<random.int(0...2)).map { _ in
                var object = JSONObject()
                maybe(60, &object, "title", pickText(["lawmaker", "aide", "spokesman"]))
                maybe(40, &object, "organization", pickText(ids["actors"] ?? []))
                maybe(20, &object, "serving", pickText(ids["actors"] ?? []))
                maybe(40, &object, "during", date(isExtent: true))
                maybe(40, &object, "status", pickText(["current", "former"]))
                maybe(60, &object, "basis", pickText(Self.bases))
                return .object(object)
            })
    }

    private mutating func events() {
        let names = ["Khamenei's speech", "secret talks in Oman", "withdrawal"]
        let all = ids["events"] ?? []
        objects("events") { maker, object, index in
            object["name"] = .text(names[index])
            maker.maybe(70, &object, "date", maker.date(isExtent: false))
            maker.maybe(50, &object, "place", maker.pickText(maker.ids["places"] ?? []))
            maker.maybe(50, &object, "kind", maker.pickText(["speech", "meeting"]))
            let status = ["asserted", "reported", "claimed", "possible"]
            maker.maybe(60, &object, "status", maker.pickText(status))
            maker.maybe(40, &object, "parent", maker.pickText(Array(all.prefix(index))))
            let participants = (0..<maker.random.int(0...3)).compactMap { _ -> JSONNode? in
                var participant = JSONObject()
                participant["actor"] = maker.pickText(maker.ids["actors"] ?? [])
                maker.maybe(50, &participant, "role", maker.pickText(["host", "guest"]))
                return .object(participant)
            }
            maker.maybe(70, &object, "participants", .list(participants))
        }
    }
}
