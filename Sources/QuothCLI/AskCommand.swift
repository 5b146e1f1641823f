import ArgumentParser
import QuothSyntax

/// `quoth CORPUS`: the prompt, queries and scripts.
struct AskCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Asks a corpus of coded news articles who said what.",
        usage: "quoth CORPUS [SCRIPT…] [-c QUERY]… [options]",
        discussion: """
            Without a script and -c, a script is read from standard input, or a prompt opens if that is a terminal.
            The exit status is 0 for success, 1 if a query failed, 2 if the command line can't be used, 3 if a file \
            can't be read or written, 4 if an 'expect' failed, 5 if a limit was reached.
            """)

    @OptionGroup var options: CorpusOptions

    @Argument(help: "Scripts to run, one after the other.", completion: .file())
    var scripts: [String] = []

    @Option(
        name: .customShort("c"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A query to run after the scripts; may be repeated.", valueName: "query"))
    var queries: [String] = []

    @Option(help: "How answers are printed (default: table).")
    var format: Given<Format>?

    @Option(
        name: .customLong("param"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A value for a parameter of the scripts; may be repeated.", valueName: "name=value"))
    var parameters: [Given<ParameterBinding>] = []

    @Flag(help: "Take a name that nothing has as a warning and not as an error.")
    var lenient = false

    @Flag(help: "Go on after a failure; the exit status is that of the first.")
    var keepGoing = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The time that a query may take, such as 30 or 0.5.", valueName: "seconds"))
    var timeout: Given<Seconds>?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The most rows that an answer may have.", valueName: "n"))
    var maxRows: Given<PositiveNumber>?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The most memory that a query may take, such as 512M.", valueName: "size"))
    var maxMemory: Given<MemorySize>?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the answers to a file.", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Let control characters in data reach the terminal.")
    var raw = false

    @Flag(help: "In CSV and TSV, put an apostrophe before texts that a spreadsheet would take for formulas.")
    var csvSafe = false

    @Flag(help: "Let no command of a script or the prompt reach files, and start no pager.")
    var safe = false

    @Flag(help: "Show long answers as they are, without a pager.")
    var noPager = false

    @Flag(help: "Keep no history of the prompt.")
    var noHistory = false

    func run(_ console: Console) throws(Diagnostic) -> ExitStatus {
        var asking = Asking(corpus: try options.choice(console))
        asking.scripts = scripts
        asking.queries = queries
        asking.format = try format?.value(behind: "--format")
        for parameter in parameters {
            asking.parameters.append(try parameter.value(behind: "--param"))
        }
        asking.isLenient = lenient
        asking.keepsGoing = keepGoing
        asking.timeout = try timeout?.value(behind: "--timeout")
        asking.maximumRows = try maxRows?.value(behind: "--max-rows")
        asking.maximumMemory = try maxMemory?.value(behind: "--max-memory")
        asking.output = output
        asking.isRaw = raw
        asking.isSafeForSheets = csvSafe
        asking.isSafe = safe
        asking.usesPager = !noPager
        asking.keepsHistory = !noHistory
        return asking.run(console)
    }
}
