import Quoth
import TestSupport
import Testing

/// The commands for snapshots, and that a snapshot is asked as its corpus is.
@Suite struct SnapshotProgramTests {
    /// The snapshots of the corpora that samples ask, each built once, by the names of the corpora.
    private static let snapshots = Result { try Snapshots() }

    private final class Snapshots: Sendable {
        let paths: [String: String]
        private let folder = TemporaryFolder()

        init() throws {
            var paths: [String: String] = [:]
            for corpus in Set(SampleScript.all(.queries).map(\.corpus)) {
                let path = folder.path + "/\(paths.count).quothdb"
                let result = try Program.run(["build", corpus, "-o", path], in: SampleScript.root)
                try #require(result.code == 0 && result.out.isEmpty, "\(result.err)")
                paths[corpus] = path
            }
            self.paths = paths
        }
    }

    @Test(arguments: SampleScript.all(.queries)) func samplesAnswerFromSnapshots(_ script: SampleScript)
        throws
    {
        let output = try script.run(Self.snapshots.get().paths[script.corpus])
        #expect(output == script.expected)
    }

    @Test func aSnapshotIsVerified() throws {
        let path = try #require(try Self.snapshots.get().paths["iran-us-talks.json"])
        let sound = try Program.run(["verify", path])
        #expect(sound.code == 0 && sound.err.isEmpty)
        #expect(sound.out.hasPrefix("sound: "))
        #expect(sound.out.contains("\n  quotes        44\n"))
        #expect(try Program.run(["check", path]).code == 0)
        let missing = try Program.run(["verify", path + "x"])
        #expect(missing.code == 3 && missing.err.contains("there is no such file"))
        let foreign = try Program.run(["verify", "iran-us-talks.json"], in: SampleScript.root)
        #expect(foreign.code == 3 && foreign.err.contains("not a snapshot"))
    }

    @Test func whatIsNoSnapshotIsNotWrittenOver() throws {
        let folder = TemporaryFolder()
        let corpus = #"{"topics": [{"id": "t", "name": "talks"}]}"#
        let source = folder.write("a.json", corpus)
        let notes = folder.write("notes.txt", "precious")
        let path = folder.path + "/a.quothdb"
        for _ in 0..<2 { #expect(try Program.run(["build", source, "-o", path]).code == 0) }
        for (target, message) in [
            (source, "it is no snapshot"), (notes, "it is no snapshot"), ("/dev/null", "a device or a pipe"),
        ] {
            let result = try Program.run(["build", source, "-o", target])
            #expect(result.code == 3 && result.err.contains(message), "\(target): \(result.err)")
        }
        #expect(try FileAccess.system.read(source) == Array(corpus.utf8))
        #expect(try FileAccess.system.read(notes) == Array("precious".utf8))
        for (corpus, target) in [
            (source, source), (path, path), (path, source), (source, folder.path + "/./a.json"),
        ] {
            let result = try Program.run([corpus, "-c", "topics", "-o", target])
            #expect(
                result.code == 3 && result.err.contains("the corpus is read from this file"), "\(result.err)")
        }
        #expect(try FileAccess.system.read(source) == Array(corpus.utf8))
    }

    @Test func aSnapshotIsKnownByWhatItIs() throws {
        let path = try #require(try Self.snapshots.get().paths["iran-us-talks.json"])
        let folder = TemporaryFolder()
        let copy = folder.path + "/other.name"
        try FileAccess.system.write(try FileAccess.system.read(path), to: copy)
        let result = try Program.run([copy, "--format", "csv", "-c", "quotes count"])
        #expect(result.out == "count\n44\n")
    }

    @Test func anOldSnapshotIsNoted() throws {
        let folder = TemporaryFolder()
        let source = folder.write("a.json", #"{"topics": [{"id": "t", "name": "talks"}]}"#)
        let path = folder.path + "/a.quothdb"
        _ = try Program.run(["build", source, "-o", path])
        folder.write("a.json", #"{"topics": []}"#)
        for arguments in [[path, "-c", "topics count"], ["check", path], ["verify", path]] {
            let result = try Program.run(arguments)
            #expect(result.code == 0)
            #expect(result.err.contains("older than its sources: '\(source)' changed since"), "\(result.err)")
        }
    }

    @Test func whatCannotBeWrittenIsTold() throws {
        let folder = TemporaryFolder()
        let result = try Program.run(
            ["build", "iran-us-talks.json", "-o", folder.path + "/no/a.quothdb"], in: SampleScript.root)
        #expect(result.code == 3 && result.err.contains("[unwritable]"))
        #expect(folder.names.isEmpty)
    }

    /// The snapshots under `samples/` that can't be used, made anew with `RECORD=1`.
    @Test func faultySnapshotsAreWhatTheyShouldBe() throws {
        let faulty = [
            "foreign": Array("This is not a snapshot.\n".utf8), "truncated": Self.header(),
            "older": Self.header(version: 1), "newer": Self.header(version: 99),
            "other-byte-order": Self.header(isTurned: true),
            "damaged": Self.header(isDamaged: true),
        ]
        for (name, bytes) in faulty {
            let path = SampleScript.root + "/corpora/faulty/\(name).quothdb"
            if SampleScript.isRecording {
                try FileAccess.system.write(bytes, to: path)
            } else {
                #expect(try FileAccess.system.read(path) == bytes, "\(name)")
            }
        }
    }

    /// The header of a snapshot of 32,768 bytes.
    private static func header(version: UInt32 = 4, isTurned: Bool = false, isDamaged: Bool = false)
        -> [UInt8]
    {
        let order: UInt32 = isTurned ? 0x0403_0201 : 0x0102_0304
        var bytes = Array("QuothDB\0".utf8) + Self.bytes(order) + Self.bytes(version)
        for number in [32_768, 0, 128, 1, 16_384, 0, 0] as [UInt64] { bytes += Self.bytes(number) }
        bytes += [UInt8](repeating: 0, count: 120 - bytes.count)
        bytes += Self.bytes(XXH3.number(of: bytes.span))
        if isDamaged { bytes[20] ^= 1 }
        return bytes
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
