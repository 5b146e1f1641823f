/// Numbers as bars of one width, to be set side by side with them.
struct Bars {
    /// The narrowest bars that are easily told from each other.
    static let narrowest = 10

    private let low: Double
    private let high: Double
    private let width: Int
    private let isPlain: Bool

    /// Makes bars for some numbers. Plain ones are of ASCII.
    init(_ numbers: [Double?], width: Int, isPlain: Bool) {
        let known = numbers.compactMap(\.self)
        low = known.reduce(0, min)
        high = known.reduce(0, max)
        self.width = max(1, width)
        self.isPlain = isPlain
    }

    /// The columns left of the axis, if there are numbers below zero.
    private var below: Int {
        guard low < 0 else { return 0 }
        guard high > 0 else { return width - 1 }
        // Halves first: the difference of two large numbers may be no number.
        let part = -low / 2 / (high / 2 - low / 2)
        return min(width - 2, max(1, Int((Double(width - 1) * part).rounded())))
    }

    private var above: Int { low < 0 ? width - 1 - below : width }

    /// The bar of a number, without blanks after it.
    func text(_ number: Double?) -> String {
        guard let number else { return "" }
        let axis = low < 0 ? (isPlain ? "|" : "│") : ""
        guard number < 0 else {
            let bar = number > 0 ? rightwards(number / high, above) : ""
            return String(repeating: " ", count: below) + axis + bar
        }
        let bar = leftwards(number / low, below)
        return String(repeating: " ", count: below - bar.count) + bar + axis
    }

    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// What isn't nothing is seen.
    private func rightwards(_ part: Double, _ columns: Int) -> String {
        guard !isPlain else { return plain(part, columns) }
        let filled = max(1, Int((part * Double(columns) * 8).rounded()))
        return String(repeating: "█", count: filled / 8) + Self.eighths[filled % 8]
    }

    /// Of the signs that end at the right of their place there is none but the half.
    private func leftwards(_ part: Double, _ columns: Int) -> String {
        guard !isPlain else { return plain(part, columns) }
        let filled = max(1, Int((part * Double(columns) * 2).rounded()))
        return (filled % 2 == 1 ? "▐" : "") + String(repeating: "█", count: filled / 2)
    }

    private func plain(_ part: Double, _ columns: Int) -> String {
        String(repeating: "#", count: max(1, Int((part * Double(columns)).rounded())))
    }
}

/// Numbers that follow one another as signs of different heights, a sign each.
enum Sparkline {
    private static let heights = Array("▁▂▃▄▅▆▇█")
    private static let plainHeights = Array("_.-:=+*#")

    /// The signs, of which the highest stands for `highest`; a blank for nothing.
    static func text(_ numbers: [Int], highest: Int, isPlain: Bool) -> String {
        let signs = isPlain ? plainHeights : heights
        return String(
            numbers.map { number -> Character in
                guard number > 0, highest > 0 else { return " " }
                let height = Int((Double(number) / Double(highest) * 8).rounded(.up))
                return signs[min(8, max(1, height)) - 1]
            })
    }

    /// Sums of neighbours, as many for each, so that there are so many numbers at most.
    static func binned(_ numbers: [Int], into count: Int) -> [Int] {
        guard numbers.count > count, count > 0 else { return numbers }
        let size = (numbers.count + count - 1) / count
        return stride(from: 0, to: numbers.count, by: size).map { start in
            numbers[start..<min(start + size, numbers.count)].reduce(0, +)
        }
    }
}
