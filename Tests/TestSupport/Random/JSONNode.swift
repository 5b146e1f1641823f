/// A JSON value with its members in order, to be written and taken apart by tests.
public indirect enum JSONNode: Sendable, Hashable {
    case truth(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    case list([JSONNode])
    case object(JSONObject)

    /// The text, if it is one.
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The value as JSON on one line.
    public var written: String {
        switch self {
        case .truth(let truth): return truth ? "true" : "false"
        case .integer(let number): return String(number)
        case .decimal(let number): return number.description
        case .text(let text): return Self.quoted(text)
        case .list(let nodes): return "[" + nodes.map(\.written).joined(separator: ", ") + "]"
        case .object(let object): return object.written
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A JSON object with its members in order.
public struct JSONObject: Sendable, Hashable {
    /// The names of its members.
    public private(set) var keys: [String] = []
    private var values: [String: JSONNode] = [:]

    /// An object without members.
    public init() {}

    /// A member; setting nil takes it away.
    public subscript(key: String) -> JSONNode? {
        get { values[key] }
        set {
            if newValue == nil { keys.removeAll { $0 == key } }
            if newValue != nil, values[key] == nil { keys.append(key) }
            values[key] = newValue
        }
    }

    /// The object as JSON on one line.
    public var written: String {
        let members = keys.compactMap { key in
            values[key].map { JSONNode.quoted(key) + ": " + $0.written }
        }
        return "{" + members.joined(separator: ", ") + "}"
    }
}
