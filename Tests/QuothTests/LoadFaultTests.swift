import Quoth
import QuothSyntax
import Testing

@Suite struct LoadFaultTests {
    /// Documents with one fault each, and the fault: code, line and field.
    static let documents: [(json: String, fault: String)] = [
        (#"[]"#, "not-a-corpus 1 -"),
        (#"{}"#, "not-a-corpus 1 -"),
        (#"{"quotes": {}}"#, "wrong-value 1 quotes"),
        (#"{"quotes": [3]}"#, "wrong-value 1 quotes[0]"),
        (#"{"quotes": [], "qoutes": []}"#, "unknown-member 1 qoutes"),
        (#"{"quotes": [], "quotes": []}"#, "duplicate-field 1 quotes"),
        ("{\"topics\": [\n{\"id\": \"t\"}\n]}", "missing-field 2 topics[0].name"),
        (#"{"topics": [{"id": "t", "name": null}]}"#, "missing-field 1 topics[0].name"),
        (#"{"topics": [{"name": "t"}]}"#, "missing-field 1 topics[0].id"),
        (#"{"topics": [{"id": "", "name": "t"}]}"#, "wrong-value 1 topics[0].id"),
        (#"{"topics": [{"id": 3, "name": "t"}]}"#, "wrong-value 1 topics[0].id"),
        (#"{"topics": [{"id": "a\u0000", "name": "t"}]}"#, "wrong-value 1 topics[0].id"),
        (#"{"topics": [{"id": "t", "name": 7}]}"#, "wrong-value 1 topics[0].name"),
        (#"{"topics": [{"id": "t", "name": ""}]}"#, "wrong-value 1 topics[0].name"),
        (#"{"topics": [{"id": "t", "name": " \u00a0\t"}]}"#, "wrong-value 1 topics[0].name"),
        (#"{"articles": [{"id": "a", "headline": " "}]}"#, "wrong-value 1 articles[0].headline"),
        (#"{"topics": [{"id": "t", "name": "a", "name": "b"}]}"#, "duplicate-field 1 topics[0].name"),
        (#"{"topics": [{"id": "t", "id": "u", "name": "b"}]}"#, "duplicate-field 1 topics[0].id"),
        (
            "{\"topics\": [{\"id\": \"t\", \"name\": \"a\"},\n {\"id\": \"t\", \"name\": \"b\"}]}",
            "duplicate-id 2 topics[1].id"
        ),
        (
            "{\"topics\": [{\"id\": \"t\", \"name\": \"a\",\n \"parent\": \"talk\"}]}",
            "dangling-reference 2 topics[0].parent"
        ),
        (#"{"topics": [{"id": "t", "name": "a", "parent": "t"}]}"#, "circle 1 topics[0].parent"),
        (
            #"{"topics": [{"id": "t", "name": "a", "parent": "u"}, {"id": "u", "name": "a", "parent": "t"}]}"#,
            "circle 1 topics[0].parent"
        ),
        (#"{"topics": [{"id": "t", "name": "a", "quotes": []}]}"#, "unknown-member 1 topics[0].quotes"),
        (#"{"actors": [{"id": "a", "name": "a", "kind": "persn"}]}"#, "bad-term 1 actors[0].kind"),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "other_names": "b"}]}"#,
            "wrong-value 1 actors[0].other_names"
        ),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "other_names": ["b", 3]}]}"#,
            "wrong-value 1 actors[0].other_names[1]"
        ),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "roles": [{"during": "2025-13"}]}]}"#,
            "bad-date 1 actors[0].roles[0].during"
        ),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "roles": [{"basis": "guessed"}]}]}"#,
            "bad-term 1 actors[0].roles[0].basis"
        ),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "roles": [{"serving": "b"}]}]}"#,
            "dangling-reference 1 actors[0].roles[0].serving"
        ),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "roles": [{"id": "r"}, {"id": "r"}]}]}"#,
            "duplicate-id 1 actors[0].roles[1].id"
        ),
        (#"{"actors": [{"id": "a", "name": "a", "kind": "group", "x": {}}]}"#, "wrong-value 1 actors[0].x"),
        (
            #"{"actors": [{"id": "a", "name": "a", "kind": "group", "faction": "x"}]}"#,
            "unknown-member 1 actors[0].faction"
        ),
        (
            #"{"events": [{"id": "e", "name": "e", "date": {"basis": "stated"}}]}"#,
            "missing-field 1 events[0].date"
        ),
        (#"{"events": [{"id": "e", "name": "e", "date": {"date": "x"}}]}"#, "bad-date 1 events[0].date.date"),
        (
            #"{"events": [{"id": "e", "name": "e", "date": {"date": "2025", "day": 1}}]}"#,
            "unknown-member 1 events[0].date.day"
        ),
        (#"{"events": [{"id": "e", "name": "e", "date": 2025}]}"#, "wrong-value 1 events[0].date"),
        (
            #"{"articles": [{"id": "a", "headline": "a", "source": {"file": "../x"}}]}"#,
            "wrong-value 1 articles[0].source.file"
        ),
        (
            #"{"articles": [{"id": "a", "headline": "a", "source": {"sha256": "x"}}]}"#,
            "wrong-value 1 articles[0].source.sha256"
        ),
        (
            #"{"articles": [{"id": "a", "headline": "a", "body": "abc", "source": {"length": 4}}]}"#,
            "source-differs 1 articles[0].source.length"
        ),
        (
            #"{"topics": [{"id": "t", "name": "a", "evidence": [{"start": 0, "end": 1}]}]}"#,
            "missing-field 1 topics[0].evidence[0].article"
        ),
        (
            #"{"topics": [{"id": "t", "name": "a", "evidence": [{"start": 0, "end": 1, "article": "a"}]}]}"#,
            "dangling-reference 1 topics[0].evidence[0].article"
        ),
        (
            #"{"topics": [{"id": "t", "name": "a", "x": 1}, {"id": "u", "name": "b", "x": "y"}]}"#,
            "mixed-types 1 topics[1].x"
        ),
        (#"{"topics": [{"id": "t", "name": "a"}"#, "bad-json 1 -"),
        ("\u{FEFF}{\"topics\": [\r\n{\"id\": \"t\"}]}", "missing-field 2 topics[0].name"),
    ]

    @Test(arguments: documents) func aFaultHasItsCodeAndPlace(_ document: (json: String, fault: String)) {
        #expect(faults(document.json).map(\.short) == [document.fault])
    }

    /// A quote in an article of 10 scalars, with what its span should be.
    static func quote(_ span: String) -> String {
        """
        {"articles": [{"id": "a", "headline": "a", "body": "سلام، no no"}],
         "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "no", "span": \(span)}]}
        """
    }

    static let spans: [(span: String, fault: String)] = [
        (#"{"start": 6, "end": 8}"#, ""),
        (#"{"start": 6, "end": 8, "exact": "no"}"#, ""),
        (#"{"start": 0, "end": 11}"#, ""),
        (#"{"start": 0, "end": 12}"#, "bad-span 2 quotes[0].span"),
        (#"{"start": 3, "end": 2}"#, "bad-span 2 quotes[0].span"),
        (#"{"start": -1, "end": 2}"#, "bad-span 2 quotes[0].span"),
        (#"{"start": 1}"#, "missing-field 2 quotes[0].span"),
        (#"{"start": 1.5, "end": 2}"#, "wrong-value 2 quotes[0].span.start"),
        (#"{"start": 1e30, "end": 2}"#, "wrong-value 2 quotes[0].span.start"),
        (#"{"start": 1, "end": 2, "article": "a"}"#, "unknown-member 2 quotes[0].span.article"),
        (#"{"start": 1, "end": 2, "exact": "yes"}"#, "span-text-differs 2 quotes[0].span"),
        (#"{"start": 0, "end": 2, "exact": "no"}"#, "span-text-differs 2 quotes[0].span"),
        (#"7"#, "wrong-value 2 quotes[0].span"),
    ]

    @Test(arguments: spans) func aSpanMustFit(_ span: (span: String, fault: String)) {
        #expect(faults(Self.quote(span.span)).map(\.short).joined() == span.fault)
    }

    @Test func aSpanThatMovedIsMended() throws {
        let json = Self.quote(#"{"start": 1, "end": 3, "exact": "no", "prefix": "no "}"#)
        let corpus = try Corpus.load(json: json)
        #expect(corpus.text(.quotes, "span.start", 0) == "9")
        #expect(corpus.text(.quotes, "span.end", 0) == "11")
        #expect(corpus.notes.map(\.short) == ["span-moved 2 quotes[0].span"])
        #expect(corpus.notes.first?.severity == .warning)
        let persian = Self.quote(#"{"start": 7, "end": 11, "exact": "سلام"}"#)
        #expect(try Corpus.load(json: persian).text(.quotes, "span.end", 0) == "4")
    }

    @Test(arguments: [
        (#""confidence": 7"#, "a number from 0 to 1"), (#""confidence": -0.1"#, "a number from 0 to 1"),
        (#""paragraph": 0"#, "a number from 1"), (#""paragraph": -3"#, "a number from 1"),
        (#""serial": 9223372036854775808"#, "a number of up to 18 digits"),
        (#""serial": -123456789012345678901234567890"#, "a number of up to 18 digits"),
    ])
    func aNumberIsOneThatTheFieldMayHave(_ member: (text: String, wanted: String)) throws {
        let json = """
            {"articles": [{"id": "a", "headline": "a"}],
             "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "x", \(member.text)}]}
            """
        let found = faults(json)
        let name = member.text.split(separator: "\"")[0]
        #expect(found.map(\.short) == ["wrong-value 2 quotes[0].\(name)"])
        #expect(found.first?.expected.first == member.wanted)
        // The schema knows nothing of how numbers are kept.
        if name != "serial" { #expect(try !SchemaValidator().accepts(json)) }
    }

    /// What was written with an exponent never had those digits.
    @Test func largeDecimalsAreKept() throws {
        let json =
            #"{"topics": [{"id": "t", "name": "a", "size": 1e30}, {"id": "u", "name": "b", "size": 9007199254740993}]}"#
        #expect(try Corpus.load(json: json).text(.topics, "size", 0) == "1e+30")
    }

    @Test func aFaultSaysWhatWasMeant() throws {
        let json = #"{"topics": [{"id": "talks", "name": "a"}, {"id": "u", "name": "b", "parent": "tlaks"}]}"#
        let fault = try #require(faults(json).first)
        #expect(fault.near.map(\.text) == ["talks"])
        #expect(fault.found == "tlaks")
        #expect(fault.subject == "topics")
        let byte = try #require(fault.record?.byte)
        #expect(String(decoding: Array(json.utf8)[byte...].prefix(7), as: UTF8.self) == #""tlaks""#)
        let term = faults(#"{"actors": [{"id": "a", "name": "a", "kind": "persn"}]}"#).first
        #expect(term?.near.map(\.text) == ["person"])
        #expect(term?.expected == ["person", "organization", "group"])
    }

    @Test func everyFaultIsReportedUpToFifty() {
        let records = (0..<70).map { "{\"id\": \"t\($0)\"}" }.joined(separator: ",\n")
        let found = faults("{\"topics\": [\(records)]}")
        #expect(found.count == 51)
        #expect(found[49].short == "missing-field 50 topics[49].name")
        #expect(found.last?.code == .tooManyFaults)
    }

    @Test func aNameThatLooksMisspeltIsNoted() throws {
        let corpus = try Corpus.load(json: #"{"topics": [{"id": "t", "name": "a", "parnt": "x"}]}"#)
        #expect(corpus.notes.map(\.short) == ["unknown-member 1 topics[0].parnt"])
        #expect(corpus.notes.first?.near.map(\.text) == ["parent"])
    }

    @Test func nothingCutOffLoads() {
        let bytes = Array(SmallCorpus.json.utf8)
        for end in 0..<bytes.count - 1 { #expect(!faults(Array(bytes[..<end])).isEmpty) }
    }

    @Test func flippedBytesDoNoHarm() {
        let bytes = Array(SmallCorpus.json.utf8)
        var generator = SeededGenerator(state: 20_250_207)
        for _ in 0..<2_000 {
            var copy = bytes
            for _ in 0...Int(generator.next() % 3) {
                copy[Int(generator.next() % UInt64(copy.count))] = UInt8(truncatingIfNeeded: generator.next())
            }
            for fault in faults(copy) { #expect(!fault.code.rawValue.isEmpty) }
        }
    }

    @Test func depthAndHugeNumbersAreRefused() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(faults("{\"topics\": \(deep)").map(\.code) == [.tooDeep])
        let number = String(repeating: "9", count: 30)
        let json = #"{"articles": [{"id": "a", "headline": "a", "source": {"length": NUMBER}}]}"#
        #expect(
            faults(json.replacing("NUMBER", with: number)).map(\.short)
                == ["wrong-value 1 articles[0].source.length"])
        #expect(faults([0x22, 0xFF, 0x22]).map(\.code) == [.invalidUTF8])
    }
}

/// A generator whose sequence a seed decides (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
