import Foundation
public import Quoth
import QuothSyntax

/// A record as a dictionary: every field, part of a date, inverse link and derived field by its name.
struct NaiveRecord: Sendable {
    let id: String
    var cells: [String: [NaiveCell]] = [:]

    /// The first value of a field; nil if it is missing.
    func first(_ field: String) -> NaiveValue? { cells[field]?.first?.value }
}

/// A corpus read with Foundation and kept as dictionaries, links resolved one by one.
public struct NaiveCorpus: Sendable {
    var records: [Collection: [NaiveRecord]] = [:]
    var types: [Collection: [String: NaiveType]] = [:]
    /// What the maker of queries chooses from; found once, since it asks often.
    var fields: [Collection: [QueryField]] = [:]

    /// Reads a corpus document, which must be free of faults.
    public init(json: String) throws {
        guard let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        else { throw NaiveFault(.notACorpus) }
        var reader = NaiveReader()
        for collection in Collection.allCases {
            for case let object as [String: Any] in document[collection.rawValue] as? [Any] ?? [] {
                reader.add(object, to: collection)
            }
        }
        for collection in Collection.allCases {
            let types = reader.types(collection)
            self.types[collection] = types
            records[collection] = try reader.records(collection, types)
        }
        closeSameUtterance()
        addInverseLinks()
        addFactions()
        addFieldsOfQuotes()
        for collection in Collection.allCases { fields[collection] = queryFields(collection) }
    }

    func all(_ collection: Collection) -> [NaiveRecord] { records[collection] ?? [] }

    func record(_ collection: Collection, _ row: Int) -> NaiveRecord { all(collection)[row] }

    /// What people call a record: its name, or its id.
    public func label(_ collection: Collection, _ row: Int) -> String {
        let record = record(collection, row)
        guard let field = Schema.of(collection).nameField else { return record.id }
        return record.first(field)?.text ?? record.id
    }

    /// The number of records of a collection.
    public func count(_ collection: Collection) -> Int { all(collection).count }

    /// The last day of the newest article that has a date.
    var newestDay: Int32? { all(.articles).compactMap { $0.first("published")?.period?.last }.max() }
}

/// Takes raw records apart: nested ones become records of their own, values become cells.
struct NaiveReader {
    private var raw: [Collection: [[String: Any]]] = [:]
    private var rows: [Collection: [String: Int]] = [:]

    mutating func add(_ object: [String: Any], to collection: Collection) {
        var object = object
        let id = object["id"] as? String ?? ""
        for nested in Collection.allCases {
            guard let nesting = Schema.of(nested).nestedIn, nesting.owner == collection,
                let list = object.removeValue(forKey: nesting.member) as? [Any]
            else { continue }
            for case (let index, var child as [String: Any]) in list.enumerated() {
                child["id"] = child["id"] as? String ?? "\(id)/\(nesting.member)/\(index + 1)"
                child[nesting.link] = id
                add(child, to: nested)
            }
        }
        rows[collection, default: [:]][id] = raw[collection, default: []].count
        raw[collection, default: []].append(object.filter { !($0.value is NSNull) })
    }

    /// The types of all fields that records of a collection have in themselves.
    func types(_ collection: Collection) -> [String: NaiveType] {
        var types: [String: NaiveType] = [:]
        for field in Schema.of(collection).fields {
            switch field.kind {
            case .text, .term: types[field.name] = .text
            case .integer: types[field.name] = .integer
            case .real: types[field.name] = .real
            case .link(let target): types[field.name] = .record(target)
            case .span, .source: continue
            case .date(let isExtent):
                types[field.name] = .date(isExtent: isExtent)
                for part in ["expression", "basis", "anchor"] { types[field.name + "." + part] = .text }
            }
        }
        for object in raw[collection] ?? [] {
            for (name, value) in object where Schema.of(collection).field(name) == nil {
                let type = Self.type(ofOwn: value)
                // Whole numbers beside decimals are decimals.
                if types[name] == nil || type == .real { types[name] = type }
            }
        }
        return types
    }

    private static func type(ofOwn value: Any) -> NaiveType {
        if let text = value as? String {
            return NaiveDates.period(edtf: text) == nil ? .text : .date(isExtent: false)
        }
        guard let number = value as? NSNumber else { return .text }
        if isTruth(number) { return .truth }
        return Double(number.int64Value) == number.doubleValue ? .integer : .real
    }

    private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    func records(_ collection: Collection, _ types: [String: NaiveType]) throws -> [NaiveRecord] {
        try (raw[collection] ?? []).map { object in
            var record = NaiveRecord(id: object["id"] as? String ?? "")
            for (name, value) in object {
                guard let type = types[name] else { continue }
                let basis = object["basis"] as? String ?? "stated"
                let isGoverned = Schema.of(collection).field(name)?.isGoverned ?? false
                try read(value, name, type, isGoverned && basis != "stated", into: &record)
            }
            return record
        }
    }

    private func read(
        _ value: Any, _ name: String, _ type: NaiveType, _ isJudged: Bool, into record: inout NaiveRecord
    ) throws {
        if case .date = type { return try readDate(value, name, isJudged, into: &record) }
        var cells: [NaiveCell] = []
        for element in value as? [Any] ?? [value] where !(element is NSNull) {
            let cell = NaiveCell(value: try atom(element, type), isJudged: isJudged)
            if !cells.contains(cell) { cells.append(cell) }
        }
        record.cells[name] = cells
    }

    private func readDate(
        _ value: Any, _ name: String, _ isJudged: Bool, into record: inout NaiveRecord
    ) throws {
        let parts = value as? [String: Any] ?? ["date": value]
        if let text = parts["date"] as? String {
            guard let period = NaiveDates.period(edtf: text) else { throw NaiveFault(.badDate, text) }
            let ownBasis = parts["basis"] as? String ?? "stated"
            record.cells[name] = [
                NaiveCell(value: .period(period), isJudged: isJudged || ownBasis != "stated")
            ]
        }
        for part in ["expression", "basis", "anchor"] {
            guard let text = parts[part] as? String else { continue }
            record.cells[name + "." + part] = [
                NaiveCell(value: .text(text))
            ]
        }
    }

    private func atom(_ value: Any, _ type: NaiveType) throws -> NaiveValue {
        switch (type, value) {
        case (.record(let target), let id as String):
            guard let row = rows[target]?[id] else { throw NaiveFault(.danglingReference, id) }
            return .record(target, row)
        case (_, let text as String): return .text(text)
        case (.truth, let number as NSNumber): return .truth(number.boolValue)
        case (.integer, let number as NSNumber): return .integer(number.intValue)
        case (_, let number as NSNumber): return .real(number.doubleValue)
        default: throw NaiveFault(.wrongValue, "\(value)")
        }
    }
}
