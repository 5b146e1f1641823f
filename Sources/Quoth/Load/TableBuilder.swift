import QuothSyntax

/// Takes in the records of one collection.
final class TableBuilder {
    let schema: CollectionSchema
    let fields: [FieldBuilder]
    private let nameField: FieldBuilder?
    let ids: IDRegistry
    private(set) var own: [OwnVariable] = []
    private(set) var rowCount = 0
    /// The id of each row as a code of the registry; 0 if it has none yet.
    private(set) var idCodes: [UInt32] = []
    private(set) var segments: [Segment] = []
    /// Lists of records that stand inside this collection's.
    private var nested: [(key: [UInt8], name: String, table: TableBuilder, lastRow: Int)] = []
    private var lastIDRow = -1
    private let taken: Set<String>

    init(_ schema: CollectionSchema, _ registries: [Collection: IDRegistry]) {
        self.schema = schema
        let own = registries[schema.collection] ?? IDRegistry()
        ids = own
        let articles = registries[.articles] ?? IDRegistry()
        fields = schema.fields.filter { $0.name != "id" }.map { field in
            Self.builder(field, registries, articles)
        }
        nameField = fields.first { $0.field.name == schema.nameField }
        taken = Self.takenNames(schema)
    }

    private static func builder(
        _ field: Field, _ registries: [Collection: IDRegistry], _ articles: IDRegistry
    ) -> FieldBuilder {
        switch field.kind {
        case .text: TextBuilder(field)
        case .term(_, let hierarchical) where field.isMany:
            TermListBuilder(field, isHierarchical: hierarchical)
        case .term(let values, let hierarchical):
            TermBuilder(field, values: values, isHierarchical: hierarchical)
        case .integer: IntegerBuilder(field)
        case .real: RealBuilder(field)
        case .date(let extent): DateBuilder(field, isExtent: extent)
        case .link(let target) where field.isMany:
            LinkListBuilder(field, target, registries[target] ?? IDRegistry())
        case .link(let target): LinkBuilder(field, target, registries[target] ?? IDRegistry())
        case .span where field.isMany: EvidenceBuilder(field, articles)
        case .span: SpanBuilder(field)
        case .source: SourceBuilder(field)
        }
    }

    /// Names that an own variable can't have, since columns have them: parts of fields, inverse and derived links.
    static func takenNames(_ schema: CollectionSchema) -> Set<String> {
        var names = Set(DerivedLinks.names(schema.collection))
        for field in schema.fields {
            switch field.kind {
            case .date: names.formUnion(DateBuilder.parts.map { field.name + $0 })
            case .span: names.formUnion(SpanBuilder.parts.map { field.name + $0 })
            case .source: names.formUnion(SourceBuilder.parts.map { field.name + $0 })
            default: break
            }
        }
        for other in SchemaTable.collections {
            for field in other.fields where field.kind == .link(schema.collection) {
                if let inverse = field.inverse { names.insert(inverse) }
            }
        }
        return names
    }

    func field(_ name: String) -> FieldBuilder? { fields.first { $0.field.name == name } }

    func nest(_ table: TableBuilder, as name: String) {
        nested.append((Array(name.utf8), name, table, -1))
    }

    /// A run of records that stand next to each other.
    struct Segment {
        let firstRow: Int
        let file: Int
        let place: Place

        enum Place {
            /// In a document, under the name of the collection.
            case document
            /// In a list that is the whole file.
            case list
            /// A record a line, from this line on.
            case lines(Int)
            /// A row a line, from this line of a table and this row of it on.
            case rows(line: Int, number: Int)
            /// In a record of another collection.
            case nested(TableBuilder, row: Int, member: String)
        }
    }

    func begin(_ place: Segment.Place, file: Int) {
        segments.append(Segment(firstRow: rowCount, file: file, place: place))
    }
}

// Reading one record.
extension TableBuilder {
    func read(_ record: JSONValue, isNested: Bool, _ reading: Reading) {
        guard record.kind == .object else {
            reading.faults.isIncomplete = true
            return reading.wrong(record, [], expected: "object", subject: schema.collection.rawValue)
        }
        let row = rowCount
        rowCount += 1
        idCodes.append(0)
        var guess = 0
        record.forEachMember { key, value in
            readMember(key, value, row: row, guess: &guess, reading)
        }
        checkRequired(record, row: row, isNested: isNested, reading)
    }

    private func readMember(
        _ key: JSONString, _ value: JSONValue, row: Int, guess: inout Int, _ reading: Reading
    ) {
        // Records of one collection mostly have their fields in the same order, so the next one is tried first.
        if guess < fields.count, key.matches(fields[guess].key) {
            let field = fields[guess]
            guess += 1
            return read(field, key, value, row: row, reading)
        }
        if key.matches("id") { return readID(key, value, row: row, reading) }
        if let index = fields.firstIndex(where: { key.matches($0.key) }) {
            guess = index + 1
            return read(fields[index], key, value, row: row, reading)
        }
        if let index = nested.firstIndex(where: { key.matches($0.key) }) {
            return readNested(index, key, value, row: row, reading)
        }
        readOwn(key, value, row: row, reading)
    }

    private func read(
        _ field: FieldBuilder, _ key: JSONString, _ value: JSONValue, row: Int, _ reading: Reading
    ) {
        guard field.lastRow != row else { return duplicate(key, field.field.name, reading) }
        field.lastRow = row
        if value.isNull { return }
        if isAdmitted(value, field, reading) { field.read(value, row: row, reading) }
        // A value that was refused is reported as such, and not as missing too.
        field.lastValueRow = row
    }

    /// Whether a value is one that the field may have at all; reports what isn't.
    private func isAdmitted(_ value: JSONValue, _ field: FieldBuilder, _ reading: Reading) -> Bool {
        if field === nameField, value.isBlank {
            reading.fault(
                .wrongValue, at: value.byteOffset, field.step, found: "an empty text", expected: ["name"])
            return false
        }
        guard let range = field.field.range, let number = value.double, !range.contains(number) else {
            return true
        }
        reading.wrong(value, field.step, expected: field.field.rangePhrase)
        return false
    }

    private func duplicate(_ key: JSONString, _ name: String, _ reading: Reading) {
        reading.fault(.duplicateField, at: key.byteOffset, [.member(name)], found: name)
    }

    private func readID(_ key: JSONString, _ value: JSONValue, row: Int, _ reading: Reading) {
        guard lastIDRow != row else { return duplicate(key, "id", reading) }
        lastIDRow = row
        if value.isNull {
            lastIDRow = -1
            return
        }
        guard let string = reading.text(value, [.member("id")]) else { return }
        guard string.count > 0 else {
            return reading.fault(
                .wrongValue, at: value.byteOffset, [.member("id")], found: "", expected: ["id"])
        }
        let code = ids.code(of: string)
        guard ids.define(code, row: row) else {
            return reading.fault(
                .duplicateID, at: value.byteOffset, [.member("id")], found: string.text,
                subject: schema.collection.rawValue)
        }
        idCodes[row] = code
    }

    private func readNested(
        _ index: Int, _ key: JSONString, _ value: JSONValue, row: Int, _ reading: Reading
    ) {
        let name = nested[index].name
        guard nested[index].lastRow != row else { return duplicate(key, name, reading) }
        nested[index].lastRow = row
        if value.isNull { return }
        guard value.kind == .array else { return reading.wrong(value, [.member(name)], expected: "list") }
        let table = nested[index].table
        table.begin(.nested(self, row: row, member: name), file: reading.file)
        reading.path += [.member(name), .element(0)]
        table.readElements(value, isNested: true, reading)
        reading.path.removeLast(2)
    }

    /// Reads the records of a list; the last step of the path counts them.
    func readElements(_ list: JSONValue, isNested: Bool, _ reading: Reading) {
        var index = 0
        list.forEachElement { element in
            if reading.faults.isFull { return }
            reading.path[reading.path.count - 1] = .element(index)
            read(element, isNested: isNested, reading)
            index += 1
        }
    }

    private func readOwn(_ key: JSONString, _ value: JSONValue, row: Int, _ reading: Reading) {
        let index = own.firstIndex { key.matches($0.key) }
        let variable = index.map { own[$0] } ?? addOwn(key, reading)
        guard let variable else { return }
        guard variable.lastRow != row else { return duplicate(key, variable.name, reading) }
        variable.lastRow = row
        if !value.isNull { variable.read(value, row: row, reading) }
    }

    /// How many fields of their own the records of a collection may have.
    static let ownLimit = 1_000

    private func addOwn(_ key: JSONString, _ reading: Reading) -> OwnVariable? {
        let name = key.text
        guard !name.isEmpty, !key.hasNUL, !taken.contains(name), own.count < Self.ownLimit else {
            reading.fault(
                .unknownMember, at: key.byteOffset, [.member(name)], found: name,
                subject: schema.collection.rawValue)
            return nil
        }
        let near = nearest(to: name, among: schema.fields.map(\.name) + nested.map(\.name))
        if !near.isEmpty {
            reading.faults.add(
                Fault(
                    code: .unknownMember, severity: .warning, file: reading.file, line: reading.line,
                    byte: key.byteOffset, path: reading.path + [.member(name)], found: name,
                    subject: schema.collection.rawValue, near: near))
        }
        let variable = OwnVariable(name)
        own.append(variable)
        return variable
    }

    private func checkRequired(_ record: JSONValue, row: Int, isNested: Bool, _ reading: Reading) {
        for field in fields where field.field.isRequired && field.lastValueRow != row {
            if isNested, field.field.name == schema.nestedIn?.link { continue }
            missing(field.field.name, record, reading)
        }
        if lastIDRow != row, !isNested, !makesIDs { missing("id", record, reading) }
    }

    private func missing(_ name: String, _ record: JSONValue, _ reading: Reading) {
        reading.fault(
            .missingField, at: record.byteOffset, [.member(name)], expected: [name], subject: name)
    }
}

// Where a row came from, and what it is called.
extension TableBuilder {
    /// The segment of a row; O(log segments).
    func segment(of row: Int) -> Segment {
        var low = 0
        var high = segments.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if segments[middle].firstRow <= row { low = middle } else { high = middle }
        }
        return segments[low]
    }

    /// A fault about a row that was read before.
    func fault(_ code: DiagnosticCode, row: Int, _ steps: [FieldStep]) -> Fault {
        let segment = segment(of: row)
        let index = row - segment.firstRow
        var fault = Fault(code: code, file: segment.file)
        switch segment.place {
        case .document: fault.path = [.member(schema.collection.rawValue), .element(index)]
        case .list: fault.path = [.element(index)]
        case .lines(let first), .rows(let first, _): fault.line = first + index
        case .nested(let owner, let ownerRow, let member):
            fault = owner.fault(code, row: ownerRow, [.member(member), .element(index)])
        }
        fault.path += steps
        return fault
    }

    func id(_ row: Int) -> String { idCodes[row] == 0 ? "" : ids.text(idCodes[row]) }

    /// Whether rows of the table that is being read may do without an id: those of records that may be nested.
    private var makesIDs: Bool {
        guard schema.nestedIn != nil, case .rows = segments.last?.place else { return false }
        return true
    }

    /// Gives ids to records that need none of their own: nested ones, and rows of tables.
    ///
    /// To be called when everything is read and before references are resolved, since they may be referred to.
    func makeIDs(_ faults: FaultList) {
        for (index, segment) in segments.enumerated() {
            let stem: String
            let first: Int
            switch segment.place {
            case .nested(let owner, let ownerRow, let member):
                (stem, first) = ("\(owner.id(ownerRow))/\(member)", 1)
            case .rows(_, let number) where schema.nestedIn != nil:
                (stem, first) = (schema.collection.rawValue, number)
            default: continue
            }
            let end = index + 1 < segments.count ? segments[index + 1].firstRow : rowCount
            for row in segment.firstRow..<max(end, segment.firstRow) where idCodes[row] == 0 {
                let id = "\(stem)/\(row - segment.firstRow + first)"
                let code = ids.code(of: id)
                if ids.define(code, row: row) {
                    idCodes[row] = code
                } else {
                    var fault = fault(.duplicateID, row: row, [])
                    fault.found = id
                    fault.subject = schema.collection.rawValue
                    faults.add(fault)
                }
            }
        }
    }

    /// The column of ids.
    var idColumn: Column {
        var texts = TextStore()
        for row in 0..<rowCount where idCodes[row] != 0 {
            texts.append(ids.ids.value(idCodes[row]), row: row)
        }
        return Column(name: "id", data: .texts(texts.column(rowCount: rowCount)), role: .field)
    }
}
