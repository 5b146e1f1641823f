import TestSupport

/// How many records of each collection there are.
struct Scale {
    let quotes: Int
    var articles: Int { max(1, quotes / 10) }
    let outlets = 100
    var organizations: Int { max(10, quotes / 1000) }
    var actors: Int { outlets + organizations + people }
    var people: Int { max(100, quotes / 20 - outlets - organizations) }
    let topics = 50
    /// They grow with the quotes, so that the quotes on one claim don't.
    var claimsOfTopic: Int { max(1, quotes / 20_000) }
    let regions = 20
    let places = 500
    let events = 1000
    /// Six years from 2019-01-01.
    let days = 2192
}

/// A made-up corpus. Each record draws from a generator of its own, so that any can be made without the others and
/// memory doesn't grow with the corpus.
struct GeneratedCorpus {
    let scale: Scale
    let vocabulary = Vocabulary()
    private let days: [[UInt8]]
    private let speakers: Zipf
    private let outlets: Zipf
    private let topics: Zipf
    private let factions: Zipf

    init(_ scale: Scale) {
        self.scale = scale
        days = Self.dates(scale.days)
        speakers = Zipf(count: scale.people, shift: 3)
        outlets = Zipf(count: scale.outlets, shift: 3)
        topics = Zipf(count: scale.topics, shift: 2)
        factions = Zipf(count: Self.factionNames.count, shift: 2)
    }

    /// A collection, the number of its records, and how one of them is written.
    typealias File = (collection: String, count: Int, record: (Int, inout LineWriter) -> Void)

    var files: [File] {
        [
            ("articles", scale.articles, article), ("actors", scale.actors, actor),
            ("factions", Self.factionNames.count, faction), ("topics", scale.topics, topic),
            ("claims", scale.topics * scale.claimsOfTopic, claim), ("places", scale.places, place),
            ("events", scale.events, event), ("quotes", scale.quotes, quote),
        ]
    }

    static let factionNames: [StaticString] = [
        "hardliner", "reformist", "moderate", "conservative", "principlist", "pragmatist", "technocrat",
        "nationalist", "royalist", "independent",
    ]

    /// The generator of a record; collections are told apart by their letter.
    private func random(_ id: ID) -> SplitMix64 {
        SplitMix64(seed: UInt64(id.letter.value) << 48 | UInt64(id.number))
    }

    private static func dates(_ count: Int) -> [[UInt8]] {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (2019, 1, 1)
        return (0..<count).map { _ in
            let digits = String(year * 10_000 + month * 100 + day).utf8
            let text =
                Array(digits.prefix(4)) + [0x2D] + digits.dropFirst(4).prefix(2) + [0x2D] + digits.suffix(2)
            day += 1
            if day > lengths[month - 1] + (month == 2 && year % 4 == 0 ? 1 : 0) {
                (month, day) = (month + 1, 1)
            }
            if month > 12 { (year, month) = (year + 1, 1) }
            return text
        }
    }
}

// Articles and quotes.
extension GeneratedCorpus {
    /// Articles are in the order of their days, as they were collected.
    private func published(_ index: Int) -> Int { index * scale.days / scale.articles }

    private func article(_ index: Int, _ line: inout LineWriter) {
        var random = random(.article(index))
        line.member("id", .article(index))
        line.member("headline") { vocabulary.appendName(6, to: &$0, &random) }
        line.member("outlet", .actor(outlets.draw(&random)))
        line.member("published", days[published(index)])
        line.member("section", random.among(["politics", "economy", "world", "society"] as [StaticString]))
        line.member("language", "en")
    }

    private func quote(_ index: Int, _ line: inout LineWriter) {
        var random = random(.quote(index))
        let article = index / 10 % scale.articles
        line.member("id", .quote(index))
        line.member("article", .article(article))
        if !random.happens(10) { line.member("speaker", .actor(speaker(&random))) }
        line.member("kind", random.among(Self.kinds))
        line.member("text") { vocabulary.appendSentence(to: &$0, &random) }
        line.member("cue", random.among(Self.cues))
        line.member("channel", random.among(Self.channels))
        if !random.happens(20) { line.member("said", days[max(0, published(article) - random.below(4))]) }
        let topic = topics.draw(&random)
        line.list("topics") {
            $0.element(.topic(topic))
            if random.happens(300) {
                $0.element(.topic((topic + 1 + random.below(scale.topics - 1)) % scale.topics))
            }
        }
        if index % 10 > 0, random.happens(30) { line.member("within", .quote(index - 1)) }
        stances(on: topic, &line, &random)
    }

    /// None, one or two sides on claims about the topic.
    private func stances(on topic: Int, _ line: inout LineWriter, _ random: inout SplitMix64) {
        let count = min([0, 1, 1, 1, 1, 1, 1, 1, 1, 2][random.below(10)], scale.claimsOfTopic)
        guard count > 0 else { return }
        let claim = random.below(scale.claimsOfTopic)
        line.list("stances") { line in
            for offset in 0..<count {
                line.object {
                    let place = (claim + offset) % scale.claimsOfTopic
                    $0.member("claim", .claim(topic * scale.claimsOfTopic + place))
                    $0.member("position", random.among(Self.positions))
                    if random.happens(300) { $0.member("basis", "implied") }
                }
            }
        }
    }

    private func speaker(_ random: inout SplitMix64) -> Int {
        // Who is quoted most shouldn't stand first.
        let place = speakers.draw(&random) * 7_368_787 % scale.people
        return scale.outlets + scale.organizations + place
    }

    private static let kinds: [StaticString] = [
        "direct", "direct", "direct", "direct", "direct", "mixed", "mixed", "indirect", "indirect",
        "indirect",
    ]
    private static let cues: [StaticString] = ["said", "wrote", "told", "added", "warned", "insisted"]
    private static let channels: [StaticString] = [
        "speech", "interview", "editorial", "post/x", "post/telegram", "statement",
    ]
    private static let positions: [StaticString] = [
        "support", "support", "support", "oppose", "oppose", "oppose", "oppose", "neutral", "neutral",
        "unclear",
    ]
}

// Who speaks, and where they belong.
extension GeneratedCorpus {
    private func actor(_ index: Int, _ line: inout LineWriter) {
        var random = random(.actor(index))
        line.member("id", .actor(index))
        line.member("name") { vocabulary.appendName(2, to: &$0, &random) }
        guard index >= scale.outlets + scale.organizations else {
            line.member("kind", "organization")
            line.member("classification", random.among(index < scale.outlets ? Self.media : Self.offices))
            return
        }
        line.member("kind", "person")
        line.member("country", random.among(Self.countries))
        memberships(&line, &random)
        if random.happens(400) { roles(&line, &random) }
    }

    /// One faction for good, one after another, or none; never two on one day.
    private func memberships(_ line: inout LineWriter, _ random: inout SplitMix64) {
        let form = random.below(10)
        guard form < 9 else { return }
        let first = factions.draw(&random)
        let second = (first + 1 + random.below(Self.factionNames.count - 1)) % Self.factionNames.count
        let last = 400 + random.below(1400)
        let open = Array("..".utf8)
        let slash = Array("/".utf8)
        let periods = form < 7 ? [[]] : [open + slash + days[last], days[last + 1] + slash + open]
        line.list("memberships") { line in
            for (faction, period) in zip([first, second], periods) {
                line.object {
                    $0.member("faction", Self.factionNames[faction])
                    if !period.isEmpty { $0.member("during", period) }
                    $0.member("basis", random.happens(700) ? "stated" : "implied")
                }
            }
        }
    }

    private func roles(_ line: inout LineWriter, _ random: inout SplitMix64) {
        line.list("roles") { line in
            for _ in 0...random.below(2) {
                line.object {
                    $0.member("title", random.among(Self.titles))
                    let isInMedia = random.happens(250)
                    let start = isInMedia ? 0 : scale.outlets
                    let count = isInMedia ? scale.outlets : scale.organizations
                    $0.member("organization", .actor(start + random.below(count)))
                    $0.member("status", random.happens(700) ? "current" : "former")
                }
            }
        }
    }

    private static let media: [StaticString] = ["media/newspaper", "media/agency", "media/broadcaster"]
    private static let offices: [StaticString] = [
        "government/ministry", "government/agency", "party", "university", "union", "company",
    ]
    private static let countries: [StaticString] = ["Iran", "Iraq", "Oman", "Turkey", "France", "Japan"]
    private static let titles: [StaticString] = [
        "minister", "spokesman", "editor", "analyst", "member", "chair",
    ]
}

// What is spoken of.
extension GeneratedCorpus {
    private func faction(_ index: Int, _ line: inout LineWriter) {
        line.member("id", Self.factionNames[index])
        line.member("name", Self.factionNames[index])
        line.member("axis", "ideology")
    }

    private func topic(_ index: Int, _ line: inout LineWriter) {
        var random = random(.topic(index))
        line.member("id", .topic(index))
        line.member("name") { vocabulary.appendName(2, to: &$0, &random) }
        if index % 5 > 0 { line.member("parent", .topic(index / 5 * 5)) }
    }

    private func claim(_ index: Int, _ line: inout LineWriter) {
        var random = random(.claim(index))
        line.member("id", .claim(index))
        line.member("name") { vocabulary.appendName(3, to: &$0, &random) }
        line.member("text") { vocabulary.appendSentence(to: &$0, &random) }
        line.member("topic", .topic(index / scale.claimsOfTopic))
    }

    private func place(_ index: Int, _ line: inout LineWriter) {
        var random = random(.place(index))
        line.member("id", .place(index))
        line.member("name") { vocabulary.appendName(1, to: &$0, &random) }
        if index >= scale.regions { line.member("parent", .place(random.below(scale.regions))) }
    }

    private func event(_ index: Int, _ line: inout LineWriter) {
        var random = random(.event(index))
        line.member("id", .event(index))
        line.member("name") { vocabulary.appendName(3, to: &$0, &random) }
        line.member("date", random.among(days))
        line.member("place", .place(random.below(scale.places)))
        line.member("status", random.among(["asserted", "reported", "claimed"] as [StaticString]))
    }
}
