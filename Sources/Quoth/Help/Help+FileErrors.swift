import QuothSyntax

// Errors about the files of a corpus; 'quoth check CORPUS' shows all of them.
extension Help {
    static let files: [DiagnosticCode: ErrorHelp] = [
        .unreadable: ErrorHelp(
            "The file or folder can't be read: it isn't there, it isn't allowed, or it has another form.",
            in: .shell, nil, "quoth check samples/harbour"),
        .unwritable: ErrorHelp(
            "The file can't be written.", in: .shell, nil,
            "quoth build samples/harbour -o /tmp/harbour.quothdb"),
        .notACorpus: ErrorHelp(
            "A corpus is one .json document, or a folder with a file for each collection.",
            in: .file("corpus.json"), #"[{"id": "talks", "name": "talks"}]"#,
            #"{"topics": [{"id": "talks", "name": "talks"}]}"#),
        .badSnapshot: ErrorHelp(
            "The file is a snapshot that is damaged, or of another version of the program; build it anew.",
            in: .shell, nil, "quoth build samples/harbour -o /tmp/harbour.quothdb"),
        .staleSnapshot: ErrorHelp(
            "A warning: files that the snapshot was built from have changed since; build it anew.",
            in: .shell, nil, "quoth build samples/harbour -o /tmp/harbour.quothdb"),
        .badJSON: ErrorHelp(
            "The file isn't JSON, or ends too early.", in: .file("topics.json"),
            #"[{"id": "talks", "name": "talks"},]"#, #"[{"id": "talks", "name": "talks"}]"#),
        .badCSV: ErrorHelp(
            "A row of the table doesn't fit its first row, or a quotation mark is open.",
            in: .file("topics.csv"), "id,name\ntalks,direct, open talks",
            "id,name\ntalks,\"direct, open talks\""),
        .sourceDiffers: ErrorHelp(
            "The text isn't the one that the article was coded from.", in: .shell, nil,
            "quoth check samples/harbour --source samples/harbour/articles"),
        .tooManyFaults: ErrorHelp(
            "Only the first faults of a corpus are shown; mend them, and check again.", in: .shell, nil,
            "quoth check samples/harbour"),
        .badOption: ErrorHelp(
            "What stands behind the command or option isn't possible there.", in: .shell, nil,
            "quoth samples/harbour --format csv -c quotes"),
    ]

    static let records: [DiagnosticCode: ErrorHelp] = [
        .unknownMember: ErrorHelp(
            "No field is called so. A name that is nearly that of a field is a remark, and kept as a field of your own.",
            in: .file("topics.csv"), "id,name,parnt\ntalks,talks,\ndirect,direct talks,talks",
            "id,name,parent\ntalks,talks,\ndirect,direct talks,talks"),
        .duplicateField: ErrorHelp(
            "A record gives a field twice, or a collection has two files.", in: .file("topics.csv"),
            "id,name,name\ntalks,talks,dialogue", "id,name,other_names\ntalks,talks,dialogue"),
        .wrongValue: ErrorHelp(
            "A value of another kind should stand here.", in: .file("topics.jsonl"),
            #"{"id": "talks", "name": 5}"#, #"{"id": "talks", "name": "five"}"#),
        .missingField: ErrorHelp(
            "A field that every such record needs is missing.", in: .file("topics.jsonl"),
            #"{"id": "talks"}"#,
            #"{"id": "talks", "name": "talks"}"#),
        .badTerm: ErrorHelp(
            "The field takes one of a few words, and this is none of them.", in: .file("actors.csv"),
            "id,name,kind\nann,Ann,woman", "id,name,kind\nann,Ann,person"),
        .duplicateID: ErrorHelp(
            "Two records of a collection have the same id.", in: .file("topics.csv"),
            "id,name\ntalks,talks\ntalks,direct talks", "id,name\ntalks,talks\ndirect,direct talks"),
        .danglingReference: ErrorHelp(
            "There is no record with the id that a link names.", in: .file("topics.csv"),
            "id,name,parent\ndirect,direct talks,talks",
            "id,name,parent\ntalks,talks,\ndirect,direct talks,talks"),
        .circle: ErrorHelp(
            "A record is above itself.", in: .file("topics.csv"), "id,name,parent\ntalks,talks,talks",
            "id,name,parent\ntalks,talks,"),
        .badSpan: ErrorHelp(
            "The span lies outside of the article, or ends before it begins.", in: .file("articles.json"),
            span(2, 0, "No"), span(0, 2, "No")),
        .spanTextDiffers: ErrorHelp(
            "The article has other words at the span than the record repeats.", in: .file("articles.json"),
            span(0, 2, "Yes"), span(0, 2, "No")),
        .spanMoved: ErrorHelp(
            "A remark: the words were found a little off their place, and the span was moved.",
            in: .file("articles.json"), span(1, 3, "No"), span(0, 2, "No")),
        .mixedTypes: ErrorHelp(
            "A field of your own has values of different kinds. In a table, whose cells don't say what they are, it is "
                + "a remark, and all of them are texts.", in: .file("topics.jsonl"),
            "{\"id\": \"talks\", \"name\": \"talks\", \"rank\": 1}\n"
                + "{\"id\": \"direct\", \"name\": \"direct talks\", \"rank\": \"two\"}",
            "{\"id\": \"talks\", \"name\": \"talks\", \"rank\": 1}\n"
                + "{\"id\": \"direct\", \"name\": \"direct talks\", \"rank\": 2}"),
    ]

    /// An article with a passage of evidence.
    private static func span(_ start: Int, _ end: Int, _ exact: String) -> String {
        #"[{"id": "a", "headline": "No", "body": "No.","#
            + "\n" + #" "evidence": [{"start": \#(start), "end": \#(end), "exact": "\#(exact)"}]}]"#
    }
}
