import Testing

@testable import Quoth

@Suite("Bytes") struct NativeByteTests {
    @Test func digests() {
        func digest(_ text: String) -> String { SHA256.hex(of: Array(text.utf8).span) }
        #expect(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func hashes() {
        func hash(_ text: String) -> String { XXH3.hex(of: Array(text.utf8).span) }
        #expect(hash("") == "99aa06d3014798d86001c324468d497f")
        #expect(hash("abc") == "06b05ab6733a618578af5f94892f3950")
    }

    @Test(arguments: [
        "", "abc", "a\r\nb", "\r", "vézu", "e\u{301}", "\u{2FF}\u{300}", "a\u{AD}b", "Şaşkın ŏ",
        "می\u{200C}رود", "👩‍👩‍👧 family", "日本語", "\u{0}", String(repeating: "é", count: 1_000) + "\u{301}",
    ])
    func countsCharacters(_ text: String) { #expect(Array(text.utf8).span.characterCount == text.count) }

    @Test func countsCharactersOfEveryTwoScalarsBeforeCombiningOnes() {
        for first in Unicode.Scalar.plain {
            for second in Unicode.Scalar.plain where first.value % 7 == second.value % 7 {
                let text = String(String.UnicodeScalarView([first, second]))
                #expect(Array(text.utf8).span.characterCount == text.count)
            }
        }
    }

    @Test func finds() {
        let text = Array("abcabc\u{0}é".utf8)
        func first(_ needle: String, from start: Int = 0) -> Range<Int>? {
            ByteSearch.firstRange(of: Array(needle.utf8).span, in: text.span, from: start)
        }
        #expect(first("bc") == 1..<3)
        #expect(first("bc", from: 2) == 4..<6)
        #expect(first("\u{0}é") == 6..<9)
        #expect(first("x") == nil)
        #expect(first("") == 0..<0)
        #expect(first("a", from: text.count) == nil)
        #expect(first("", from: text.count) == 9..<9)
        func contains(_ needle: String, in text: String) -> Bool {
            ByteSearch.contains(Array(needle.utf8).span, in: Array(text.utf8).span)
        }
        #expect(!contains("abc", in: ""))
        #expect(contains("", in: ""))
        #expect(contains("b", in: "abc"))
    }
}

extension Unicode.Scalar {
    /// Those that aren't told to be joined to what is before them.
    fileprivate static let plain = (0..<0x300 as Range<UInt32>).compactMap(Unicode.Scalar.init)
}
