import Quoth
import QuothSyntax

// The command that shows and changes the user's settings.
extension DotCommand {
    static func set(_ request: Request, _ words: [String]) throws(Failure) {
        let loop = request.loop
        guard let chosen = loop.userSettings, case .typed = request.origin else {
            throw .refused(
                Diagnostic(
                    .badOption, found: ".set", subject: "command of scripts: settings are those of the prompt"
                ))
        }
        guard let name = words.first else { return try write(listing(Setting.all, chosen, loop), loop) }
        let value = words.dropFirst().joined(separator: " ")
        let setting: Setting
        do throws(Diagnostic) {
            setting = try Setting.named(name)
            if !value.isEmpty { try choose(value, setting, loop) }
        } catch { throw .refused(error) }
        if value.isEmpty { try write(listing([setting], chosen, loop), loop) }
    }

    private static func choose(_ value: String, _ setting: Setting, _ loop: Loop) throws(Diagnostic) {
        try setting.check(value)
        loop.userSettings?[setting.name] = value
        setting.apply(loop, value)
        try keep(setting.name, value, loop)
    }

    private static func listing(_ settings: [Setting], _ chosen: [String: String], _ loop: Loop) -> String {
        HelpPrinter(width: loop.style.width)
            .table(settings.map { [$0.name, chosen[$0.name] ?? $0.usual, $0.help] })
    }

    /// Writes a setting into the user's file, unless no files are to be reached.
    private static func keep(_ name: String, _ value: String, _ loop: Loop) throws(Diagnostic) {
        guard !loop.settings.isSafe, let path = UserFile.settings else { return }
        let files = loop.console.files
        let text = (try? files.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        UserFile.makeFolder(of: path)
        do throws(FileFault) {
            let changed = SettingsFile(text).setting(name, to: value)
            try files.write(Array(changed.utf8), to: path, newMode: 0o600)
        } catch { throw Diagnostic(.unwritable, in: path, error) }
    }
}

extension Loop {
    /// Takes over the user's settings; those that the command line gives stay as they are.
    func readUserSettings(butNot given: Set<String>) {
        var chosen: [String: String] = [:]
        if let path = UserFile.settings {
            do throws(FileFault) {
                let text = String(decoding: try console.files.read(path), as: UTF8.self)
                let (values, faults) = SettingsFile(text).read()
                chosen = values
                for (line, fault) in faults { warn(fault, path, line: line) }
            } catch {
                if error.kind != .notFound { warn(Diagnostic(.unreadable, in: path, error), path, line: 0) }
            }
        }
        userSettings = chosen
        for setting in Setting.all where !given.contains(setting.name) {
            if let value = chosen[setting.name] { setting.apply(self, value) }
        }
    }
    /// Settings that can't be used don't keep anybody from asking.
    private func warn(_ fault: Diagnostic, _ path: String, line: Int) {
        var warning = fault
        warning.source = path
        warning.record = .init(line: line)
        warning.severity = .warning
        console.reporter.report([warning])
    }
}
