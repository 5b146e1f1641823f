import QuothSyntax

/// Takes in the records of one collection.
final class TableBuilder {
    let schema: CollectionSchema
    let ids = IDBuilder()
    let fields: [FieldBuilder]
    /// Lists of records that stand inside this collection's.
    private(set) var nested: [NestedBuilder] = []
    /// The collection in whose records records of this one may stand.
    private(set) weak var owner: TableBuilder?
    private(set) var own: [OwnVariable] = []
    private(set) var rowCount = 0
    private(set) var segments: [Segment] = []
    /// The row + 1 of the record around each record, 0 for one that stands by itself; as many as there were rows up
    /// to the last that stood in another.
    @exclusivity(unchecked) private(set) var owners = BufferBuilder<UInt32>()
    /// The builders of required fields.
    private let required: [FieldBuilder]
    /// The member with which the record before began.
    private var first: Unmanaged<MemberBuilder>?
    /// Few corpora have own variables, for which alone these are asked.
    private lazy var taken = Self.takenNames(schema)

    init(_ schema: CollectionSchema) {
        self.schema = schema
        fields = schema.fields.filter { $0.name != "id" }.map { field in
            Self.builder(field, isName: field.name == schema.nameField)
        }
        required = fields.filter(\.field.isRequired)
    }

    private static func builder(_ field: Field, isName: Bool) -> FieldBuilder {
        switch field.kind {
        case .text: TextBuilder(field, isName: isName)
        case .term(_, let hierarchical) where field.isMany:
            TermListBuilder(field, isHierarchical: hierarchical)
        case .term(let values, let hierarchical):
            TermBuilder(field, values: values, isHierarchical: hierarchical)
        case .integer: IntegerBuilder(field)
        case .real: RealBuilder(field)
        case .date(let extent): DateBuilder(field, isExtent: extent)
        case .link(let target) where field.isMany: LinkListBuilder(field, target)
        case .link(let target): LinkBuilder(field, target)
        case .span where field.isMany: EvidenceBuilder(field)
        case .span: SpanBuilder(field)
        case .source: SourceBuilder(field)
        }
    }

    /// A builder for each collection.
    static func all() -> [Collection: TableBuilder] {
        var tables: [Collection: TableBuilder] = [:]
        for collection in Collection.allCases { tables[collection] = TableBuilder(Schema.of(collection)) }
        for table in tables.values {
            guard let nesting = table.schema.nestedIn, let owner = tables[nesting.owner] else { continue }
            owner.nested.append(NestedBuilder(nesting.member, table))
            table.owner = owner
            // Tables are made in no order, and what is told of them must be.
            owner.nested.sort { $0.name.text < $1.name.text }
        }
        return tables
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

    /// The number of records, those inside others included.
    var recordCount: Int { nested.reduce(rowCount) { $0 + $1.table.rowCount } }

    func field(_ name: String) -> FieldBuilder? { fields.first { $0.field.name == name } }

    /// A run of records that stand next to each other.
    struct Segment {
        var firstRow: Int
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
            /// In records of another collection.
            case nested

            /// The same place in a file of which so much comes before.
            fileprivate func after(_ position: FilePosition) -> Place {
                switch self {
                case .lines(let first): .lines(first + position.line)
                case .rows(let line, let number):
                    .rows(line: line + position.line, number: number + position.row)
                case .document, .list, .nested: self
                }
            }
        }
    }

    func begin(_ place: Segment.Place, file: Int) {
        // Lists inside records go on in those of the next record.
        if case .nested = place, let last = segments.last, case .nested = last.place, last.file == file {
            return
        }
        segments.append(Segment(firstRow: rowCount, file: file, place: place))
    }
}

// Reading one record.
extension TableBuilder {
    /// Reads a record, which may stand in one of another collection.
    func read(_ record: JSONValue, owner: Int? = nil, _ reading: Reading) {
        guard record.kind == .object else {
            reading.faults.isIncomplete = true
            return reading.wrong(record, [], expected: "object", subject: schema.collection.rawValue)
        }
        let row = rowCount
        rowCount += 1
        if let owner {
            owners.pad(to: row, with: 0)
            owners.append(UInt32(owner + 1))
        }
        // Records of one collection mostly have their members in the same order, so the one that came next in the
        // record before is tried first. No builder is let go of as long as this table is there.
        var before: Unmanaged<MemberBuilder>?
        var guess = first
        record.forEachMember { key, value in
            if guess?._withUnsafeGuaranteedRef({ key.matches($0.name) }) != true {
                guess = member(key, reading).map(Unmanaged.passUnretained)
                guard let guess else { return }
                if let before { before._withUnsafeGuaranteedRef { $0.next = guess } } else { first = guess }
            }
            guard let member = guess else { return }
            before = member
            member._withUnsafeGuaranteedRef { member in
                guess = member.next
                guard member.lastRow != row else { return duplicate(key, member, reading) }
                member.lastRow = row
                if value.isNull { return }
                member.lastValueRow = row
                member.read(value, row: row, reading)
            }
        }
        checkRequired(record, row: row, isNested: owner != nil, reading)
    }

    /// The builder of a member; nil for one that the records can't have, which is reported.
    private func member(_ key: JSONString, _ reading: Reading) -> MemberBuilder? {
        if key.matches(ids.name) { return ids }
        return fields.first { key.matches($0.name) } ?? nested.first { key.matches($0.name) }
            ?? own.first { key.matches($0.name) } ?? addOwn(key, reading)
    }

    private func duplicate(_ key: JSONString, _ member: MemberBuilder, _ reading: Reading) {
        reading.fault(.duplicateField, at: key.byteOffset, member.step, found: member.name.text)
    }

    /// Reads the records of a list.
    func readElements(_ list: JSONValue, _ reading: Reading) {
        reading.element = 0
        list.forEachElement { element in
            if reading.faults.isFull || reading.monitor?.isStopped ?? false { return }
            read(element, reading)
            reading.element += 1
            if reading.element & 4_095 == 0 { reading.monitor?.add(bytes: 0, records: 4_096) }
        }
        reading.element = -1
    }

    /// Reads the records of a list inside a record of another collection.
    func readNested(_ list: JSONValue, in name: FieldStep, owner: Int, _ reading: Reading) {
        begin(.nested, file: reading.file)
        reading.nested = (name, 0)
        list.forEachElement { element in
            if reading.faults.isFull { return }
            read(element, owner: owner, reading)
            reading.nested?.element += 1
        }
        reading.nested = nil
    }

    private func checkRequired(_ record: JSONValue, row: Int, isNested: Bool, _ reading: Reading) {
        for field in required where field.lastValueRow != row {
            if isNested, field.field.name == schema.nestedIn?.link { continue }
            missing(field, record, reading)
        }
        if ids.lastValueRow != row, !isNested, !makesIDs { missing(ids, record, reading) }
    }

    private func missing(_ member: MemberBuilder, _ record: JSONValue, _ reading: Reading) {
        let name = member.name.text
        reading.fault(.missingField, at: record.byteOffset, member.step, expected: [name], subject: name)
    }

    /// Whether rows of the table that is being read may do without an id: those of records that may be nested.
    private var makesIDs: Bool {
        guard schema.nestedIn != nil, case .rows = segments.last?.place else { return false }
        return true
    }
}

// Fields that the schema doesn't name.
extension TableBuilder {
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
        let place = reading.place(key.byteOffset, [.member(name)])
        return addOwn(OwnVariable(name, first: place), reading.faults)
    }

    private func addOwn(_ variable: OwnVariable, _ faults: FaultList) -> OwnVariable {
        own.append(variable)
        let name = variable.name.text
        let near = nearest(to: name, among: schema.fields.map(\.name) + nested.map(\.name.text))
        if !near.isEmpty {
            var note = variable.first
            note.found = name
            note.subject = schema.collection.rawValue
            note.near = near
            faults.add(note)
        }
        return variable
    }

    /// The own variable of the same name as another table's, which is added if there is none.
    private func own(like other: OwnVariable, after line: Int, _ faults: FaultList) -> OwnVariable {
        if let found = own.first(where: { $0.name.text == other.name.text }) { return found }
        var first = other.first
        first.line += line
        return addOwn(OwnVariable(other.name.text, first: first), faults)
    }
}

// Taking over what another builder has read.
extension TableBuilder {
    /// Whether the records of another builder, and those inside them, can be taken over as if they had been read here.
    func canAbsorb(_ other: TableBuilder, textLimit: Int) -> Bool {
        let names = Set(own.map(\.name.text))
        guard names.union(other.own.map(\.name.text)).count <= Self.ownLimit else { return false }
        let isOwnSound = other.own.allSatisfy { theirs in
            own.first { $0.name.text == theirs.name.text }?.canAbsorb(theirs, textLimit: textLimit) ?? true
        }
        return isOwnSound && ids.canAbsorb(other.ids, textLimit: textLimit)
            && zip(fields, other.fields).allSatisfy { $0.canAbsorb($1, textLimit: textLimit) }
            && zip(nested, other.nested).allSatisfy { $0.table.canAbsorb($1.table, textLimit: textLimit) }
    }

    /// Takes over the records of another builder, and those inside them, and leaves it empty. It has read what comes
    /// after so much of the file.
    func absorb(_ other: TableBuilder, after position: FilePosition, _ faults: FaultList) {
        let row = rowCount
        absorbRows(of: other, ownerRow: 0, after: position, faults)
        for (mine, theirs) in zip(nested, other.nested) {
            mine.table.absorbRows(of: theirs.table, ownerRow: row, after: position, faults)
        }
    }

    /// Takes over the records of another builder. Those around them have been taken over from `ownerRow` on.
    private func absorbRows(
        of other: TableBuilder, ownerRow: Int, after position: FilePosition, _ faults: FaultList
    ) {
        let row = rowCount
        for variable in other.own {
            own(like: variable, after: position.line, faults).absorb(variable, at: row)
        }
        ids.absorb(other.ids, at: row)
        for (mine, theirs) in zip(fields, other.fields) { mine.absorb(theirs, at: row) }
        for segment in other.segments {
            rowCount = row + segment.firstRow
            begin(segment.place.after(position), file: segment.file)
        }
        if other.owners.count > 0 {
            owners.pad(to: row, with: 0)
            other.owners.withSpan { theirs in
                for index in theirs.indices {
                    owners.append(theirs[index] == 0 ? 0 : theirs[index] + UInt32(ownerRow))
                }
            }
        }
        rowCount = row + other.rowCount
        other.removeAll()
    }

    private func removeAll() {
        rowCount = 0
        segments = []
        owners.removeAll()
        own = []
        first = nil
        for member in [ids] + fields + nested {
            member.lastRow = -1
            member.lastValueRow = -1
            member.next = nil
        }
    }
}
