import Foundation
import Quoth
import QuothSyntax

/// The small corpus in three forms, which differ in nothing that a table can say.
enum SmallFolder {
    /// A list in a field of one's own can't stand in a table, and a text with every sign that matters should.
    static let json = SmallCorpus.json
        .replacing(#""tags": ["x", "y"], "#, with: "")
        .replacing(#""headline": "Talks""#, with: #""headline": "Talks, \"again\";\nnow ""#)

    /// A file of lines for each collection of the document.
    static var lines: [String: String] {
        get throws { try lines(of: json) }
    }

    /// A file of lines for each collection of a document.
    static func lines(of json: String) throws -> [String: String] {
        let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
        var files: [String: String] = [:]
        for (name, records) in root {
            guard let records = records as? [Any] else { continue }
            let texts = try records.map {
                let data = try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)
                return String(decoding: data, as: UTF8.self)
            }
            files["c/\(name).jsonl"] = texts.joined(separator: "\n")
        }
        return files
    }

    static let tables = [
        "c/actors.csv": """
        id,name,other_names,kind,parent,classification,score,seen,checked
        khamenei,Ali Khamenei,Ayatollah Khamenei,person,,,,,
        editor,an editor,,person,paper,,3,2025-02,
        paper,The Paper,,organization,,media/newspaper,2.5,2025-03-04,yes

        """,
        "c/memberships.csv": """
        id,member,faction,during,basis
        khamenei/memberships/1,khamenei,hardliner,2020/2024,stated
        khamenei/memberships/2,khamenei,reformist,,inferred
        m3,khamenei,hardliner,,implied

        """,
        "c/roles.csv": """
        id,holder,title,status,basis
        khamenei/roles/1,khamenei,Supreme Leader,current,stated

        """,
        "c/articles.csv": """
        id,headline,authors,outlet,published,language,body
        a1,"Talks, ""again"";
        now ",editor,paper,2025-02-07,en,"سلام دنیا، he said no. And “no” again."

        """,
        "c/factions.csv": "name,id\nhardliner,hardliner\n\nreformist,reformist\n",
        "c/topics.csv": "id,name,parent\nt1,talks,\nt2,direct talks,t1\n",
        "c/claims.csv": "id,name,topic\nc1,talks are ruled out,t1\n",
        "c/events.csv": "id,name,date,place\ne1,speech,2025-02-07,p1\n",
        "c/participants.csv": "id,event,actor,role\ne1/participants/1,e1,khamenei,speaker\n",
        "c/places.csv": "id,name\np1,Tehran\n",
        "c/quotes.csv": """
        id,article,speaker,kind,text,said,said.expression,said.basis,said.anchor,topics,span.start,span.end,\
        span.exact,same_utterance,confidence,paragraph,within,evidence.start,evidence.end,evidence.exact,note
        q1,a1,khamenei,direct,no,2022-05,last spring,implied,published,t2; t1;t2,19,21,no,q2,0.5,1,,,,,
        q2,a1,khamenei,indirect,refused,,,,,,,,,,,,q1,0,4,سلام,
        q3,a1,,mixed,nobody,,,,,,,,,,,,,,,,

        """,
        "c/stances.csv": """
        id,quote,claim,position,basis
        q1/stances/1,q1,c1,support,inferred

        """,
        "c/relations.csv": "id,subject,predicate,object\nr1,editor,admires,khamenei\n",
        "c/mentions.csv": "id,article,actor,words,form\nw1,a1,khamenei,he,pronoun\n",
    ]

    static func load(_ files: [String: String]) throws(LoadFailure) -> Corpus {
        try Corpus.load("c", files: MemoryFiles(files).access)
    }
}

extension Corpus {
    /// Everything in a collection's columns, a line a value.
    func values(_ collection: Collection, schemaOnly: Bool = false) -> [[String]] {
        let table = table(collection)
        let columns = table.columns.filter { schemaOnly ? $0.role == .field : true }.map(\.name).sorted()
        return (0..<table.rowCount).map { row in
            columns.map { "\($0) = \(text(collection, $0, row) ?? "-")" }
        }
    }

    /// Everything in it.
    var allValues: [String] {
        Collection.allCases.flatMap { collection in
            values(collection).joined()
                + table(collection).columns.map(\.name).sorted().map {
                    "\($0) judged \(judged(collection, $0) ?? "-")"
                }
        }
    }
}
