import Testing

@testable import Quoth

@Suite("Folding") struct NativeFoldingTests {
    @Test(arguments: [
        ("Résumé", "resume"), ("RE\u{301}SUME\u{301}", "resume"), ("İstanbul", "istanbul"),
        ("Straße", "strasse"), ("ΌΔΟΣ", "οδοσ"), ("ﬁnance ２０", "finance 20"), ("Ｎato", "nato"),
        ("Iran’s", "iran's"), ("Ørsted", "ørsted"), ("so\u{AD}ft", "soft"), ("a\u{200B}b", "ab"), ("", ""),
        ("НОВЫЙ ёж", "новый еж"), ("Україна за́мок", "україна замок"),
        ("ایران گفت‌وگو", "ايران گفتوگو"), ("آب مسئول", "آب مسئول"), ("مُحَمَّدٌ", "محمد"), ("الـــرئيس", "الرئيس"),
        ("שָׁלוֹם", "שלום"), ("核谈判", "核谈判"), ("が ガ", "が ガ"), ("한국", "한국"), ("한국", "한국"),
        ("हिन्दी", "हिन्दी"), ("😀🇮🇷", "😀🇮🇷"),
    ])
    func folds(text: String, expected: String) {
        #expect(Array(Folding.fold(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    /// What Persian and Arabic keyboards write for the same letter; the words differ in nothing else.
    @Test(arguments: [
        ("\u{0639}\u{0644}\u{06CC}", "\u{0639}\u{0644}\u{064A}"),
        ("\u{0639}\u{0644}\u{06CC}", "\u{0639}\u{0644}\u{0649}"),
        ("\u{06A9}\u{0631}\u{062F}", "\u{0643}\u{0631}\u{062F}"),
        ("\u{06F1}\u{06F4}\u{06F0}\u{06F3}", "1403"),
        ("\u{0661}\u{0664}\u{0660}\u{0663}", "\u{06F1}\u{06F4}\u{06F0}\u{06F3}"),
        ("\u{06CC}\u{0654}", "\u{0626}"),
        ("\u{0645}\u{06CC}\u{200C}\u{0631}\u{0648}\u{062F}", "\u{0645}\u{064A}\u{0631}\u{0648}\u{062F}"),
    ])
    func foldsWhatIsWrittenForOneAnother(one: String, other: String) {
        #expect(Folding.fold(one) == Folding.fold(other))
        var splitter = WordSplitter(language: nil)
        var found: [String] = []
        for text in [one, other] {
            splitter.words(in: Array(text.utf8).span) { word, _ in found.append(String(copying: word)) }
        }
        #expect(found.count == 2 && found.first == found.last)
    }

    @Test func foldsASCIIByItself() {
        let all = String(String.UnicodeScalarView((0..<128).compactMap(Unicode.Scalar.init)))
        #expect(Folding.fold(all) == all.lowercased())
    }

    @Test func foldingTwiceIsFoldingOnce() {
        for value in UInt32(0x80)..<0x30000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = Folding.fold("a" + String(scalar))
            let twice = Folding.fold(once)
            if !once.utf8.elementsEqual(twice.utf8) {
                Issue.record("U+\(String(value, radix: 16)): \(once.unicodeScalars.map(\.value))")
            }
        }
    }

    @Test func keepsWhatIsNotUTF8() {
        var folded: [UInt8] = []
        let bytes: [UInt8] = [0x41, 0xFF, 0x42, 0xC3, 0x89, 0xC3]
        Folding.fold(bytes.span, into: &folded)
        #expect(folded == [0x61, 0xFF, 0x62, 0xC3, 0x89, 0xC3] || folded == [0x61, 0xFF, 0x62, 0x65, 0xC3])
        folded = []
        let continuations = [UInt8](repeating: 0x80, count: 10_000)
        Folding.fold(continuations.span, into: &folded)
        #expect(folded == continuations)
    }

    /// utf8proc alone takes hours on a million marks that are out of order.
    @Test(.timeLimit(.minutes(10))) func endsOnEndlessMarks() {
        let marks = String(repeating: "\u{316}\u{301}\u{300}\u{327}", count: 100_000)
        #expect(Folding.fold("e" + marks) == "e")
        #expect(Folding.fold(String(repeating: "é漢", count: 2_000)) == String(repeating: "e漢", count: 2_000))
    }
}

@Suite("Words") struct NativeWordTests {
    private func words(_ text: String, _ language: String? = nil) -> [String] {
        var splitter = WordSplitter(language: language)
        var found: [String] = []
        let bytes = Array(text.utf8)
        splitter.words(in: bytes.span) { word, range in
            found.append(String(copying: word))
            #expect(!range.isEmpty && range.upperBound <= bytes.count)
        }
        return found
    }

    @Test(arguments: [
        ("Iran's well-known 'deal'—don't!", ["iran's", "well", "known", "deal", "don't"]),
        ("Iran’s", ["iran's"]), ("rock''n", ["rock", "n"]), ("it's'", ["it's"]), ("", []), ("… —", []),
        ("3.67% U.S. 1,000", ["3", "67", "u", "s", "1", "000"]), ("a_b", ["a", "b"]),
        ("Résumé re\u{301}sume\u{301}", ["resume", "resume"]),
        ("می‌خواهم گفت‌وگو", ["ميخواهم", "گفتوگو"]), ("می‌ خواهم", ["مي", "خواهم"]),
        ("伊朗核谈判 NPT会议", ["伊", "朗", "核", "谈", "判", "npt", "会", "议"]),
        ("イランの核", ["イラン", "の", "核"]), ("이란 핵", ["이란", "핵"]), ("हिन्दी", ["हिन्दी"]),
        ("\u{301}a \u{200D}", ["a"]), ("co\u{AD}operate", ["cooperate"]), ("۱۴۰۳", ["1403"]),
    ])
    func splits(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func dropsEndingsByLanguage() {
        #expect(words("Negotiating negotiations’ negotiated", "en") == ["negoti", "negoti", "negoti"])
        #expect(words("Iran’s Iran's IRAN", "en") == ["iran", "iran", "iran"])
        #expect(words("l’accord d'Iran", "fr") == ["l", "accord", "d", "iran"])
        #expect(words("ایران‌ها", "fa") == ["ايرانها"])
        for (language, one, other) in [
            ("fr", "négociation", "négociations"), ("es", "negociación", "negociaciones"),
            ("de", "Verhandlung", "Verhandlungen"), ("ru", "новый", "новая"),
        ] {
            #expect(words(one, language) == words(other, language))
        }
    }

    @Test func knowsItsLanguages() {
        #expect(Stemmer.exists(language: "en"))
        #expect(Stemmer.exists(language: "ar"))
        for other in ["fa", "", "english", "EN", "e\u{0}", "xx", "é"] {
            #expect(!Stemmer.exists(language: other))
        }
    }

    @Test func tellsWhereWordsStand() {
        var splitter = WordSplitter(language: "en")
        let bytes = Array("Ä Talks’s end".utf8)
        var ranges: [Range<Int>] = []
        splitter.words(in: bytes.span) { _, range in ranges.append(range) }
        #expect(ranges == [0..<2, 3..<12, 13..<16])
    }

    /// What a splitter remembers must not show.
    @Test(arguments: ["en", "fr", "ru", nil]) func remembersRightly(language: String?) {
        let parts = ["Talk", "s", "ing", "é", "É", "ти", "ый", "é", "ation", "1", "'s", "’", "\u{200C}", "ß"]
        var text = ""
        for index in 0..<40_000 {
            text += parts[index &* 7919 % parts.count] + (index % 3 == 0 ? " " : "")
            text += parts[(index / parts.count) &* 31 % parts.count]
        }
        text += String(repeating: "\u{300}", count: 8)
        let bytes = Array(text.utf8)
        var remembering = WordSplitter(language: language)
        var checked = 0
        for _ in 0..<2 {
            remembering.words(in: bytes.span) { word, range in
                checked += 1
                guard checked % 50 == 0 else { return }
                var fresh = WordSplitter(language: language)
                let alone = Array(bytes[range])
                var same = false
                fresh.words(in: alone.span) { other, _ in
                    same = String(copying: other) == String(copying: word)
                }
                #expect(same, "\(String(decoding: alone, as: UTF8.self))")
            }
        }
        #expect(checked > 20_000)
    }

    @Test func survivesAnything() {
        #expect(words("a\u{0}b") == ["a", "b"])
        #expect(words(String(repeating: "x", count: 1_000_000), "en").map(\.utf8.count) == [1_000_000])
        var splitter = WordSplitter(language: "en")
        var found: [String] = []
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x20, 0xED, 0xA0, 0x80, 0x63, 0xE2, 0x80]
        splitter.words(in: bytes.span) { word, _ in found.append(String(copying: word)) }
        #expect(found == ["a", "b", "c"])
    }
}

extension String {
    fileprivate init(copying span: Span<UInt8>) {
        self = span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
