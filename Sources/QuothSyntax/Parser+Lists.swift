// Lists and dates in the forms of other languages, and of every day.
extension Parser {
    /// `speaker = (Ann or Ben)` and `speaker in Ann, Ben`, mended where all values are single tokens.
    func habitOfList(from first: Int, sign: Token) -> Fault {
        var place = first
        var values: [String] = []
        while place < tokens.count, [.word, .text, .integer, .decimal, .date].contains(tokens[place].kind) {
            values.append(text(tokens[place]))
            place += 1
            guard place < tokens.count, tokens[place].kind == .comma || lowercased(tokens[place]) == "or"
            else {
                break
            }
            place += 1
        }
        let isBracketed = tokens[first - 1].kind == .leftBracket
        let wanted = isBracketed ? Wanted.closingBracket : .word("and")
        let isSign = sign.kind == .equals || sign.kind == .notEquals || lowercased(sign) == "in"
        guard isSign, values.count > 1, !isBracketed || tokens[place].kind == .rightBracket else {
            return unexpected(wanted)
        }
        let last = isBracketed ? tokens[place] : tokens[place - 1]
        let written = (sign.kind == .notEquals ? "not in (" : "in (") + values.joined(by: ", ") + ")"
        return unexpected(wanted, fix: .init(sign.span.joined(last.span), written))
    }

    /// A comma after a condition: before another one for `and`, else between values.
    func habitOfComma() -> Fault {
        let after = index + 2 < tokens.count ? tokens[index + 2] : current
        let beginsTest =
            ComparisonOperator(after.kind) != nil || keyword(after).map(Vocabulary.tests.contains) ?? false
        guard beginsTest || index < 2 else { return habitOfList(from: index - 1, sign: tokens[index - 2]) }
        return unexpected(.word("and"), .word("or"), fix: .init(current.span, " and"))
    }

    /// `paragraph > 5 and < 8`, where the field is lacking that stands before the first sign.
    func habitOfOmission(after before: Expression) -> Fault? {
        guard ComparisonOperator(current.kind) != nil, case .comparison(let left, _, _) = before.kind else {
            return nil
        }
        let place = Span(start: current.span.start, end: current.span.start)
        return unexpected(.expression, fix: .init(place, SyntaxPrinter.text(left) + " "))
    }

    /// `7 February 2025`, `February 2025` and `07.02.2025` behind what was read of them.
    func habitOfDate() -> Fault? {
        guard index > 0 else { return nil }
        let start = dateStart
        guard let start, start <= index else { return nil }
        var end = start
        while end + 1 < tokens.count, end < start + 4, !isEnd(end + 1), isPartOfDate(tokens[end + 1]) {
            end += 1
        }
        let span = tokens[start].span.joined(tokens[end].span)
        let written = source.text(span)
        return error(.badDate, at: span, found: written, fix: Self.day(written).map { .init(span, $0) })
    }

    /// The token with which a date of every day begins that the current one goes on with.
    private var dateStart: Int? {
        let before = tokens[index - 1]
        if month(current) != nil, before.kind == .integer { return index - 1 }
        if current.kind == .integer, month(before) != nil {
            let isDay = index > 1 && tokens[index - 2].kind == .integer
            return isDay ? index - 2 : index - 1
        }
        if current.kind == .dot, before.kind == .decimal, following.kind == .integer { return index - 1 }
        return nil
    }

    private func isPartOfDate(_ token: Token) -> Bool {
        token.kind == .integer || token.kind == .dot || token.kind == .comma || month(token) != nil
    }

    private func month(_ token: Token) -> Int? { keyword(token).flatMap(Self.month) }

    private static func month(_ word: String) -> Int? {
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        guard word.first?.isUppercase ?? false, word.count == 3 || Self.months.contains(word) else {
            return nil
        }
        return names.firstIndex(of: word.prefix(3).lowercased()).map { $0 + 1 }
    }

    private static let months = [
        "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The date as the language has it; nil if it can't be told which number is what.
    private static func day(_ text: String) -> String? {
        let parts = text.split { " .,".contains($0) }.map(String.init)
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let month = parts.lazy.compactMap(Self.month).first
        let numbers = parts.compactMap { Int($0) }
        guard let year = numbers.last, year >= 1000 else { return nil }
        switch (month, numbers.count) {
        case (let month?, 1): return "\(year)-\(padded(month))"
        case (let month?, 2): return "\(year)-\(padded(month))-\(padded(numbers[0]))"
        case (nil, 3): return "\(year)-\(padded(numbers[1]))-\(padded(numbers[0]))"
        default: return nil
        }
    }
}
