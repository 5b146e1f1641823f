import Quoth
import QuothSyntax
import Synchronization
import TestSupport
import Testing

/// Whatever goes wrong while a snapshot is written, there is the old one or the new one.
@Suite struct SnapshotWriteTests {
    private static let path = "f/x.quothdb"

    /// What is there before: another one. What is no snapshot isn't written over at all.
    private static let old = Array("QuothDB\0 of an older format".utf8)

    /// What is there after a step has failed: the bytes under the name, and how many files.
    private static func write(
        _ corpus: Corpus, failing: Int?, isFinal: Bool
    ) -> (code: DiagnosticCode?, bytes: [UInt8]?, fileCount: Int, steps: [String]) {
        let files = MemoryFiles([:], failing: failing, portion: 10_000, isFinal: isFinal)
        files.state.withLock { $0.files[path] = old }
        var code: DiagnosticCode?
        do throws(Diagnostic) { try corpus.save(to: path, files: files.access) } catch { code = error.code }
        return files.state.withLock { (code, $0.files[path], $0.files.count, $0.steps) }
    }

    @Test func eachStepMayFail() throws {
        let corpus = try Corpus.load(json: SmallCorpus.json)
        let whole = Self.write(corpus, failing: nil, isFinal: false)
        let bytes = try #require(whole.bytes)
        #expect(whole.code == nil && whole.steps.count { $0 == "append" } > 5)
        #expect(Array(whole.steps.suffix(4)) == ["sync", "close", "rename", "syncFolder"])
        for step in whole.steps.indices {
            let failed = Self.write(corpus, failing: step, isFinal: false)
            // Once it has its name it is whole, and only the name may be lost in a crash.
            let isNew = whole.steps[step] == "syncFolder"
            #expect(failed.code == .unwritable, "\(step)")
            #expect(failed.bytes == (isNew ? bytes : Self.old), "\(step)")
            #expect(failed.fileCount == 1, "\(step)")
            // A program that was killed there leaves no less, and perhaps its temporary file.
            let killed = Self.write(corpus, failing: step, isFinal: true)
            #expect(killed.bytes == failed.bytes && killed.fileCount <= 2, "\(step)")
        }
    }

    @Test func theModeIsKept() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        let system = FileAccess.system
        let before = try system.mode(kept.path)
        #expect(Program.allowOnlyOwner(kept.path))
        try kept.corpus.save(to: kept.path)
        #expect(try system.mode(kept.path) == 0o600 && before != 0o600)
        #expect(kept.folder.names == ["kept.quothdb"])
    }

    @Test func damageIsNotCopied() throws {
        let kept = try KeptCorpus(json: SmallCorpus.json)
        var bytes = kept.bytes
        bytes[bytes.count - 10_000] ^= 1
        try kept.put(bytes)
        let corpus = try Corpus.load(kept.path)
        let copy = kept.folder.path + "/copy.quothdb"
        #expect { try corpus.save(to: copy) } throws: { ($0 as? Diagnostic)?.code == .badSnapshot }
        #expect(kept.folder.names == ["kept.quothdb"])
    }

    /// `QUOTH_KILLS=100` kills more often.
    @Test func aKilledProgramLeavesTheOldOrTheNew() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/a.quothdb"
        let sources = ["old", "new"].map { name in
            folder.write("\(name).json", KeptCorpus.large(quotes: name == "old" ? 1_000 : 1_200))
        }
        var digests: Set<String> = []
        for source in sources { digests.insert(try Corpus.load(source).digest) }
        try Corpus.load(sources[0]).save(to: path)
        let length = try FileAccess.system.stamp(path).size
        let kills = Program.environment("QUOTH_KILLS").flatMap { Int($0) } ?? 6
        for kill in 0..<kills {
            let wanted = length * kill / kills
            try Program.runKilled(["build", sources[(kill + 1) % 2], "-o", path]) {
                let temporary = folder.names.filter { $0.hasSuffix(".tmp") }.map { folder.path + "/" + $0 }
                return temporary.contains { ((try? FileAccess.system.stamp($0).size) ?? 0) >= wanted }
            }
            #expect(digests.contains(try Corpus.verify(path).digest))
            for name in folder.names where name.hasSuffix(".tmp") {
                try FileAccess.system.remove(folder.path + "/" + name)
            }
        }
    }
}
