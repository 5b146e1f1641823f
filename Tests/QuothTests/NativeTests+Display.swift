import Testing

@testable import Quoth

@Suite("Display") struct NativeDisplayTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("核谈判", 6), ("ｶﾅ", 2), ("한국", 4),
        ("ایران", 5), ("می‌خواهم", 7), ("مُحَمَّد", 4), ("😀", 2), ("👨‍👩‍👧", 2), ("🇮🇷", 2), ("❤️", 2),
        ("👍🏽", 2), ("ａ", 2), ("“x”…", 4), ("\u{200B}", 0), ("\u{7}", 0),
    ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test func controls() {
        for scalar: UInt32 in [
            0, 0x1B, 0x0A, 0x7F, 0x80, 0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066,
            0x2069,
        ] {
            #expect(ControlCharacters.isControlOrBidi(scalar))
        }
        for scalar: UInt32 in [0x20, 0x7E, 0xA0, 0x200C, 0x200D, 0x202F, 0x2065, 0x206A, 0x06CC, 0x1F600] {
            #expect(!ControlCharacters.isControlOrBidi(scalar))
        }
    }
}
