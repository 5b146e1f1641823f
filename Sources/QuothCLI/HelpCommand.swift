import ArgumentParser
import Quoth
import QuothSyntax

/// `quoth help`: explains a word of the language, a command, a field or an error without a corpus.
struct HelpCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explains a word of the language, a command, a field or an error.",
        usage: QuothCommand.form("help") + "\nquoth help --manual", discussion: HelpWords.lists)

    @Argument(
        help: "The words; without one, all of them are listed.",
        completion: .list(HelpWords.all))
    var words: [String] = []

    @Flag(help: "Print the manual page, for man.")
    var manual = false

    func run(_ console: Console) -> ExitStatus {
        if manual { return console.print(ManualPage.text) }
        let printer = HelpPrinter(width: console.output.isTerminal ? Terminal.width : nil)
        if words.isEmpty { return console.print(printer.overview(DotCommand.all)) }
        var texts: [String] = []
        for word in words {
            if word == Keys.word {
                texts.append(Keys.text(printer))
                continue
            }
            if let message = HelpWords.message(of: word) {
                texts.append(message + "\n")
                continue
            }
            let command = word.hasPrefix(".") ? DotCommand.find(String(word.dropFirst())) : nil
            let topics = command.map { [$0.topic] } ?? Help.topics(for: word)
            guard !topics.isEmpty else {
                var diagnostic = DotCommand.unknownWord(word)
                diagnostic.source = "help"
                diagnostic.record = .init(line: 0)
                console.reporter.report([diagnostic])
                return .unusable
            }
            texts.append(printer.text(topics))
        }
        return console.print(texts.joined(by: "\n"))
    }
}

/// What `quoth help` knows, also for the manual and for the completion of shells.
enum HelpWords {
    /// Those that shells complete: signs such as `<` mean something else to them.
    static let all = DotCommand.helpWords.filter { $0.contains(where: \.isLetter) } + Asking.commands

    /// The help of a subcommand, as the argument parser has it.
    static func message(of command: String, columns: Int? = nil) -> String? {
        switch command {
        case "ask": QuothCommand.helpMessage(for: AskCommand.self, columns: columns)
        case "fmt": QuothCommand.helpMessage(for: FormatCommand.self, columns: columns)
        case "check": QuothCommand.helpMessage(for: CheckCommand.self, columns: columns)
        case "build": QuothCommand.helpMessage(for: BuildCommand.self, columns: columns)
        case "verify": QuothCommand.helpMessage(for: VerifyCommand.self, columns: columns)
        case "schema": QuothCommand.helpMessage(for: SchemaCommand.self, columns: columns)
        case "help": QuothCommand.helpMessage(for: HelpCommand.self, columns: columns)
        default: nil
        }
    }

    /// The words of the language by what they are, from the same table as everything else.
    static var lists: String {
        let kinds = HelpTopic.Kind.allCases.filter { $0 != .field && $0 != .error && $0 != .command }
        let lists = kinds.map { "\($0.rawValue): " + Help.words(of: $0).joined(by: " ") }
        return lists.joined(by: "\n\n") + "\n\nFields and the codes of errors are explained too."
    }
}
