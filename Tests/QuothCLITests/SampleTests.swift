import QuothSyntax
import TestSupport
import Testing

/// Runs every script under `samples/` and compares what it prints with the file beside it.
///
/// `RECORD=1 swift test --filter Sample` writes those files anew, and fails so that no recording passes for a test.
@Suite struct SampleTests {
    @Test(arguments: SampleScript.all(.queries)) func queriesAnswer(_ script: SampleScript) throws {
        let output = try script.run()
        #expect(!output.contains("\nexit ") && !output.hasPrefix("exit "), "\(output)")
        try compare(script, output)
    }

    @Test(arguments: SampleScript.all(.errors)) func errorsAreExplained(_ script: SampleScript) throws {
        let output = try script.run()
        #expect(output.contains("\nexit "), "\(output)")
        try compare(script, output)
    }

    private func compare(_ script: SampleScript, _ output: String) throws {
        if SampleScript.isRecording {
            try script.record(output)
            Issue.record("recorded \(script.path)")
        } else {
            let expected = try #require(script.expected, "nothing is recorded for \(script.path)")
            #expect(output == expected, "\(output)")
        }
    }

    /// What a query sample is about stands in it.
    @Test(arguments: SampleScript.all(.queries)) func queriesExpect(_ script: SampleScript) {
        #expect(script.text.split(separator: "\n").contains { $0.hasPrefix("expect ") })
    }

    @Test(arguments: [SampleScript.Kind.queries, .errors]) func noOutputIsLeftOver(_ kind: SampleScript.Kind)
    {
        let scripts = Set(SampleScript.all(kind).map(\.name))
        for name in SampleScript.names(kind) where name.hasSuffix("." + kind.rawValue) {
            #expect(scripts.contains(String(name.dropLast(4))), "\(kind.folder)/\(name)")
        }
    }

    /// Error samples that can't be parsed have no canonical form.
    @Test func samplesAreFormatted() throws {
        let errors = SampleScript.all(.errors).filter {
            Parser.parse(SourceText(name: "", $0.text)).diagnostics.isEmpty && $0.name != "not-utf8"
        }
        let paths = (SampleScript.all(.queries) + errors).map(\.path)
        let result = try Program.run(
            ["fmt", "--check"] + paths, to: .resultWithErrors, in: SampleScript.root)
        #expect(result.code == 0 && result.out.isEmpty, "\(result.out)")
    }

    @Test func thereAreEnough() {
        #expect(SampleScript.all(.queries).count >= 60)
        #expect(SampleScript.all(.errors).count >= 45)
    }

    /// Codes that no script can show, and what shows them instead.
    private static let shownElsewhere: [DiagnosticCode: String] = [
        .tooLarge: "a text of more than a megabyte; HostileTests",
        .interrupted: "somebody has to press Ctrl-C; PromptTests and ProgramTests",
        .staleSnapshot: "a source must have been written since; SnapshotTests",
        .spanMoved: "a remark on a corpus that is sound; LoadFaultTests, and `quoth check`",
    ]

    @Test func everyDiagnosticIsShown() {
        let texts = (SampleScript.all(.errors) + SampleScript.all(.queries)).compactMap(\.expected)
        for code in DiagnosticCode.allCases {
            let isShown = texts.contains { $0.contains("[\(code.rawValue)]:") }
            #expect(isShown != (Self.shownElsewhere[code] != nil), "\(code.rawValue)")
        }
    }
}
