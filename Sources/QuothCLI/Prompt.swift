import Quoth
import QuothSyntax
import QuothTerminal

/// The prompt: reads a statement, runs it, and goes on until the user leaves.
struct Prompt {
    private let loop: Loop
    private let keepsHistory: Bool

    init(_ loop: Loop, keepsHistory: Bool) {
        self.loop = loop
        self.keepsHistory = keepsHistory
    }

    func run() throws(Stop) {
        let editor: LineEditor
        do throws(LineEditorError) {
            editor = try LineEditor(programName: "quoth")
        } catch { return try runWithoutEditor() }
        editor.complete = { [loop] text, cursor in
            var session = loop.session
            session.limits.deadline = MonotonicClock.now() + Self.completionTime
            return PromptCompletion(session: session, files: loop.console.files).complete(text, at: cursor)
        }
        var history = keepsHistory ? UserFile.history : nil
        editor.history.limit = loop.settings.historySize
        keep(&history) { (path) throws(HistoryError) in try editor.history.load(path) }
        try greet()
        defer {
            editor.history.limit = loop.settings.historySize
            keep(&history) { (path) throws(HistoryError) in try editor.history.save(path) }
        }
        while true {
            let result = editor.readStatement(prompt: prompt, continuation: "   ...> ") { text in
                !Parser.parse(SourceText(name: "<prompt>", text)).isIncomplete
            }
            switch result {
            case .end: return
            case .interrupted: continue
            case .statement(let text):
                keep(&history) { (path) throws(HistoryError) in try editor.history.append(to: path) }
                try answer(text, editor)
            }
        }
    }

    /// Says what there is, on the terminal even if answers go to a file.
    private func greet() throws(Stop) {
        let output = loop.console.output
        do throws(OutputFailure) {
            let greeting = "Quoth: \(loop.session.corpus.summary). Ctrl-D leaves, .help explains.\n"
            try output.write(loop.fitted(greeting))
            try output.flush()
        } catch { throw .output(error) }
    }

    /// Nanoseconds that looking for candidates may take: whoever presses Tab waits for them.
    private static let completionTime: Int64 = 40_000_000

    private var prompt: String {
        var style = PrintStyle()
        style.hasColour = loop.settings.colour.applies(to: loop.console.output)
        return style.bold("quoth>") + " "
    }

    /// Runs what was typed. Whatever fails was reported and the prompt goes on, unless there is nowhere to go.
    private func answer(_ text: String, _ editor: LineEditor) throws(Stop) {
        Interrupt.clear()
        defer { Interrupt.clear() }
        do throws(Stop) {
            try loop.runSeparately(SourceText(name: "<prompt>", text))
        } catch {
            switch error {
            case .failed(.interrupted):
                editor.discardTypeAhead()
                loop.console.reporter.say("stopped\n")
            case .failed: break
            case .output(let failure) where loop.output !== loop.console.output:
                // The file that answers went to is lost, and the session is not.
                loop.discardOutput()
                _ = loop.console.report(failure)
            case .output(.refused(let target, let fault)) where target != loop.console.output.name:
                _ = loop.console.report(.refused(target: target, fault))
            case .quit, .output: throw error
            }
        }
    }

    /// Where lines can't be edited, such as with redirected output, they are a script.
    private func runWithoutEditor() throws(Stop) {
        TypeAhead.giveBack()
        let bytes: [UInt8]
        do throws(FileFault) { bytes = try StandardInput.readAll() } catch {
            loop.console.reporter.report([Diagnostic(.unreadable, in: "<standard input>", error)])
            throw .failed(.inaccessible)
        }
        try loop.run(SourceText(name: "<standard input>", utf8: bytes), .typed)
    }

    // MARK: History

    /// Does something with the file of the history, if there is one. One that can't be kept is worth a word, once, and
    /// no more.
    private func keep(_ file: inout String?, _ action: (String) throws(HistoryError) -> Void) {
        guard let path = file else { return }
        UserFile.makeFolder(of: path)
        do throws(HistoryError) { try action(path) } catch {
            file = nil
            loop.console.reporter.say(
                "the history \(SafeText.escape(error.path)) can't be kept: \(SafeText.escape(error.reason))\n"
            )
        }
    }
}
