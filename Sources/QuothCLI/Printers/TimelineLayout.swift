import Quoth

/// Rows along a line of time, a lane for each of what divides them: pure text, so that it can be looked at in tests.
struct TimelineLayout {
    /// A row to be drawn.
    struct Item {
        /// Its number.
        let row: Int
        let period: Period
        /// The lanes that it is in; none if there are no lanes.
        var lanes: [String?] = []
    }

    /// The line of time above the lanes: the names of days, and the line itself.
    private(set) var head: [String] = []
    /// The lines of the lanes, each with the name that stands before it.
    private(set) var lines: [(label: String, text: String)] = []
    /// The rows whose numbers stand in the lanes.
    private(set) var drawn: Set<Int> = []
    /// Whether somewhere only the number of rows stands.
    private(set) var hasCounts = false
    /// The columns that names have.
    let labelWidth: Int

    /// The most lines that lanes have together, and that each may have however many there are. A lane that needs
    /// more has its rows counted.
    private static let mostLines = 24
    private static let fewestLines = 6
    private let tallest: Int
    /// The most numbers below one another.
    private static let highestStack = 8
    /// The most lanes.
    private static let mostLanes = 24
    private let signs: Signs
    private let axis: TimeAxis
    /// The columns right of the names.
    private let room: Int

    /// The signs that spans are drawn with.
    private struct Signs {
        let line, end, tick, before, after, times: String
        static let drawn = Signs(line: "─", end: "┤", tick: "┬", before: "‹", after: "›", times: "×")
        static let plain = Signs(line: "-", end: "|", tick: "+", before: "<", after: ">", times: "x")
    }

    /// Lays rows out in so many columns; nil if none has a day. With many rows that takes a while, in which it asks
    /// whether to go on.
    init?(
        _ items: [Item], width: Int, isPlain: Bool, asking ask: () throws(OutputFailure) -> Void = {}
    ) throws(OutputFailure) {
        let lanes = try Self.lanes(items, ask)
        let widest = lanes.map { DisplayWidth.of($0.name) }.max() ?? 0
        labelWidth = min(widest, max(8, width / 4))
        let room = max(8, width - (labelWidth > 0 ? labelWidth + 2 : 0))
        // The number of a row on the last day stands right of its column, and so does what says that it goes on.
        let digits = String(items.reduce(0) { max($0, $1.row) }).count
        let goesOn = items.contains { $0.period.last == Period.openEnd }
        guard let axis = TimeAxis(items.map(\.period), width: room - digits + (goesOn ? 0 : 1)) else {
            return nil
        }
        self.axis = axis
        self.room = room
        signs = isPlain ? .plain : .drawn
        tallest = max(Self.fewestLines, Self.mostLines / lanes.count)
        head = Self.head(axis, room, signs)
        for lane in lanes {
            try ask()
            draw(lane)
        }
    }

    private static func head(_ axis: TimeAxis, _ room: Int, _ signs: Signs) -> [String] {
        var names = ""
        var line = [String](repeating: signs.line, count: room)
        for tick in axis.ticks {
            names += String(repeating: " ", count: max(0, tick.column - names.count)) + tick.label
            line[tick.column] = signs.tick
        }
        for part in axis.parts.dropFirst() {
            for column in (part.columns.lowerBound - TimeAxis.breakWidth)..<part.columns.lowerBound {
                line[column] = "/"
            }
        }
        return [names, line.joined()]
    }

    private struct Lane {
        let name: String
        var items: [Item]
    }

    /// The lanes with the most rows first, `(none)` last; the smallest of too many are one.
    private static func lanes(
        _ items: [Item], _ ask: () throws(OutputFailure) -> Void
    ) throws(OutputFailure) -> [Lane] {
        var places: [String?: Int] = [:]
        var lanes: [(name: String?, items: [Item])] = []
        for (number, item) in items.enumerated() {
            if number % 1_024 == 0 { try ask() }
            for name in item.lanes {
                let place = places[name] ?? lanes.count
                if place == lanes.count {
                    places[name] = place
                    lanes.append((name, []))
                }
                lanes[place].items.append(item)
            }
        }
        guard !lanes.isEmpty else { return [Lane(name: "", items: items)] }
        let order = lanes.indices.sorted { left, right in
            let (mine, theirs) = (lanes[left], lanes[right])
            if (mine.name == nil) != (theirs.name == nil) { return theirs.name == nil }
            return mine.items.count == theirs.items.count
                ? left < right : mine.items.count > theirs.items.count
        }
        let all = order.map { Lane(name: lanes[$0].name ?? "(none)", items: lanes[$0].items) }
        guard all.count > mostLanes else { return all }
        let rest = all[(mostLanes - 1)...]
        return all.prefix(mostLanes - 1) + [Lane(name: "\(rest.count) others", items: rest.flatMap(\.items))]
    }

    private mutating func draw(_ lane: Lane) {
        let entries = entries(lane.items)
        var texts: [String] = []
        for entry in entries {
            // A blank keeps two numbers apart.
            let free = texts.firstIndex { $0.isEmpty || $0.count < entry.column }
            guard free != nil || texts.count < tallest else { return count(lane.name, lane.items) }
            if free == nil { texts.append("") }
            let place = free ?? texts.count - 1
            texts[place] += String(repeating: " ", count: entry.column - texts[place].count) + entry.text
        }
        drawn.formUnion(entries.compactMap(\.row))
        if entries.contains(where: { $0.row == nil }) { hasCounts = true }
        add(lane.name, texts)
    }

    /// What stands at a column of a lane: a row's number, or how many rows begin there.
    private struct Entry {
        let row: Int?
        let column: Int
        let text: String
    }

    /// The entries of a lane. Where more numbers than can be told apart would stand below one another, their rows are
    /// counted.
    private func entries(_ items: [Item]) -> [Entry] {
        let digits = String(items.reduce(0) { max($0, $1.row) }).count
        let size = max(digits, String(items.count).count + 1) + 1
        let last = max(1, room / size) - 1
        let bins = items.map { min(last, axis.column($0.period.first) / size) }
        var counts = [Int](repeating: 0, count: last + 1)
        for bin in bins { counts[bin] += 1 }
        let most = min(tallest, Self.highestStack)
        var entries: [Entry] = []
        for (bin, count) in counts.enumerated() where count > most {
            entries.append(Entry(row: nil, column: bin * size, text: signs.times + String(count)))
        }
        for (item, bin) in zip(items, bins) where counts[bin] <= most {
            let (column, text) = text(item)
            entries.append(Entry(row: item.row, column: column, text: text))
        }
        return entries.sorted { ($0.column, $0.row ?? 0) < ($1.column, $1.row ?? 0) }
    }

    private mutating func add(_ name: String, _ texts: [String]) {
        for (index, text) in texts.enumerated() { lines.append((index == 0 ? name : "", text)) }
    }

    /// A number, and for a longer period the line up to its last day.
    private func text(_ item: Item) -> (column: Int, text: String) {
        let (first, last) = (axis.column(item.period.first), axis.column(item.period.last))
        var text = item.period.first == Period.openStart ? signs.before : ""
        text += String(item.row)
        let rest = last - first + 1 - text.count
        let isOpen = item.period.last == Period.openEnd
        if rest > 0 {
            text += String(repeating: signs.line, count: rest - 1) + (isOpen ? signs.after : signs.end)
        } else if isOpen {
            text += signs.after
        }
        return (first, text)
    }

    /// A lane with more rows than it has room for: how many begin in each part of the line.
    private mutating func count(_ name: String, _ items: [Item]) {
        hasCounts = true
        let size = String(items.count).count + 2
        var counts: [Int: Int] = [:]
        let last = max(1, room / size) - 1
        for item in items { counts[min(last, axis.column(item.period.first) / size), default: 0] += 1 }
        var text = ""
        for (bin, count) in counts.sorted(by: { $0.key < $1.key }) {
            text += String(repeating: " ", count: bin * size - text.count) + signs.times + String(count)
        }
        add(name, [text])
    }
}
