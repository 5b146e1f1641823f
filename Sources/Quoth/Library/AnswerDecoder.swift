extension Answer {
    /// The rows as values of a type of yours, its properties named as the columns are.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// struct Line: Decodable { let speaker: String?; let said: String?; let characters: Int }
    /// let answer = try corpus.query("quotes show speaker, said, length(text) as characters")
    /// for line in try answer.decoded(as: Line.self) { print(line.characters) }
    /// ```
    ///
    /// Records decode as their names, dates as EDTF text, lists as arrays; a missing value as nil.
    ///
    /// - Throws: `DecodingError` if a property has no column, or a value isn't of its type.
    public func decoded<Row: Decodable>(as type: Row.Type) throws -> [Row] {
        let places = Dictionary(
            columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        return try (0..<rowCount).map { try Row(from: RowDecoder(answer: self, row: $0, places: places)) }
    }
}

/// Decodes one row: a keyed container of its columns.
private struct RowDecoder: Decoder {
    let answer: Answer
    let row: Int
    let places: [String: Int]
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw DecodingError.typeMismatch(
            [Value].self, .init(codingPath: [], debugDescription: "A row is a type with named properties."))
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard answer.columns.count == 1 else {
            throw DecodingError.typeMismatch(
                Value.self, .init(codingPath: [], debugDescription: "The row has several columns."))
        }
        return ValueContainer(value: answer[row, 0], codingPath: [])
    }
}

private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RowDecoder
    let codingPath: [any CodingKey] = []

    var allKeys: [Key] { decoder.answer.columns.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { decoder.places[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).value == .missing }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try value(key).decode(type)
    }

    private func value(_ key: Key) throws -> ValueContainer {
        guard let place = decoder.places[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: [], debugDescription: "No column is called '\(key.stringValue)'."))
        }
        return ValueContainer(value: decoder.answer[decoder.row, place], codingPath: [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw try value(key).mismatch(type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        ListContainer(values: try value(key).list, codingPath: [key])
    }

    func superDecoder() throws -> any Decoder { decoder }

    func superDecoder(forKey key: Key) throws -> any Decoder { ValueDecoder(container: try value(key)) }
}

/// One value: of a column, or in a list.
private struct ValueContainer: SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]

    /// A list, or a single value as a list of one.
    var list: [Value] {
        switch value {
        case .list(let values): values
        case .missing: []
        default: [value]
        }
    }

    func decodeNil() -> Bool { value == .missing }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let decoded: Any? =
            switch value {
            case .integer(let number): number as? T ?? Double(number) as? T
            case .real(let number): number as? T
            case .truth(let truth): truth as? T
            case .period(let period): period as? T ?? period.description as? T
            case .text(let text): text as? T
            case .record(let record): record.label as? T
            case .list, .missing: nil
            }
        if let decoded = decoded as? T { return decoded }
        if case .missing = value, !(T.self is any ExpressibleByNilLiteral.Type),
            !(T.self is any ListType.Type)
        {
            throw DecodingError.valueNotFound(
                type, .init(codingPath: codingPath, debugDescription: "The value is missing."))
        }
        if Self.isPlain(type) { throw mismatch(type) }
        return try T(from: ValueDecoder(container: self))
    }

    /// Types whose own decoding would come back here.
    private static func isPlain(_ type: any Decodable.Type) -> Bool {
        type is String.Type || type is Bool.Type || type is any BinaryFloatingPoint.Type || type == Int.self
    }

    func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "The value is '\(value)'."))
    }
}

/// Types that decode from a list, which is empty if the value is missing.
private protocol ListType {}
extension Array: ListType {}
extension Set: ListType {}

private struct ValueDecoder: Decoder {
    let container: ValueContainer
    var codingPath: [any CodingKey] { container.codingPath }
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw container.mismatch(type)
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        ListContainer(values: container.list, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { container }
}

private struct ListContainer: UnkeyedDecodingContainer {
    let values: [Value]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex >= values.count }

    private mutating func next() throws -> ValueContainer {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self, .init(codingPath: codingPath, debugDescription: "The list has no more values."))
        }
        defer { currentIndex += 1 }
        return ValueContainer(value: values[currentIndex], codingPath: codingPath)
    }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

    mutating func nestedContainer<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        throw try next().mismatch(type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        ListContainer(values: try next().list, codingPath: codingPath)
    }

    mutating func superDecoder() throws -> any Decoder { ValueDecoder(container: try next()) }
}
