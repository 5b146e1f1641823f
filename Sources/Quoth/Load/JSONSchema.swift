extension Schema {
    /// The JSON Schema (draft 2020-12) of a corpus document, for editors; the loader checks what it says and more.
    public static var jsonSchema: String { JSONSchema.document.printed() + "\n" }
}

/// Prints the schema's table as a JSON Schema.
private enum JSONSchema {
    static var document: JSONText {
        var properties: [(String, JSONText)] = FileReader.metadata.map {
            ($0, .object([("description", .string("About the corpus; not read."))]))
        }
        for schema in SchemaTable.collections {
            properties.append((schema.collection.rawValue, list(of: schema)))
        }
        return .object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("A corpus of Quoth")),
            ("type", .string("object")),
            ("properties", .object(properties)),
            ("patternProperties", .object([("^\\$", .boolean(true))])),
            ("additionalProperties", .boolean(false)),
            (
                "anyOf",
                .array(
                    SchemaTable.collections.map {
                        .object([("required", .strings([$0.collection.rawValue]))])
                    })
            ),
            ("$defs", .object(parts + SchemaTable.collections.map { ($0.collection.singular, record($0)) })),
        ])
    }

    /// The list of a collection; what may be left out of nested records may not be left out here.
    private static func list(of schema: CollectionSchema) -> JSONText {
        var items: [(String, JSONText)] = [("$ref", .string("#/$defs/\(schema.collection.singular)"))]
        if let nesting = schema.nestedIn {
            let names = ["id", nesting.link]
            items.append(("properties", .object(names.map { ($0, type("string", isRequired: true)) })))
            items.append(("required", .strings(names)))
        }
        return .object([("type", .strings(["array", "null"])), ("items", .object(items))])
    }

    private static func record(_ schema: CollectionSchema) -> JSONText {
        var properties: [(String, JSONText)] = []
        for field in schema.fields {
            let isImplied = field.name == schema.nestedIn?.link
            properties.append(
                (field.name, property(field, schema, isRequired: field.isRequired && !isImplied)))
        }
        for other in SchemaTable.collections {
            guard let nesting = other.nestedIn, nesting.owner == schema.collection else { continue }
            let items: JSONText = .object([("$ref", .string("#/$defs/\(other.collection.singular)"))])
            properties.append(
                (nesting.member, .object([("type", .strings(["array", "null"])), ("items", items)])))
        }
        let known = Set(properties.map(\.0))
        for name in TableBuilder.takenNames(schema).subtracting(known).sorted() {
            properties.append((name, .boolean(false)))
        }
        let required = schema.fields.filter { $0.isRequired && $0.name != schema.nestedIn?.link }.map(\.name)
        return .object([
            ("type", .string("object")),
            ("properties", .object(properties)),
            ("required", .strings(required)),
            ("additionalProperties", .object([("$ref", .string("#/$defs/own"))])),
        ])
    }

    private static func property(
        _ field: Field, _ schema: CollectionSchema, isRequired: Bool
    ) -> JSONText {
        guard case .object(var members) = value(field, isRequired: isRequired) else { return .boolean(true) }
        if field.name == schema.nameField { members.append(("pattern", .string("\\S"))) }
        if let range = field.range {
            members.append(("minimum", .integer(Int(range.lowerBound))))
            if range.upperBound.isFinite { members.append(("maximum", .integer(Int(range.upperBound)))) }
        }
        return .object([("description", .string(field.meaning))] + members)
    }

    private static func value(_ field: Field, isRequired: Bool) -> JSONText {
        if field.name == "id" { return type("string", isRequired: isRequired, ("minLength", .integer(1))) }
        switch field.kind {
        case .span where field.isMany:
            return many(reference("evidence", isRequired: false), isRequired: isRequired)
        case _ where field.isMany: return many(type("string", isRequired: false), isRequired: isRequired)
        case .term(let values, _) where !values.isEmpty:
            return .object([("enum", .array(values.map(JSONText.string) + (isRequired ? [] : [.null])))])
        case .text, .term, .link: return type("string", isRequired: isRequired)
        case .integer: return type("integer", isRequired: isRequired)
        case .real: return type("number", isRequired: isRequired)
        case .date: return reference("date", isRequired: isRequired)
        case .span: return reference("span", isRequired: isRequired)
        case .source: return reference("source", isRequired: isRequired)
        }
    }

    private static func many(_ items: JSONText, isRequired: Bool) -> JSONText {
        type("array", isRequired: isRequired, ("items", items))
    }

    /// Null is the same as nothing, wherever nothing is allowed.
    private static func type(_ name: String, isRequired: Bool, _ more: (String, JSONText)...) -> JSONText {
        .object([("type", isRequired ? .string(name) : .strings([name, "null"]))] + more)
    }

    private static func reference(_ name: String, isRequired: Bool) -> JSONText {
        let reference: JSONText = .object([("$ref", .string("#/$defs/\(name)"))])
        if isRequired { return reference }
        return .object([("anyOf", .array([reference, .object([("type", .string("null"))])]))])
    }
}

// The values that several fields share.
extension JSONSchema {
    private static var parts: [(String, JSONText)] {
        [
            ("date", date), ("edtf", edtf), ("span", span(more: [])), ("evidence", evidence),
            ("source", source), ("own", own),
        ]
    }

    private static var date: JSONText {
        let edtf: JSONText = .object([("$ref", .string("#/$defs/edtf"))])
        let object: JSONText = .object([
            ("type", .string("object")),
            (
                "properties",
                .object([
                    ("date", reference("edtf", isRequired: false)),
                    ("expression", type("string", isRequired: false)),
                    ("basis", .object([("enum", .array(Schema.bases.map(JSONText.string) + [.null]))])),
                    ("anchor", type("string", isRequired: false)),
                ])
            ),
            ("additionalProperties", .boolean(false)),
            (
                "anyOf",
                .array(
                    ["date", "expression"].map { name in
                        .object([
                            ("properties", .object([(name, type("string", isRequired: true))])),
                            ("required", .strings([name])),
                        ])
                    })
            ),
        ])
        return .object([("anyOf", .array([edtf, object]))])
    }

    /// The shape of a date only: that there is such a day, the loader checks.
    private static var edtf: JSONText {
        let part = "[?~%]?[0-9X]{2}[?~%]?"
        let day = "[?~%]?[0-9X]{4}[?~%]?(-\(part)){0,2}(T[0-9:]+(Z|[+-][0-9:]+)?)?"
        return .object([
            (
                "description",
                .string("a date in EDTF, such as 2025, 2025-02, 2025-02-07, 2012/2013, 2025-02-01/.. or 201X")
            ),
            ("type", .string("string")),
            ("pattern", .string("^(\(day)|(\(day)|\\.\\.)?/(\(day)|\\.\\.)?)$")),
        ])
    }

    private static func span(more: [(String, JSONText)]) -> JSONText {
        let offset = type("integer", isRequired: true, ("minimum", .integer(0)))
        let texts = ["exact", "prefix", "suffix"].map { ($0, type("string", isRequired: false)) }
        return .object([
            ("description", .string("offsets in Unicode scalars of the article's body, end exclusive")),
            ("type", .string("object")),
            ("properties", .object([("start", offset), ("end", offset)] + texts + more)),
            ("required", .strings(["start", "end"])),
            ("additionalProperties", .boolean(false)),
        ])
    }

    private static var evidence: JSONText { span(more: [("article", type("string", isRequired: false))]) }

    private static var source: JSONText {
        .object([
            ("type", .string("object")),
            (
                "properties",
                .object([
                    ("file", type("string", isRequired: false)),
                    ("sha256", type("string", isRequired: false, ("pattern", .string("^[0-9A-Fa-f]{64}$")))),
                    ("length", type("integer", isRequired: false, ("minimum", .integer(0)))),
                ])
            ),
            ("additionalProperties", .boolean(false)),
        ])
    }

    private static var own: JSONText {
        .object([
            ("description", .string("a variable of your own")),
            ("type", .strings(["string", "number", "boolean", "array", "null"])),
            ("items", type("string", isRequired: false)),
        ])
    }
}
