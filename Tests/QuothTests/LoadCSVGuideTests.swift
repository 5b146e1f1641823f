import Quoth
import QuothSyntax
import Testing

/// The files that the guide shows make the corpora that it says.
@Suite struct LoadCSVGuideTests {
    /// Each fenced file of the page by the name before it.
    private static func files() throws -> [String: String] {
        let root = (0..<3).reduce(#filePath) { path, _ in FilePath.folder(of: path) }
        let page = try FileAccess.system.read(root + "/Sources/Quoth/Quoth.docc/Files.md")
        var files: [String: String] = [:]
        var name = ""
        var isInside = false
        for line in String(decoding: page, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line.hasPrefix("```") {
                isInside.toggle()
            } else if isInside {
                files["c/" + name, default: ""] += line + "\n"
            } else if line.hasPrefix("`"), line.hasSuffix("`:") {
                name = String(line.dropFirst().dropLast(2))
            }
        }
        return files
    }

    @Test func theFolderOfTheGuideIsItsDocument() throws {
        var files = try Self.files()
        let json = try #require(files["c/corpus.json"])
        files["c/corpus.json"] = nil
        let document = try Corpus.load(json: json)
        #expect(files.count == 6)
        var table = try #require(files["c/memberships.csv"])
        #expect(try SmallFolder.load(files).text(.memberships, "id", 0) == "memberships/1")
        table = table.replacing("member,", with: "id,member,")
            .replacing("\nkhamenei", with: "\nkhamenei/memberships/1,khamenei")
        files["c/memberships.csv"] = table
        #expect(try SmallFolder.load(files).allValues == document.allValues)
    }
}
