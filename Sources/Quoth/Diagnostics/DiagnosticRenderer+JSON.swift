public import QuothSyntax

extension DiagnosticRenderer {
    /// A diagnostic as a JSON object on one line, with a line break at its end.
    ///
    /// Its members are `code`, `severity`, `source`, `title`; where they are known `span` (in bytes), `start` and
    /// `end` (line and column), `line`, `byte` and `field` of a data file, `label`, `hint`, `near`, `labels` and
    /// `fix`. Of these the last are left out where the object would become too long.
    public static func json(_ diagnostic: Diagnostic, in source: SourceText? = nil) -> String {
        let words = diagnostic.words
        let text = source.flatMap { $0.name == diagnostic.source ? $0 : nil }
        var members: [(name: String, value: String)] = [
            ("code", JSONLine.quoted(diagnostic.code.rawValue)),
            ("severity", JSONLine.quoted(diagnostic.severity.rawValue)),
            ("source", JSONLine.quoted(TextWrap.shortened(diagnostic.source, to: 200))),
            ("title", JSONLine.quoted(words.title)),
        ]
        if let record = diagnostic.record {
            if record.line > 0 { members.append(("line", String(record.line))) }
            if let byte = record.byte { members.append(("byte", String(byte))) }
            if let field = record.field {
                members.append(("field", JSONLine.quoted(TextWrap.shortened(field, to: 120))))
            }
        } else if let text {
            members += place(diagnostic.span, text)
        }
        var rest: [(name: String, value: String)] = []
        if let label = words.label { rest.append(("label", JSONLine.quoted(label))) }
        if let hint = words.hint { rest.append(("hint", JSONLine.quoted(hint))) }
        if let fix = diagnostic.fix { rest.append(("fix", self.fix(fix))) }
        if !diagnostic.labels.isEmpty {
            rest.append(("labels", JSONLine.list(diagnostic.labels.map { self.label($0, text) })))
        }
        if !diagnostic.near.isEmpty {
            rest.append(("near", JSONLine.list(diagnostic.near.prefix(8).map { JSONLine.quoted($0.text) })))
        }
        var length = JSONLine.object(members).utf8.count
        for member in rest {
            let added = member.name.utf8.count + member.value.utf8.count + 4
            guard length + added < maximumLength else { continue }
            members.append(member)
            length += added
        }
        return JSONLine.object(members) + "\n"
    }

    private static func place(_ span: Span, _ text: SourceText?) -> [(name: String, value: String)] {
        var members = [("span", self.span(span))]
        if let text {
            members.append(("start", position(text.position(of: span.start))))
            members.append(("end", position(text.position(of: span.end))))
        }
        return members
    }

    private static func span(_ span: Span) -> String {
        JSONLine.object([("start", String(span.start)), ("end", String(span.end))])
    }

    private static func position(_ position: SourceText.Position) -> String {
        JSONLine.object([("line", String(position.line)), ("column", String(position.column))])
    }

    private static func label(_ label: Diagnostic.Label, _ text: SourceText?) -> String {
        JSONLine.object(
            place(label.span, text) + [("text", JSONLine.quoted(Diagnostic.words(for: label)))])
    }

    private static func fix(_ fix: Diagnostic.Fix) -> String {
        JSONLine.object([
            ("span", span(fix.span)), ("replacement", JSONLine.quoted(fix.replacement)),
        ])
    }
}
