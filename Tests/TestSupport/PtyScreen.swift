/// A terminal's screen: as much of a VT100 as line editors and pagers use.
public struct PtyScreen {
    /// A cell holds a character with what combines with it; the second cell of a wide one is empty.
    private var cells: [[String]]
    /// The cursor's row, from 0.
    public private(set) var row = 0
    /// The cursor's column, from 0.
    public private(set) var column = 0
    /// The modes that `ESC [ ? n h` has switched on.
    public private(set) var modes: Set<Int> = []
    /// How often the bell has rung.
    public private(set) var bells = 0

    private var rows: Int
    private var columns: Int
    /// The last column was written to, and the next character goes to the next line.
    private var isWrapPending = false
    private var saved = (row: 0, column: 0)
    private var partial: [UInt8] = []
    private var state = State.text

    private enum State {
        case text, escape, charset
        case control([UInt8])
    }

    /// An empty screen.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The lines without the spaces at their ends.
    public var lines: [String] {
        cells.map { row in
            let line = row.joined()
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The whole screen, up to the last line that isn't empty.
    public var text: String {
        lines.reversed().drop { $0.isEmpty }.reversed().joined(separator: "\n")
    }

    /// The line the cursor is in.
    public var currentLine: String { lines[row] }

    /// Takes another size; lines keep their places, as in a terminal that doesn't reflow.
    public mutating func resize(rows: Int, columns: Int) {
        while cells.count > rows {
            cells.removeFirst()
            row = max(0, row - 1)
        }
        while cells.count < rows { cells.append([]) }
        for index in cells.indices {
            cells[index] = Array(cells[index].prefix(columns))
            cells[index] += Array(repeating: " ", count: columns - cells[index].count)
        }
        self.rows = rows
        self.columns = columns
        moveTo(row, column)
    }

    /// Takes what the program wrote; a character may be cut between two pieces.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        let all = partial + bytes
        var end = all.count
        // The bytes of a character that isn't whole yet wait for the rest.
        if let lead = all.indices.suffix(3).last(where: { all[$0] >= 0xC0 }) {
            let length = all[lead] >= 0xF0 ? 4 : all[lead] >= 0xE0 ? 3 : 2
            if lead + length > all.count { end = lead }
        }
        partial = Array(all[end...])
        for scalar in String(decoding: all[..<end], as: UTF8.self).unicodeScalars { take(scalar) }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch state {
        case .text: takeText(scalar)
        case .charset: state = .text
        case .escape: takeEscape(scalar)
        case .control(let parameters):
            guard let byte = UInt8(exactly: scalar.value) else { return }
            if 0x40...0x7E ~= byte {
                state = .text
                control(String(decoding: parameters, as: UTF8.self), Character(scalar))
            } else {
                state = .control(parameters + [byte])
            }
        }
    }

    private mutating func takeText(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\r": moveTo(row, 0)
        case "\n": lineFeed()
        case "\u{8}": moveTo(row, column - 1)
        case "\t": moveTo(row, (column / 8 + 1) * 8)
        case "\u{7}": bells += 1
        default:
            if scalar.value >= 0x20 { put(scalar) }
        }
    }

    private mutating func takeEscape(_ scalar: Unicode.Scalar) {
        state = .text
        switch scalar {
        case "[": state = .control([])
        case "(", ")": state = .charset
        case "7": saved = (row, column)
        case "8": moveTo(saved.row, saved.column)
        case "D": lineFeed()
        case "M": if row > 0 { moveTo(row - 1, column) }
        default: break
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.width(scalar)
        guard width > 0 else {
            let last = isWrapPending ? column : column - 1
            if last >= 0 { cells[row][last].unicodeScalars.append(scalar) }
            return
        }
        if isWrapPending || column + width > columns {
            moveTo(row, 0)
            lineFeed()
        }
        cells[row][column] = String(scalar)
        if width == 2 { cells[row][column + 1] = "" }
        if column + width >= columns {
            column = columns - 1
            isWrapPending = true
        } else {
            column += width
        }
    }

    private mutating func lineFeed() {
        isWrapPending = false
        if row + 1 < rows {
            row += 1
        } else {
            cells.removeFirst()
            cells.append(Array(repeating: " ", count: columns))
        }
    }

    private mutating func moveTo(_ row: Int, _ column: Int) {
        isWrapPending = false
        self.row = min(max(0, row), rows - 1)
        self.column = min(max(0, column), columns - 1)
    }

    private mutating func control(_ parameters: String, _ letter: Character) {
        if parameters.hasPrefix("?") {
            let named = parameters.dropFirst().split(separator: ";").compactMap { Int($0) }
            if letter == "h" { modes.formUnion(named) }
            if letter == "l" { modes.subtract(named) }
            return
        }
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers.first ?? 1)
        switch letter {
        case "A": moveTo(row - count, column)
        case "B": moveTo(row + count, column)
        case "C": moveTo(row, column + count)
        case "D": moveTo(row, column - count)
        case "G": moveTo(row, count - 1)
        case "d": moveTo(count - 1, column)
        case "H", "f": moveTo(count - 1, numbers.count > 1 ? max(1, numbers[1]) - 1 : 0)
        case "J": eraseScreen(numbers.first ?? 0)
        case "K": eraseLine(numbers.first ?? 0)
        case "P":
            let removed = min(count, columns - column)
            cells[row].removeSubrange(column..<column + removed)
            cells[row] += Array(repeating: " ", count: removed)
        case "@":
            cells[row].insert(
                contentsOf: Array(repeating: " ", count: min(count, columns - column)), at: column)
            cells[row].removeLast(cells[row].count - columns)
        default: break
        }
    }

    private mutating func eraseLine(_ mode: Int) {
        let range = mode == 0 ? column..<columns : mode == 1 ? 0..<column + 1 : 0..<columns
        for index in range { cells[row][index] = " " }
    }

    private mutating func eraseScreen(_ mode: Int) {
        if mode < 2 { eraseLine(mode) }
        let range = mode == 0 ? row + 1..<rows : mode == 1 ? 0..<row : 0..<rows
        for index in range { cells[index] = Array(repeating: " ", count: columns) }
    }

    /// How many cells a character takes, without asking the locale.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
