/// Computes the factions of quotes and actors from the memberships.
struct DerivedLinks {
    let tables: [Collection: TableBuilder]
    /// The rows of each collection that rest on a judgement.
    let judged: [Collection: Bitmap]

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

    /// The memberships of all actors, one actor's after the other's, in the order of their rows.
    private final class Memberships {
        private let rows: Lists
        private let faction: LinkBuilder
        let during: DateBuilder
        private let judged: Bitmap?

        init(_ rows: Lists, _ faction: LinkBuilder, _ during: DateBuilder, judged: Bitmap?) {
            self.rows = rows
            self.faction = faction
            self.during = during
            self.judged = judged
        }

        /// The places of an actor's.
        func places(_ actor: Int) -> Range<Int> { rows.range(actor) }

        func row(_ place: Int) -> Int { Int(rows.values[place]) - 1 }

        /// The faction of a membership, from 1; 0 if it has none.
        func faction(_ row: Int) -> UInt32 { UInt32((faction.end(row) ?? -1) + 1) }

        func isStated(_ row: Int) -> Bool { judged.map { !$0[row] } ?? true }
    }

    /// Nil if there are none.
    private func memberships() -> Memberships? {
        guard let table = tables[.memberships], let actors = tables[.actors],
            let member = table.field("member") as? LinkBuilder, !member.isEmpty,
            let faction = table.field("faction") as? LinkBuilder,
            let during = table.field("during") as? DateBuilder
        else { return nil }
        let rows = member.withEnds { ends in
            RowsByEnd.lists(ends, endCount: actors.rowCount, rowCount: table.rowCount) { UInt32($0) }
        }
        return Memberships(rows, faction, during, judged: judged[.memberships])
    }

    private func factions(ofActors rowCount: Int) -> Column? {
        let memberships = memberships()
        var lists = JudgedLists()
        for actor in 0..<rowCount {
            if let memberships {
                for place in memberships.places(actor) {
                    let row = memberships.row(place)
                    lists.append(memberships.faction(row), isStated: memberships.isStated(row))
                }
            }
            lists.endRow()
        }
        return lists.column("faction", .factions, role: .derived)
    }

    private func factionsOfQuotes() -> Column? {
        guard let table = tables[.quotes], let speaker = table.field("speaker") as? LinkBuilder,
            let said = table.field("said") as? DateBuilder
        else { return nil }
        let memberships = memberships()
        var lists = JudgedLists()
        for row in 0..<table.rowCount {
            if let memberships, let actor = speaker.end(row) {
                Self.addFactions(of: actor, on: row, of: said, memberships, to: &lists)
            }
            lists.endRow()
        }
        return lists.column("faction", .factions, role: .derived)
    }

    /// A membership counts for a quote if it covers every day of `said`; without days only undated ones count.
    private static func addFactions(
        of actor: Int, on quote: Int, of said: DateBuilder, _ memberships: Memberships,
        to lists: inout JudgedLists
    ) {
        for place in memberships.places(actor) {
            let row = memberships.row(place)
            let during = memberships.during.days(row)
            if let during {
                guard let days = said.days(quote), during.first <= days.first, days.last <= during.last else {
                    continue
                }
            }
            // Whether a dated membership covers a judged day is itself a judgement.
            let isCertain = during == nil || !said.isJudged(quote)
            lists.append(
                memberships.faction(row), isStated: memberships.isStated(row) && isCertain)
        }
    }
}

/// Lists of distinct codes, and for each code whether it rests on judgements alone.
struct JudgedLists: ~Copyable {
    private var offsets = BufferBuilder<UInt32>(repeating: 0, count: 1)
    private var values = BufferBuilder<UInt32>()
    private var stated = BitBuilder()
    private var start = 0

    /// Adds a code to the open row; a code that is there already is stated if either is. 0 is none.
    mutating func append(_ code: UInt32, isStated: Bool) {
        if code == 0 { return }
        for index in start..<values.count where values[index] == code {
            if isStated { stated.set(index) }
            return
        }
        values.append(code)
        stated.append(isStated)
    }

    mutating func endRow() {
        start = values.count
        offsets.append(UInt32(start))
    }

    mutating func column(_ name: String, _ target: Collection, role: Column.Role) -> Column {
        let judged = stated.validity(count: values.count)?.complement
        let limit = Int(values.largest)
        let lists = Lists(offsets: offsets.take(), values: Codes(taking: &values, limit: limit))
        return Column(name: name, data: .lists(lists, .rows(target)), role: role, judged: judged)
    }
}
