public import Quoth
public import QuothSyntax

/// One value as the naive interpreter holds it; a cell of an answer is a list of them, empty if missing.
public enum NaiveValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case real(Double)
    case truth(Bool)
    case period(Period)
    case record(Collection, Int)
}

/// A value and whether it rests on a judgement that the source doesn't state.
struct NaiveCell: Hashable, Sendable {
    var value: NaiveValue
    var isJudged = false

    /// Each value once; it rests on a judgement if every one of its occurrences does.
    static func distinct(_ cells: [NaiveCell]) -> [NaiveCell] {
        var result: [NaiveCell] = []
        for cell in cells {
            if let place = result.firstIndex(where: { $0.value == cell.value }) {
                result[place].isJudged = result[place].isJudged && cell.isJudged
            } else {
                result.append(cell)
            }
        }
        return result
    }
}

/// What an expression's values are, as far as a word beside it must be read by it.
enum NaiveType: Hashable, Sendable {
    case text, integer, real, truth
    case date(isExtent: Bool)
    case record(Collection)

    var isExtent: Bool { self == .date(isExtent: true) }
}

/// A fault of a query, found by the naive interpreter.
public struct NaiveFault: Error, Sendable, CustomStringConvertible {
    /// The code that the program should report too.
    public let code: DiagnosticCode
    /// What the interpreter was looking at.
    public let detail: String

    init(_ code: DiagnosticCode, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// The code and the detail.
    public var description: String { "\(code.rawValue): \(detail)" }
}

extension NaiveValue {
    /// The number, whole or not; nil for other values.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }

    /// Whether it is a record.
    var isRecord: Bool { if case .record = self { true } else { false } }

    /// The text; nil for other values.
    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The period; nil for other values.
    var period: Period? {
        if case .period(let period) = self { period } else { nil }
    }
}

extension NaiveCorpus {
    /// A value as functions and tests of text take it: a record by its name.
    func named(_ value: NaiveValue) -> NaiveValue {
        if case .record(let collection, let row) = value { .text(label(collection, row)) } else { value }
    }

    /// -1, 0 or 1 as the first value sorts before, with or after the second.
    func order(_ left: NaiveValue, _ right: NaiveValue) -> Int {
        func sign<Key: Comparable>(_ left: Key, _ right: Key) -> Int {
            left < right ? -1 : left > right ? 1 : 0
        }
        switch (left, right) {
        case (.text(let left), .text(let right)):
            return sign(NaiveText.sortKey(left), NaiveText.sortKey(right))
        case (.truth(let left), .truth(let right)): return sign(left ? 1 : 0, right ? 1 : 0)
        case (.integer(let left), .integer(let right)): return sign(left, right)
        case (.period(let left), .period(let right)):
            let first = sign(left.first, right.first)
            return first != 0 ? first : sign(left.last, right.last)
        case (.record(let collection, let left), .record(let other, let right)):
            let names = sign(
                NaiveText.sortKey(label(collection, left)), NaiveText.sortKey(label(other, right)))
            return names != 0 ? names : sign(left, right)
        default:
            return sign(left.number ?? 0, right.number ?? 0)
        }
    }

    /// The order of two cells of an answer: by their smallest value; a missing one is last either way.
    func order(_ left: [NaiveCell], _ right: [NaiveCell], isDescending: Bool = false) -> Int {
        let left = left.map(\.value).min { order($0, $1) < 0 }
        let right = right.map(\.value).min { order($0, $1) < 0 }
        guard let left else { return right == nil ? 0 : 1 }
        guard let right else { return -1 }
        return isDescending ? order(right, left) : order(left, right)
    }
}

/// A text as a sequence of Unicode scalars, which sorts as the language says.
struct NaiveSortKey: Comparable {
    let scalars: [UInt32]

    static func < (left: NaiveSortKey, right: NaiveSortKey) -> Bool {
        left.scalars.lexicographicallyPrecedes(right.scalars)
    }
}
