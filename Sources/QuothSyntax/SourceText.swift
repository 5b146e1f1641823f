/// A run of bytes in a text, end exclusive: `Span(start: 0, end: 6)` is `quotes` in `quotes count`.
public struct Span: Sendable, Hashable {
    /// Offset of the first byte, from 0.
    public var start: Int
    /// Offset after the last byte; equal to `start` for a place between two bytes.
    public var end: Int

    /// Makes a span; an end before the start is taken as the start.
    public init(start: Int, end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The smallest span that covers this one and another.
    public func joined(_ other: Span) -> Span {
        Span(start: min(start, other.start), end: max(end, other.end))
    }
}

/// A text to be parsed, with its name: `SourceText(name: "<prompt>", "quotes count")`.
///
/// The bytes may be anything; the lexer reports what is not UTF-8.
public struct SourceText: Sendable, Hashable {
    /// What diagnostics call this text: a path, `<prompt>` or `<command line>`.
    public let name: String
    /// The text as it was given.
    public let bytes: [UInt8]
    private let lineStarts: [Int]

    /// The longest text that is parsed, in bytes.
    public static let maximumLength = 1 << 20

    /// Makes a source from a string.
    public init(name: String, _ text: String) {
        self.init(name: name, utf8: Array(text.utf8))
    }

    /// Makes a source from bytes that ought to be UTF-8.
    public init(name: String, utf8 bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        // Positions in a text over the limit are asked for its first byte only.
        if bytes.count <= Self.maximumLength {
            for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
        }
        lineStarts = starts
    }

    /// A place as people count: lines from 1, columns from 1 in Unicode scalars.
    public struct Position: Sendable, Hashable {
        /// The line, from 1.
        public let line: Int
        /// The column in Unicode scalars, from 1.
        public let column: Int
    }

    /// The line and column of a byte offset; O(log lines + length of the line).
    public func position(of offset: Int) -> Position {
        let line = lineIndex(of: offset)
        let start = lineStarts[line]
        let scalars = bytes[start..<min(max(offset, start), bytes.count)].count { $0 & 0xC0 != 0x80 }
        return Position(line: line + 1, column: scalars + 1)
    }

    /// The span of a line without its line break; lines count from 1.
    public func lineSpan(_ line: Int) -> Span {
        guard line >= 1, line <= lineStarts.count else { return Span(start: bytes.count, end: bytes.count) }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return Span(start: start, end: end)
    }

    /// The text of a span, with U+FFFD for what is not UTF-8; spans outside the text are clipped.
    public func text(_ span: Span) -> String {
        let start = min(max(span.start, 0), bytes.count)
        return String(decoding: bytes[start..<min(max(span.end, start), bytes.count)], as: UTF8.self)
    }

    /// Whether the line before that of an offset is blank.
    func hasBlankLine(before offset: Int) -> Bool {
        let line = position(of: offset).line
        guard line > 1 else { return false }
        let before = lineSpan(line - 1)
        return bytes[before.start..<before.end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
