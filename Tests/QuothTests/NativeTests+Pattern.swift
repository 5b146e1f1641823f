import Testing

@testable import Quoth

@Suite("Patterns") struct NativePatternTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        try Pattern(pattern).matches(Array(text.utf8).span)
    }

    @Test func matchesAnywhere() throws {
        #expect(try matches("deal", "a deal was made"))
        #expect(try !matches("Deal", "a deal was made"))
        #expect(try matches("(?i)DEAL", "a deal was made"))
        #expect(try matches(#"\p{Arabic}+"#, "گفت"))
        #expect(try matches("^é.漢$", "éx漢"))
        #expect(try matches("", ""))
        #expect(try !matches("^.$", "\u{0}\u{0}"))
    }

    @Test func doesNotChokeOnBytesThatAreNotUTF8() throws {
        let bytes: [UInt8] = [0xFF, 0x61, 0xC3]
        func matches(_ pattern: String) throws -> Bool { try Pattern(pattern).matches(bytes.span) }
        #expect(try matches("a"))
        #expect(try !matches("^...$"))
    }

    @Test(arguments: [
        ("(abc", "missing )", 0..<4), ("a[z-b]", "invalid character class range", 2..<5),
        ("x**", "bad repetition operator", 1..<3), ("*a", "no argument for repetition operator", 0..<1),
        (#"a\"#, #"trailing \"#, 0..<2), (#"é(?<=a)"#, "invalid perl operator", 2..<5),
        (#"(a)\1"#, "invalid escape sequence", 3..<5),
    ])
    func tellsWhatIsWrong(pattern: String, message: String, range: Range<Int>) {
        let fault = #expect(throws: PatternFault.self) { try Pattern(pattern) }
        #expect(fault?.message.hasPrefix(message) == true, "\(fault?.message ?? "")")
        #expect(fault?.range == range)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["(a+)+$", "(a|aa)+$", "(.*)*b$", "(x+x+)+y"])
    func takesLinearTime(pattern: String) throws {
        let text = Array((String(repeating: "a", count: 60) + "!").utf8)
        let found = try Pattern(pattern).matches(text.span)
        #expect(!found)
    }

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            String(repeating: "(", count: 100_000), String(repeating: "(a", count: 100_000),
            "((a{100}){100}){100}", String(repeating: "x*", count: 500_000), "a{1001}",
            String(repeating: "é", count: 5_000_000),
        ])
    func refusesHugePatterns(pattern: String) {
        let fault = #expect(throws: PatternFault.self) { try Pattern(pattern) }
        #expect((fault?.message.utf8.count ?? 1_000) < 100)
    }

    @Test func matchesInManyTasksAtOnce() async throws {
        let pattern = try Pattern("(foo|ba+r)x*$")
        let text = Array("say fooxxx".utf8)
        let other = Array("say baz".utf8)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<1_000).allSatisfy { _ in pattern.matches(text.span) && !pattern.matches(other.span) }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
