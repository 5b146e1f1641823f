import CNative

/// Makes texts comparable without regard to case, accents and forms of presentation.
///
/// Case is folded and compatible forms become one (NFKC). Accents go from Latin, Greek and Cyrillic letters,
/// points from Hebrew, short vowels from Arabic. A mark that makes another letter stays: Cyrillic й, Arabic
/// آ, Japanese が, the vowels of India. Joiners and other invisible characters go, and characters that are written
/// for one another become one (``LetterVariants``).
package enum Folding {
    package static func fold(_ text: String) -> String {
        var text = text
        var folded: [UInt8] = []
        text.withUTF8 { fold($0.span, into: &folded) }
        return String(decoding: folded, as: UTF8.self)
    }

    /// Appends the folded text. What isn't UTF-8 is kept as it is.
    package static func fold(_ text: Span<UInt8>, into folded: inout [UInt8]) {
        fold(text, 0..<text.count, keepingAccents: false, into: &folded)
    }

    /// Appends a part of a text, folded; with its accents if a stemmer is to see them.
    static func fold(
        _ text: Span<UInt8>, _ range: Range<Int>, keepingAccents: Bool, into folded: inout [UInt8]
    ) {
        var start = range.lowerBound
        while start < range.upperBound {
            let ascii = endOfASCII(text, start..<range.upperBound)
            appendLowercase(text, start..<ascii, to: &folded)
            start = ascii
            guard start < range.upperBound else { return }
            let end = endOfRun(text, start..<range.upperBound)
            if !foldRun(text, start..<end, keepingAccents: keepingAccents, into: &folded) {
                appendLowercase(text, start..<end, to: &folded)
            }
            start = end
        }
    }

    private static func appendLowercase(
        _ text: Span<UInt8>, _ range: Range<Int>, to folded: inout [UInt8]
    ) {
        let start = folded.count
        // Copying at once and changing in place lets the compiler do many bytes at a time.
        text.withUnsafeBufferPointer { folded.append(contentsOf: $0[range]) }
        folded.withUnsafeMutableBufferPointer { bytes in
            for index in start..<bytes.count {
                let byte = bytes[index]
                bytes[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
        }
    }

    /// Where plain ASCII ends: one before a character beyond ASCII, which may be a mark upon it.
    private static func endOfASCII(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.lowerBound
        // Eight bytes are read only where eight are left.
        text.withUnsafeBytes { bytes in
            while range.upperBound - end >= 8 {
                let eight = bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)
                if eight & 0x8080_8080_8080_8080 != 0 { break }
                end += 8
            }
        }
        while end < range.upperBound, text[end] < 0x80 { end += 1 }
        return end < range.upperBound && end > range.lowerBound ? end - 1 : end
    }

    /// utf8proc orders marks in quadratic time, so it gets long texts in pieces: up to the next ASCII
    /// byte, or up to a character that is no mark, or at worst 512 bytes.
    private static func endOfRun(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var end = range.lowerBound + 1
        while end < range.upperBound, text[end] >= 0x80 {
            let length = end - range.lowerBound
            let isBoundary = text[end] & 0xC0 != 0x80
            if length > 256, isBoundary, length > 508 || !isMark(text, end..<range.upperBound) { return end }
            // Without any boundary this isn't UTF-8.
            if length > 512 { return end }
            end += 1
        }
        return end
    }

    private static func isMark(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard let (scalar, _) = Scalars.scalar(in: text, range) else { return false }
        return Scalars.isMark(scalar)
    }

    /// Folds a short run; false if it isn't UTF-8.
    private static func foldRun(
        _ text: Span<UInt8>, _ range: Range<Int>, keepingAccents: Bool, into folded: inout [UInt8]
    ) -> Bool {
        // U+FDFA has three bytes and decomposes into 18 scalars, and none grows more a byte. Composing
        // wants room for one scalar more.
        let capacity = range.count * 6
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: capacity + 1) { scalars in
            // utf8proc reads within the run, writes within the capacity it is told, and encodes in place.
            let count = text.withUnsafeBufferPointer { bytes in
                native_fold(
                    UnsafeBufferPointer(rebasing: bytes[range]).baseAddress, range.count,
                    scalars.baseAddress, capacity)
            }
            guard count >= 0, count <= capacity else { return false }
            var kept = 0
            var base: Int32 = 0
            for scalar in scalars[..<count] {
                if !keepingAccents, Accents.isAccent(scalar, on: base) { continue }
                if !Scalars.isMark(scalar) { base = scalar }
                // A stemmer knows the letters of its language, so they become plain after it.
                let isKept = keepingAccents && !Accents.isApostrophe(scalar)
                scalars[kept] = isKept ? scalar : LetterVariants.plain(scalar)
                kept += 1
            }
            let length = native_compose(scalars.baseAddress, kept)
            guard length >= 0 else { return false }
            folded.append(contentsOf: UnsafeRawBufferPointer(scalars)[..<length])
            return true
        }
    }
}
