import QuothSyntax

/// Takes in an article's `source`: the file with its text, the SHA-256 of that file, and its length.
final class SourceBuilder: FieldBuilder {
    @exclusivity(unchecked) private var files = TextStore()
    @exclusivity(unchecked) private var sums = TextStore()
    @exclusivity(unchecked) private var lengths = NumberStore<Int>()

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
        guard let string = reading.text(value, steps, beside: files.byteCount) else { return }
        guard FilePath.staysBelow(string.text) else {
            return reading.wrong(value, steps, expected: "file-name")
        }
        string.withBytes { files.append($0, row: row) }
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
        sums.append(Array(text.utf8).span, row: row)
    }

    private func readLength(_ value: JSONValue, _ steps: [FieldStep], row: Int, _ reading: Reading) {
        guard let number = value.wholeNumber, number >= 0 else {
            return reading.wrong(value, steps, expected: "whole-number")
        }
        lengths.append(number, row: row)
    }

    override var byteCount: Int { max(files.byteCount, sums.byteCount) }

    override func absorb(_ other: MemberBuilder, at row: Int) {
        guard let other = other as? SourceBuilder else { return }
        files.absorb(&other.files, at: row)
        sums.absorb(&other.sums, at: row)
        lengths.absorb(&other.lengths, at: row)
    }

    func file(_ row: Int) -> String? { files.text(row) }
    func sum(_ row: Int) -> String? { sums.text(row) }
    func length(_ row: Int) -> Int? { lengths[row] }

    override func columns(rowCount: Int, judged: Bitmap?) -> [Column] {
        let (lengths, valid) = lengths.column(rowCount: rowCount)
        return [
            column(".file", .texts(files.column(rowCount: rowCount))),
            column(".sha256", .texts(sums.column(rowCount: rowCount))),
            column(".length", .integers(lengths, valid: valid)),
        ]
    }
}
