import Quoth
import QuothSyntax

// What a corpus holds beside what is written in it: closed relations, inverse links, derived fields.
extension NaiveCorpus {
    /// Whoever is named as the same utterance names back, after those that it names itself, and nobody names
    /// himself.
    mutating func closeSameUtterance() {
        let named = all(.quotes).map { quote in (quote.cells["same_utterance"] ?? []).map(\.value) }
        for row in named.indices {
            let own = NaiveValue.record(.quotes, row)
            let back = named.indices.filter { named[$0].contains(own) }.map { NaiveValue.record(.quotes, $0) }
            let others = (named[row] + back).filter { $0 != own }.map { NaiveCell(value: $0) }
            put(.quotes, row, "same_utterance", NaiveCell.distinct(others))
        }
    }

    mutating func addInverseLinks() {
        for collection in Collection.allCases {
            for field in Schema.of(collection).fields {
                guard case .link(let target) = field.kind, let inverse = field.inverse else { continue }
                types[target]?[inverse] = .record(collection)
                for (row, record) in all(collection).enumerated() {
                    for cell in record.cells[field.name] ?? [] {
                        guard case .record(_, let end) = cell.value else { continue }
                        let back = NaiveCell(value: .record(collection, row), isJudged: cell.isJudged)
                        put(target, end, inverse, (self.record(target, end).cells[inverse] ?? []) + [back])
                    }
                }
            }
        }
    }

    /// An actor's factions are those of all its memberships; a quote's are those of its speaker's memberships
    /// that cover every day on which it may have been said.
    mutating func addFactions() {
        types[.actors]?["faction"] = .record(.factions)
        types[.quotes]?["faction"] = .record(.factions)
        for (row, actor) in all(.actors).enumerated() {
            put(.actors, row, "faction", factions(of: actor, onJudgedDay: false) { _ in true })
        }
        for (row, quote) in all(.quotes).enumerated() {
            guard case .record(_, let speaker) = quote.first("speaker") else { continue }
            let said = quote.first("said")?.period
            let isJudged = quote.cells["said"]?.first?.isJudged ?? false
            let found = factions(of: record(.actors, speaker), onJudgedDay: isJudged) { membership in
                guard let during = membership.first("during")?.period else { return true }
                guard let said else { return false }
                return during.first <= said.first && said.last <= during.last
            }
            put(.quotes, row, "faction", found)
        }
    }

    /// Whether a dated membership covers a judged day is itself a judgement.
    private func factions(
        of actor: NaiveRecord, onJudgedDay: Bool, where counts: (NaiveRecord) -> Bool
    ) -> [NaiveCell] {
        var cells: [NaiveCell] = []
        for case .record(_, let row) in (actor.cells["memberships"] ?? []).map(\.value) {
            let membership = record(.memberships, row)
            guard counts(membership), case .record(_, let faction) = membership.first("faction")
            else { continue }
            let basis = membership.first("basis")?.text ?? "stated"
            let isDated = membership.first("during")?.period != nil
            let isJudged = basis != "stated" || isDated && onJudgedDay
            cells.append(NaiveCell(value: .record(.factions, faction), isJudged: isJudged))
        }
        return NaiveCell.distinct(cells)
    }

    /// A stance has every field of its quote that stances don't have themselves.
    mutating func addFieldsOfQuotes() {
        let own = Set((types[.stances] ?? [:]).keys)
        let others = (types[.quotes] ?? [:]).filter { !own.contains($0.key) }
        types[.stances]?.merge(others) { own, _ in own }
        for (row, stance) in all(.stances).enumerated() {
            guard case .record(_, let quote) = stance.first("quote") else { continue }
            for (name, cells) in record(.quotes, quote).cells where others[name] != nil {
                put(.stances, row, name, cells)
            }
        }
    }

    private mutating func put(_ collection: Collection, _ row: Int, _ name: String, _ cells: [NaiveCell]) {
        records[collection]?[row].cells[name] = cells
    }
}

// Finding records by what people call them.
extension NaiveCorpus {
    /// The one record that a word stands for: by id, name, other name, family name, beginning of a long name. An id
    /// as it is written decides, and records without names have nothing else.
    func find(_ word: String, in collection: Collection) throws(NaiveFault) -> Int {
        if let row = all(collection).firstIndex(where: { $0.id == word }) { return row }
        guard let nameField = Schema.of(collection).nameField else { throw NaiveFault(.unknownValue, word) }
        let wanted = NaiveText.folded(word)
        let name: (NaiveRecord) -> [String] = { record in
            (record.first(nameField)?.text).map { [NaiveText.folded($0)] } ?? []
        }
        let others: (NaiveRecord) -> [String] = { record in
            (record.cells["other_names"] ?? []).compactMap(\.value.text).map(NaiveText.folded)
        }
        let tests: [(NaiveRecord) -> Bool] = [
            { NaiveText.folded($0.id) == wanted },
            { name($0).contains(wanted) },
            { others($0).contains(wanted) },
            { record in
                (name(record) + others(record)).contains { Self.familyName($0) == wanted }
            },
            { record in (name(record) + others(record)).contains { $0.hasPrefix(wanted + " ") } },
        ]
        for test in tests {
            let rows = all(collection).indices.filter { test(all(collection)[$0]) }
            if rows.count > 1 { throw NaiveFault(.ambiguousValue, word) }
            if let row = rows.first { return row }
        }
        throw NaiveFault(.unknownValue, word)
    }

    /// The last of several words.
    private static func familyName(_ name: String) -> String? {
        name.split(separator: " ").dropFirst().last.map(String.init)
    }
}
