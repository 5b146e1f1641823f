import QuothSyntax

/// Parts of sentences.
package enum Phrase {
    /// A number with commas between its thousands: `1,204`.
    package static func number(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(by: ",")
    }

    /// `1 quote`, `1,204 quotes`.
    package static func count(_ count: Int, _ singular: String, _ plural: String) -> String {
        number(count) + " " + (count == 1 ? singular : plural)
    }

    /// `1 row`, `2 rows`; for words that only take an s.
    package static func count(_ count: Int, _ singular: String) -> String {
        self.count(count, singular, singular + "s")
    }

    /// `a quote`, `an actor`; what has its article keeps it.
    static func one(_ noun: String) -> String {
        if noun.hasPrefix("a ") || noun.hasPrefix("an ") { return noun }
        return (["a", "e", "i", "o"].contains(noun.prefix(1)) ? "an " : "a ") + noun
    }

    /// A name as the message quotes it, cut if it is long.
    static func quoted(_ text: String) -> String { "'" + TextWrap.shortened(text, to: 60) + "'" }

    /// `a, b or c`; of a longer list its beginning and the number of the others.
    static func list(_ items: [String], or word: String = "or", limit: Int = 14) -> String {
        let items = items.map { TextWrap.shortened($0, to: 40) }
        guard items.count <= limit else {
            return items.prefix(limit - 1).joined(separator: ", ") + " and \(items.count - limit + 1) more"
        }
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(by: ", ") + " \(word) " + last
    }
}
