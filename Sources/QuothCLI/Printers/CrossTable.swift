import Quoth
import QuothSyntax

/// A grouped answer with the values of its last group across the top.
struct CrossTable {
    private let rows: [[Value]]
    private let across: [Value]
    private let counts: [[Int?]]
    private let names: [String]
    /// For each line, the rows of the answer that are its cells.
    let lines: [[Int]]

    /// The most cells; a larger answer is a list of groups, most of which would be empty here.
    static let mostCells = 1_000_000

    /// Nil if the answer isn't to be laid out like this or would be too large, or if a later stage has taken its counts
    /// away.
    init?(_ answer: Answer) {
        guard case .cross(let position) = answer.layout, position > 0,
            answer.columns.count > position + 1, answer.columns[position + 1].role == .count
        else { return nil }
        var rowOf: [[Value]: Int] = [:]
        var columnOf: [Value: Int] = [:]
        var rows: [[Value]] = []
        var across: [Value] = []
        var lines: [[Int]] = []
        var cells: [(row: Int, column: Int, count: Int)] = []
        for row in 0..<answer.rowCount {
            guard case .integer(let count) = answer[row, position + 1] else { return nil }
            let key = (0..<position).map { answer[row, $0] }
            if rowOf[key] == nil {
                rowOf[key] = rows.count
                rows.append(key)
                lines.append([])
            }
            let value = answer[row, position]
            if columnOf[value] == nil {
                columnOf[value] = across.count
                across.append(value)
            }
            guard rows.count <= Self.mostCells / across.count else { return nil }
            lines[rowOf[key] ?? 0].append(row)
            cells.append((rowOf[key] ?? 0, columnOf[value] ?? 0, count))
        }
        let order = Self.order(across, cells)
        var place = [Int](repeating: 0, count: across.count)
        for (new, old) in order.enumerated() { place[old] = new }
        var counts = [[Int?]](repeating: .init(repeating: nil, count: across.count), count: rows.count)
        for cell in cells { counts[cell.row][place[cell.column]] = cell.count }
        self.rows = rows
        self.lines = lines
        self.across = order.map { across[$0] }
        self.counts = counts
        names = answer.columns[0..<position].map(\.name)
    }

    /// Numbers and dates in their order, other values with the largest first; what is missing comes last.
    private static func order(
        _ values: [Value], _ cells: [(row: Int, column: Int, count: Int)]
    ) -> [Int] {
        var totals = [Int](repeating: 0, count: values.count)
        for cell in cells { totals[cell.column] += cell.count }
        return values.indices.sorted { left, right in
            switch (values[left], values[right]) {
            case (.missing, _): false
            case (_, .missing): true
            case (.integer(let a), .integer(let b)) where a != b: a < b
            case (.period(let a), .period(let b)) where a != b: (a.first, a.last) < (b.first, b.last)
            default: totals[left] == totals[right] ? left < right : totals[left] > totals[right]
            }
        }
    }

    /// The cells, with totals at the right and below.
    var grid: Grid {
        let columns =
            names.map { Grid.Column(name: $0, isNumber: false) }
            + across.map { Grid.Column(name: CellText.shown($0, isGroup: true), isNumber: true) }
            + [Grid.Column(name: "total", isNumber: true)]
        var grid = Grid(columns: columns, rowCount: rows.isEmpty ? 0 : rows.count + 1) { row, column in
            let place = column - names.count
            guard row < rows.count else { return total(place) }
            if place < 0 { return CellText.shown(rows[row][column], isGroup: true) }
            if place < across.count { return counts[row][place].map(String.init) ?? "" }
            return String(counts[row].reduce(0) { $0 + ($1 ?? 0) })
        }
        grid.numberedRows = rows.count
        return grid
    }

    /// What a line is of, with its total.
    func title(ofLine line: Int) -> String {
        let grid = self.grid
        return (Array(names.indices) + [grid.columns.count - 1])
            .map { grid.columns[$0].name + " " + grid.cell(line, $0) }.joined(by: ", ")
    }

    /// Whether what stands across the top is time.
    var isSeries: Bool {
        across.contains(where: \.isPeriod)
            && across.allSatisfy { $0 == .missing || $0.isPeriod }
    }

    /// The columns in the order of time, with nothing for each period between two of them that no row is in.
    private var slots: [Int?] {
        var slots: [Int?] = []
        var before: Period?
        for place in across.indices {
            guard case .period(let period) = across[place] else { continue }
            if let before, period.first > before.last {
                let length = Int(before.last) - Int(before.first) + 1
                let gap = Int(period.first) - Int(before.last) - 1
                let empty = min((gap + length / 2) / length, Self.mostEmpty)
                slots += [Int?](repeating: nil, count: empty)
            }
            slots.append(place)
            before = period
        }
        return slots
    }

    /// Of a longer time without rows, so many periods are drawn.
    private static let mostEmpty = 1_000

    /// The forms of a table over time, from the widest to the narrowest.
    enum Series: CaseIterable {
        /// The line beside the columns.
        case beside
        /// The line in their place, with the first and the last of them above it.
        case between
        /// The line in their place.
        case alone
    }

    /// The cells with a line of signs for each row, all of one scale.
    func series(_ form: Series, widest: Int, isPlain: Bool) -> Grid {
        let grid = self.grid
        let slots = self.slots
        let lines = counts.map { row in
            Sparkline.binned(slots.map { $0.flatMap { row[$0] } ?? 0 }, into: max(1, widest))
        }
        let highest = lines.joined().max() ?? 0
        let chosen =
            form == .beside ? Array(grid.columns.indices) : Array(names.indices) + [grid.columns.count - 1]
        var columns = chosen.map { grid.columns[$0] }
        var name = "trend"
        if form == .between, let first = slots.first ?? nil, let last = slots.last ?? nil {
            name = "\(across[first])…\(across[last])"
        }
        columns.insert(Grid.Column(name: name, isNumber: true), at: names.count)
        var drawn = Grid(columns: columns, rowCount: grid.rowCount) { row, column in
            if column < names.count { return grid.cell(row, column) }
            guard column == names.count else { return grid.cell(row, chosen[column - 1]) }
            return row < lines.count
                ? Sparkline.text(lines[row], highest: highest, isPlain: isPlain) : ""
        }
        drawn.numberedRows = grid.numberedRows
        return drawn
    }

    private func total(_ place: Int) -> String {
        if place < 0 { return place == -names.count ? "total" : "" }
        let cells = place < across.count ? counts.map { $0[place] } : counts.flatMap { $0 }
        return String(cells.reduce(0) { $0 + ($1 ?? 0) })
    }
}

extension Value {
    fileprivate var isPeriod: Bool { if case .period = self { true } else { false } }
}
