/// What the keys of the prompt do, for `.help keys`.
enum Keys {
    /// The word by which help knows them.
    static let word = "keys"

    static func text(_ printer: HelpPrinter) -> String { printer.table(all.map { [$0, $1] }) }

    private static let all = [
        ("Enter", "runs a statement that is complete; else begins another line of it"),
        ("Alt-Enter", "begins another line in any case; a blank last line ends a statement"),
        ("Tab", "completes what has been begun; once more lists what may stand there"),
        ("Up, Down", "another line of the statement, or beyond it another statement"),
        ("Ctrl-R", "searches the earlier statements; again goes further back, Esc gives up"),
        ("Ctrl-A, Ctrl-E", "the beginning and the end of the line"),
        ("Ctrl-W, Ctrl-K", "cut the word before, and the rest of the line; Ctrl-Y puts it back"),
        ("Ctrl-U", "clears the statement"),
        ("Ctrl-L", "clears the screen"),
        ("Ctrl-C", "clears the statement, or stops a query that runs"),
        ("Ctrl-D", "leaves, if nothing is typed"),
        ("Ctrl-Z", "goes to the shell; 'fg' comes back"),
        (
            "others",
            "what the editrc file of libedit says, such as 'bind -v' for the keys of vi: ~/.editrc, or $EDITRC"
        ),
    ]
}
