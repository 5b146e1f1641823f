/// What the coder judged about a quote, and the words that it rests on.
public struct Judgement: Sendable, Hashable {
    /// The record that holds it: a stance, or a membership of the speaker.
    public let record: RecordReference
    /// What was judged: the member and the faction, or the position and the claim.
    public let terms: [Value]
    /// What it rests on: `stated`, `implied` or as recorded; missing if that isn't.
    public let basis: Value
    /// The words that speak for it.
    public let passages: [Passage]
}

extension Corpus {
    /// What was judged about a quote: its stances, and the memberships that give its speaker a faction on the day.
    ///
    /// A stance has that of its quote; other records have none.
    public func judgements(of record: RecordReference) -> [Judgement] {
        let quote = record.collection == .stances ? link("quote", of: record) : record
        guard let quote, quote.collection == .quotes else { return [] }
        let stances = record.collection == .stances ? [record] : records("stances", of: quote)
        let taken = stances.map { judgement($0, ["position", "claim"]) }
        let factions = Set(records("faction", of: quote))
        let memberships = link("speaker", of: quote).map { records("memberships", of: $0) } ?? []
        let held = memberships.filter { membership in
            link("faction", of: membership).map(factions.contains) ?? false
        }
        return (taken + held.map { judgement($0, ["member", "faction"]) }).prefix(Self.mostJudgements).map {
            $0
        }
    }

    /// No more judgements are listed.
    private static let mostJudgements = 50

    private func judgement(_ record: RecordReference, _ terms: [String]) -> Judgement {
        Judgement(
            record: record, terms: terms.map { value($0, of: record) }, basis: value("basis", of: record),
            passages: passages(of: record).filter { $0.role == .evidence })
    }

    private func records(_ name: String, of record: RecordReference) -> [RecordReference] {
        let values: [Value] =
            switch value(name, of: record) {
            case .list(let values): values
            case .missing: []
            case let single: [single]
            }
        return values.compactMap { if case .record(let record) = $0 { record } else { nil } }
    }
}
