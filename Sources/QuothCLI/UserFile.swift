import Quoth

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files of the user's own, in the folders that the XDG Base Directory Specification names. Nil without a home.
enum UserFile {
    /// What was typed at the prompt.
    static var history: String? { path("XDG_STATE_HOME", ".local/state", "history") }
    /// How the prompt behaves.
    static var settings: String? { path("XDG_CONFIG_HOME", ".config", "settings") }

    private static func path(_ variable: String, _ usual: String, _ name: String) -> String? {
        let home = Terminal.environment("HOME").map { FilePath.join($0, usual) }
        // Nothing is ever looked for where one happens to stand.
        guard let folder = Terminal.environment(variable) ?? home, folder.hasPrefix("/") else { return nil }
        return FilePath.join(FilePath.join(folder, "quoth"), name)
    }

    /// Makes the folder of a file, for its owner alone, if it isn't there.
    static func makeFolder(of path: String) {
        var made = ""
        for part in FilePath.folder(of: path).split(separator: "/") {
            made += "/" + part
            _ = mkdir(made, 0o700)
        }
    }
}
