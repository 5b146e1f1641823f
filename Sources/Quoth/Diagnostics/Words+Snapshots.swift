import QuothSyntax

// The words for snapshots.
extension Diagnostic {
    var wordsForSnapshots: DiagnosticWords {
        let again = "build it again from its sources: quoth build CORPUS -o FILE.quothdb"
        if code == .staleSnapshot {
            let others = expected.isEmpty ? "" : " and \(Phrase.count(expected.count, "other file"))"
            return .init(
                "this snapshot is older than its sources: \(Phrase.quoted(found ?? ""))\(others) changed since",
                hint: again)
        }
        switch subject {
        case "foreign":
            return .init(
                "this is not a snapshot, whatever its name", hint: "'quoth build' makes one of a corpus")
        case "truncated":
            return .init(
                "this snapshot ends too early: it has \(found ?? "too few") of \(expected.first ?? "its") bytes",
                hint: "was all of it copied? if so, " + again)
        case "has-texts":
            return .init(
                "a snapshot has the texts that were at hand when it was built, and takes no others",
                hint: "build it again with them: quoth build CORPUS --source TEXTS -o FILE.quothdb")
        case "byte-order":
            return .init("this snapshot was made on a machine with another byte order", hint: again)
        case "version":
            return .init(
                "this snapshot has version \(found ?? "?") of its format, and this program reads version "
                    + (expected.first ?? "?"),
                hint: again)
        case "other-fields":
            return .init(
                "this snapshot was made for other fields than this program knows, such as \(quotedFound)",
                hint: again)
        case "unsound":
            return .init("this snapshot doesn't hold together, at \(quotedFound)", hint: again)
        default:
            return .init(
                "this snapshot is damaged, in \(quotedFound)", hint: "copy it anew, or " + again)
        }
    }
}
