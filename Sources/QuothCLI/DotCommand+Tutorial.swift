import Quoth
import QuothSyntax

// The command that leads through the language.
extension DotCommand {
    static let tutorial = DotCommand(
        name: "tutorial", usage: ".tutorial [N]", brief: "ten queries to try",
        help:
            "Leads through ten queries that are made of what the corpus holds: the first, the 'next', or number N. "
            + "Each is run, and becomes 'it'.", takes: .choice(["next"])
    ) { (request, words) throws(Failure) in try tutorial(request.loop, words) }

    private static func tutorial(_ loop: Loop, _ words: [String]) throws(Failure) {
        try noWords(words.dropFirst())
        var limits = loop.session.limits
        limits.deadline = loop.deadline
        let steps = Tutorial(loop.session.corpus, limits: limits).steps
        let number: Int
        switch words.first {
        case nil: number = 1
        case "next": number = loop.tutorialStep + 1
        case let word?: number = Int(word) ?? 0
        }
        guard number >= 1, number <= steps.count else {
            let isOver = words.first == "next" && !steps.isEmpty
            throw .refused(
                Diagnostic(
                    .badOption, found: isOver ? nil : words.first ?? ".tutorial",
                    expected: steps.isEmpty ? [] : ["a number from 1 to \(steps.count)"],
                    subject: steps.isEmpty
                        ? "command for a corpus without quotes" : isOver ? "step after the last" : "step"))
        }
        loop.tutorialStep = number
        try show(steps[number - 1], number, of: steps.count, loop)
    }

    private static func show(
        _ step: Tutorial.Step, _ number: Int, of count: Int, _ loop: Loop
    ) throws(Failure) {
        // What it goes on from is asked again, whatever was asked in between.
        for query in step.before {
            do throws(Diagnostic) { _ = try loop.session.query(QueryText(query)) } catch {
                throw .refused(error)
            }
        }
        let more =
            number < count ? "'.tutorial next' goes on." : "That was the last; '.help' lists all there is."
        let printer = HelpPrinter(width: loop.style.width)
        let text = printer.wrapped("\(number) of \(count)  ", step.text + " " + more)
        try write(text + "\n" + printer.example(SafeText.escape(step.query)) + "\n", loop)
        do throws(Stop) {
            try loop.runSeparately(SourceText(name: Session.promptName, step.query))
        } catch { throw .stop(error) }
    }
}
