import Quoth

/// A text with stretches of it marked: by brackets, since a copied passage has no colours, and in reverse video where
/// there are any.
struct MarkedText {
    private(set) var text: String
    /// The stretches, in Unicode scalars; one may lie within another.
    private(set) var marks: [Range<Int>]

    /// Stand for the brackets' colours while lines are broken; they take no room, and no other text has them by then.
    private static let opening: Unicode.Scalar = "\u{1}"
    private static let closing: Unicode.Scalar = "\u{2}"

    init(_ text: String, _ marks: [Range<Int>] = []) {
        self.text = text
        self.marks = marks
    }

    /// The surroundings of the first mark, if the text is longer than so many scalars.
    func shortened(to length: Int) -> MarkedText {
        let scalars = text.unicodeScalars
        guard scalars.count > length else { return self }
        let first = max(0, (marks.first?.lowerBound ?? 0) - length / 4)
        let part = first..<min(scalars.count, first + length)
        let start = scalars.index(scalars.startIndex, offsetBy: part.lowerBound)
        let kept = String(scalars[start..<scalars.index(start, offsetBy: part.count)])
        let inside = marks.filter { part.lowerBound <= $0.lowerBound && $0.upperBound <= part.upperBound }
        let before = first > 0 ? 1 : 0
        return MarkedText(
            (before > 0 ? "…" : "") + kept + (part.upperBound < scalars.count ? "…" : ""),
            inside.map { ($0.lowerBound - first + before)..<($0.upperBound - first + before) })
    }

    /// The text on as many lines as it takes, harmless for a terminal; on one if there is no width.
    func lines(_ style: PrintStyle, width: Int?) -> [String] {
        let joined = marks.isEmpty ? style.line(text) : withMarks
        let lines = width.map { TextWrap.lines(joined, width: max(20, $0)) } ?? [joined]
        guard !marks.isEmpty else { return lines.map(style.isolated) }
        var depth = 0
        return lines.map { style.isolated(Self.coloured($0, style, &depth)) }
    }

    private var withMarks: String {
        var joined = ""
        var part = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for place in 0...scalars.count {
            let ends = marks.count { $0.upperBound == place && !$0.isEmpty }
            let starts = marks.filter { $0.lowerBound == place }
            if ends + starts.count > 0 {
                joined += SafeText.escape(String(part))
                part = .init()
                joined += String(repeating: "]]\(Self.closing)", count: ends)
                for mark in starts {
                    joined += "\(Self.opening)[[" + (mark.isEmpty ? "]]\(Self.closing)" : "")
                }
            }
            if place < scalars.count { part.append(scalars[place]) }
        }
        return joined + SafeText.escape(String(part))
    }

    /// A line with its colours; a highlight ends with it, so that margins stay plain.
    private static func coloured(_ line: String, _ style: PrintStyle, _ depth: inout Int) -> String {
        let (on, off) = style.reverse
        var text = depth > 0 ? on : ""
        for scalar in line.unicodeScalars {
            switch scalar {
            case opening:
                if depth == 0 { text += on }
                depth += 1
            case closing:
                depth -= 1
                if depth == 0 { text += off }
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + (depth > 0 ? off : "")
    }
}
