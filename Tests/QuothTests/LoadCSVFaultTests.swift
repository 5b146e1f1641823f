import Quoth
import QuothSyntax
import Testing

@Suite struct LoadCSVFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        let text: String
        /// Code, line and field, and what stands at the byte that is told.
        let fault: String
        let at: String
        var testDescription: String { fault }

        init(_ file: String, _ text: String, _ fault: String, at: String) {
            self.file = file
            self.text = text
            self.fault = fault
            self.at = at
        }
    }

    /// What is wrong with a table as such.
    static let tables = [
        Case("topics", "", "bad-csv 1 -", at: ""),
        Case("topics", " \n\r\n", "bad-csv 1 -", at: " \n\r\n"),
        Case("topics", "id,name\nt,a\nu\n", "bad-csv 3 name", at: "u\n"),
        Case("topics", "id,name\n\"t\nt\",a\nu,b,c,d\n", "bad-csv 4 -", at: "c,d\n"),
        Case("topics", "id,name\nt,\"a\nb\n", "bad-csv 2 name", at: "\"a\nb\n"),
        Case("topics", "id,name\nt,x\n  \"a\nb", "bad-csv 3 id", at: "\"a\nb"),
        Case("topics", "id,name\nt,\"a\n\"x\n", "bad-csv 2 name", at: "x\n"),
        Case("topics", "id,name\nt,\"a\" \"b\"\n", "bad-csv 2 name", at: "\"b\"\n"),
        Case("topics", "id,name\nt, a\"b\"\n", "bad-csv 2 name", at: "\"b\"\n"),
        Case("topics", "id,\"name\nt,a\n", "bad-csv 1 -", at: "\"name\nt,a\n"),
        Case("topics", "id,name\nt,a\rb\n", "bad-csv 2 name", at: "\rb\n"),
        Case("topics", "id,name\nt,a\r", "bad-csv 2 name", at: "\r"),
        Case("topics", "id,name\nt,a\nu", "bad-csv 3 name", at: "u"),
        Case("topics", "id,name\nt,\"a", "bad-csv 2 name", at: "\"a"),
        Case("topics", "id", "missing-field 1 name", at: "id"),
        Case("topics", "id,name\nt,\"a\n\0\"\n", "bad-csv 2 name", at: "\0\"\n"),
        Case("topics", "id,name\nt,a\n\"u\n\0", "bad-csv 3 id", at: "\0"),
    ]

    /// What is wrong with the first row.
    static let headers = [
        Case("topics", "id,name,id\n", "duplicate-field 1 id", at: "id\n"),
        Case("topics", "\u{FEFF}id,\"\",name\n", "bad-csv 1 -", at: "\"\",name\n"),
        Case("topics", "id,name,\n", "bad-csv 1 -", at: "\n"),
        Case("topics", "id,name,quotes\nt,a,b\n", "unknown-member 1 quotes", at: "quotes\nt,a,b\n"),
        Case("topics", "id,name,parent.name\n", "unknown-member 1 parent.name", at: "parent.name\n"),
        Case("topics", "id,name,evidence\n", "unknown-member 1 evidence", at: "evidence\n"),
        Case("topics", "\nid\n", "missing-field 2 name", at: "id\n"),
        Case("topics", "name,x\na,b\n", "missing-field 1 id", at: "name,x\na,b\n"),
        Case("topics", "id;name\nt;a\n", "bad-csv 1 id;name", at: "id;name\nt;a\n"),
        Case("events", "id,name,date,date.day\n", "unknown-member 1 date.day", at: "date.day\n"),
        Case("events", "id,name,date,date.date\n", "unknown-member 1 date.date", at: "date.date\n"),
        Case("actors", "id,name,kind,roles\n", "unknown-member 1 roles", at: "roles\n"),
        Case("articles", "id,headline,source\n", "unknown-member 1 source", at: "source\n"),
    ]

    /// What is wrong with records, found as they are read or when all have been.
    static let records = [
        Case("topics", "id,name\n,a\n", "missing-field 2 id", at: ",a\n"),
        Case("topics", "id,name\n\nt, \n", "missing-field 3 name", at: "t, \n"),
        Case("topics", "id,name\n\"t\",\"a\nb\"\n\"t\",c\n", "duplicate-id 4 id", at: "\"t\",c\n"),
        Case("topics", "id,name,parent\nt,\"a\nb\",\nu,b,tt\n", "dangling-reference 4 parent", at: "tt\n"),
        Case("topics", "id,name,parent\nt,a,t\n", "circle 2 parent", at: "t\n"),
        Case("actors", "id,name,kind\na,a,group\nb,b,\"persn\"\n", "bad-term 3 kind", at: "\"persn\"\n"),
        Case("events", "id,name,date\ne,e,soon\n", "bad-date 2 date", at: "soon\n"),
        Case(
            "events", "id,name,date,date.basis\ne,e,soon,stated\n", "bad-date 2 date", at: "soon,stated\n"),
        Case(
            "events", "date.basis,id,name\nguessed,e,e\n", "bad-term 2 date.basis missing-field 2 date",
            at: "guessed,e,e\n"),
        Case("events", "id,name,date,date.anchor\ne,e,,x\n", "missing-field 2 date", at: "x\n"),
        Case(
            "articles", "id,headline,authors\na,b,c; d\n",
            "dangling-reference 2 authors[0] "
                + "dangling-reference 2 authors[1]", at: "c; d\n"),
        Case(
            "articles", "id,headline,source.length\na,b,x\n", "wrong-value 2 source.length", at: "x\n"),
        Case(
            "articles", "source.file,id,headline\n../x,a,b\n", "wrong-value 2 source.file", at: "../x,a,b\n"),
        Case(
            "articles", "id,headline,body,evidence.start,evidence.end\na,b,abc,1,9\n",
            "bad-span 2 evidence", at: "1,9\n"),
        Case(
            "articles", "id,headline,evidence.end\na,b,1.5\n", "wrong-value 2 evidence.end", at: "1.5\n"),
        Case("articles", "id,headline,evidence.end\na,b,1\n", "missing-field 2 evidence", at: "1\n"),
        Case(
            "memberships", "confidence,member,faction\nmuch,a,b\n",
            "wrong-value 2 confidence "
                + "dangling-reference 2 member dangling-reference 2 faction", at: "much,a,b\n"),
        Case("roles", "holder\n\"\"\n", "missing-field 2 holder", at: "\"\"\n"),
    ]

    private func faults(_ file: String, _ text: String) -> [Diagnostic] {
        do throws(LoadFailure) {
            _ = try Corpus.load("c", files: MemoryFiles(["c/\(file).csv": text]).access)
            return []
        } catch {
            return error.diagnostics
        }
    }

    @Test(arguments: tables + headers + records) func aFaultHasItsPlace(_ wrong: Case) throws {
        let found = faults(wrong.file, wrong.text)
        #expect(found.map(\.short).joined(separator: " ") == wrong.fault)
        let byte = try #require(
            found.first { $0.short == wrong.fault || wrong.fault.hasPrefix($0.short) }?.record?.byte)
        #expect(String(decoding: Array(wrong.text.utf8).dropFirst(byte), as: UTF8.self) == wrong.at)
        #expect(found.allSatisfy { $0.source == "c/\(wrong.file).csv" })
    }

    @Test func whatIsNotUTF8IsFoundAtItsByte() {
        for (bytes, at) in [
            ([0xFF], 0), ([0xE2, 0x82], 0), ([0x61, 0xC3, 0x28], 1), ([0xED, 0xA0, 0x80], 0),
        ] as [([UInt8], Int)] {
            let start = Array("id,name\nt,a\nu,\"b\n".utf8)
            let files = MemoryFiles(MemoryFiles([:]), "c/topics.csv", start + bytes + Array("\"\n".utf8))
            do throws(LoadFailure) {
                _ = try Corpus.load("c", files: files.access)
                Issue.record("loaded")
            } catch {
                #expect(error.diagnostics.map(\.short) == ["invalid-utf8 3 name"])
                #expect(error.diagnostics.first?.record?.byte == start.count + at)
            }
        }
    }

    @Test func aCollectionHasOneFile() {
        let files = ["c/topics.csv": "id,name\nt,a\n", "c/topics.jsonl": #"{"id": "u", "name": "b"}"#]
        #expect(throws: LoadFailure.self) { try SmallFolder.load(files) }
        do throws(LoadFailure) {
            _ = try SmallFolder.load(files)
        } catch {
            #expect(
                error.diagnostics.map { $0.source + " " + $0.short } == ["c/topics.csv duplicate-field 0 -"])
            #expect(error.diagnostics.first?.words.title == "'topics' is given twice")
        }
    }

    @Test func everyFaultIsReportedUpToFifty() {
        let found = faults("topics", "id,name\n" + String(repeating: "t\n", count: 70))
        #expect(found.count == 51)
        #expect(found[49].short == "bad-csv 51 name")
        #expect(found[49].words.title == "this row has 1 cell, and the first row names 2 fields")
    }
}
