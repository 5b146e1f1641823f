import QuothSyntax

/// Takes in an article's `source`: the file with its text, the SHA-256 of that file, and its length.
final class SourceBuilder: FieldBuilder {
    private(set) var files = TextStore()
    private(set) var sums = TextStore()
    private(set) var lengths: [Int] = []
    private var hasLength = BitBuilder()

    static let parts = [".file", ".sha256", ".length"]

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .object else { return reading.wrong(value, step, expected: "object") }
        var seen: Set<String> = []
        value.forEachMember { key, member in
            let name = key.text
            let steps = step + [.member(name)]
            guard seen.insert(name).inserted else {
                return reading.fault(.duplicateField, at: key.byteOffset, steps, found: name)
            }
            if member.isNull { return }
            switch name {
            case "file": readFile(member, steps, row: row, reading)
            case "sha256": readSum(member, steps, row: row, reading)
            case "length": readLength(member, steps, row: row, reading)
            default: reading.unknownMember(key, steps, among: ["file", "sha256", "length"])
            }
        }
    }

    /// A corpus from elsewhere must not make us read what it likes, so a file stays below its folder.
    private func readFile(_ value: JSONValue, _ steps: [FieldStep], row: Int, _ reading: Reading) {
        guard let string = reading.text(value, steps) else { return }
        guard FilePath.staysBelow(string.text) else {
            return reading.wrong(value, steps, expected: "file-name")
        }
        files.append(string, row: row)
    }

    private func readSum(_ value: JSONValue, _ steps: [FieldStep], row: Int, _ reading: Reading) {
        guard let string = reading.text(value, steps) else { return }
        let text = string.text.lowercased()
        let isSum =
            text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
        guard isSum else { return reading.wrong(value, steps, expected: "sha256") }
        sums.append(text.utf8, row: row)
    }

    private func readLength(_ value: JSONValue, _ steps: [FieldStep], row: Int, _ reading: Reading) {
        guard let number = value.wholeNumber, number >= 0 else {
            return reading.wrong(value, steps, expected: "whole-number")
        }
        while lengths.count < row { lengths.append(0) }
        hasLength.pad(to: row)
        lengths.append(number)
        hasLength.append(true)
    }

    func file(_ row: Int) -> String? { files[row].map { String(decoding: $0, as: UTF8.self) } }
    func sum(_ row: Int) -> String? { sums[row].map { String(decoding: $0, as: UTF8.self) } }
    func length(_ row: Int) -> Int? { hasLength[row] ? lengths[row] : nil }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        while lengths.count < rowCount { lengths.append(0) }
        return [
            column(".file", .texts(files.column(rowCount: rowCount))),
            column(".sha256", .texts(sums.column(rowCount: rowCount))),
            column(".length", .integers(Buffer(lengths), valid: hasLength.validity(count: rowCount))),
        ]
    }
}
