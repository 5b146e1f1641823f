import Quoth
import QuothSyntax

/// What a row is: a record, or the cells of a table.
enum NaiveRow: Hashable, Sendable {
    case record(Collection, Int)
    case cells([[NaiveCell]])
}

/// A column of a table: its name, the expression that it came from, and the type of its values.
struct NaiveColumn: Sendable {
    let name: String
    let expression: String
    let type: NaiveType
}

/// What all rows at one place of a query are.
enum NaiveShape: Sendable {
    case records(Collection)
    case table([NaiveColumn])
}

/// An expression that `show` gave a name, with the names that it may use itself.
struct NaiveAlias: Sendable {
    let expression: Expression
    let aliases: [String: NaiveAlias]
}

/// A row, or only its shape where types are asked for, with the names that `show` gave.
struct NaiveFrame: Sendable {
    let shape: NaiveShape
    var row: NaiveRow?
    var aliases: [String: NaiveAlias] = [:]

    /// What `show` has given the name that an expression is; nil if it is none.
    func alias(_ expression: Expression) -> NaiveAlias? {
        guard case .path(let path) = expression.kind, path.origin == .bare, path.steps.count == 1 else {
            return nil
        }
        return aliases[path.steps[0].text]
    }
}

/// What a statement can see: the earlier names, the parameters, and `it`.
final class NaiveEnvironment {
    var queries: [String: (query: Query, environment: NaiveEnvironment)] = [:]
    var parameters: [String: Expression] = [:]
    var it: NaiveFound?
    /// The answers of queries after `in`, which no row has a part in.
    var answers: [String: NaivePipeline] = [:]
    /// The records that words were found to stand for, as their collection and the word.
    var found: [String: Int] = [:]

    /// The names as they are now, for a `let` that will be looked at later.
    var captured: NaiveEnvironment {
        let copy = NaiveEnvironment()
        copy.queries = queries
        copy.parameters = parameters
        copy.it = it
        return copy
    }
}

/// Evaluates expressions for one row at a time; the last frame is the row, the one before it the row outside.
struct NaiveEvaluator {
    let corpus: NaiveCorpus
    let environment: NaiveEnvironment
    typealias Frames = [NaiveFrame]
}

// Paths.
extension NaiveEvaluator {
    /// Where a path begins: its frames, and what it leads to from there if it begins with a name or column.
    private func start(_ path: Path, _ frames: Frames) throws -> (Frames, NaiveFrame) {
        var frames = frames
        if path.origin == .outer { frames.removeLast() }
        guard let frame = frames.last else { throw NaiveFault(.noOuterRow, SyntaxPrinter.text(path)) }
        return (frames, frame)
    }

    /// The values at the end of a path: one, or none, for each record on the way there.
    func cells(_ path: Path, _ frames: Frames) throws -> [NaiveCell] {
        let (frames, frame) = try start(path, frames)
        let steps = path.steps.map(\.text)
        if let alias = frame.aliases[steps[0]] {
            let inner = NaiveFrame(shape: frame.shape, row: frame.row, aliases: alias.aliases)
            let cells = try cells(alias.expression, frames.dropLast() + [inner])
            return follow(cells, steps.dropFirst())
        }
        switch (frame.shape, frame.row) {
        case (.records, .record(let collection, let row)):
            return follow([NaiveCell(value: .record(collection, row))], steps[...])
        case (.table(let columns), .cells(let cells)):
            let (position, rest) = try column(steps, columns)
            return follow(cells[position], rest)
        default: throw NaiveFault(.unknownField, SyntaxPrinter.text(path))
        }
    }

    private func column(
        _ steps: [String], _ columns: [NaiveColumn]
    ) throws(NaiveFault) -> (position: Int, rest: ArraySlice<String>) {
        for length in (1...steps.count).reversed() {
            let text = steps.prefix(length).joined(separator: ".")
            let position =
                columns.firstIndex { $0.name == text } ?? columns.firstIndex { $0.expression == text }
            if let position { return (position, steps.dropFirst(length)) }
        }
        throw NaiveFault(.unknownField, steps.joined(separator: "."))
    }

    private func follow(_ cells: [NaiveCell], _ steps: ArraySlice<String>) -> [NaiveCell] {
        var cells = cells
        var steps = steps
        while let step = steps.first {
            steps = steps.dropFirst()
            var name = step
            if let part = steps.first, isPart(step + "." + part, cells) {
                name = step + "." + part
                steps = steps.dropFirst()
            }
            var next: [NaiveCell] = []
            for cell in cells {
                guard case .record(let collection, let row) = cell.value else { continue }
                for var found in corpus.record(collection, row).cells[name] ?? [] {
                    found.isJudged = found.isJudged || cell.isJudged
                    next.append(found)
                }
            }
            // Records once each, in the order in which they are reached; values as they are.
            cells = next.first?.value.isRecord ?? false ? distinct(next) : next
        }
        return cells
    }

    private func isPart(_ name: String, _ cells: [NaiveCell]) -> Bool {
        cells.contains {
            guard case .record(let collection, _) = $0.value else { return false }
            return corpus.types[collection]?[name] != nil
        }
    }

    func distinct(_ cells: [NaiveCell]) -> [NaiveCell] { NaiveCell.distinct(cells) }

    /// The type of the values of a path.
    func type(_ path: Path, _ frames: Frames) throws -> NaiveType {
        let (frames, frame) = try start(path, frames)
        let steps = path.steps.map(\.text)
        if let alias = frame.aliases[steps[0]] {
            let inner = NaiveFrame(shape: frame.shape, aliases: alias.aliases)
            return try type(try type(alias.expression, frames.dropLast() + [inner]), steps.dropFirst())
        }
        switch frame.shape {
        case .records(let collection): return try type(.record(collection), steps[...])
        case .table(let columns):
            let (position, rest) = try column(steps, columns)
            return try type(columns[position].type, rest)
        }
    }

    private func type(_ start: NaiveType, _ steps: ArraySlice<String>) throws(NaiveFault) -> NaiveType {
        var current = start
        var steps = steps
        while let step = steps.first {
            guard case .record(let collection) = current else { throw NaiveFault(.notALink, step) }
            let fields = corpus.types[collection] ?? [:]
            steps = steps.dropFirst()
            if let part = steps.first, let type = fields[step + "." + part] {
                current = type
                steps = steps.dropFirst()
            } else if let type = fields[step] {
                current = type
            } else {
                throw NaiveFault(.unknownField, "\(collection).\(step)")
            }
        }
        return current
    }

    /// If an expression names records by their `id` or name, or leads to them: the records, and what they are.
    func records(_ expression: Expression, _ frames: Frames) throws -> (Collection, [NaiveCell])? {
        guard case .path(var path) = expression.kind else { return nil }
        if case .record(let collection) = try type(path, frames) {
            return (collection, frames.last?.row == nil ? [] : try cells(path, frames))
        }
        guard let last = path.steps.popLast()?.text else { return nil }
        let (_, frame) = try start(path, frames)
        if path.steps.isEmpty {
            guard case .records(let collection) = frame.shape, Self.names(last, collection),
                frame.aliases[last] == nil, case .record(_, let row) = frame.row
            else { return nil }
            return (collection, [NaiveCell(value: .record(collection, row))])
        }
        guard let owner = try? type(path, frames), case .record(let collection) = owner,
            Self.names(last, collection)
        else { return nil }
        return (collection, try cells(path, frames))
    }

    private static func names(_ field: String, _ collection: Collection) -> Bool {
        field == "id" || field == Schema.of(collection).nameField
    }
}
