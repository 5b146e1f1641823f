import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `Benchmarks generate FOLDER`: writes a corpus.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Writes a corpus of made-up articles; the same bytes every time.")

    @Argument(help: "The folder to write to.")
    var folder: String

    @Option(help: "How many quotes it has.")
    var quotes = 100_000

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let corpus = GeneratedCorpus(Scale(quotes: quotes))
        for file in corpus.files {
            let path = "\(folder)/\(file.collection).jsonl"
            try LineWriter.write(to: path, count: file.count, record: file.record)
        }
    }
}
