import Quoth
import QuothSyntax

// The commands that reach files, and how far.
extension DotCommand {
    /// How deeply scripts may read scripts.
    private static let maximumDepth = 16

    static func read(_ loop: Loop, _ words: [String], _ origin: Loop.Origin) throws(Failure) {
        guard let name = words.first else { throw .refused(Diagnostic(.badOption, subject: "file name")) }
        try noWords(words.dropFirst())
        let path = try allowed(name, loop, origin)
        guard loop.depth < maximumDepth else { throw .refused(Diagnostic(.tooDeep, found: name)) }
        let bytes: [UInt8]
        do throws(FileFault) { bytes = try loop.console.files.read(path) } catch {
            throw .refused(Diagnostic(.unreadable, in: path, error))
        }
        loop.depth += 1
        defer { loop.depth -= 1 }
        do throws(Stop) {
            try loop.run(SourceText(name: path, utf8: bytes), .script(FilePath.folder(of: path)))
        } catch { throw .stop(error) }
    }

    static func output(_ loop: Loop, _ words: [String], _ origin: Loop.Origin) throws(Failure) {
        try noWords(words.dropFirst())
        let path: String? = if let name = words.first { try allowed(name, loop, origin) } else { nil }
        do throws(Stop) { try loop.redirect(to: path) } catch { throw .stop(error) }
    }

    /// The path that a command may reach: any for the user, and for a script what lies below its folder.
    static func allowed(_ name: String, _ loop: Loop, _ origin: Loop.Origin) throws(Failure) -> String {
        if loop.settings.isSafe { throw .refused(refusal(name, "--safe")) }
        guard case .script(let folder) = origin else { return name }
        let path = folder == "." ? name : FilePath.join(folder, name)
        let files = loop.console.files
        guard FilePath.staysBelow(name), let root = try? files.resolve(folder) else {
            throw .refused(refusal(name, folder))
        }
        // A link may lead elsewhere; what isn't there yet is judged by the folder that it is to be in.
        let isThere = (try? files.mode(path)) != nil
        let real = try? files.resolve(isThere ? path : FilePath.folder(of: path))
        guard let real, real == root || real.hasPrefix(root == "/" ? root : root + "/") else {
            throw .refused(refusal(name, folder))
        }
        return path
    }

    private static func refusal(_ name: String, _ limit: String) -> Diagnostic {
        Diagnostic(.unreadable, in: name, record: .init(line: 0), found: "not-allowed", subject: limit)
    }
}
