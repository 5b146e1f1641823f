import Quoth
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct LoadSchemaTests {
    static let file = FilePath.join(
        FilePath.folder(of: FilePath.folder(of: FilePath.folder(of: #filePath))), "grammar/corpus.schema.json"
    )

    @Test func theFileIsWhatTheSchemaPrints() throws {
        let printed = Array(Schema.jsonSchema.utf8)
        if getenv("RECORD") != nil {
            try FileAccess.system.write(printed, to: Self.file)
            Issue.record("recorded")
        }
        #expect(try FileAccess.system.read(Self.file) == printed)
    }

    @Test func theSmallCorpusIsGoodByBoth() throws {
        #expect(try SchemaValidator().accepts(SmallCorpus.json))
    }

    /// What is wrong between records, or with a value that the schema can only describe roughly, the loader alone finds.
    static let loaderOnly: Set<String> = [
        "duplicate-field", "duplicate-id", "dangling-reference", "circle", "bad-span", "mixed-types",
        "source-differs", "bad-json", "span-text-differs",
    ]

    @Test(arguments: LoadFaultTests.documents)
    func bothRefuseTheSameDocuments(_ document: (json: String, fault: String)) throws {
        if Self.loaderOnly.contains(where: document.fault.hasPrefix) { return }
        // A NUL, a shape that only looks like a date, a path upwards, a missing article: values, not structure.
        let values = [#"\u0000"#, "2025-13", "../x", #""end": 1}]"#]
        if values.contains(where: document.json.contains) { return }
        #expect(try !SchemaValidator().accepts(document.json))
    }

    @Test(arguments: LoadDateTests.dates) func everyDateFits(_ date: (text: String, period: String)) throws {
        let json = #"{"events": [{"id": "e", "name": "e", "date": "DATE"}]}"#.replacing(
            "DATE", with: date.text)
        #expect(try SchemaValidator().accepts(json))
        #expect(faults(json).isEmpty)
    }
}

/// As much of JSON Schema as ours uses.
struct SchemaValidator {
    func accepts(_ json: String) throws -> Bool {
        var reader = JSONReader()
        return try reader.read(Array(Schema.jsonSchema.utf8).span) { schema in
            let validation = SchemaValidation(definitions: SchemaValidation.member("$defs", of: schema))
            var reader = JSONReader()
            return Result { try reader.read(Array(json.utf8).span) { validation.accepts($0, schema) } }
        }.get()
    }
}

private struct SchemaValidation {
    let definitions: JSONValue?

    func accepts(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        if let verdict = schema.boolean { return verdict }
        var isGood = true
        schema.forEachMember { keyword, argument in
            if !isGood { return }
            isGood = holds(keyword.text, argument, value, schema)
        }
        return isGood
    }

    private func holds(_ keyword: String, _ argument: JSONValue, _ value: JSONValue, _ schema: JSONValue)
        -> Bool
    {
        switch keyword {
        case "$schema", "$defs", "title", "description", "patternProperties": return true
        case "$ref":
            let name = String((argument.string?.text ?? "").dropFirst("#/$defs/".count))
            guard let definitions, let definition = Self.member(name, of: definitions) else { return false }
            return accepts(value, definition)
        case "anyOf": return Self.elements(argument).contains { accepts(value, $0) }
        case "enum":
            return Self.elements(argument).contains {
                $0.kind == value.kind && $0.string?.text == value.string?.text
            }
        case "type":
            let names = argument.kind == .array ? Self.elements(argument) : [argument]
            return names.contains { Self.isType($0.string?.text ?? "", value) }
        case "minLength": return value.string.map { $0.count >= Int(argument.integer ?? 0) } ?? true
        case "minimum": return value.double.map { $0 >= argument.double ?? 0 } ?? true
        case "maximum": return value.double.map { $0 <= argument.double ?? 0 } ?? true
        case "pattern": return matches(value, argument)
        case "items": return value.kind != .array || Self.elements(value).allSatisfy { accepts($0, argument) }
        case "required":
            return value.kind != .object
                || Self.elements(argument).allSatisfy { Self.member($0.string?.text ?? "", of: value) != nil }
        case "properties":
            return Self.members(value).allSatisfy { name, member in
                Self.member(name, of: argument).map { accepts(member, $0) } ?? true
            }
        case "additionalProperties":
            let named = Self.member("properties", of: schema)
            let dollars = Self.member("patternProperties", of: schema) != nil
            return Self.members(value).allSatisfy { name, member in
                if named.flatMap({ Self.member(name, of: $0) }) != nil { return true }
                return (dollars && name.hasPrefix("$")) || accepts(member, argument)
            }
        default: return false
        }
    }

    private func matches(_ value: JSONValue, _ pattern: JSONValue) -> Bool {
        guard let text = value.string?.text, let source = pattern.string?.text else { return true }
        return (try? Regex(source).firstMatch(in: text)) != nil
    }

    private static func isType(_ name: String, _ value: JSONValue) -> Bool {
        switch (name, value.kind) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .boolean),
            ("null", .null),
            ("number", .integer), ("number", .unsigned), ("number", .double), ("integer", .integer):
            true
        case ("integer", .double): value.double.map { $0.rounded() == $0 } ?? false
        default: false
        }
    }

    private static func elements(_ value: JSONValue) -> [JSONValue] {
        var result: [JSONValue] = []
        value.forEachElement { result.append($0) }
        return result
    }

    private static func members(_ value: JSONValue) -> [(String, JSONValue)] {
        var result: [(String, JSONValue)] = []
        value.forEachMember { result.append(($0.text, $1)) }
        return result
    }

    static func member(_ name: String, of value: JSONValue) -> JSONValue? {
        members(value).first { $0.0 == name }?.1
    }
}
