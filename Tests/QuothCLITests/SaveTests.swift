import TestSupport
import Testing

@Suite("Saving a session, through the built program")
struct SaveTests {
    private let folder = TemporaryFolder()

    private func run(_ script: String, _ options: String...) throws -> Program.Result {
        let corpus = folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"}],
             "quotes": [{"id": "q1", "article": "a", "kind": "direct", "text": "no"},
                        {"id": "q2", "article": "a", "kind": "indirect", "text": "yes"}]}
            """)
        return try Program.run([corpus] + options, input: script)
    }

    @Test func `What is saved gives the same answers`() throws {
        let session = """
            param kind: text = indirect
            let mine = quotes where kind = $kind
            mine
            count by kind
            .back
            .mode csv
            quotes show id

            """
        let file = folder.path + "/saved.quoth"
        // There is no set before the first.
        #expect(try run("", "-c", session + ".save \(file)", "--param", "kind=direct").code == 1)
        #expect(folder.read("saved.quoth") == nil)
        let saving = session.replacing(".back\n", with: "") + ".save \(file)"
        let saved = try run("", "-c", saving, "--param", "kind=direct")
        #expect(saved.code == 0, "\(saved.err)")
        #expect(saved.err.hasSuffix("5 statements saved in \(file)\n"), "\(saved.err)")
        #expect(
            folder.read("saved.quoth") == """
                param kind: text = "direct"
                let mine = quotes where kind = $kind
                mine
                mine count by kind
                quotes show id

                """)
        let again = try Program.run([folder.path + "/corpus.json", file, "--format", "csv"])
        #expect(
            again.out
                == "speaker,kind,said,text\n,direct,,no\nkind,count,share\ndirect,1,1\nid\nq1\nq2\n")
    }

    @Test func `A file that is there is only replaced on request`() throws {
        folder.write("kept.quoth", "quotes\n")
        let file = folder.path + "/kept.quoth"
        let refused = try run("", "-c", "quotes count\n.save \(file)")
        #expect(refused.code == 3)
        #expect(refused.err.contains("there is a file of that name already"))
        #expect(folder.read("kept.quoth") == "quotes\n")
        #expect(try run("", "-c", "quotes count\n.save \(file) replace").code == 0)
        #expect(folder.read("kept.quoth") == "quotes count\n")
        #expect(try run("", "-c", "quotes\n.save \(file) now").err.contains("the end of the line"))
        #expect(try run("", "-c", "quotes\n.save").err.contains("a file name is missing"))
    }

    @Test func `Nothing is written where there is nothing to save`() throws {
        let file = folder.path + "/x.quoth"
        let refused = try run("", "-c", ".save \(file)")
        #expect(refused.code == 1)
        #expect(refused.err.contains("a query to save is missing"), "\(refused.err)")
        #expect(folder.names == ["corpus.json"])
        folder.write("x.quoth", "quotes\n")
        #expect(try run("", "-c", ".save \(file) replace").code == 1)
        #expect(folder.read("x.quoth") == "quotes\n")
    }

    @Test func `Nothing is saved where no files may be reached`() throws {
        #expect(try run("", "-c", "quotes\n.save \(folder.path)/x.quoth", "--safe").code == 3)
        #expect(try run("quotes\n.save ../x.quoth\n").code == 3)
        #expect(folder.names == ["corpus.json"])
    }
}
