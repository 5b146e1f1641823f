import ArgumentParser
import Quoth
import QuothSyntax

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The program from its arguments to its exit status.
enum QuothProgram {
    /// Runs the program; `arguments` come without the program's own name.
    static func run(_ arguments: [String]) -> ExitStatus {
        // A closed pipe, or a file that may grow no more, is told by the write that meets it.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        occupyStandardFiles()
        let console = Console()
        let status = console.finish(parse(arguments, console))
        return status
    }

    /// Takes the places of standard files that are closed, so that nothing else that is opened gets them: to write to
    /// standard output then fails, as does to read from standard input.
    private static func occupyStandardFiles() {
        for (file, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ] where fcntl(file, F_GETFD) < 0 {
            _ = open("/dev/null", mode)
        }
    }

    private static func parse(_ arguments: [String], _ console: Console) -> ExitStatus {
        if let asking = Asking(plain: arguments) { return asking.run(console) }
        if arguments.isEmpty {
            console.reporter.say(QuothCommand.usage(HelpPrinter(width: Terminal.width)))
            return .unusable
        }
        if arguments == ["--help"] || arguments == ["-h"] {
            let printer = HelpPrinter(width: Terminal.width)
            return console.print(
                QuothCommand.helpMessage(for: AskCommand.self) + "\n" + QuothCommand.others(printer))
        }
        do {
            guard let command = try QuothCommand.parseAsRoot(arguments) as? any RunnableCommand else {
                return console.print(QuothCommand.helpMessage() + "\n")
            }
            return console.run(command)
        } catch {
            let message = SafeText.escape(QuothCommand.fullMessage(for: error), .text) + "\n"
            // Help and version come as errors too.
            if QuothCommand.exitCode(for: error) == .success {
                return console.print(completion(message))
            }
            console.reporter.say(message)
            return .unusable
        }
    }
}

// Completion for shells.
extension QuothProgram {
    private static let foreign = "Show subcommand help information."

    /// A script without what the argument parser says of a `help` of its own, which ours replaces.
    private static func completion(_ text: String) -> String {
        var definitions = 0
        var isDropping = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line == "_quoth_help() {" { definitions += 1 }
            if line == "_quoth_help() {", definitions > 1 { isDropping = true }
            defer { if line == "}" { isDropping = false } }
            return !isDropping && !line.contains(foreign)
        }
        return ShellCompletion(commands: Asking.commands).withoutName(lines.joined(separator: "\n"))
    }
}

/// The program's way out: standard output, and what is said on standard error.
final class Console {
    let output = Output.standard(STDOUT_FILENO)
    let reporter: Reporter
    /// The files that commands read and write.
    let files = FileAccess.system
    /// Says what takes long.
    let progress = ProgressLine()

    init() {
        let errors = Output.standard(STDERR_FILENO)
        reporter = Reporter(errors)
        output.beforeWriting = { [progress] in progress.end() }
        errors.beforeWriting = { [progress] in progress.end() }
    }

    /// Runs a command, and says what is wrong with its options.
    fileprivate func run(_ command: any RunnableCommand) -> ExitStatus {
        do throws(Diagnostic) { return try command.run(self) } catch {
            reporter.report([error])
            return .unusable
        }
    }

    /// Prints a text, and says how that went.
    func print(_ text: String) -> ExitStatus {
        do throws(OutputFailure) {
            try output.write(text)
            try output.flush()
            return .success
        } catch { return report(error) }
    }

    /// Says why output failed, unless nobody is there to read it.
    func report(_ failure: OutputFailure) -> ExitStatus {
        switch failure {
        case .closedPipe: return .closedPipe
        case .interrupted: return .interrupted
        case .refused(let target, let fault):
            reporter.report([Diagnostic(.unwritable, in: target, fault)])
            return .inaccessible
        }
    }

    /// What a reason to stop before the end makes of the program.
    func status(of stop: Stop) -> ExitStatus {
        switch stop {
        case .quit: .success
        case .failed(let status): status
        case .output(let failure): report(failure)
        }
    }

    /// Says that Ctrl-C has stopped what was going on.
    func stopped() -> Stop {
        progress.stopped()
        return .failed(.interrupted)
    }

    /// The status with which to end: messages that nobody could read are a failure too.
    func finish(_ status: ExitStatus) -> ExitStatus {
        status == .success ? reporter.failure.map { report($0) } ?? status : status
    }
}
