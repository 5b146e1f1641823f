import QuothSyntax

/// What is said under a table, and about an empty one.
public enum AccountingWords {
    /// The line under an answer, and for an empty one the lines that say which condition emptied it.
    ///
    /// ```text
    /// 412 quotes, 61 of them reported inside another   (23 left out: no faction recorded; 90 rest on a judgement)
    /// ```
    ///
    /// The texts of conditions stand in it: escape it before it reaches a terminal.
    public static func text(_ answer: Answer) -> String {
        let accounting = answer.accounting
        var line = subject(answer)
        if let nested = accounting.nested, nested > 0 {
            let isAll = nested == accounting.records
            let those = isAll ? (nested == 1 ? "" : "all of them ") : "\(Phrase.number(nested)) of them "
            line += ", \(those)reported inside another"
        }
        let remarks = remarks(answer)
        if !remarks.isEmpty { line += "   (" + remarks.joined(by: "; ") + ")" }
        line += "\n"
        guard answer.rowCount == 0, let path = wayToNothing(accounting) else { return line }
        line += "  " + path + "\n"
        var bindings: [Accounting.Binding] = []
        for binding in accounting.filters.flatMap(\.bindings) where !bindings.contains(binding) {
            bindings.append(binding)
        }
        if !bindings.isEmpty {
            line += "  " + bindings.map { "$\($0.name) = \(name($0.value))" }.joined(by: ", ") + "\n"
        }
        if let emptied = accounting.filters.first(where: { $0.held == 0 }), let seen = seen(emptied) {
            line += "  " + seen + "\n"
        }
        return line
    }

    /// What the rows had that reached the condition which nothing passed.
    private static func seen(_ filter: Accounting.Filter) -> String? {
        let reached = filter.parts.dropLast().last?.held ?? filter.reached
        if let seen = filter.seen {
            let after = filter.period.map { "; > \($0) is after all of it, >= \($0) has it too" }
            return dates(seen, reached) + (after ?? "")
        }
        if let field = filter.wholeText {
            return "= compares all of \(name(field)); \(name(field)) contains \"…\" looks for a part"
        }
        return filter.range.map { range in
            "\(those(range.field, reached)) \(Self.range(number(range.least), number(range.greatest)))"
        }
    }

    /// A number as tables have it, with at most four decimals.
    private static func number(_ value: Value) -> String {
        guard case .real(let number) = value, number.magnitude < 1e9 else { return value.description }
        let rounded = (number * 10_000).rounded() / 10_000
        return (rounded == 0 ? value : .real(rounded)).description
    }

    /// `said of the 412 goes from 2018 to 2023-11-30`
    private static func dates(_ seen: Accounting.Seen, _ reached: Int) -> String {
        "\(those(seen.field, reached)) \(range(seen.oldest.description, seen.newest.description))"
    }

    private static func those(_ field: String, _ reached: Int) -> String {
        "\(name(field)) of the \(reached == 1 ? "one" : Phrase.number(reached))"
    }

    private static func range(_ first: String, _ last: String) -> String {
        first == last ? "is \(first)" : "goes from \(first) to \(last)"
    }

    /// `412 quotes`, or after grouping `5 rows from 412 quotes`.
    private static func subject(_ answer: Answer) -> String {
        if let noun = answer.noun { return Phrase.count(answer.rowCount, noun.singular, noun.name) }
        let records = Phrase.count(
            answer.accounting.records, answer.origin.singular, answer.origin.name)
        // The rows of a cross table aren't what is seen as its rows.
        var unit = "row"
        if case .cross = answer.layout { unit = "group" }
        let rows = Phrase.count(answer.rowCount, unit)
        guard let pairing = answer.accounting.pairing else { return rows + " from " + records }
        let pairs = Phrase.count(pairing.made, "pair") + " of " + records
        if pairing.isGrouped { return rows + " from " + pairs }
        return answer.rowCount == pairing.made
            ? pairs : "\(Phrase.number(answer.rowCount)) of " + pairs
    }

    private static func remarks(_ answer: Answer) -> [String] {
        let accounting = answer.accounting
        var remarks: [String] = []
        var totals = ""
        if case .cross = answer.layout { totals = ", and so more than once in the totals" }
        for filter in accounting.filters {
            remarks += filter.leftOut.filter { $0.count > 0 }.map {
                "\(Phrase.number($0.count)) left out: \(reason($0))"
            }
            if filter.possibly > 0 {
                remarks.append("\(Phrase.number(filter.possibly)) left out that possibly match")
            }
            if filter.kept > 0 {
                remarks.append("\(Phrase.number(filter.kept)) kept although a value is missing")
            }
        }
        if let pairing = accounting.pairing { remarks += self.remarks(pairing, totals) }
        if accounting.judged > 0 {
            let verb = accounting.judged == 1 ? "rests" : "rest"
            remarks.append("\(Phrase.number(accounting.judged)) \(verb) on a judgement")
        }
        if accounting.inSeveralGroups > 0 {
            remarks.append("\(Phrase.number(accounting.inSeveralGroups)) counted in several groups\(totals)")
        }
        if accounting.spanning > 0 {
            remarks.append("\(Phrase.number(accounting.spanning)) in (none): the date spans two periods")
        }
        if let undated = accounting.undated, undated > 0 {
            remarks.append("\(Phrase.number(undated)) without a date")
        }
        remarks += accounting.relativePeriods.map { "\(name($0.text)): \($0.period)" }
        return remarks
    }

    private static func remarks(_ pairing: Accounting.Pairing, _ totals: String) -> [String] {
        var remarks = pairing.leftOut.map {
            "\(Phrase.number($0.count)) in no pair: \(reason($0))"
        }
        func pairs(_ count: Int) -> String { Phrase.count(count, "pair") }
        if pairing.possibly > 0 {
            remarks.append("\(pairs(pairing.possibly)) left out that possibly match")
        }
        if pairing.inSeveralGroups > 0 {
            remarks.append("\(pairs(pairing.inSeveralGroups)) counted in several groups\(totals)")
        }
        if pairing.spanning > 0 {
            remarks.append("\(pairs(pairing.spanning)) in (none): the date spans two periods")
        }
        return remarks
    }

    /// `all 1,204 → faction = hardliner: 412 → said = 2024: 0`; nil if no stage took part.
    private static func wayToNothing(_ accounting: Accounting) -> String? {
        guard
            !accounting.filters.isEmpty || !accounting.cuts.isEmpty || accounting.pairing != nil
                || accounting.start == 0
        else { return nil }
        var steps = ["all \(Phrase.number(accounting.start))"]
        for place in 0...accounting.filters.count {
            let cuts = accounting.cuts.filter { $0.filtersBefore == place }
            steps += cuts.filter { !$0.isOfPairs }.map(step)
            if let pairing = accounting.pairing, pairing.filtersBefore == place {
                steps.append("\(name(pairing.stage)): \(Phrase.count(pairing.made, "pair"))")
            }
            steps += cuts.filter(\.isOfPairs).map(step)
            if place < accounting.filters.count { steps += self.steps(accounting.filters[place]) }
        }
        return steps.joined(by: " → ")
    }

    private static func steps(_ filter: Accounting.Filter) -> [String] {
        let parts =
            filter.parts.isEmpty ? [.init(condition: filter.condition, held: filter.held)] : filter.parts
        return parts.map { "\(name($0.condition)): \(Phrase.number($0.held))" }
    }

    private static func step(_ cut: Accounting.Cut) -> String {
        "\(name(cut.stage)): \(Phrase.number(cut.held))"
    }

    private static func reason(_ gap: Accounting.Gap) -> String {
        guard let unit = gap.spans else { return "no \(field(gap.field)) recorded" }
        return "\(field(gap.field)) spans several \(unit.rawValue)s"
    }

    /// A field without the dots that say where it is looked for.
    private static func field(_ text: String) -> String { name(String(text.drop { $0 == "." })) }

    private static func name(_ text: String) -> String { TextWrap.shortened(text, to: 80) }
}
