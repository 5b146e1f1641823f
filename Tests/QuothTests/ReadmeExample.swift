import Foundation
// The README's example of embedding, line for line; the test below holds the two together.
import Quoth
import QuothSyntax
import Testing

private func example() throws {
    let corpus = try Corpus.load("samples/iran-us-talks.json")
    var session = Session(corpus)
    let text = SourceText(name: "example", "quotes where kind = direct show speaker, text")
    for outcome in try session.run(text) {
        guard case .answer(let answer) = outcome else { continue }
        for row in 0..<answer.rowCount { print(answer[row, 0], answer[row, 1]) }
    }
}

@Suite(.serialized) struct ReadmeExampleTests {
    @Test func theExampleOfEmbeddingCompilesAndRuns() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let block =
            readme.components(separatedBy: "```swift\n").dropFirst().first?
            .components(separatedBy: "```").first ?? ""
        let mine = Set(source.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        let lines = block.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.count > 5)
        for line in lines where !line.isEmpty { #expect(mine.contains(line), "\(line)") }
        #expect(FileManager.default.changeCurrentDirectoryPath(root.path))
        try example()
    }
}
