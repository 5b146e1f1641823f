package import QuothSyntax

/// A snapshot that is open: its bytes, and what was found wrong with them so far.
package final class SnapshotFile: Sendable {
    let path: String
    let header: SnapshotHeader
    private let mapping: FileMapping
    private let blocks: Blocks
    private let places: [SnapshotReader.Place]

    /// How the names of snapshots end.
    package static let ending = ".quothdb"

    private init(
        _ path: String, _ header: SnapshotHeader, _ mapping: FileMapping, _ blocks: Blocks,
        _ places: [SnapshotReader.Place]
    ) {
        self.path = path
        self.header = header
        self.mapping = mapping
        self.blocks = blocks
        self.places = places
    }

    /// Opens a snapshot; O(number of columns), whatever the number of records.
    static func open(
        _ mapping: FileMapping, path: String
    ) throws(SnapshotFault) -> (SnapshotFile, SnapshotContents) {
        let file = UnsafeRawBufferPointer(mapping.bytes)
        let header = try SnapshotHeader(file)
        let manifest = UnsafeRawBufferPointer(rebasing: file[header.manifest])
        guard XXH3.number(of: manifest) == header.manifestSum else { throw .damaged("manifest") }
        guard let base = mapping.bytes.baseAddress else { throw .foreign }
        let table = UnsafeRawPointer(base + header.tableStart)
        let sums = BlockSums(
            count: header.blockCount, table: table, pages: table + header.blockCount * BlockSums.width)
        let blocks = Blocks(data: base + header.dataStart, sums: sums)
        let memory = Memory(
            base: UnsafeRawPointer(base + header.dataStart), byteCount: header.blockCount * Blocks.size,
            blocks: blocks
        ) { _, _ in
            // The mapping lives as long as anybody reads from it.
            _ = mapping
        }
        var reader = SnapshotReader(
            UnsafeRawPointer(base + header.manifest.lowerBound), byteCount: manifest.count, memory: memory,
            smallBytes: header.smallBytes)
        let contents = try SnapshotContents.read(from: &reader)
        blocks.describe(try reader.regions())
        return (SnapshotFile(path, header, mapping, blocks, reader.places), contents)
    }

    /// The first damage that was met; nil as long as everything that was read was sound.
    package var damage: Diagnostic? { blocks.damage.first.map(diagnostic) }

    /// Checks every byte, and says what is wrong.
    func checkAll() -> [Diagnostic] {
        if blocks.count > 0 { blocks.check(0, blocks.count - 1) }
        var faults = blocks.damage.sorted { $0.block < $1.block }.map(diagnostic)
        let gap = header.manifest.upperBound..<header.dataStart
        if mapping.bytes[gap].contains(where: { $0 != 0 }) {
            faults.append(Diagnostic(SnapshotFault.damaged("padding"), path))
        }
        return faults
    }

    private func diagnostic(_ damage: Blocks.Damage) -> Diagnostic {
        let name = damage.place.map { places[Int($0)].fullName } ?? "padding"
        var diagnostic = Diagnostic(SnapshotFault.damaged(name), path)
        diagnostic.record?.byte = header.dataStart + damage.block * Blocks.size
        return diagnostic
    }
}

extension Diagnostic {
    /// Why a file can't be used as a snapshot, or not all of it.
    init(_ fault: SnapshotFault, _ path: String) {
        self.init(.badSnapshot, in: path, record: .init(line: 0))
        switch fault {
        case .foreign: subject = "foreign"
        case .truncated(let length, let wanted):
            subject = "truncated"
            found = String(length)
            expected = [String(wanted)]
        case .hasTexts: subject = "has-texts"
        case .byteOrder: subject = "byte-order"
        case .version(let version):
            subject = "version"
            found = String(version)
            expected = [String(SnapshotHeader.version)]
        case .damaged(let place):
            subject = "damaged"
            found = place
        case .unsound(let place):
            subject = "unsound"
            found = place
        case .otherFields(let place):
            subject = "other-fields"
            found = place
        }
    }
}
