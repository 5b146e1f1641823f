import Quoth
import QuothSyntax
import QuothTerminal

/// Something about the prompt that the user may choose once and for all.
struct Setting: Sendable {
    let name: String
    let help: String
    /// What it is if nothing is chosen.
    let usual: String
    /// What it may be, as far as that can be listed.
    let values: [String]
    /// What else it may be, in words.
    var other: String?
    var allows: @Sendable (String) -> Bool = { _ in false }
    let apply: @Sendable (Loop, String) -> Void

    static let all: [Setting] = [
        Setting(
            name: "format", help: "how answers are printed", usual: Format.table.rawValue,
            values: Format.allCases.map(\.rawValue),
            apply: { loop, value in loop.settings.format = Format(rawValue: value) ?? .table }),
        Setting(
            name: "timer", help: "whether the time that a query took is told", usual: "off",
            values: ["on", "off"], apply: { loop, value in loop.tellsTime = value == "on" }),
        Setting(
            name: "pager", help: "what shows answers taller than the window", usual: "auto",
            values: ["auto", "off"], other: "a command such as 'less -S'", allows: { !$0.isEmpty },
            apply: { loop, value in loop.settings.pager = Paging.command(value) }),
        Setting(
            name: "color", help: "when colours are used", usual: ColourChoice.auto.rawValue,
            values: ColourChoice.allCases.map(\.rawValue),
            apply: { loop, value in
                let choice = ColourChoice(rawValue: value) ?? .auto
                loop.settings.colour = choice
                loop.console.reporter.use(choice)
            }),
        Setting(
            name: "width", help: "the most columns that an answer takes", usual: "auto", values: ["auto"],
            other: "a number from 20", allows: { (20...10_000).contains(Int($0) ?? 0) },
            apply: { loop, value in loop.settings.width = Int(value) }),
        Setting(
            name: "history", help: "how many statements are remembered",
            usual: String(History.maximumEntries), values: [],
            other: "a number up to \(History.maximumEntries)",
            allows: { (0...History.maximumEntries).contains(Int($0) ?? -1) },
            apply: { loop, value in loop.settings.historySize = Int(value) ?? History.maximumEntries }),
    ]

    /// The setting of a name; the diagnostic lacks its place.
    static func named(_ name: String) throws(Diagnostic) -> Setting {
        if let setting = all.first(where: { $0.name == name }) { return setting }
        throw Diagnostic(
            .badOption, found: name, expected: all.map(\.name), subject: "setting",
            near: nearest(to: name, among: all.map(\.name)).map { .init($0) })
    }

    /// Refuses a value that it can't have.
    func check(_ value: String) throws(Diagnostic) {
        if values.contains(value) || allows(value) { return }
        throw Diagnostic(
            .badOption, found: value, expected: values + [other].compactMap { $0 },
            subject: "value of '\(name)'", near: nearest(to: value, among: values).map { .init($0) })
    }
}

/// The user's settings as a text: a line for each, such as `format card`; `#` begins a comment.
struct SettingsFile {
    private var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if lines.last == "" { lines.removeLast() }
    }

    /// What is chosen, and what is wrong, in which line.
    func read() -> (values: [String: String], faults: [(line: Int, fault: Diagnostic)]) {
        var values: [String: String] = [:]
        var faults: [(Int, Diagnostic)] = []
        for (index, line) in lines.enumerated() {
            let words = DotCommand.words(line)
            guard let name = words.first else { continue }
            do throws(Diagnostic) {
                let value = words.dropFirst().joined(separator: " ")
                try Setting.named(name).check(value)
                values[name] = value
            } catch { faults.append((index + 1, error)) }
        }
        return (values, faults)
    }

    /// The text with a setting changed; comments and other lines stay.
    func setting(_ name: String, to value: String) -> String {
        let isChosen = { (line: String) in DotCommand.words(line).first == name }
        let place = lines.firstIndex(where: isChosen) ?? lines.endIndex
        var lines = lines.filter { !isChosen($0) }
        lines.insert(name + " " + value, at: place)
        return lines.joined(by: "\n") + "\n"
    }
}
