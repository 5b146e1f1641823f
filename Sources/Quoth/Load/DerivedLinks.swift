/// Computes the factions of quotes and actors from the memberships.
struct DerivedLinks {
    let tables: [Collection: TableBuilder]

    /// The names of a collection's derived columns.
    static func names(_ collection: Collection) -> [String] {
        collection == .quotes || collection == .actors ? ["faction"] : []
    }

    func columns(_ collection: Collection) -> [Column] {
        switch collection {
        case .actors: [factions(ofActors: tables[.actors]?.rowCount ?? 0)].compactMap { $0 }
        case .quotes: [factionsOfQuotes()].compactMap { $0 }
        default: []
        }
    }

    private struct Membership {
        let faction: UInt32
        /// Nil if it counts for all days.
        let during: Period?
        let isStated: Bool
    }

    /// The memberships of each actor, in the order of their rows.
    private func memberships() -> [[Membership]] {
        var result = [[Membership]](repeating: [], count: tables[.actors]?.rowCount ?? 0)
        guard let table = tables[.memberships],
            let member = table.field("member") as? LinkBuilder,
            let faction = table.field("faction") as? LinkBuilder,
            let during = table.field("during") as? DateBuilder
        else { return result }
        let judged = table.judgedRows
        for row in 0..<table.rowCount {
            guard let actor = member.end(row), let end = faction.end(row) else { continue }
            result[actor].append(
                Membership(
                    faction: UInt32(end + 1), during: during.days(row), isStated: !(judged?[row] ?? false)))
        }
        return result
    }

    private func factions(ofActors rowCount: Int) -> Column? {
        var lists = JudgedLists()
        for memberships in memberships() {
            for membership in memberships {
                lists.append(membership.faction, isStated: membership.isStated)
            }
            lists.endRow()
        }
        return lists.column("faction", .factions, role: .derived)
    }

    /// A membership counts for a quote if it covers every day of `said`; without days only undated ones count.
    private func factionsOfQuotes() -> Column? {
        guard let table = tables[.quotes], let speaker = table.field("speaker") as? LinkBuilder,
            let said = table.field("said") as? DateBuilder
        else { return nil }
        let memberships = memberships()
        var lists = JudgedLists()
        for row in 0..<table.rowCount {
            let days = said.days(row)
            for membership in speaker.end(row).map({ memberships[$0] }) ?? [] {
                if let during = membership.during {
                    guard let days, during.first <= days.first, days.last <= during.last else { continue }
                }
                // Whether a dated membership covers a judged day is itself a judgement.
                let isCertain = membership.during == nil || !said.isJudged(row)
                lists.append(membership.faction, isStated: membership.isStated && isCertain)
            }
            lists.endRow()
        }
        return lists.column("faction", .factions, role: .derived)
    }
}

/// Lists of distinct codes, and for each code whether it rests on judgements alone.
struct JudgedLists {
    private var offsets: [UInt32] = [0]
    private var values: [UInt32] = []
    private var stated: [Bool] = []

    /// Adds a code to the open row; a code that is there already is stated if either is.
    mutating func append(_ code: UInt32, isStated: Bool) {
        for index in Int(offsets[offsets.count - 1])..<values.count where values[index] == code {
            stated[index] = stated[index] || isStated
            return
        }
        values.append(code)
        stated.append(isStated)
    }

    mutating func endRow() { offsets.append(UInt32(values.count)) }

    func column(_ name: String, _ target: Collection, role: Column.Role) -> Column {
        let judged = Bitmap(count: values.count, rows: stated.indices.lazy.filter { !self.stated[$0] })
        let lists = Lists(offsets: Buffer(offsets), values: Codes(values, limit: Int(values.max() ?? 0)))
        return Column(
            name: name, data: .lists(lists, .rows(target)), role: role, judged: judged.isEmpty ? nil : judged)
    }
}
