import CNative

/// What kinds of scalars there are.
enum Scalars {
    /// The scalar that begins at the start of a range, and its length; none if it isn't UTF-8.
    static func scalar(in text: Span<UInt8>, _ range: Range<Int>) -> (scalar: Int32, length: Int)? {
        var scalar: Int32 = 0
        // utf8proc reads no further than the end it is told, and keeps nothing.
        let length = text.withUnsafeBufferPointer { bytes in
            let part = UnsafeBufferPointer(rebasing: bytes[range])
            return native_scalar(part.baseAddress, part.count, &scalar)
        }
        return length > 0 ? (scalar, length) : nil
    }

    static func isMark(_ scalar: Int32) -> Bool {
        // No mark stands before U+0300.
        guard scalar >= 0x300 else { return false }
        let category = native_category_of(scalar)
        return category >= NATIVE_CATEGORY_MN.rawValue && category <= NATIVE_CATEGORY_ME.rawValue
    }

    static func isLetterOrNumber(_ scalar: Int32) -> Bool {
        let category = native_category_of(scalar)
        return category >= NATIVE_CATEGORY_LU.rawValue && category <= NATIVE_CATEGORY_LO.rawValue
            || category >= NATIVE_CATEGORY_ND.rawValue && category <= NATIVE_CATEGORY_NO.rawValue
    }

    /// Whether a scalar is of a script that writes words without spaces, sign by sign: Han and Hiragana.
    static func isIdeograph(_ scalar: Int32) -> Bool {
        switch scalar {
        case 0x3005, 0x3007, 0x3041...0x3096, 0x309D...0x309F: true
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
