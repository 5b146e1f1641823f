import CLineEdit

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where libedit puts text on the screen: the rows and columns it reckons with.
struct TextLayout {
    let columns: Int
    private(set) var row = 0
    private(set) var column = 0

    init(columns: Int) { self.columns = max(columns, 2) }

    /// Moves behind a character. Answers what has to be written to get there.
    @discardableResult mutating func advance(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return breakLine()
        case "\t":
            var written = ""
            repeat { written += place(" ", width: 1) } while column % 8 != 0
            return written
        default:
            let width = Self.width(scalar)
            if let width { return place(String(scalar), width: width) }
            // What has no shape is spelt out, each character in a cell.
            return Self.spelling(scalar).unicodeScalars.reduce(into: "") { $0 += place(String($1), width: 1) }
        }
    }

    mutating func advance(_ scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars { advance(scalar) }
    }

    private mutating func place(_ text: String, width: Int) -> String {
        var written = ""
        while column + width > columns { written += place(" ", width: 1) }
        written += text
        column += width
        if column >= columns { written += breakLine() }
        return written
    }

    private mutating func breakLine() -> String {
        row += 1
        column = 0
        return "\r\n"
    }

    /// The cells a character takes, or nil if it has no shape of its own.
    static func width(_ scalar: Unicode.Scalar) -> Int? {
        if isControl(scalar) { return nil }
        let width = lineedit_width(wchar_t(bitPattern: scalar.value))
        return width < 0 ? nil : Int(width)
    }

    /// The cells a text takes when it is written in one line.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + (width($1) ?? spelling($1).unicodeScalars.count) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
    }

    /// libedit's spelling of what has no shape.
    private static func spelling(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\u{7F}" { return "^?" }
        if isControl(scalar) { return "^" + String(Unicode.Scalar(UInt8(scalar.value | 0x40))) }
        let hex = String(scalar.value, radix: 16)
        return "\\U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }

    /// The window's size, or a usual one if the terminal doesn't know.
    static func windowSize() -> (rows: Int, columns: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
            return (24, 80)
        }
        return (Int(size.ws_row), Int(size.ws_col))
    }
}
