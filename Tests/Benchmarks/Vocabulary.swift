import TestSupport

/// Thirty thousand made-up words, from the commonest to the rarest; the same for corpora of all sizes.
///
/// They end so that no stemmer changes them, and none is a stop word, so that all peers count alike.
struct Vocabulary {
    let words: [[UInt8]]
    private let ranks: Zipf

    static let size = 30_000
    /// Two words that stand in some quotes one after the other, in some apart, and in many alone.
    static let phrase = (first: 150, second: 220)

    init() {
        var random = SplitMix64(seed: 1)
        let consonants = Array("bdfgklmnprstvz".utf8)
        let vowels = Array("aeiou".utf8)
        let endings = Array("aou".utf8)
        var short: [[UInt8]] = []
        for first in consonants {
            for vowel in vowels {
                for second in consonants {
                    short += endings.map { [first, vowel, second, $0] }
                }
            }
        }
        short.shuffle(using: &random)
        var seen: Set<[UInt8]> = []
        while short.count + seen.count < Self.size {
            let word = (0..<2).flatMap { _ in [random.among(consonants), random.among(vowels)] }
            seen.insert(word + [random.among(consonants), random.among(endings)])
        }
        var long = seen.sorted { $0.lexicographicallyPrecedes($1) }
        long.shuffle(using: &random)
        words = (short + long).enumerated().map { rank, word in
            // Some letters take two bytes, as in any language but English.
            rank % 50 == 49 ? [word[0], 0xC3, 0xA9] + word.dropFirst(2) : word
        }
        ranks = Zipf(count: Self.size, shift: 2.7)
    }

    /// Appends a sentence of 8 to 40 words.
    func appendSentence(to bytes: inout [UInt8], _ random: inout SplitMix64) {
        let count = 8 + random.below(33)
        let planted = random.below(1000)
        // Where the first word of the phrase stands, and how far from it the second.
        let place = planted < 4 ? random.below(count - 4) : -1
        let distance = planted < 2 ? 1 : 3
        let quoted = random.happens(20) ? 2 + random.below(count - 4) : -1
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: " ")) }
            let start = bytes.count
            var rank = ranks.draw(&random)
            if place >= 0, index == place { rank = Self.phrase.first }
            if place >= 0, index == place + distance { rank = Self.phrase.second }
            if index == quoted { bytes.append(contentsOf: #"\""#.utf8) }
            bytes.append(contentsOf: words[rank])
            if index == 0 { bytes[start] &= 0xDF }
            if index == quoted { bytes.append(contentsOf: #"\""#.utf8) }
            if index % 9 == 7, index < count - 1 { bytes.append(UInt8(ascii: ",")) }
        }
        bytes.append(UInt8(ascii: "."))
    }

    /// Appends some words with capitals, as names and headlines have them.
    func appendName(_ count: Int, to bytes: inout [UInt8], _ random: inout SplitMix64) {
        for index in 0..<count {
            if index > 0 { bytes.append(UInt8(ascii: " ")) }
            let start = bytes.count
            bytes.append(contentsOf: words[random.below(Self.size)])
            bytes[start] &= 0xDF
        }
    }
}
