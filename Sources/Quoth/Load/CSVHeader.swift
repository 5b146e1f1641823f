import QuothSyntax

/// What the columns of a table are to the records of a collection, told by the names in its first row.
struct CSVHeader {
    /// What a cell is taken for.
    enum Form {
        case text, list, number, truth
    }

    /// A column, as one value of a record.
    struct Part {
        let name: Int
        let cell: Int
        var form: Form
    }

    /// A member of the record, made of one column, or of several named `said.basis`, `span.start`.
    struct Member {
        enum Shape {
            case value
            /// A date by itself if it is the only part that is there.
            case date
            case object
            /// A list of one object.
            case list
        }

        let name: Int
        let shape: Shape
        var parts: [Part]
        let isOwn: Bool
    }

    /// A name that can't stand there.
    struct Refusal {
        let code: DiagnosticCode
        let cell: Int
        var found: String?
        var expected: [String] = []
        var subject: String?
        var near: [String] = []
    }

    /// The names as they stand there.
    let names: [String]
    /// Where they stand in what was read.
    let row: CSVRow
    private(set) var members: [Member] = []
    /// The names of members and their parts; ``Part/name`` counts them.
    private(set) var keys: [String] = []
    private(set) var refusals: [Refusal] = []
    private let schema: CollectionSchema
    private var ownCount = 0

    /// Reads the first row; nil if there is none.
    init?(_ rows: inout CSVRows, _ schema: CollectionSchema) throws(CSVProblem) {
        guard let row = try rows.next() else { return nil }
        let reader = rows.reader
        self.init((0..<row.count).map { reader.text($0) }, row, schema)
    }

    private init(_ names: [String], _ row: CSVRow, _ schema: CollectionSchema) {
        self.names = names
        self.row = row
        self.schema = schema
        if let separator = otherSeparator {
            refusals.append(Refusal(code: .badCSV, cell: 0, found: separator, subject: "separator"))
            return
        }
        let taken = TableBuilder.takenNames(schema)
        var seen: Set<String> = []
        for (cell, name) in names.enumerated() {
            if name.isEmpty {
                refusals.append(Refusal(code: .badCSV, cell: cell, subject: "unnamed"))
            } else if !seen.insert(name).inserted {
                refusals.append(Refusal(code: .duplicateField, cell: cell, found: name))
            } else {
                add(name, cell, taken)
            }
        }
        for field in schema.fields where field.isRequired && !seen.contains(field.name) {
            refusals.append(
                Refusal(code: .missingField, cell: 0, expected: [field.name], subject: field.name))
        }
    }

    /// Where a comma is the decimal sign, spreadsheets write semicolons between cells.
    private var otherSeparator: String? {
        guard names.count == 1 else { return nil }
        if names[0].contains(";") { return "semicolons" }
        return names[0].contains("\t") ? "tabs" : nil
    }

    private mutating func add(_ name: String, _ cell: Int, _ taken: Set<String>) {
        if let field = schema.field(name) { return addField(field, cell) }
        if let dot = name.firstIndex(of: "."), let field = schema.field(String(name[..<dot])) {
            return addPart(String(name[name.index(after: dot)...]), of: field, cell)
        }
        ownCount += 1
        guard !taken.contains(name), ownCount <= TableBuilder.ownLimit else { return refuse(name, cell, []) }
        let part = Part(name: key(name), cell: cell, form: .text)
        members.append(Member(name: part.name, shape: .value, parts: [part], isOwn: true))
    }

    private mutating func addField(_ field: Field, _ cell: Int) {
        let form: Form
        switch field.kind {
        case .date: return addPart("date", of: field, cell)
        case .span, .source:
            return refuse(field.name, cell, Self.parts(of: field).map { field.name + "." + $0 })
        case .integer, .real: form = .number
        case .text, .term, .link: form = field.isMany ? .list : .text
        }
        let part = Part(name: key(field.name), cell: cell, form: form)
        members.append(Member(name: part.name, shape: .value, parts: [part], isOwn: false))
    }

    private mutating func addPart(_ name: String, of field: Field, _ cell: Int) {
        let isDate = name == "date"
        guard Self.parts(of: field).contains(name) || (isDate && names[cell] == field.name) else {
            return refuse(names[cell], cell, Self.parts(of: field).map { field.name + "." + $0 })
        }
        let isNumber = ["start", "end", "length"].contains(name)
        let part = Part(name: key(name), cell: cell, form: isNumber ? .number : .text)
        if let index = members.firstIndex(where: { keys[$0.name] == field.name }) {
            members[index].parts.append(part)
            return
        }
        let shape: Member.Shape
        switch field.kind {
        case .date: shape = .date
        default: shape = field.isMany ? .list : .object
        }
        members.append(Member(name: key(field.name), shape: shape, parts: [part], isOwn: false))
    }

    private mutating func refuse(_ name: String, _ cell: Int, _ expected: [String]) {
        let near = name.contains(".") ? nearest(to: name, among: expected) : []
        refusals.append(
            Refusal(
                code: .unknownMember, cell: cell, found: name, expected: expected,
                subject: schema.collection.rawValue, near: near))
    }

    private mutating func key(_ name: String) -> Int {
        keys.append(name)
        return keys.count - 1
    }

    /// What may stand after the dot.
    private static func parts(of field: Field) -> [String] {
        switch field.kind {
        case .date: DateBuilder.parts.map { String($0.dropFirst()) }
        case .span: SpanStore.members + (field.isMany ? ["article"] : [])
        case .source: SourceBuilder.parts.map { String($0.dropFirst()) }
        default: []
        }
    }

    /// Takes the cells of a field of the user's own for what they are.
    mutating func settle(_ form: Form, ofMember index: Int) { members[index].parts[0].form = form }

    /// What the header calls the place of a value in its record.
    static func steps(_ path: [FieldStep]) -> [FieldStep] {
        guard path.count > 1, case .member = path[0] else { return path }
        // A date by itself has the plain name, and there is but one passage of evidence.
        if path[1] == .member("date") { return [path[0]] }
        if path[0] == .member("evidence"), path[1] == .element(0) { return [path[0]] + path[2...] }
        return path
    }
}
