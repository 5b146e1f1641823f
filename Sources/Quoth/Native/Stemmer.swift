import CNative

/// Cuts the endings off words: `negotiating` and `negotiations` become `negoti`.
///
/// A stemmer works in its own memory and so belongs to one task at a time.
package final class Stemmer {
    /// Longer words are taken as they are: they are no words, and stemming them would cost.
    package static let longestWord = 64

    private let stemmer: OpaquePointer

    /// None if there are no rules for the language, which an ISO 639-1 code names.
    package init?(language: String) {
        // Snowball knows languages by English names as well, and other programs don't.
        guard language.utf8.count == 2, let stemmer = native_stemmer_new(language) else { return nil }
        self.stemmer = stemmer
    }

    deinit {
        native_stemmer_free(stemmer)
    }

    package static func exists(language: String) -> Bool {
        Stemmer(language: language) != nil
    }

    /// Replaces a case-folded word by its stem.
    package func stem(_ word: inout [UInt8]) {
        guard word.count <= Self.longestWord else { return }
        var count: Int32 = 0
        let stem = word.withUnsafeBufferPointer { bytes in
            native_stemmer_stem(stemmer, bytes.baseAddress, Int32(bytes.count), &count)
        }
        guard let stem else { return }
        // The stem lies in the stemmer's memory, not in the word's, and holds until the next call.
        word.replaceSubrange(0..<word.count, with: UnsafeBufferPointer(start: stem, count: Int(count)))
    }
}
