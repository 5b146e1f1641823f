import Testing

@testable import Quoth

/// A value as a tree, which is easy to compare.
private func tree(_ value: JSONValue) -> String {
    var parts: [String] = []
    switch value.kind {
    case .object:
        value.forEachMember { key, member in parts.append("\(key.text):\(tree(member))") }
        return "{" + parts.joined(separator: ",") + "}"
    case .array:
        value.forEachElement { parts.append(tree($0)) }
        return "[" + parts.joined(separator: ",") + "]"
    case .string: return "'" + (value.string?.text ?? "?") + "'"
    case .integer: return "i\(value.integer ?? 0)"
    case .unsigned: return "u\(value.unsigned ?? 0)"
    case .double: return "d\(value.double ?? 0)"
    case .boolean: return "\(value.boolean ?? false)"
    case .null: return "null"
    }
}

private func fault(_ bytes: [UInt8]) -> JSONFault? {
    var reader = JSONReader()
    do throws(JSONFault) {
        _ = try reader.read(bytes.span) { _ in }
        return nil
    } catch {
        return error
    }
}

@Suite("JSON") struct NativeJSONTests {
    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "{a:i1,a:i2}"),
        (#"[[],{},"",[{"k":[true,false,null]}]]"#, "[[],{},'',[{k:[true,false,null]}]]"),
        (" 12 ", "i12"), ("-0", "i0"), ("\"\\ud83d\\ude00 é\"", "'😀 é'"), (#""a\u0000b""#, "'a\u{0}b'"),
        ("[9223372036854775807,-9223372036854775808]", "[i9223372036854775807,i-9223372036854775808]"),
        ("18446744073709551615", "u18446744073709551615"),
        ("[1.5,1e3,1.0e-400]", "[d1.5,d1000.0,d0.0]"),
        ("\u{FEFF}[1]", "[i1]"),
    ])
    func reads(text: String, expected: String) throws {
        var reader = JSONReader()
        #expect(try reader.read(Array(text.utf8).span, tree) == expected)
    }

    @Test(arguments: [
        ("18446744073709551616", "d1.8446744073709552e+19"),
        ("[1,-123456789012345678901234567890 , 2]", "[i1,d-1.2345678901234568e+29,i2]"),
        (
            #"{"a":9223372036854775808000,"b":[-9223372036854775809]}"#,
            "{a:d9.223372036854776e+21,b:[d-9.223372036854776e+18]}"
        ),
    ])
    func readsIntegersBeyond64BitsAsDoubles(text: String, expected: String) throws {
        var reader = JSONReader()
        #expect(try reader.read(Array(text.utf8).span, tree) == expected)
    }

    @Test(arguments: [
        ("", JSONFault.Kind.empty, 0), (" \n", .empty, 2), ("\u{FEFF}", .empty, 3),
        ("[1,2", .truncated, 4), (#"{"a""#, .truncated, 4), (#"{"a":"#, .truncated, 5), ("{", .truncated, 1),
        (#"["abc"#, .truncated, 1), (#"["abc\"#, .truncated, 1), (#"["\u12"#, .truncated, 1),
        (#"{"a":1,"bc"#, .truncated, 7), ("[", .truncated, 1), (#"{"a":1"#, .truncated, 6),
        ("[1]]", .trailing, 3), ("[1] x", .trailing, 4), ("{}{}", .trailing, 2), ("[1],", .trailing, 3),
        ("1 2", .trailing, 2), ("{}}", .trailing, 2), ("1,", .trailing, 1),
        ("[1,]", .structure, 3), ("[,1]", .structure, 1), ("[1}", .structure, 2), ("[1 2]", .structure, 3),
        ("{1:2}", .structure, 1), (#"{"a" 1}"#, .structure, 5), (#"{"a":1,}"#, .structure, 7),
        ("[tru", .structure, 1), ("[nul]", .structure, 1), ("[truex]", .structure, 1),
        ("fals", .structure, 0), ("[nullx]", .structure, 1), ("'a'", .structure, 0), ("]", .structure, 0),
        ("\u{0}", .structure, 0), ("[1\u{FEFF}]", .number, 1), (#"{"a:1,"b":2}"#, .structure, 7),
        ("[01]", .number, 1), ("[-]", .number, 1), ("[1.]", .number, 1), ("[1.5.2]", .number, 1),
        ("[+1]", .structure, 1), ("[.5]", .structure, 1), ("[NaN]", .structure, 1), ("[0x10]", .number, 1),
        ("[1e400]", .number, 1), ("[-1e400]", .number, 1), ("[123456789012345678901,]", .structure, 23),
        ("[\"a\nb\"]", .string, 3), ("{\"a\u{1}\" :\n1}", .string, 3), (#"["a\x"]"#, .string, 1),
        (#"["\u12"]"#, .string, 1), (#"{"\x":1}"#, .string, 1),
        (#"["é\ud800"]"#, .string, 1), (#"["\udc00"]"#, .string, 1), (#"["\ud800\u0041"]"#, .string, 1),
    ])
    func tellsWhereItFails(text: String, kind: JSONFault.Kind, offset: Int) {
        let found = fault(Array(text.utf8))
        #expect(found?.kind == kind)
        #expect(found?.byteOffset == offset)
    }

    @Test func saysWhatWasExpected() {
        #expect(fault(Array(#"{"a":[1,2"#.utf8))?.message == "the text ends where ',' or ']' was expected")
        #expect(fault(Array(#"{"a":1 "b":2}"#.utf8))?.message == "expected ',' or '}'")
        #expect(fault(Array(#"{"a" 1}"#.utf8))?.message == "expected ':'")
        #expect(fault(Array("{1:2}".utf8))?.message == "expected a member's name in quotation marks")
        #expect(fault(Array("[nil]".utf8))?.message == "expected true, false or null")
    }

    @Test func tellsWhereATruncatedTextFails() {
        let text = Array(
            #"{"é":[1,-2.5e3,{"b":null}],"c\n":"x\u00e9\ud83d\ude00","d":[[],{}],"e":true}"#.utf8)
        for count in text.indices {
            // The bytes after a line don't matter, even if they would end the value.
            let padded = text + [UInt8](repeating: UInt8(ascii: "}"), count: JSONReader.padding)
            for bytes in [Array(text[..<count]), padded] {
                var reader = JSONReader()
                do throws(JSONFault) {
                    try reader.read(bytes.span, in: 0..<count) { _ in }
                    Issue.record("\(count) bytes were accepted")
                } catch {
                    #expect((0...count).contains(error.byteOffset))
                    #expect(error.kind != .unexplained && error.kind != .trailing)
                }
            }
        }
    }

    @Test func readsAnyNumberOfIntegersBeyond64Bits() throws {
        let integers = [String](repeating: "123456789012345678901", count: 5_000)
        let text = "[" + integers.joined(separator: " ,\n") + "]"
        var reader = JSONReader()
        var count = 0
        try reader.read(Array(text.utf8).span) { list in
            list.forEachElement { value in
                #expect(value.double == 123_456_789_012_345_683_968)
                count += 1
            }
        }
        #expect(count == 5_000)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0x61, 0xED, 0xA0, 0x80, 0x22], 2),
            ([0x22, 0xC3, 0xA9, 0xC0, 0x80, 0x22], 3), ([0x5B, 0x22, 0xF4, 0x90, 0x80, 0x80, 0x22, 0x5D], 2),
            ([0x22, 0xE2, 0x82, 0x22], 1),
        ] as [([UInt8], Int)])
    func tellsWhereItIsNotUTF8(bytes: [UInt8], offset: Int) {
        let found = fault(bytes)
        #expect(found?.kind == .encoding)
        #expect(found?.byteOffset == offset)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func refusesDeepNesting(opening: String) {
        let found = fault(Array(String(repeating: opening, count: 100_000).utf8))
        #expect(found?.kind == .depth)
        #expect(found?.byteOffset == opening.utf8.count * JSONReader.maximumDepth)
    }

    @Test func readsTheDeepestNestingAllowed() throws {
        let depth = JSONReader.maximumDepth
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)).utf8)
        }
        var reader = JSONReader()
        #expect(try reader.read(nested(depth).span, \.kind) == .array)
        #expect(fault(nested(depth + 1))?.kind == .depth)
    }

    @Test func endsQuicklyOnMonstrousNumbers() {
        let digits = [UInt8](repeating: UInt8(ascii: "7"), count: 1_000_000)
        #expect(fault(digits)?.kind == .number)
        #expect(fault(Array("0.".utf8) + digits) == nil)
    }
}

@Suite("JSON lines") struct NativeJSONLineTests {
    @Test func readsLinesInPlaceAndTheLastByCopy() throws {
        let bytes = Array("{\"n\":1}\n12\n\"é\"\n[3".utf8)
        var reader = JSONReader()
        #expect(try reader.read(bytes.span, in: 0..<7, tree) == "{n:i1}")
        #expect(try reader.read(bytes.span, in: 8..<10, tree) == "i12")
        #expect(try reader.read(bytes.span, in: 11..<15, tree) == "'é'")
        #expect(throws: JSONFault.self) { try reader.read(bytes.span, in: 16..<18, tree) }
        let padded = bytes + [UInt8](repeating: UInt8(ascii: "9"), count: JSONReader.padding)
        #expect(try reader.read(padded.span, in: 8..<10, tree) == "i12")
        do throws(JSONFault) {
            _ = try reader.read(padded.span, in: 16..<18, tree)
        } catch {
            #expect(error.byteOffset == 18)
            #expect(error.kind == .truncated)
        }
    }

    @Test func readersDoNotDisturbEachOther() throws {
        let bytes = Array("[\"first\"]\n[\"other\"]".utf8)
        var reader = JSONReader()
        var twin = reader
        let trees = try reader.read(bytes.span, in: 0..<9) { first in
            Result { [try twin.read(bytes.span, in: 10..<19, tree), tree(first)] }
        }
        #expect(try trees.get() == ["['other']", "['first']"])
    }

    @Test func skipsAByteOrderMarkOnlyAtTheBeginning() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("[1]".utf8)
        var reader = JSONReader()
        #expect(try reader.read(bytes.span, tree) == "[i1]")
        #expect(throws: JSONFault.self) {
            try reader.read(bytes.span, in: 0..<6, isBeginning: false, tree)
        }
    }

    @Test(arguments: [
        #" {"a" : [ 1 , -2.5 , {"b":null}, [], {} , "x\"y" ], "c":true, "d":{"e":[[7]]} } "#,
        #"[ [], [[]], 3, {"k": 123456789012345678901 , "l" : [ 123456789012345678902, 5 ], "m":"n"} ]"#,
        "  7  ",
    ])
    func knowsWhereValuesBegin(text: String) throws {
        let line = Array(text.utf8)
        let bytes = Array("skip\n".utf8) + line
        var reader = JSONReader()
        func check(_ value: JSONValue) {
            let starts: String =
                switch value.kind {
                case .object: "{"
                case .array: "["
                case .string: "\""
                case .null: "n"
                case .boolean: "tf"
                default: "-0123456789"
                }
            #expect(starts.utf8.contains(bytes[value.byteOffset]))
            if let integer = value.integer {
                let digits = Array("\(integer)".utf8)
                #expect(Array(bytes[value.byteOffset...].prefix(digits.count)) == digits)
            }
            value.forEachElement(check)
            value.forEachMember { key, member in
                #expect(Array(bytes[key.byteOffset...].prefix(key.count + 1)) == Array("\"\(key.text)".utf8))
                check(member)
            }
        }
        try reader.read(bytes.span, in: 5..<bytes.count, check)
    }

    @Test func lendsStringsWithoutCopying() throws {
        var reader = JSONReader()
        try reader.read(Array(#"{"na\u006de":"Zoë"}"#.utf8).span) { value in
            value.forEachMember { key, member in
                #expect(key.matches(MemberName("name")))
                #expect(!key.matches(MemberName("nam")))
                #expect(!key.matches(MemberName("named")))
                #expect(member.string?.withBytes { $0[2] } == 0xC3)
                #expect(member.string?.text == "Zoë")
            }
        }
    }

    /// One of simdjson's readers refuses and the other explains, so they must agree on every text.
    @Test func findsTheFaultInWhateverSimdjsonRefuses() {
        let seed = Array(
            #" {"a":[1,-2.5e3,{"b":null}],"c":"x\u00e9\n\ud83d\ude00é","d":[[],{}],"e":true} "#.utf8)
        let spice = Array("{}[]:,\"\\0123456789eE+-.tfnul \u{1}\n".utf8) + [0xFF, 0xC3, 0xA9]
        var random = SeededGenerator(state: 20_240_517)
        var reader = JSONReader()
        var accepted = 0
        for _ in 0..<20_000 {
            var text = seed
            for _ in 0..<Int.random(in: 1...3, using: &random) where text.count > 2 {
                let place = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text.remove(at: place)
                case 1: text.insert(spice[Int.random(in: 0..<spice.count, using: &random)], at: place)
                case 2: text[place] = spice[Int.random(in: 0..<spice.count, using: &random)]
                default: text.removeLast(text.count - max(place, 2))
                }
            }
            do throws(JSONFault) {
                try reader.read(text.span) { _ in }
                accepted += 1
            } catch {
                #expect(error.kind != .unexplained, "\(String(decoding: text, as: UTF8.self))")
                #expect(error.byteOffset <= text.count)
            }
        }
        #expect(accepted > 100)
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
