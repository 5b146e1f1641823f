import QuothSyntax

/// Takes in one member of the records of a collection, record by record, straight into the form of a column.
///
/// A record without the member costs nothing: rows that were passed over are filled in when the next one comes.
class MemberBuilder {
    let name: MemberName
    /// The way from the record to the member.
    let step: [FieldStep]
    /// The last row that had the member, even as null, so that a second one in the same record is seen.
    final var lastRow = -1
    /// The last row that had a value, even one that was refused: it is reported as such and not as missing too.
    final var lastValueRow = -1
    /// The member that came after this one in the record before; it is looked for first.
    // Sound without a count of references: the members of a collection live as long as its table, which alone reads.
    final var next: Unmanaged<MemberBuilder>?

    init(_ name: String) {
        self.name = MemberName(name)
        step = [.member(name)]
    }

    /// Takes a value that isn't null.
    func read(_ value: JSONValue, row: Int, _ reading: Reading) {}

    /// How long the texts are that it keeps together.
    var byteCount: Int { 0 }

    /// Whether the values of another builder of the same member can be taken over as if they had been read here, where
    /// texts kept together may have so many bytes.
    func canAbsorb(_ other: MemberBuilder, textLimit: Int) -> Bool {
        byteCount <= textLimit && other.byteCount <= textLimit - byteCount
    }

    /// Takes over the values of another builder of the same member as those of the rows from `row` on, and leaves it
    /// empty.
    func absorb(_ other: MemberBuilder, at row: Int) {}
}

/// Takes in the records that stand in a list inside those of another collection.
final class NestedBuilder: MemberBuilder {
    let table: TableBuilder

    init(_ name: String, _ table: TableBuilder) {
        self.table = table
        super.init(name)
    }

    override func read(_ value: JSONValue, row: Int, _ reading: Reading) {
        guard value.kind == .array else { return reading.wrong(value, step, expected: "list") }
        table.readNested(value, in: step[0], owner: row, reading)
    }
}
