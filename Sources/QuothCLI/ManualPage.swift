import ArgumentParser
import Quoth
import QuothSyntax

/// The manual page, in the macros of man(7), made of what `--help` and `.help` say.
enum ManualPage {
    static var text: String {
        var page = ".TH QUOTH 1 \"\" \"\(QuothCommand.configuration.version)\" \"User Commands\"\n"
        page += section("NAME", escaped("quoth - " + QuothCommand.configuration.abstract) + "\n")
        page += section("SYNOPSIS", literal(QuothCommand.forms.map { $0.form + "\n" }.joined(by: "")))
        page += section("DESCRIPTION", QuothCommand.forms.map { item($0.form, $0.meaning) }.joined(by: ""))
        for command in Asking.commands {
            guard let message = HelpWords.message(of: command, columns: width) else { continue }
            let name = command == "ask" ? "OPTIONS" : "QUOTH " + command.uppercased()
            page += section(name, literal(message))
        }
        page += section("AT THE PROMPT", DotCommand.all.map { item($0.usage, $0.help) }.joined(by: ""))
        page += section("FILES", files.map(item).joined(by: ""))
        return page + section("ENVIRONMENT", variables.map(item).joined(by: ""))
    }

    /// What fits behind a manual's margin.
    private static let width = 72

    private static let files = [
        ("~/.local/state/quoth/history", "What was typed at the prompt."),
        ("~/.config/quoth/settings", "What '.set' has chosen for the prompt."),
        ("~/.editrc", "The keys of the prompt, as editrc(5) says."),
    ]

    private static let variables = [
        ("PAGER", "The program that shows long answers; less -FRX if it isn't set."),
        ("NO_COLOR", "If it isn't empty, no colours are used unless an option asks for them."),
        ("XDG_STATE_HOME, XDG_CONFIG_HOME", "Where the history and the settings are instead."),
        ("EDITRC", "What is read instead of ~/.editrc."),
    ]

    private static func section(_ title: String, _ text: String) -> String { ".SH \(title)\n" + text }

    private static func item(_ form: String, _ meaning: String) -> String {
        ".TP\n\\fB\(escaped(form))\\fR\n\(escaped(meaning))\n"
    }

    private static func literal(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
        return ".nf\n" + lines.joined(by: "\n") + ".fi\n"
    }

    /// A text of which no sign means anything to the formatter.
    private static func escaped(_ text: String) -> String {
        let signs = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .replacing("'", with: "\\(aq")
        return signs.hasPrefix(".") ? "\\&" + signs : signs
    }
}
