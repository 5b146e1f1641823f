import ArgumentParser
import Quoth
import QuothSyntax

/// `quoth help`: explains a word of the language, a command, a field or an error without a corpus.
struct HelpCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Explains a word of the language, a command, a field or an error.",
        usage: "quoth help [WORD]…", discussion: HelpWords.lists)

    @Argument(
        help: "The words; without one, all of them are listed.",
        completion: .list(HelpWords.all))
    var words: [String] = []

    func run(_ console: Console) -> ExitStatus {
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

/// What `quoth help` knows, for the manual and for the completion of shells.
private enum HelpWords {
    /// Those that shells complete: signs such as `<` mean something else to them.
    static let all = DotCommand.helpWords.filter { $0.contains(where: \.isLetter) } + Asking.commands

    /// The help of a subcommand, as the argument parser has it.
    static func message(of command: String) -> String? {
        switch command {
        case "ask": QuothCommand.helpMessage(for: AskCommand.self)
        case "fmt": QuothCommand.helpMessage(for: FormatCommand.self)
        case "check": QuothCommand.helpMessage(for: CheckCommand.self)
        case "build": QuothCommand.helpMessage(for: BuildCommand.self)
        case "verify": QuothCommand.helpMessage(for: VerifyCommand.self)
        case "schema": QuothCommand.helpMessage(for: SchemaCommand.self)
        case "help": QuothCommand.helpMessage(for: HelpCommand.self)
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
