import Foundation
import TestSupport
import Testing

/// A script under `samples/`, with the file that holds what running it prints.
///
/// Its first lines may be comments that say how to run it:
///
///     # corpus: corpora/letters.json
///     # options: --param who=khamenei
struct SampleScript: Sendable, CustomTestStringConvertible {
    /// Which scripts: their folder, and what their expected output ends in.
    enum Kind: String, Sendable {
        case queries = "out"
        case errors = "err"

        var folder: String { self == .queries ? "queries" : "errors" }
    }

    /// The folder of the samples, in which every script is run.
    static let root =
        URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        + "/samples"

    /// Whether this run writes the expected output anew.
    static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    let kind: Kind
    let name: String

    var testDescription: String { path }
    /// The path of the script, from the folder of the samples.
    var path: String { kind.folder + "/" + name + ".quoth" }
    var text: String { Self.read(path) ?? "" }
    /// What running it is to print; nil if that hasn't been recorded.
    var expected: String? { Self.read(kind.folder + "/" + name + "." + kind.rawValue) }

    /// The scripts of a kind, by name.
    static func all(_ kind: Kind) -> [SampleScript] {
        names(kind).filter { $0.hasSuffix(".quoth") }.map {
            SampleScript(kind: kind, name: String($0.dropLast(".quoth".count)))
        }
    }

    /// The files in the folder of a kind, sorted.
    static func names(_ kind: Kind) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + kind.folder)
        return (names ?? []).sorted()
    }

    /// The corpus that it asks.
    var corpus: String { setting("corpus") ?? "iran-us-talks.json" }

    /// Everything that running the script prints, with the exit status on a line of its own if it isn't 0.
    ///
    /// It may be run with another corpus than its own.
    func run(_ other: String? = nil) throws -> String {
        let corpus = other ?? self.corpus
        let options = (setting("options") ?? "").split(separator: " ").map(String.init)
        let result = try Program.run([corpus, path] + options, to: .resultWithErrors, in: Self.root)
        return result.out + (result.code == 0 ? "" : "exit \(result.code)\n")
    }

    /// Writes what running it printed.
    func record(_ output: String) throws {
        let path = Self.root + "/" + kind.folder + "/" + name + "." + kind.rawValue
        try Data(output.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func setting(_ key: String) -> String? {
        let comments = text.split(separator: "\n").prefix { $0.hasPrefix("#") }
        return comments.first { $0.hasPrefix("# \(key): ") }.map { String($0.dropFirst(key.count + 4)) }
    }

    private static func read(_ path: String) -> String? {
        // One of them isn't UTF-8 and is shown as such.
        FileManager.default.contents(atPath: root + "/" + path).map { String(decoding: $0, as: UTF8.self) }
    }
}
