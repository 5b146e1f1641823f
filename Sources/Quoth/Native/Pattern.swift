import CNative

/// Why a regular expression was refused, and which part of it.
package struct PatternFault: Error, Equatable {
    /// What is wrong, as a clause without a full stop.
    package let message: String
    /// The part of the pattern that it is about, in bytes of UTF-8.
    package let range: Range<Int>
}

/// A compiled regular expression in RE2's syntax, matched in time linear in the text.
///
/// Sendable although the compiler can't see it: an RE2 object doesn't change after it is made, and RE2
/// documents it as safe for concurrent use.
package final class Pattern: @unchecked Sendable {
    /// Bounds the program and the states that matching remembers; RE2's own default.
    package static let memoryLimit = 8 << 20

    private let regex: OpaquePointer

    package init(_ text: String) throws(PatternFault) {
        var fault = native_regex_fault()
        var text = text
        // RE2 copies the pattern, so the pointer is needed during the call only.
        let regex = text.withUTF8 { utf8 in
            native_regex_new(utf8.baseAddress, utf8.count, Self.memoryLimit, &fault)
        }
        guard let regex else { throw Self.fault(fault) }
        self.regex = regex
    }

    deinit {
        native_regex_free(regex)
    }

    /// Whether the pattern matches anywhere in the text.
    package func matches(_ text: Span<UInt8>) -> Bool {
        // RE2 reads within the bytes lent to it and keeps none of them.
        let result = text.withUnsafeBufferPointer { bytes in
            native_regex_matches(regex, bytes.baseAddress, bytes.count)
        }
        precondition(result >= 0, "out of memory while matching a regular expression")
        return result > 0
    }

    /// Where the pattern first matches at `start` or after it.
    package func firstRange(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        precondition(start >= 0 && start <= text.count)
        var (lower, upper) = (0, 0)
        // RE2 reads within the bytes lent to it and keeps none of them.
        let result = text.withUnsafeBufferPointer { bytes in
            native_regex_find(regex, bytes.baseAddress, bytes.count, start, &lower, &upper)
        }
        precondition(result >= 0, "out of memory while matching a regular expression")
        return result > 0 ? lower..<upper : nil
    }

    private static func fault(_ fault: native_regex_fault) -> PatternFault {
        // The library's text ends in a NUL within the field.
        let message = withUnsafeBytes(of: fault.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return PatternFault(message: message, range: fault.offset..<fault.offset + fault.length)
    }
}
