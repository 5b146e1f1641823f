import QuothSyntax
import Synchronization

@testable import Quoth
@testable import QuothCLI

/// A column of an answer made by hand.
struct MadeColumn {
    var name: String
    var vector: Vector

    static func texts(_ name: String, _ values: [String?]) -> MadeColumn {
        var bytes: [UInt8] = []
        var offsets: [UInt32] = [0]
        for value in values {
            bytes += Array((value ?? "").utf8)
            offsets.append(UInt32(bytes.count))
        }
        let valid = Bitmap(count: values.count, rows: values.indices.filter { values[$0] != nil })
        return MadeColumn(
            name: name,
            vector: Vector(
                .texts(TextColumn(bytes: Buffer(bytes), offsets: Buffer(offsets), valid: valid), rows: nil)))
    }

    static func integers(_ name: String, _ values: [Int]) -> MadeColumn {
        MadeColumn(name: name, vector: Vector(.integers(Buffer(values), valid: nil)))
    }

    static func reals(_ name: String, _ values: [Double]) -> MadeColumn {
        MadeColumn(name: name, vector: Vector(.reals(Buffer(values), valid: nil)))
    }

    static func truths(_ name: String, _ values: [Bool]) -> MadeColumn {
        let bits = Bitmap(count: values.count, rows: values.indices.filter { values[$0] })
        return MadeColumn(name: name, vector: Vector(.truths(bits, valid: nil)))
    }

    static func dates(_ name: String, _ values: [Period?]) -> MadeColumn {
        let days = values.map { $0.map { ($0.first, $0.last) } ?? DateColumn.missing }
        return MadeColumn(
            name: name, vector: Vector(.dates(DateColumn(first: days.map(\.0), last: days.map(\.1)))))
    }

    static func lists(_ name: String, _ values: [[String]]) -> MadeColumn {
        var offsets: [UInt32] = [0]
        for value in values { offsets.append((offsets.last ?? 0) + UInt32(value.count)) }
        return MadeColumn(
            name: name,
            vector: Vector(.lists(offsets: Buffer(offsets), texts("", values.flatMap { $0 }).vector)))
    }
}

extension Answer {
    /// An answer made by hand.
    static func made(
        _ columns: [MadeColumn], noun: Noun? = .whole(.quotes), layout: Layout = .rows,
        accounting: Accounting = Accounting(), records: [Int32]? = nil, timeline: Answer.Timeline? = nil
    ) -> Answer {
        Answer(
            columns: columns.map {
                ColumnInfo(name: $0.name, type: $0.vector.type, role: role(of: $0, noun))
            },
            rowCount: columns.first?.vector.count ?? 0, accounting: accounting, warnings: [], layout: layout,
            noun: noun, origin: noun ?? .whole(.quotes), values: columns.map(\.vector), records: records,
            timeline: timeline)
    }

    /// The role that the evaluator would give a column of that name.
    private static func role(of column: MadeColumn, _ noun: Noun?) -> ColumnInfo.Role {
        guard noun == nil else { return .value }
        switch (column.name, column.vector.type) {
        case ("share", .real): return .share
        case ("count", .integer): return .count
        default: return column.name.contains("(") ? .value : .group
        }
    }

    /// What a printer makes of it.
    func printed(
        _ format: Format, width: Int? = nil, isRaw: Bool = false, isPlain: Bool = false,
        isSafeForSheets: Bool = false
    ) throws -> String {
        let written = Mutex<[UInt8]>([])
        var files = FileAccess.system
        files.append = { _, bytes throws(FileFault) in
            written.withLock { $0 += bytes }
            return bytes.count
        }
        let output = Output("test", -1, files, isTerminal: width != nil, mayBlock: false, pending: nil)
        let style = PrintStyle(
            width: width, hasColour: false, isRaw: isRaw, isSafeForSheets: isSafeForSheets, isPlain: isPlain)
        try format.printer.print(self, style, to: output)
        try output.flush()
        return String(decoding: written.withLock { $0 }, as: UTF8.self)
    }
}
