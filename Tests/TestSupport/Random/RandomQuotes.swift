// Quotes and what hangs on them, and the words and dates of all records.
extension CorpusMaker {
    mutating func quotes() {
        let all = ids["quotes"] ?? []
        // A field that no record has doesn't exist, so that queries must ask which there are.
        let own = random.sample(["weight", "score", "ironic", "noted", "remark"], atMost: 5)
        objects("quotes") { maker, object, index in
            let actors = maker.ids["actors"] ?? []
            object["article"] = maker.pickText(maker.ids["articles"] ?? [])
            maker.maybe(85, &object, "speaker", maker.pickText(actors))
            object["kind"] = maker.pickText(["direct", "mixed", "indirect"])
            object["text"] = .text(maker.sentence(6))
            maker.maybe(60, &object, "cue", maker.pickText(["wrote", "argued", "said"]))
            maker.maybe(60, &object, "channel", maker.pickText(["speech", "post", "post/x", "post/x/reply"]))
            maker.maybe(80, &object, "said", maker.date(isExtent: false))
            maker.maybe(50, &object, "topics", maker.texts(maker.ids["topics"] ?? [], atMost: 3))
            maker.maybe(30, &object, "addressee", maker.texts(actors, atMost: 2))
            maker.maybe(20, &object, "about_events", maker.texts(maker.ids["events"] ?? [], atMost: 2))
            maker.maybe(20, &object, "about_quotes", maker.texts(all, atMost: 2))
            maker.maybe(20, &object, "about_actors", maker.texts(actors, atMost: 2))
            maker.maybe(25, &object, "within", maker.pickText(Array(all.prefix(index))))
            maker.maybe(60, &object, "paragraph", .integer(maker.random.int(1...9)))
            maker.maybe(20, &object, "hedge", maker.pickText(["reportedly", "allegedly"]))
            maker.maybe(15, &object, "same_utterance", maker.texts(all, atMost: 2))
            maker.maybe(40, &object, "confidence", .decimal(Double(maker.random.int(1...9)) / 10))
            maker.ownVariables(own, &object)
            maker.maybe(60, &object, "stances", maker.stances())
        }
    }

    private mutating func ownVariables(_ own: [String], _ object: inout JSONObject) {
        for name in own {
            let node: JSONNode? =
                switch name {
                case "weight": .integer(random.int(-3...5))
                case "score": .decimal(Double(random.int(-4...4)) + 0.5)
                case "ironic": .truth(random.chance(50))
                case "noted": .text(day())
                default: .text(sentence(2))
                }
            maybe(60, &object, name, node)
        }
    }

    private mutating func stances() -> JSONNode {
        .list(
            (0..<random.int(0...2)).map { _ in
                var object = JSONObject()
                object["claim"] = pickText(ids["claims"] ?? [])
                object["position"] = pickText(["support", "oppose", "neutral", "unclear"])
                maybe(70, &object, "basis", pickText(Self.bases))
                maybe(30, &object, "coder", pickText(["ann", "bo"]))
                maybe(5, &object, "note", .text("doubtful"))
                return .object(object)
            })
    }

    mutating func relations() {
        ids["relations"] = (0..<random.int(0...4)).map { "re\($0 + 1)" }
        objects("relations") { maker, object, _ in
            let actors = maker.ids["actors"] ?? []
            object["subject"] = maker.pickText(actors)
            object["predicate"] = maker.pickText(["aide of", "linked to"])
            object["object"] = maker.pickText(actors)
            maker.maybe(40, &object, "during", maker.date(isExtent: true))
            maker.maybe(60, &object, "basis", maker.pickText(Self.bases))
        }
    }

    mutating func mentions() {
        ids["mentions"] = (0..<random.int(0...6)).map { "me\($0 + 1)" }
        objects("mentions") { maker, object, _ in
            object["article"] = maker.pickText(maker.ids["articles"] ?? [])
            let target = maker.random.pick(["actor", "place", "event"], or: "actor")
            object[target] = maker.pickText(maker.ids[target + "s"] ?? [])
            object["words"] = .text(maker.sentence(2))
            maker.maybe(60, &object, "form", maker.pickText(["name", "description", "pronoun"]))
            maker.maybe(60, &object, "zone", maker.pickText(["headline", "caption", "body"]))
        }
    }

    /// Up to so many words; the same words come up again and again.
    mutating func sentence(_ length: Int) -> String {
        let words = (0..<random.int(1...length)).map { _ in random.pick(Self.words, or: "") }
        let text = words.joined(separator: " ")
        return random.chance(30) ? text.prefix(1).uppercased() + text.dropFirst() + "." : text
    }

    /// A day around the turn of a year, so that periods of all lengths end near it.
    mutating func day() -> String {
        random.pick(
            [
                "2024-12-29", "2024-12-31", "2025-01-01", "2025-01-31", "2025-02-01", "2025-02-07",
                "2025-02-08",
                "2025-02-28", "2025-03-01",
            ], or: "2025-01-01")
    }

    /// A date in one of the forms in which it can be recorded.
    mutating func date(isExtent: Bool) -> JSONNode {
        let text: String
        switch random.int(1...10) {
        case 1: text = "2025"
        case 2: text = random.pick(["2024-12", "2025-01", "2025-02"], or: "2025")
        case 3: text = ["2024-12-29/2025-01-02", "2025-01/2025-02", "2024/2025"][random.int(0...2)]
        case 4: text = day() + random.pick(["?", "~"], or: "?")
        case 5 where isExtent || random.chance(30): text = random.chance(50) ? "../\(day())" : "\(day())/.."
        default: text = day()
        }
        guard random.chance(25) else { return .text(text) }
        var object = JSONObject()
        if random.chance(70) { object["date"] = .text(text) }
        if object["date"] == nil || random.chance(50) {
            object["expression"] = .text(random.pick(["this week", "recently"], or: ""))
        }
        maybe(70, &object, "basis", pickText(Self.bases))
        return .object(object)
    }
}
