import Foundation
import Quoth
import QuothSyntax
import TestSupport
import Testing

@testable import QuothCLI

@Suite("Help, at the prompt and on the command line")
struct HelpCommandTests {
    @Test func `All of it stands on one screen`() {
        let lines = HelpPrinter(width: 80).overview(DotCommand.all).split(
            separator: "\n", omittingEmptySubsequences: false)
        // The last piece is empty, and the prompt wants a line too.
        #expect(lines.count - 1 <= 23, "\(lines.count)")
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 80 })
        let words = Set(lines.flatMap { $0.split(separator: " ") }.map(String.init))
        for word in Vocabulary.stages + Vocabulary.operators + Noun.all.map(\.name) {
            #expect(words.contains(word), "\(word)")
        }
        for command in DotCommand.all { #expect(words.contains("." + command.name), "\(command.name)") }
    }

    @Test func `Every command says what it does`() {
        for command in DotCommand.all {
            #expect(
                command.usage.hasPrefix("." + command.name) && command.usage.count <= 17, "\(command.name)")
            #expect(command.brief.count <= 21, "\(command.name)")
            #expect(command.help.count > 10, "\(command.name)")
        }
    }

    @Test(arguments: [40, 60, 80, 200]) func `Nothing is wider than the window`(_ width: Int) {
        let printer = HelpPrinter(width: width)
        let texts =
            DotCommand.helpWords.map { printer.text(Help.topics(for: $0).filter { $0.place == .query }) }
            + DotCommand.all.map { printer.text([$0.topic]) }
            + [printer.overview(DotCommand.all), Keys.text(printer)]
        for line in texts.flatMap({ $0.split(separator: "\n") }) {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
        }
    }

    @Test(arguments: DiagnosticCode.allCases) func `Examples for a shell run there`(
        _ code: DiagnosticCode
    ) throws {
        for topic in Help.topics(for: code.rawValue) where topic.place == .shell {
            for example in topic.examples {
                let words = example.split(separator: " ").map(String.init)
                #expect(words.first == "quoth")
                let result = try Program.run(
                    Array(words.dropFirst()), to: .resultWithErrors, in: ReadmeTests.root)
                #expect(result.code == 0, "\(example): \(result.out)")
            }
        }
    }

    @Test func `What is to be pasted says the same in a narrow window`() {
        let printer = HelpPrinter(width: 40)
        var wrapped = 0
        let topics = DotCommand.helpWords.flatMap { Help.topics(for: $0) }.filter { $0.place == .query }
        for example in topics.flatMap(\.examples) {
            let shown = printer.example(example)
            let (one, other) = (SourceText(name: "", example), SourceText(name: "", shown))
            #expect(
                SyntaxPrinter.text(Parser.parse(other).script)
                    == SyntaxPrinter.text(Parser.parse(one).script),
                "\(shown)")
            if shown.ranges(of: "\n").count > example.split(separator: "\n").count { wrapped += 1 }
        }
        #expect(wrapped > 10)
    }

    @Test func `A word is explained with and without a corpus`() throws {
        let atPrompt = try Program.run(
            ["samples/iran-us-talks.json", "-c", ".help mentions"], in: ReadmeTests.root)
        #expect(atPrompt.code == 0)
        #expect(atPrompt.out.hasPrefix("PATH mentions \"two words\"   (condition)\n  These words stand"))
        let outside = try Program.run(["help", "mentions"])
        #expect(outside.out == atPrompt.out)
        #expect(
            try Program.run(["help", ".why", "unknown-value"]).out.contains("  instead of\n    quotes where"))
        #expect(try Program.run(["help"]).out == HelpPrinter(width: nil).overview(DotCommand.all))
        #expect(try Program.run(["help", "fmt"]).out.hasPrefix("OVERVIEW: Writes scripts"))
        let own = try Program.run(
            ["samples/iran-us-talks.json", "-c", ".help based_in"], in: ReadmeTests.root)
        #expect(own.out.contains("A field of this corpus."))
    }

    @Test func `A word that there is no help for is an error`() throws {
        let outside = try Program.run(["help", "wherre"])
        #expect(outside.code == 2)
        #expect(outside.err.contains("did you mean 'where'?"))
    }

    @Test func `The manual page says the forms of a command line, and what help says`() throws {
        let page = try Program.run(["help", "--manual"])
        #expect(page.code == 0 && page.err.isEmpty)
        let synopsis = page.out.split(separator: ".SH SYNOPSIS\n").last?.split(separator: ".SH").first ?? ""
        #expect(
            synopsis == """
                .nf
                quoth CORPUS
                quoth CORPUS \\-c QUERY…
                quoth CORPUS SCRIPT…
                quoth fmt [\\-\\-check] FILE…
                quoth check CORPUS
                quoth build CORPUS \\-o FILE
                quoth verify FILE
                quoth schema
                quoth help [WORD]…
                .fi

                """)
        let plain = page.out.replacing("\\-", with: "-").replacing("\\(aq", with: "'")
        for option in try Program.run(["--help"]).out.matches(of: /--[a-z-]+/) {
            #expect(plain.contains(option.0), "\(option.0)")
        }
        for command in DotCommand.all { #expect(plain.contains(command.usage)) }
        #expect(!page.out.split(separator: "\n").contains { $0.hasPrefix("'") })
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `Shells complete the words`(_ shell: String) throws {
        let script = try Program.run(["--generate-completion-script", shell])
        #expect(script.code == 0)
        for word in ["summarize", "unknown-value", ".why", "about_events"] {
            #expect(script.out.contains(word), "\(word)")
        }
        #expect(script.out.ranges(of: "\n_quoth_help() {\n").count == (shell == "fish" ? 0 : 1))
        #expect(!script.out.contains("Show subcommand help"))
    }

    /// What bash offers for the last word of a line, among the samples.
    private func completed(_ words: String...) throws -> [String] {
        let script = """
            source <("$1" --generate-completion-script bash)
            shift
            cd samples
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
            _quoth quoth "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try Program.run(
            "/bin/bash", ["-c", script, "bash", BuiltProgram.path("quoth")] + words, input: [])
        return run.out.split(separator: "\n").map(String.init)
    }

    private static let fish = "/usr/bin/fish"

    /// What fish offers for the last word of a line, among the samples.
    private func completedByFish(_ line: String) throws -> [String] {
        let script = """
            $argv[1] --generate-completion-script fish | source
            cd samples
            complete -C $argv[2]
            """
        let run = try Program.run(
            Self.fish, ["--no-config", "-c", script, BuiltProgram.path("quoth"), line], input: [])
        return run.out.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: fish)))
    func `Fish offers all options, with or without a corpus before them`() throws {
        let described = try Program.run(["--generate-completion-script", "fish"]).out
        let long = described.split(separator: "\n").filter { $0.contains("\"quoth ask\"") }
            .compactMap { $0.firstMatch(of: /-l '([a-z-]+)'/) }.map { "--" + $0.1 }.sorted()
        #expect(long.count > 15)
        for line in ["quoth --", "quoth harbour --", "quoth harbour -c quotes --"] {
            #expect(try completedByFish(line) == long, "\(line)")
        }
        #expect(try completedByFish("quoth --fo") == ["--format"])
        #expect(try completedByFish("quoth --format j") == ["json", "jsonl"])
        #expect(try completedByFish("quoth check --c") == ["--color"])
        #expect(try completedByFish("quoth ch") == ["check"])
        #expect(try completedByFish("quoth iran").sorted() == ["iran-us-talks.json", "iran-us-talks/"])
    }

    @Test func `A line that names no command is completed as one that asks`() throws {
        #expect(try completed("quoth", "iran").sorted() == ["iran-us-talks", "iran-us-talks.json"])
        #expect(try completed("quoth", "harbour", "tw") == ["twenty.quoth"])
        #expect(try completed("quoth", "harbour", "--no-p") == ["--no-pager"])
        #expect(try completed("quoth", "--form") == ["--format"])
        #expect(try completed("quoth", "harbour", "--format", "j") == ["json", "jsonl"])
        #expect(try completed("quoth", "ch") == ["check"])
        #expect(try completed("quoth", "check", "har") == ["harbour"])
        #expect(try completed("quoth", "help", "whe") == ["where"])
    }
}
