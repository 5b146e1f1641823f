public import Quoth
public import QuothSyntax

/// What came of a script: an answer, or the code of what was wrong.
public enum Found: Sendable {
    case answer(NaiveAnswer)
    case fault(DiagnosticCode, String)

    /// What the naive interpreter finds.
    public static func naively(_ text: String, _ corpus: NaiveCorpus) -> Found {
        do {
            guard let answer = try NaiveInterpreter(corpus).run(text) else {
                return .fault(.nothingBefore, "")
            }
            return .answer(answer)
        } catch let fault as NaiveFault {
            return .fault(fault.code, fault.detail)
        } catch {
            return .fault(.unexpected, "\(error)")
        }
    }

    /// What the program finds.
    public static func byProgram(_ text: String, _ corpus: Corpus, isRewritten: Bool = true) -> Found {
        var session = Session(corpus)
        if !isRewritten { session.rewrites = [] }
        do throws(Diagnostic) {
            var last: Answer?
            for case .answer(let answer) in try session.run(SourceText(name: "<test>", text)) {
                last = answer
            }
            return last.map { .answer(NaiveAnswer($0)) } ?? .fault(.nothingBefore, "")
        } catch {
            return .fault(error.code, "\(error.subject ?? "") \(error.found ?? "")")
        }
    }

    /// In what two results differ; nil if they are equal.
    public func difference(_ other: Found) -> String? {
        switch (self, other) {
        case (.fault(let first, _), .fault(let second, _)):
            // Which of two rows at fault is looked at first is left open.
            let both = [first, second].allSatisfy { NaiveFault.isOfRunning($0) }
            return both || first == second ? nil : "faults"
        case (.fault(let code, let detail), .answer), (.answer, .fault(let code, let detail)):
            return code.rawValue + " " + detail
        case (.answer(let first), .answer(let second)): return first.difference(second)
        }
    }
}

extension NaiveAnswer {
    /// The program's answer, taken apart.
    public init(_ answer: Answer) {
        self.init(
            columns: answer.columns.map(\.name),
            rows: (0..<answer.rowCount).map { row in answer.row(row).map { Self.values($0) } },
            accounting: NaiveAccounting(answer.accounting))
    }

    private static func values(_ value: Value) -> [NaiveValue] {
        switch value {
        case .missing: []
        case .text(let text): [.text(text)]
        case .integer(let number): [.integer(number)]
        case .real(let number): [.real(number)]
        case .truth(let truth): [.truth(truth)]
        case .period(let period): [.period(period)]
        case .record(let record): [.record(record.collection, record.row)]
        case .list(let values): values.flatMap { Self.values($0) }
        }
    }

    /// In what two answers differ; sums of decimals may differ in their last digits.
    func difference(_ other: NaiveAnswer) -> String? {
        if columns != other.columns { return "columns" }
        if rows.count != other.rows.count { return "number of rows" }
        for (row, otherRow) in zip(rows, other.rows) {
            for (cell, otherCell) in zip(row, otherRow) {
                guard cell.count == otherCell.count, zip(cell, otherCell).allSatisfy(Self.isSame) else {
                    return "rows"
                }
            }
        }
        return accounting.difference(other.accounting)
    }

    private static func isSame(_ left: NaiveValue, _ right: NaiveValue) -> Bool {
        guard case .real(let left) = left, case .real(let right) = right else { return left == right }
        return abs(left - right) <= 1e-9 * max(1, abs(left))
    }
}

extension Found: CustomStringConvertible {
    /// The result, a line a row.
    public var description: String {
        switch self {
        case .fault(let code, let detail): return code.rawValue + " " + detail.prefix(300)
        case .answer(let answer):
            let rows = answer.rows.map { row in
                row.map { cell in cell.map { "\($0)" }.joined(separator: "; ") }.joined(separator: " | ")
            }
            return ([answer.columns.joined(separator: " | ")] + rows.prefix(30) + ["\(answer.accounting)"])
                .joined(separator: "\n")
        }
    }
}
