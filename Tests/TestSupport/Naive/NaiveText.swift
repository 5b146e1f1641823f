import Foundation
import QuothSyntax

/// Folding, words and order of texts, done scalar by scalar with Foundation.
enum NaiveText {
    /// The text without case and accents.
    static func folded(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars
        where scalar.properties.generalCategory != .nonspacingMark {
            scalars.append(scalar)
        }
        return String(scalars).lowercased().precomposedStringWithCanonicalMapping
    }

    /// Runs of letters and digits.
    static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    static func sortKey(_ text: String) -> NaiveSortKey {
        NaiveSortKey(scalars: text.unicodeScalars.map(\.value))
    }

    static func contains(_ text: String, _ part: String) -> Bool {
        contains(run: Array(folded(part).unicodeScalars), in: Array(folded(text).unicodeScalars))
    }

    /// Whether the words of the second stand in the first, in order and side by side; endings are not folded,
    /// so that tests must use the very forms that stand in the text.
    static func mentions(_ text: String, _ wanted: String) -> Bool {
        let wanted = words(folded(wanted))
        return !wanted.isEmpty && contains(run: wanted, in: words(folded(text)))
    }

    static func matches(_ text: String, _ pattern: String) throws -> Bool {
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            throw NaiveFault(.badPattern, pattern)
        }
        let whole = NSRange(text.startIndex..., in: text)
        return expression.firstMatch(in: text, range: whole) != nil
    }

    /// How much a word says that so many of some texts have.
    static func rarity(of holders: Int, among texts: Int) -> Double {
        log(1 + (Double(texts - holders) + 0.5) / (Double(holders) + 0.5))
    }

    private static func contains<Element: Equatable>(run: [Element], in all: [Element]) -> Bool {
        guard run.count <= all.count else { return false }
        return (0...(all.count - run.count)).contains { Array(all[$0..<($0 + run.count)]) == run }
    }
}
